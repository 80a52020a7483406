"""The pages that people read: links lead somewhere, pictures are there and are told in words."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(page for place in ("", "docs/", "content/", "tests/**/") for page in ROOT.glob(f"{place}*.md"))
PICTURES = sorted((ROOT / "docs" / "pictures").iterdir())
MARKDOWN = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<src>[^)]+)\)")
HTML = re.compile(r'<img src="(?P<src>[^"]*)" width="\d+" alt="(?P<alt>[^"]*)">')
TAG = re.compile(r"!\[|<img")
ENOUGH = 40  # letters in which a picture can be told


def pictures(page: Path) -> Iterator[tuple[Path, str]]:
    """The pictures that a page shows, each with what is said of it."""
    written = page.read_text(encoding="utf-8")
    found = [*MARKDOWN.finditer(written), *HTML.finditer(written)]
    assert len(found) == len(TAG.findall(written)), "a picture that is written in neither way"
    for each in found:
        yield (page.parent / each["src"]).resolve(), html.unescape(each["alt"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_its_pictures_are_there_and_are_told_in_words(page: Path) -> None:
    for file, words in pictures(page):
        assert file in PICTURES, file
        assert len(words) >= ENOUGH, words
        assert words[-1] in ".!?", words


def test_no_picture_lies_unused() -> None:
    shown = {file for page in PAGES for file, _ in pictures(page)}
    assert set(PICTURES) - shown == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_its_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(((?!https?:|#)[^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
