"""Prices say how they end, and figures who says so: what an author is reminded of."""

from pathlib import Path

import pytest

from bot.content.check import check
from tests.content.edits import TODAY, Edit, F, G, R, case, edit, good, lines

MAPS = '          - {title: Maps, url: "https://maps.example.org/read"}'
PAID = '          - {title: Maps, url: "https://maps.example.org/read", cost: paid}'
OUTSIDE, LEAD = "detail: Take a map outside and name three hills.", "answer: On a lead."
SOURCE = "\n    source: https://dogs.example.org/"


def reminders(folder: Path, *edits: Edit, which: str = "content") -> list[str]:
    """The warnings of the good roadmap after these edits."""
    content = good(folder, which)
    for each in edits:
        edit(content, *each)
    return lines(content, check(content, TODAY).warnings)


@pytest.mark.parametrize(
    ("planted", "line"),
    [
        case(
            "a paid page without a price",
            (R, MAPS, PAID),
            "roadmap.yaml:24:71: phases.ground.actions.read-map.resources.0.cost",
            "is paid for; say in the action's detail how much, for what, and how to stop it",
        ),
        case(
            "a price without an end",
            (R, OUTSIDE, "detail: A map is USD 0.10 an hour."),
            "roadmap.yaml:16:17: phases.ground.actions.read-map.detail",
            "names a price and not how it ends; say what to delete, cancel or switch off",
        ),
        case(
            "a figure without a source",
            (F, LEAD, "answer: 9% of the hills allow it."),
            "faqs.yaml:9:13: questions.dogs.answer",
            'states figures; add "source:", the page where they were read',
        ),
        case(
            "a day without a source",
            (F, LEAD, f"{LEAD}\n    checked_on: 2026-09-30"),
            "faqs.yaml:9:13: questions.dogs.answer",
            'states figures; add "source:", the page where they were read',
        ),
        case(
            "a price without a day",
            (F, LEAD, f"answer: A lead is $3.{SOURCE}"),
            "faqs.yaml:9:13: questions.dogs.answer",
            'names prices; add "checked_on:", the day on which they were true',
        ),
        case(
            "an old price",
            (F, LEAD, f"answer: A lead is $3.{SOURCE}\n    checked_on: 2026-05-01"),
            "faqs.yaml:11:17: questions.dogs.checked_on",
            "prices looked up 206 days ago; look again and write the new date",
        ),
    ],
)
def test_what_is_left_out_about_money_is_a_reminder(tmp_path: Path, planted: Edit, line: str) -> None:
    assert reminders(tmp_path, planted) == [line]


@pytest.mark.parametrize(
    "planted",
    [
        [(R, MAPS, PAID), (R, OUTSIDE, "detail: A map is USD 5 a month until you cancel.")],
        [(R, OUTSIDE, "detail: A map is USD 0 here.")],
        [(F, LEAD, f"answer: A lead is $3.{SOURCE}\n    checked_on: 2026-09-30")],
        [(F, LEAD, f"answer: In 2024 it was 9%.{SOURCE}\n    checked_on: 2024-05-01")],
    ],
    ids=["paid and said", "free", "a price of today", "old and no price"],
)
def test_what_is_said_in_full_is_not(tmp_path: Path, planted: list[Edit]) -> None:
    assert reminders(tmp_path, *planted) == []


def test_a_guide_says_how_its_costs_end(tmp_path: Path) -> None:
    wood = (G, "costs: USD 0 with wood from the trail.", "costs: USD 4 with wood from the shop.")
    (line,) = reminders(tmp_path, wood, which="stepped")
    assert line.endswith(
        "guides.bridge.costs: names a price and not how it ends; say what to delete, cancel or switch off"
    )
