"""Files and folders that are not what they seem, or that can't be looked into."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.content.check import check
from bot.content.source import LARGEST, read
from tests.content.edits import TODAY, C, F, G, R, good, lines

LEADS_OUT = "is a link that leads out of the content folder; put the thing itself there"
LEADS_NOWHERE = "is a link that leads nowhere; mend it, or take it away"
NOBODY = 65534


def faults(content: Path) -> list[str]:
    """What is told of the roadmap `trail`."""
    return lines(content, check(content, TODAY).faults)


@contextmanager
def without_privileges() -> Iterator[None]:
    """As somebody who may read what everybody may read; root could read all."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.mark.parametrize("file", [F, G])
def test_a_folder_in_place_of_a_file(tmp_path: Path, file: str) -> None:
    content = good(tmp_path, "stepped")
    (content / "trail" / file).unlink()
    (content / "trail" / file).mkdir()
    assert faults(content) == [f"{file}:1:1: file: is a folder; put a text file in its place"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    content = good(tmp_path)
    (content / "trail" / F).unlink()
    os.mkfifo(content / "trail" / F)
    assert faults(content) == [
        "faqs.yaml:1:1: file: is a pipe, a socket or a device; put a text file in its place"
    ]


def test_a_device_is_not_read() -> None:
    (fault,) = read(Path("/dev/zero")).faults
    assert fault.sentence == "is a pipe, a socket or a device; put a text file in its place"


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    content = good(tmp_path)
    file = content / "trail" / F
    file.write_text(file.read_text("utf-8").ljust(LARGEST, "#"), "utf-8")
    assert faults(content) == []
    file.write_text(file.read_text("utf-8") + "#", "utf-8")
    assert faults(content) == [
        "faqs.yaml:1:1: file: has 1,048,577 bytes; a file of at most 1,048,576 is read"
    ]


def test_a_file_that_is_a_link_out_of_the_folder_is_not_read(tmp_path: Path) -> None:
    content = good(tmp_path)
    (content / "trail" / F).rename(tmp_path / F)
    (content / "trail" / F).symlink_to(tmp_path / F)
    assert faults(content) == [f"faqs.yaml:1:1: file: {LEADS_OUT}"]


def test_a_roadmap_that_is_a_link_out_of_the_folder_is_told_once(tmp_path: Path) -> None:
    content = good(tmp_path)
    (content / "trail").rename(tmp_path / "trail")
    (content / "trail").symlink_to(tmp_path / "trail")
    (fault,) = check(content, TODAY).faults
    assert str(fault) == f"{(content / 'trail').as_posix()}:1:1: folder: {LEADS_OUT}"


def test_links_within_the_folder_are_followed(tmp_path: Path) -> None:
    """So does a folder that is mounted by an orchestrator look; the folder itself may be a link as well."""
    content = good(tmp_path)
    (content / "trail").rename(content / "..2026_11_26")
    (content / "..data").symlink_to("..2026_11_26")
    (content / "trail").mkdir()
    for file in (content / "..2026_11_26").iterdir():
        (content / "trail" / file.name).symlink_to(Path("..") / "..data" / file.name)
    (tmp_path / "mounted").symlink_to(content)
    assert check(tmp_path / "mounted", TODAY).faults == ()


@pytest.mark.parametrize("where", [F, "gone.yaml"], ids=["itself", "nothing"])
def test_a_link_that_leads_nowhere_is_told(tmp_path: Path, where: str) -> None:
    content = good(tmp_path)
    (content / "trail" / F).unlink()
    (content / "trail" / F).symlink_to(where)
    assert faults(content) == [f"faqs.yaml:1:1: file: {LEADS_NOWHERE}"]


@pytest.mark.parametrize("where", ["again", "gone"], ids=["itself", "nothing"])
def test_a_roadmap_that_is_a_link_that_leads_nowhere_is_told(tmp_path: Path, where: str) -> None:
    content = good(tmp_path)
    (content / "again").symlink_to(where)
    (content / "README.md").symlink_to("gone.md")
    (fault,) = check(content, TODAY).faults
    assert str(fault) == f"{(content / 'again').as_posix()}:1:1: folder: {LEADS_NOWHERE}"


@pytest.mark.parametrize("name", ["images", "my notes"])
def test_a_folder_that_is_no_roadmap_is_one_fault(tmp_path: Path, name: str) -> None:
    content = good(tmp_path)
    (content / name).mkdir()
    (content / name / "a.png").touch()
    (fault,) = check(content, TODAY).faults
    assert str(fault) == (
        f"{(content / name).as_posix()}:1:1: folder: holds none of the files of a roadmap, which are "
        "roadmap.yaml, certifications.yaml, faqs.yaml and, if you like, guides.yaml; put them there, or "
        "begin its name with _ to leave it out"
    )


def test_a_folder_full_of_others_is_one_fault(tmp_path: Path) -> None:
    content = good(tmp_path)
    (content / "trail" / R).rename(content / "trail" / "Roadmap.yml")
    for file in (C, F):
        (content / "trail" / file).unlink()
    for name in ("bin", "home", "my notes"):
        (content / name).mkdir()
    (fault,) = check(content, TODAY).faults
    assert fault.sentence.startswith("holds no roadmap; make a folder in it")


@pytest.mark.parametrize("closed", ["content", "content/trail", "content/trail/faqs.yaml"])
def test_what_the_bot_may_not_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    good(tmp_path)
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    Path(closed).chmod(0)
    with without_privileges():
        (fault,) = check(Path("content"), TODAY).faults
    Path(closed).chmod(0o755)
    kind = "file" if closed.endswith(".yaml") else "folder"
    assert (
        str(fault) == f"{closed}:1:1: {kind}: can't be read (Permission denied); let the bot's user read it"
    )
