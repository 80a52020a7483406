"""`cairn try --tour`: the whole story, told by the real bot."""

import pytest

from bot.trial.tour import tell

STORY = (
    "Robin types  /start",
    "You're on the trail: MLOps Engineer",
    "Robin chooses Berlin",
    "Berlin time",
    "Robin types  /roadmap",
    "$100,000 \N{EN DASH} $250,000",
    "Core tools",
    "Robin types  /certs",
    "can't be taken any more (since 31 March 2026)",
    "Robin types  /faq",
    "Is a PhD or a Master's degree required?",
    "Robin presses Done",
    "✓ Done.",
    "1 of 22 actions",
    "Mona types  /setup",
    "✓ Updates go to #roadmap-updates",
    "Mona types  /update post",
    "A preview. It goes to #roadmap-updates.",
    "✓ Posted: The course has a new form.",
    "✓ Edited.",
    "The course has a new forum",
    "— Mona · Foundations",
    "[My next action]",
    "A week passes",
    "One stone further. Next: work with NumPy, Pandas and SQL.",
    "New in #roadmap-updates: ↗ The course has a new forum",
    "✓ Done.",
    "2 of 22 actions",
    "[Undo]",
    "Robin types  /nudges",
    "Your weekly message",
    "[Send a test message]",
    "That was the tour.",
)


async def test_the_tour_tells_the_whole_story(capsys: pytest.CaptureFixture[str]) -> None:
    await tell()
    said = " ".join(capsys.readouterr().out.replace("│", " ").split())
    place = 0
    for line in STORY:
        place = said.index(" ".join(line.split()), place)


async def test_the_tour_shows_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    await tell()
    said = capsys.readouterr().out
    for markup in ("**", "<t:", "-# ", "](", "<@"):
        assert markup not in said
