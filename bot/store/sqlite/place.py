"""Whether the database file is still where it was opened: what is written into a deleted one is lost."""

from pathlib import Path

from bot.domain.errors import StoreUnavailable

MOVED = (
    "{file} was deleted, moved or replaced while Cairn runs, so nothing is written any more: stop Cairn, put "
    "the file or the last good backup there, start again"
)


class Place:
    """Remembers which file a name led to at first; costs a look at the folder, and opens nothing."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._found: tuple[int, int] | None = None
        self._found = self._here()

    def check(self) -> None:
        """Raise StoreUnavailable if the name leads to another file by now, or to none."""
        here = self._here()
        if self._found is None:
            self._found = here
        elif here != self._found:
            raise StoreUnavailable(MOVED.format(file=self._file))

    def _here(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except FileNotFoundError:
            return None
        except OSError:  # who may not look is told why by what they do next
            return self._found
        return found.st_dev, found.st_ino
