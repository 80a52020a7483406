"""What to tell an author whose file is not even YAML: the place, and what usually is the matter there."""

import re
from typing import NamedTuple
from unicodedata import name

import yaml
from yaml.reader import Reader, ReaderError

# The YAML library's words for what it stumbled over, and what can be done about it.
_ADVICE = {
    "mapping values are not allowed in this context": (
        'a text with ": " in it needs quotes; if there is none, this line is indented too far or the line '
        "above lacks its colon"
    ),
    "found character that cannot start any token": (
        "indent with spaces, never with tabs; a text that begins with @, ` or % needs quotes"
    ),
    "found a tab character that violates indentation": "indent with spaces, never with tabs",
    "found unknown escape character": "write \\\\ for a backslash in double quotes, or use single quotes",
    "found unexpected end of stream": "the quote that opens here is never closed",
    "did not find expected key": (
        'a key is expected; look at the indent, and at quotes inside a quoted text: within "…" write \\", '
        "within '…' write ''"
    ),
    "could not find expected ':'": "a key needs a colon and a space after it",
    "did not find expected ',' or ']'": "close the list that begins with [ by a ], or put a comma here",
    "did not find expected ',' or '}'": "close the { by a }, or put a text that begins with { in quotes",
    "did not find expected '-' indicator": 'every entry of this list begins with "- " in the same column',
    "mapping keys are not allowed in this context": "a text that begins with ? needs quotes",
    "block sequence entries are not allowed in this context": "a list begins on the line below its key",
    "did not find expected comment or line break": "a text after >- or | begins on the line below",
    "did not find expected alphabetic or numeric character": "a text that begins with * or & needs quotes",
}
_BRACKET = "a text that begins with [ or { needs quotes, all of it"


class Mark(NamedTuple):
    """A place in a file, counted from 1, and a value as it is written there (empty for lists and keys)."""

    line: int
    column: int
    text: str = ""


START = Mark(1, 1)


class UnreadableText(Exception):
    """What ends the reading of a text, and where, in a sentence for its author."""

    def __init__(self, mark: Mark, sentence: str) -> None:
        super().__init__(sentence)
        self.mark, self.sentence = mark, sentence


def end_of(text: str) -> Mark:
    """The place right after this beginning of a file."""
    return Mark(text.count("\n") + 1, len(text) - text.rfind("\n"))


# A space that is none to YAML, in front of a line: pasted from a web page, or typed with a key too many.
_ODD_INDENT = re.compile(r"^[ \t]*([^\S \t\r\n\f\v]|[\u200b\u2060\ufeff])", re.MULTILINE)


def odd_indent(text: str) -> None:
    """UnreadableText for a line that is indented with what only looks like spaces."""
    if found := _ODD_INDENT.search(text):
        shown = f"U+{ord(found[1]):04X}, {name(found[1], 'a control character').lower()}"
        sentence = f"is indented with a sign that only looks like a space ({shown}); type plain spaces"
        raise UnreadableText(end_of(text[: found.start(1)]), sentence)


def explain(error: yaml.YAMLError, text: str) -> tuple[Mark, str]:
    """Where in the text the error is, and a sentence about it."""
    if isinstance(error, ReaderError):
        found = Reader.NON_PRINTABLE.search(text)
        place = end_of(text[: found.start()]) if found else START
        return place, "holds an invisible control character here; delete it"
    problem = getattr(error, "problem", None) or str(error)
    # An open quote is noticed at the end of the file; its beginning is what helps.
    unclosed = problem == "found unexpected end of stream"
    mark = getattr(error, "context_mark" if unclosed else "problem_mark", None)
    place = Mark(mark.line + 1, mark.column + 1) if mark else START
    advice = _BRACKET if _after_a_bracket(text, place) else _ADVICE.get(problem, problem)
    return place, f"is not readable as YAML here: {advice}"


def _after_a_bracket(text: str, place: Mark) -> bool:
    lines = text.splitlines()
    before = lines[place.line - 1][: place.column - 1] if place.line <= len(lines) else ""
    return before.rstrip().endswith(("]", "}"))
