"""`python -m tests.house.sizes`: what has grown beyond a sitting: a help, not a law."""

import ast
from collections.abc import Iterator
from pathlib import Path

BOT = Path(__file__).resolve().parents[2] / "bot"
FILE, FUNCTION = 250, 30


def long_ones() -> Iterator[str]:
    """A line for each file and each function that is longer than people like to read."""
    for file in sorted(BOT.rglob("*.py")):
        text = file.read_text()
        name, length = file.relative_to(BOT.parent).as_posix(), len(text.splitlines())
        if length > FILE:
            yield f"{name}: {length} lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION:
                    yield f"{name}:{node.lineno}: {node.name}, {lines} lines"


if __name__ == "__main__":
    print(*long_ones(), sep="\n")
