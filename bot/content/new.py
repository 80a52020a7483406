"""`cairn new FOLDER`: a small roadmap to start from, which passes `check`."""

import re
from pathlib import Path

from bot.content.fields import KEBAB
from bot.content.folder import FOLDER_NAME, SCHEMAS

STARTER = Path(__file__).parent / "starter"


class CannotBegin(Exception):
    """No roadmap can begin there; the text says why, and what to write instead."""


def begin(folder: Path) -> tuple[Path, ...]:
    """Write the starter's files into a new folder, whose name is the roadmap's id. Raises CannotBegin."""
    if not re.fullmatch(KEBAB, folder.name) or len(folder.name) > FOLDER_NAME:
        raise CannotBegin(
            f"{folder.name or folder} can't be a roadmap's id: write lower case with hyphens, at most "
            f"{FOLDER_NAME} characters, like content/data-analyst."
        )
    if folder.name == SCHEMAS:
        raise CannotBegin(
            f"{folder} is where the schemas for editors are: choose another name for the roadmap."
        )
    try:
        folder.mkdir(parents=True)
        return tuple(_copy(file, folder) for file in sorted(STARTER.iterdir()))
    except FileExistsError:
        raise CannotBegin(f"{folder} is there already: name a folder that isn't.") from None
    except OSError as error:
        raise CannotBegin(f"{folder} can't be written ({error.strerror}): choose another place.") from None


def _copy(file: Path, folder: Path) -> Path:
    written = folder / file.name
    written.write_bytes(file.read_bytes())
    return written
