"""Small good roadmaps and faults planted in them: what the tests of the content folder begin from."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.content.check import check
from bot.content.faults import Fault

TODAY = date(2026, 11, 23)
R, C, F, G = "roadmap.yaml", "certifications.yaml", "faqs.yaml", "guides.yaml"
Edit = tuple[str, str, str]


def case(name: str, planted: Edit, place: str, sentence: str) -> object:
    """One planted fault (file, what stands there, what to put in its place) and the line it gives."""
    return pytest.param(planted, f"{place}: {sentence}", id=name)


def good(folder: Path, which: str = "content") -> Path:
    """A content folder of one's own with a good roadmap `trail` in it, in one go or `stepped`."""
    shutil.copytree(Path(__file__).parent / which, folder / "content")
    return folder / "content"


def edit(content: Path, file: str, old: str, new: str) -> None:
    """Replace what stands once in a file of `trail`."""
    path = content / "trail" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def lines(content: Path, faults: tuple[Fault, ...]) -> list[str]:
    """Faults as an author reads them, with their files counted from the folder of `trail`."""
    return [str(fault).removeprefix(f"{(content / 'trail').as_posix()}/") for fault in faults]


def told(folder: Path, *edits: Edit, which: str = "content") -> list[str]:
    """The faults of the good roadmap after these edits."""
    content = good(folder, which)
    for each in edits:
        edit(content, *each)
    report = check(content, TODAY)
    assert (report.library is None) == bool(report.faults)
    return lines(content, report.faults)
