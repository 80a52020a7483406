"""Going back to a copy, as docs/hosting.md tells it."""

import shutil
import tempfile
from pathlib import Path


def restore(folder: Path) -> None:
    """Put the database away with its log, and `copy.db` in its place; the bot is stopped."""
    away = Path(tempfile.mkdtemp(dir=folder, prefix="put-away-"))
    for file in folder.glob("cairn.db*"):
        file.rename(away / file.name)
    shutil.copy(folder / "copy.db", folder / "cairn.db")
