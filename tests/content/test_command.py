"""`cairn check` in the terminal: lines, exit codes, and what an edit means to members."""

from pathlib import Path

import pytest

from bot.cli import FAILED, MISCONFIGURED, OK, main
from tests.content.edits import R, edit, good


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without settings and without a database."""
    monkeypatch.chdir(tmp_path)


def test_good_content_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(good(tmp_path, "stepped"))]) == OK
    said = capsys.readouterr().out
    assert said == "content: 1 roadmap, 3 actions, 1 certification, 2 questions: ok\n"


def test_a_fault_is_a_line_and_an_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = good(tmp_path, "stepped")
    edit(content, R, "hours: 0.5", "hours: 9")
    edit(content, R, "        hours: 8\n", "        effort_hours: 8\n")
    assert main(["check", str(content)]) == FAILED
    warning, fault, summary = capsys.readouterr().out.splitlines()
    assert warning.endswith('write "steps:", each with its hours, or "hours: 8" (warning)')
    assert fault.endswith("steps.unfold.hours: 9 is too large; write 4 or less")
    assert summary == "content: 1 fault"


def test_an_edit_is_told_against_what_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    older = good(tmp_path / "older", "stepped")
    newer = good(tmp_path / "newer", "stepped")
    edit(newer, R, "id: walk-daily", "id: walk-weekly\n            formerly: [walk-daily]")
    edit(newer, R, "repeat: 4", "repeat: 3")
    edit(newer, R, "{id: snow, title: Snow}", "{id: ice, title: Ice, formerly: [snow]}")
    edit(newer, R, "for: {weather: [rain, snow]}", "for: {weather: [rain, ice]}")
    edit(newer, R, "for: {weather: [snow], load: [heavy]}", "for: {weather: [ice]}")
    edit(newer, R, "for: {weather: [snow]}}", "for: {weather: [ice]}}")
    assert main(["check", str(newer), "--against", str(older)]) == OK
    assert capsys.readouterr().out.splitlines()[1:] == [
        "trail: step read-map/walk-daily renamed to read-map/walk-weekly",
        "trail: step read-map/walk-weekly repeat lowered from 4 to 3: "
        "whoever has ticked it that often has done it",
        "trail: option weather/snow renamed to weather/ice",
    ]


def test_what_was_can_not_be_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(good(tmp_path)), "--against", "nope"]) == MISCONFIGURED
    assert capsys.readouterr().err == (
        "cairn: nope:1:1: folder: there is no such folder; name the one that holds the roadmaps' folders "
        "(CONTENT_DIR by default)\n"
    )


@pytest.mark.parametrize("typed", [["check", "a", "\x1b[31m"], ["\x1b]0;x\x07"], ["run", "--\u202e"]])
def test_what_is_no_command_does_nothing_to_a_terminal(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(typed)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert all(sign.isprintable() or sign == "\n" for sign in said)
    assert said.splitlines()[-1].startswith("cairn")
