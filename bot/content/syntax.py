"""What to tell an author whose file is not even YAML: the place, and what usually is the matter there."""

from dataclasses import dataclass

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
    "block sequence entries are not allowed in this context": "a list begins on the line below its key",
    "did not find expected comment or line break": "a text after >- or | begins on the line below",
    "found undefined alias": "a text that begins with * needs quotes",
    "did not find expected alphabetic or numeric character": "a text that begins with * or & needs quotes",
    "but found another document": "a file holds one document; take this --- line out",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file, counted from 1, and a value as it is written there (empty for lists and keys)."""

    line: int
    column: int
    text: str = ""


START = Mark(1, 1)


def end_of(text: str) -> Mark:
    """The place right after this beginning of a file."""
    return Mark(text.count("\n") + 1, len(text) - text.rfind("\n"))


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
    return place, f"is not readable as YAML here: {_ADVICE.get(problem, problem)}"
