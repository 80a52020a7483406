"""Every text of the product in one listing, by the file it stands in, to be read as whoever gets it would.

`python -m tests.house.texts` writes it anew.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LISTING = Path(__file__).with_name("texts.txt")
ROOMS = ("bot/views", "bot/cogs", "bot/host", "bot/cli.py", "bot")
"""Where people are spoken to: members and moderators, then hosts, then authors; a file is listed once."""

APART = ("bot/domain/places/", "bot/domain/search/", "bot/domain/when/")
"""There is what people type; what is said about it is in `bot/views`."""

ONE_WORD = ("bot/views/", "bot/cogs/", "bot/host/", "bot/settings.py", "bot/cli.py", "bot/trial/")
"""Where one word that begins with a capital is a text, too: a label, or the name of a thing."""

UNREAD = frozenset(
    {"compile", "execute", "exec_driver_sql", "text", "TypeVar", "NewType", "sub", "getLogger"}
)
"""Functions that are given patterns, statements and names, which nobody reads."""

_WORDS = re.compile(r"[A-Za-z…]\s|\s[A-Za-z…]")
_LABEL = re.compile(r"^[^a-zA-Z]*[A-Z]")
_SCRIPT = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`([^`]*)`')
_PAGE = re.compile(r'"([^"]*)"|>([^<>]*)<')
_FILLED = re.compile(r"\$\{[^}]*\}")


def listing() -> str:
    """The listing as it has to be."""
    sections = ((name, list(texts(name))) for name in _files())
    return "\n".join(f"== {name}\n" + "".join(said) for name, said in sections if said)


def texts(name: str) -> Iterator[str]:
    """What people may get to read of a file, each once, a line each; `…` stands for what is filled in."""
    written = (ROOT / name).read_text(encoding="utf-8")
    quoted = _PAGE if name.endswith(".html") else _SCRIPT
    found = _in_python(ast.parse(written)) if name.endswith(".py") else _quoted(quoted, written)
    read = (each.strip().replace("\n", "\\n") for each in found)
    labels = name.startswith(ONE_WORD)
    yield from dict.fromkeys(
        f"{each}\n" for each in read if _WORDS.search(each) or (labels and _LABEL.search(each))
    )


def _files() -> Iterator[str]:
    """The files of all rooms."""
    kinds = ("*.py", "*.html", "*.js")
    found = (
        file.relative_to(ROOT).as_posix()
        for room in ROOMS
        for file in [ROOT / room, *sorted(each for kind in kinds for each in (ROOT / room).rglob(kind))]
        if file.is_file()
    )
    return (name for name in dict.fromkeys(found) if not name.startswith(APART))


def _in_python(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Expr(ast.Constant()):
            return  # a docstring
        case ast.Constant(str(text)):
            yield text
        case ast.JoinedStr(parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)
            for part in parts:
                yield from _in_python(part) if isinstance(part, ast.FormattedValue) else ()
        case ast.Call(func=ast.Name(name) | ast.Attribute(attr=name)) if name in UNREAD:
            return
        case _:
            yield from (text for child in _children(node) for text in _in_python(child))


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """All but types, which are texts where they can't be names yet."""
    for field, child in ast.iter_fields(node):
        if field not in ("annotation", "returns", "bases"):
            yield from (
                each for each in (child if isinstance(child, list) else [child]) if isinstance(each, ast.AST)
            )


def _quoted(pattern: re.Pattern[str], written: str) -> Iterator[str]:
    for found in pattern.finditer(written):
        yield _FILLED.sub("…", next(part for part in found.groups() if part is not None))


if __name__ == "__main__":
    LISTING.write_text(listing(), encoding="utf-8")
