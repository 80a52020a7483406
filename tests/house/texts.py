"""Every text of the product in one listing, by the file it stands in, to be read as whoever gets it would.

`python -m tests.house.texts` writes it anew.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LISTING = Path(__file__).with_name("texts.txt")
ROOMS = ("bot/views", "bot/cogs", "bot/host", "bot/settings.py", "bot/__main__.py")
"""Where people are spoken to: members and moderators, then hosts."""

_TEXT = re.compile(r"^[^a-zA-Z]*[A-Z]|[A-Za-z]\s|\s[A-Za-z]")
"""A text begins with a capital, or has more than one word; anything else is a name in the code."""


def listing() -> str:
    """The listing as it has to be."""
    files = (file for room in ROOMS for file in [ROOT / room, *sorted((ROOT / room).rglob("*.py"))])
    sections = ((file.relative_to(ROOT), list(texts(file))) for file in files if file.is_file())
    return "\n".join(f"== {name.as_posix()}\n" + "".join(said) for name, said in sections if said)


def texts(file: Path) -> Iterator[str]:
    """What people may get to read of a module, each once, a line each; `…` stands for what is filled in."""
    found = filter(_TEXT.search, _texts(ast.parse(file.read_text(encoding="utf-8"))))
    yield from dict.fromkeys(each.strip().replace("\n", "\\n") + "\n" for each in found)


def _texts(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Expr(ast.Constant()):
            return  # a docstring
        case ast.Constant(str(text)):
            yield text
        case ast.JoinedStr(parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)
            for part in parts:
                yield from _texts(part) if isinstance(part, ast.FormattedValue) else ()
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _texts(child)


if __name__ == "__main__":
    LISTING.write_text(listing(), encoding="utf-8")
