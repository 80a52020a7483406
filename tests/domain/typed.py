"""Tables of what people type, each line with what it may be read as; `ask`: or asked about."""

from pathlib import Path

ASK = "ask"


def table(file: Path) -> list[list[str]]:
    """The lines of a table, split into their fields."""
    return [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
