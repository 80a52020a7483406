"""What an author is told about a file that is no YAML, or YAML that a roadmap has no use for."""

from pathlib import Path

import pytest

from tests.content.edits import Edit, F, R, case, told

CASES = (
    case(
        "a key written twice",
        (R, "title: Trail Keeper\n", "title: Trail Keeper\ntitle: Guide\n"),
        "roadmap.yaml:3:1: title",
        "is written twice (first in line 2); keep one",
    ),
    case(
        "an entry without its dash",
        (R, "      - id: stack-stones", "        id: stack-stones"),
        "roadmap.yaml:25:9: phases.ground.actions.read-map.id",
        'is written twice (first in line 13); keep one, or put "- " before it if a new entry begins here',
    ),
    case(
        "a text that a sign cuts off",
        (R, "title: Read a map", "title: Read → map  #1 and 2"),
        "roadmap.yaml:14:28: phases.ground.actions.read-map.title",
        'YAML ends a text before " #"; put the whole text in quotes',
    ),
    case(
        "an ampersand",
        (R, "title: Read a map", "title: &learn SQL"),
        "roadmap.yaml:14:16: phases.ground.actions.read-map.title",
        "a text that begins with & needs quotes",
    ),
    case(
        "a tag",
        (R, "title: Read a map", "title: !important Read a map"),
        "roadmap.yaml:14:16: phases.ground.actions.read-map.title",
        "!important has no meaning here; take it out, or put a text that begins with ! in quotes",
    ),
    case(
        "a key in braces",
        (F, "    answer: On a lead.\n", "    answer: On a lead.\n    {{more}}: yes\n"),
        "faqs.yaml:10:5: questions.dogs",
        "a key is a plain word; a text that begins with {, [ or * needs quotes",
    ),
    case(
        "a colon",
        (R, "title: Read a map", "title: Read: a map"),
        "roadmap.yaml:14:20: file",
        'is not readable as YAML here: a text with ": " in it needs quotes; if there is none, '
        "this line is indented too far or the line above lacks its colon",
    ),
    case(
        "an indent that only looks like one",
        (R, "        why: Without", "\u00a0\u00a0\u00a0\u00a0    why: Without"),
        "roadmap.yaml:15:1: file",
        "is indented with a sign that only looks like a space (U+00A0, no-break space); type plain spaces",
    ),
    case(
        "a text that begins with a bracket",
        (R, "title: Read a map", "title: [sql] basics"),
        "roadmap.yaml:14:22: file",
        "is not readable as YAML here: a text that begins with [ or { needs quotes, all of it",
    ),
    case(
        "an entry that begins with a brace",
        (F, "- dog allowed", "- {dog} allowed"),
        "faqs.yaml:11:15: file",
        "is not readable as YAML here: a text that begins with [ or { needs quotes, all of it",
    ),
    case(
        "a hundred thousand lists",
        (R, "title: Read a map", f"title: {'[' * 100_000}"),
        "roadmap.yaml:14:32: file",
        "lies more than 20 levels deep; a text that begins with [, { or - needs quotes",
    ),
    case(
        "a star that repeats",
        (R, "title: Read a map", "title: *read"),
        "roadmap.yaml:14:16: phases.ground.actions.read-map.title",
        "a text that begins with * needs quotes; to repeat another place, write it out here",
    ),
    *(
        case(
            f"{title} alone",
            (R, "title: Read a map", f"title: {title}"),
            "roadmap.yaml:14:16: phases.ground.actions.read-map.title",
            sentence,
        )
        for title, sentence in (
            *(
                (title, "a text that begins with & needs quotes")
                for title in ("&a [*a]", "&a {b: *a}", "&a [1, *a, *a]")
            ),
            *(
                (title, f"needs a text, not {kind}; a text that begins with [ or {{ needs quotes")
                for title, kind in (("[*a]", "a list"), ("[[&a b]]", "a list"), ("{a: !b c}", "keys"))
            ),
        )
    ),
    case(
        "a question mark",
        (R, "title: Read a map", "title: ? a map"),
        "roadmap.yaml:14:16: file",
        "is not readable as YAML here: a text that begins with ? needs quotes",
    ),
    case(
        "a key with an ampersand",
        (R, "title: Read a map", "&r title: Read a map"),
        "roadmap.yaml:14:9: phases.ground.actions.read-map.title",
        "a text that begins with & needs quotes",
    ),
    case(
        "a tag of YAML's own",
        (R, "title: Read a map", "title: !!str 2026"),
        "roadmap.yaml:14:16: phases.ground.actions.read-map.title",
        "!!str has no meaning here; take it out, or put a text that begins with ! in quotes",
    ),
    case(
        "a tab",
        (R, "        praise: Read.", "\tpraise: Read."),
        "roadmap.yaml:19:1: file",
        "is not readable as YAML here: indent with spaces, never with tabs",
    ),
    case(
        "an open quote",
        (F, "      - can i bring a puppy", '      - "can i bring a puppy'),
        "faqs.yaml:12:9: file",
        "is not readable as YAML here: the quote that opens here is never closed",
    ),
    case(
        "a quote in a quote",
        (R, "title: Read a map", 'title: "Read" a map'),
        "roadmap.yaml:14:23: file",
        "is not readable as YAML here: a key is expected; look at the indent, and at quotes "
        "inside a quoted text: within \"…\" write \\\", within '…' write ''",
    ),
    case(
        "a control character",
        (R, "Read a map", "Read\x07 a map"),
        "roadmap.yaml:14:20: file",
        "holds an invisible control character here; delete it",
    ),
    case(
        "two documents",
        (R, "phases:\n", "---\nphases:\n"),
        "roadmap.yaml:6:1: file",
        "a file holds one document; take this --- line out",
    ),
)


@pytest.mark.parametrize(("planted", "line"), CASES)
def test_a_file_that_can_not_be_read_is_told_in_one_line(tmp_path: Path, planted: Edit, line: str) -> None:
    assert told(tmp_path, planted) == [line]


def test_a_comment_behind_a_text_and_a_sign_within_one_are_welcome(tmp_path: Path) -> None:
    written = (
        "Read map#1 # later: two",
        "'Read #1'",
        '"Read #1" # one',
        "'Read' #one",
        ">-\n          Read #1",
        "|-\n          Read #1",
    )
    for number, title in enumerate(written):
        assert told(tmp_path / str(number), (R, "title: Read a map", f"title: {title}")) == []
