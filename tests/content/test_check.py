"""`cairn check`: everything in one run, files and folders, warnings, and the last line."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.check import check
from tests.content.edits import TODAY, C, Edit, F, G, R, edit, good, lines, told


def test_a_good_folder_has_no_fault_and_counts_what_it_holds(tmp_path: Path) -> None:
    report = check(good(tmp_path), TODAY)
    assert (report.faults, report.warnings) == ((), ())
    assert report.summary == "content: 1 roadmap, 3 actions, 2 certifications, 2 questions: ok"


def test_all_faults_of_all_files_are_told_in_one_run(tmp_path: Path) -> None:
    planted: tuple[Edit, ...] = (
        (R, "summary: Keeps a trail in good order.\n", ""),
        (R, "    aim: Walk up.\n", "    aim: Walk up.\n    goal: The top.\n"),
        (R, "id: walk-up", "id: Walk_Up"),
        (R, "title: Read a map", "title: no"),
        (R, "hours: 8", "hours: 09"),
        (R, "https://cairns.example.org/", "http://cairns.example.org/"),
        (R, "        praise: Read.\n", "        praise: Read.\n        praise: Done.\n"),
        (R, "[pile-stones]", "pile-stones"),
        (C, "phase: ground", "phase: grond"),
        (
            C,
            "checked_on: 2026-11-01\n    source: https://guild.example.org/exams\n  - id",
            "source: no\n  - id",
        ),
        (C, "status: retired\n", "status: active\n"),
        (F, "[read-map, summit]", "[read-mapp, summit]"),
        (F, "answer: On a lead.", "answer:"),
        (F, "dog allowed", "which boots"),
    )
    found = told(tmp_path, *planted)
    assert [line.partition(": ")[0] for line in found] == [
        "certifications.yaml:2:5",
        "certifications.yaml:6:12",
        "certifications.yaml:9:13",
        "certifications.yaml:17:17",
        "certifications.yaml:18:18",
        "faqs.yaml:6:13",
        "faqs.yaml:9:12",
        "faqs.yaml:11:9",
        "roadmap.yaml:2:1",
        "roadmap.yaml:13:16",
        "roadmap.yaml:19:9",
        "roadmap.yaml:33:18",
        "roadmap.yaml:34:19",
        "roadmap.yaml:40:5",
        "roadmap.yaml:42:13",
        "roadmap.yaml:47:16",
    ]


def test_a_file_that_can_not_be_read_breaks_no_links_in_the_others(tmp_path: Path) -> None:
    (line,) = told(tmp_path, (R, "title: Read a map", "title: Read: a map"))
    assert line.startswith("roadmap.yaml:14:20: file: ")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"", 'faqs.yaml:1:1: file: is empty; write keys such as "title:" at its top, without indent'),
        (
            b"# soon\n",
            'faqs.yaml:1:1: file: is empty; write keys such as "title:" at its top, without indent',
        ),
        (
            b"- one\n",
            "faqs.yaml:1:1: file: does not begin with a key; "
            'write keys such as "title:" at its top, without indent',
        ),
        (
            b"questions: []\n# caf\xe9\n",
            "faqs.yaml:2:6: file: is not UTF-8 from here on; save the file as UTF-8",
        ),
        (
            b"questions: boots\n",
            'faqs.yaml:1:12: questions: needs a list, each entry on its own line after "- ", not "boots"',
        ),
        (
            b"questions: [boots]\n",
            'faqs.yaml:1:13: questions.0: needs keys (id:, question:, answer:), not "boots"',
        ),
        (b"\xef\xbb\xbfquestions: []\r\n", None),
    ],
)
def test_a_file_may_hold_anything(tmp_path: Path, text: bytes, line: str | None) -> None:
    content = good(tmp_path)
    (content / "trail" / F).write_bytes(text)
    assert lines(content, check(content, TODAY).faults) == ([line] if line else [])


@pytest.mark.parametrize("file", [R, C, F])
def test_a_missing_file_is_named(tmp_path: Path, file: str) -> None:
    content = good(tmp_path)
    (content / "trail" / file).unlink()
    assert lines(content, check(content, TODAY).faults) == [
        f"{file}:1:1: file: is missing; a roadmap needs all of roadmap.yaml, certifications.yaml, faqs.yaml "
        "(a list in it may be empty: [])"
    ]


def test_a_file_with_a_slip_in_its_name_is_found(tmp_path: Path) -> None:
    content = good(tmp_path)
    (content / "trail" / F).rename(content / "trail" / "faq.yml")
    report = check(content, TODAY)
    assert lines(content, report.faults) == ['faqs.yaml:1:1: file: is missing; did you mean "faq.yml"?']
    assert lines(content, report.warnings) == [
        "faq.yml:1:1: file: is not read; a roadmap's files are roadmap.yaml, certifications.yaml, faqs.yaml "
        "and, if you like, guides.yaml"
    ]


def test_roadmaps_come_in_the_order_of_their_folders_without_drafts_and_schemas(tmp_path: Path) -> None:
    content = good(tmp_path)
    for name in ("alp", "zoo", "_draft", ".git", "schema"):
        (content / "trail").rename(content / name) if name == "zoo" else (content / name).mkdir()
    for file in (R, C, F):
        (content / "alp" / file).write_bytes((content / "zoo" / file).read_bytes())
    library = check(content, TODAY).library
    assert library is not None
    assert [roadmap.id for roadmap in library.roadmaps] == ["alp", "zoo"]


@pytest.mark.parametrize("name", ["Trail_2", "a" * 25])
def test_a_folder_is_named_like_an_id(tmp_path: Path, name: str) -> None:
    content = good(tmp_path)
    (content / "trail").rename(content / name)
    assert [str(fault) for fault in check(content, TODAY).faults] == [
        f'{(content / name).as_posix()}:1:1: folder: "{name}" is no name for a roadmap; '
        "write lower case with single hyphens, at most 24 characters"
    ]


def test_a_folder_without_a_roadmap_is_one_fault_that_says_what_to_do(tmp_path: Path) -> None:
    content = good(tmp_path)
    here = tmp_path / "none"
    (told_missing,) = check(here, TODAY).faults
    assert told_missing.sentence == (
        "there is no such folder; name the one that holds the roadmaps' folders (CONTENT_DIR by default)"
    )
    (told_file,) = check(content / "trail" / R, TODAY).faults
    assert told_file.sentence == (
        "is no folder; name the one that holds the roadmaps' folders (CONTENT_DIR by default)"
    )
    here.mkdir()
    report = check(here, TODAY)
    assert [fault.sentence for fault in report.faults] == [
        "holds no roadmap; make a folder in it, such as mlops-engineer, with "
        "roadmap.yaml, certifications.yaml, faqs.yaml"
    ]
    assert report.summary == "content: 1 fault"
    (told_inside,) = check(content / "trail", TODAY).faults
    assert (
        told_inside.sentence
        == f"is the folder of one roadmap; name the folder around it: {content.as_posix()}"
    )


def test_a_certification_looked_up_long_ago_is_a_warning(tmp_path: Path) -> None:
    content = good(tmp_path)
    edit(
        content,
        C,
        "checked_on: 2026-11-01\n    source: https://guild.example.org/exams\n  - id",
        "checked_on: 2026-05-01\n    source: https://guild.example.org/exams\n  - id",
    )
    assert check(content, date(2026, 5, 1) + timedelta(days=180)).library is not None
    report = check(content, date(2026, 11, 23))
    assert lines(content, report.warnings) == [
        "certifications.yaml:9:17: certifications.map-reader.checked_on: looked up 206 days ago; "
        "look again and write the new date"
    ]
    assert report.summary == "content: 1 roadmap, 3 actions, 2 certifications, 2 questions: ok, 1 warning"


def test_dates_that_today_contradicts_are_warnings(tmp_path: Path) -> None:
    content = good(tmp_path)
    edit(
        content,
        C,
        "status: retired\n    retired_on: 2026-03-31",
        "status: retiring\n    retired_on: 2026-11-22",
    )
    edit(
        content,
        C,
        "checked_on: 2026-11-01\n    source: https://guild.example.org/exams\n  - id",
        "checked_on: 2062-11-01\n    source: https://guild.example.org/exams\n  - id",
    )
    assert lines(content, check(content, TODAY).warnings) == [
        "certifications.yaml:9:17: certifications.map-reader.checked_on: 2062-11-01 is still to come; "
        "write the day on which it was looked up",
        "certifications.yaml:17:13: certifications.stone-setter.status: the day has come (2026-11-22); "
        "write retired",
    ]


def test_an_exam_whose_facts_expire_is_a_warning_from_the_day_after(tmp_path: Path) -> None:
    content = good(tmp_path, "stepped")
    edit(content, C, "until: 2027-02-01", "until: 2026-11-23")
    assert check(content, TODAY).warnings == ()
    assert lines(content, check(content, TODAY + timedelta(days=1)).warnings) == [
        "certifications.yaml:15:12: certifications.map-reader.until: 2026-11-23 has passed; "
        "look again, and write what is true now"
    ]


NASTY = st.one_of(
    st.sampled_from(
        [
            "[]",
            "{}",
            "~",
            "no",
            "09",
            "1e999",
            "1.0e+999",
            "{a: [b]}",
            "0x1f",
            "12:30",
            "2026-99-99",
            "9" * 5000,
            "!!set {a}",
            "!!int x",
            "<<",
            "- x",
            "[[1]]",
            "{id: {id: 1}}",
            "'",
            "*a",
            "&a x",
            "\u0085",
            "\U0001f600",
            "?",
        ]
    ),
    st.text(st.characters(exclude_characters="\n\r\x85\u2028\u2029"), max_size=12),
)


@settings(max_examples=150, deadline=None)
@given(file=st.sampled_from([R, C, F, G]), at=st.integers(0, 110), value=NASTY)
def test_no_text_of_a_file_is_beyond_words(
    tmp_path_factory: pytest.TempPathFactory, file: str, at: int, value: str
) -> None:
    content = good(tmp_path_factory.mktemp("fuzz"), "stepped")
    path = content / "trail" / file
    rows = path.read_text(encoding="utf-8").splitlines()
    row = rows[at % len(rows)]
    rows[at % len(rows)] = f"{row.partition(': ')[0]}: {value}"
    path.write_text("\n".join(rows), encoding="utf-8", errors="replace")
    report = check(content, TODAY)
    assert (report.library is None) == bool(report.faults)
    assert all("\n" not in str(fault) and fault.line <= len(rows) + 1 for fault in report.faults)


def test_a_day_that_has_come_is_told_once(tmp_path: Path) -> None:
    content = good(tmp_path)
    edit(content, C, "status: retired\n", "status: retiring\n")
    report = check(content, TODAY)
    assert (len(report.faults), report.warnings) == (1, ())
