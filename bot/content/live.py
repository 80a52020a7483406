"""Holds the content that is in use, and changes it only as a whole and only for the better."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from bot.content.check import load
from bot.content.faults import ContentBroken, Fault
from bot.domain.library import Library
from bot.domain.roadmap import Roadmap

if TYPE_CHECKING:
    from bot.domain.search.index import Index


class LiveContent:
    """The library that everybody reads from; replaced in one step, so a reader sees the old or the new.

    `faults` are those that the last reload found; while there are any, the
    library is older than the folder.
    """

    def __init__(self, folder: Path, library: Library) -> None:
        self.folder = folder
        self.library = library
        self.faults: tuple[Fault, ...] = ()
        self._indexed = library
        self._indexes: dict[str, Index] = {}

    @classmethod
    def open(cls, folder: Path) -> "LiveContent":
        """What is in the folder; ContentBroken if that can't be used."""
        return cls(folder, load(folder))

    def reload(self) -> tuple[Fault, ...]:
        """Take up what the folder holds now. With faults, which are returned, the last good content stays."""
        try:
            self.library = load(self.folder)
            self.faults = ()
        except ContentBroken as broken:
            self.faults = broken.faults
        return self.faults

    @property
    def version(self) -> str:
        """Names what is in use: the same wherever the same is read, from whatever files."""
        return sha256(repr(self.library.roadmaps).encode()).hexdigest()[:12]

    def index(self, roadmap: Roadmap) -> "Index":
        """What searches this roadmap: made once, and forgotten with the library it belongs to."""
        from bot.domain.search.index import Index  # noqa: PLC0415 - 5 MB that a start does without

        if self._indexed is not self.library:
            self._indexed, self._indexes = self.library, {}
        if roadmap.id not in self._indexes:
            self._indexes[roadmap.id] = Index.of(roadmap)
        return self._indexes[roadmap.id]
