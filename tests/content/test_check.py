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


CASCADES: tuple[tuple[str, Edit, str], ...] = (
    ("a text misspelt", (R, "summary:", "sumary:"), "3:1: sumary: is no key here; did you mean "),
    ("phases misspelt", (R, "phases:", "phasess:"), "6:1: phasess: is no key here; did you mean "),
    (
        "actions misspelt",
        (R, "    actions:\n      - id: walk-up", "    action:\n      - id: walk-up"),
        '40:5: phases.summit.action: is no key here; did you mean "actions"?',
    ),
    (
        "hours misspelt",
        (R, "hours: 8", "hour: 8"),
        '46:9: phases.summit.actions.walk-up.hour: is no key here; did you mean "hours"?',
    ),
    (
        "a day misspelt",
        (C, "retired_on:", "retires_on:"),
        '18:5: certifications.stone-setter.retires_on: is no key here; did you mean "retired_on"?',
    ),
    (
        "a slip, and a value of another kind",
        (R, "hours: 8\n", "hours: 8\n        date: 2027-01-14\n"),
        '47:9: phases.summit.actions.walk-up.date: is no key here; did you mean "dates"?',
    ),
    (
        "an action that is none",
        (R, "      - id: walk-up\n", "      - walk-up\n      - id: walk-on\n"),
        "41:9: phases.summit.actions.0: needs keys ",
    ),
    (
        "a month too large",
        (R, "first_month: 1\n", "first_month: 121\n"),
        "9:18: phases.ground.first_month: 121 is",
    ),
    (
        "a text too long for any card",
        (R, "detail: Go slowly.", f"detail: {'Go. ' * 2_000}"),
        "44:17: phases.summit.actions.walk-up.detail: 7999 characters; at most 1200 fit",
    ),
    (
        "topics that are none",
        (F, "questions:\n", "topics: soon\nquestions:\n"),
        "1:9: topics: needs a list, ",
    ),
)


@pytest.mark.parametrize(
    ("planted", "line"), [each[1:] for each in CASCADES], ids=[each[0] for each in CASCADES]
)
def test_one_fault_is_one_line(tmp_path: Path, planted: Edit, line: str) -> None:
    """Neither what a slip leaves missing nor what refers to it is told as well."""
    found = told(tmp_path, planted)
    assert [each.startswith(f"{planted[0]}:{line}") for each in found] == [True], found


@pytest.mark.parametrize(
    ("list_of", "instead", "line"),
    [
        ("phases:", "", "2:1: phases: is missing; "),
        ("phases:", "phases: soon\n", "6:9: phases: needs a list, "),
        ("phases:", "phases: []\n", "6:9: phases: has no entry; "),
        ("    actions:", "", "35:5: phases.summit.actions: is missing; "),
        ("    actions:", "    actions: soon\n", "40:14: phases.summit.actions: needs a list, "),
    ],
)
def test_what_a_list_that_is_none_would_hold_is_not_missed(
    tmp_path: Path, list_of: str, instead: str, line: str
) -> None:
    content = good(tmp_path)
    file = content / "trail" / R
    text = file.read_text("utf-8")
    file.write_text(text[: text.rindex(list_of)] + instead, "utf-8")
    edit(content, F, "[read-map, summit]", "[read-map, walk-up]")
    found = lines(content, check(content, TODAY).faults)
    assert [each.startswith(f"{R}:{line}") for each in found] == [True], found


def test_what_stands_below_a_slip_is_checked_in_the_same_run(tmp_path: Path) -> None:
    found = told(tmp_path, (R, "phases:", "phasess:"), (R, "hours: 8", "hour: 9.3"), (F, "summit]", "sumit]"))
    assert [each.partition(": ")[0] for each in found] == [
        "faqs.yaml:6:23",
        "roadmap.yaml:6:1",
        "roadmap.yaml:46:9",
    ]


def test_a_file_that_can_not_be_read_breaks_no_links_in_the_others(tmp_path: Path) -> None:
    (line,) = told(tmp_path, (R, "title: Read a map", "title: Read: a map"))
    assert line.startswith("roadmap.yaml:14:20: file: ")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"", 'faqs.yaml:1:1: file: is empty; write keys such as "questions:" at its top, without indent'),
        (
            b"# soon\n",
            'faqs.yaml:1:1: file: is empty; write keys such as "questions:" at its top, without indent',
        ),
        (
            b"- one\n",
            "faqs.yaml:1:1: file: does not begin with a key; "
            'write keys such as "questions:" at its top, without indent',
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


@pytest.mark.parametrize("name", ["faq.yml", "FAQS.yaml", "Faqs.yml"])
def test_a_file_with_a_slip_in_its_name_is_found(tmp_path: Path, name: str) -> None:
    content = good(tmp_path)
    (content / "trail" / F).rename(content / "trail" / name)
    report = check(content, TODAY)
    assert lines(content, report.faults) == [f'faqs.yaml:1:1: file: is missing; did you mean "{name}"?']
    assert lines(content, report.warnings) == [
        f"{name}:1:1: file: is not read; a roadmap's files are roadmap.yaml, certifications.yaml, faqs.yaml "
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


UNSEEN = {
    "\\u200b": "is blank, though it holds invisible signs; write a text",
    "\u3164": "is blank, though it holds invisible signs; write a text",
    "\u2800": "is blank, though it holds invisible signs; write a text",
    "a\\e[31mb": "holds an invisible sign (U+001B); delete it",
    "a\\0b": "holds an invisible sign (U+0000); delete it",
    "a\\rb": "holds an invisible sign (U+000D); delete it",
    "a\\Lb": "holds an invisible sign (U+2028); delete it",
    "a\\Nb": "holds an invisible sign (U+0085); delete it",
    "a\\u202eb": "holds an invisible sign (U+202E); delete it",
    "a\u2066b": "holds an invisible sign (U+2066); delete it",
}
TEXTS = (
    (R, "title: Trail Keeper", "title: {}"),
    (R, "summary: Keeps a trail in good order.", "summary: {}"),
    (R, "unfold a map", "{}"),
    (R, "detail: Go slowly.", "detail: {}"),
    (R, "source: The guild", "source: {}"),
    (R, "[pile-stones]", "[{}]"),
    (C, "note: Renewed until the end.", "note: {}"),
    (C, "title: Cairn Builder", "title: {}"),
    (F, "question: May my dog come along?", "question: {}"),
    (F, "answer: On a lead.", "answer: {}"),
)


@pytest.mark.parametrize("written", UNSEEN, ids=ascii)
def test_every_text_can_be_seen_and_stays_upright(
    tmp_path_factory: pytest.TempPathFactory, written: str
) -> None:
    for file, old, new in TEXTS:
        (line,) = told(tmp_path_factory.mktemp("text"), (file, old, new.format(f'"{written}"')))
        assert line.endswith(f": {UNSEEN[written]}"), (file, old)


@pytest.mark.parametrize(
    "text", ["\u05d0\u200f\u05d1", "\U0001f468\u200d\U0001f469", "\u0646\u200c\u0627", "a\u00a0b"]
)
def test_signs_that_other_scripts_need_are_fine(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, (R, "detail: Go slowly.", f"detail: {text}")) == []


def test_a_figure_is_of_a_real_day(tmp_path: Path) -> None:
    (line,) = told(tmp_path, (R, 'as_of: "2026"', 'as_of: "2026-02-30"'))
    assert line.endswith('highlights.0.as_of: "2026-02-30" is no day; look at the calendar')
