"""`cairn try --tour`: the whole story, told by the real bot."""

import re
from pathlib import Path

import pytest

from bot.trial.story import Chapter
from bot.trial.tour import tell

README = Path(__file__).parents[2] / "README.md"
STORY = (
    "Robin types  /start",
    "You're on the trail: MLOps Engineer",
    "Robin chooses Berlin",
    "Berlin time",
    "Linux and Git, step 1 of 11",
    "Robin types  /roadmap",
    "$100,000 \N{EN DASH} $250,000",
    "Core tools",
    "Robin types  /certs",
    "can't be taken any more (since 31 March 2026)",
    "Robin types  /faq",
    "Is a PhD or a Master's degree required?",
    "Robin presses Done",
    "✓ Find your way in a Linux shell done. Next: Read logs with grep, sort and pipes, about 2 hours.",
    "[Next step] [Undo] [Keep a note]",
    "1 of 22 actions",
    "Taken back: Finish an introductory ML course is open again.",
    "Let a week pass: Robin hears of it",
    "One step done. Next: read logs with grep, sort and pipes (Linux and Git, step 2 of 11).",
    "First 15 minutes:",
    "Your week has room for",
    "Press on the message: Robin presses Done on it",
    "✓ Read logs with grep, sort and pipes done. Next: Write a shell script and use ssh",
    "[Undo]",
    "Robin types  /nudges",
    "Your weekly message",
    "[Send a test message]",
    "Post an update: Mona, a moderator, has news",
    "Mona types  /setup",
    "✓ Updates go to #roadmap-updates",
    "Mona types  /update post",
    "A preview. It goes to #roadmap-updates.",
    "✓ Posted: The course has a new form.",
    "✓ Edited.",
    "The course has a new forum",
    "— Mona · Foundations",
    "[My next action]",
    "The next Monday",
    "New in #roadmap-updates: ↗ The course has a new forum",
    "[Tomorrow]",
    "Planned:",
    "As planned: write a shell script and use ssh",
    "Every fourth message looks back",
    "[Keep a note]",
    "A pipe is a sentence",
    "Mona gives people places where they may be seen",
    "✓ Showcase: #showcase",
    "✓ Check-in: #check-in, Mondays at 10:00",
    "Robin presses Show it",
    "Robin shows: Work with NumPy, Pandas and SQL",
    "A preview. Post puts it into #showcase, where everybody there can read it.",
    "✓ Posted.",
    "and this stands in #showcase",
    "https://github.com/robin/bikes",
    "[Take back] [Remove]",
    "on Monday, in #check-in",
    "[Share my step] [My next action]",
    "Robin is on: Linux and Git, step",
    "this stands in the thread",
    "✓ Taken back.",
    "That was the tour.",
)


async def test_the_tour_tells_the_whole_story(capsys: pytest.CaptureFixture[str]) -> None:
    await tell()
    said = " ".join(capsys.readouterr().out.replace("│", " ").split())
    place = 0
    for line in STORY:
        place = said.index(" ".join(line.split()), place)


async def test_the_tour_and_the_page_tell_the_same_chapters_in_the_same_order(
    capsys: pytest.CaptureFixture[str],
) -> None:
    await tell()
    scenes = [line for line in capsys.readouterr().out.splitlines() if line.startswith("── ")]
    told = [chapter for scene in scenes for chapter in Chapter if scene.startswith(f"── {chapter.title}: ")]
    assert told == list(Chapter)


async def test_what_the_readme_shows_of_it_is_what_it_tells(capsys: pytest.CaptureFixture[str]) -> None:
    await tell()
    told = capsys.readouterr().out
    boxes = re.findall(
        r"^```\n(.*?╭─.*?)\n```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert boxes
    assert [box for box in boxes if box not in told] == []


async def test_the_tour_shows_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    await tell()
    said = capsys.readouterr().out
    for markup in ("**", "<t:", "-# ", "](", "<@"):
        assert markup not in said
