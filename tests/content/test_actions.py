"""What an author is told about the steps of an action, their hours and pages, and what has no room."""

from pathlib import Path

import pytest

from bot.content import models
from bot.content.actions import CARD_FRAME, LINK_FRAME, REF, STEP_PAGES
from bot.domain.custom_id import LARGEST_NUMBER
from bot.limits import BUTTON_URL, CUSTOM_ID, TEXT_PER_MESSAGE
from tests.content.edits import Edit, R, case, told
from tests.views.longest import most

STEP = """          - id: more-{n}
            title: Go on {n}
            hours: 1
            start: Get up.
            done_when: you went on.
"""
DAILY = "          - id: walk-daily\n"
NORTH = "                cost: account\n"
PAGE = """              - title: North in the {weather}
                url: https://maps.example.org/{weather}/{n}
                for: {{weather: [{weather}]}}
"""
BOOTS = """          - id: walk-daily
            title: Walk with it
            hours: 1.5
            start: Put on your boots.
            done_when: you came home without asking.
            repeat: 4
"""

CASES = (
    case(
        "neither steps nor hours",
        (R, "        hours: 8\n", ""),
        "roadmap.yaml:94:9: phases.summit.actions.walk-up.steps",
        'is missing; add "steps:", or "hours:" for an action in one go',
    ),
    case(
        "hours twice",
        (R, "        hours: 8\n", "        hours: 8\n        effort_hours: 8\n"),
        "roadmap.yaml:100:23: phases.summit.actions.walk-up.effort_hours",
        'says the same as "hours:"; take it out',
    ),
    case(
        "hours beside steps",
        (R, "        short: Pack\n", "        short: Pack\n        hours: 9\n"),
        "roadmap.yaml:62:16: phases.ground.actions.pack.hours",
        "does not go with steps, which have their own; take it out",
    ),
    case(
        "ways to begin beside steps",
        (R, "        short: Pack\n", "        short: Pack\n        first_steps: [Sit down.]\n"),
        "roadmap.yaml:62:22: phases.ground.actions.pack.first_steps",
        "does not go with steps, which have their own; take it out",
    ),
    case(
        "no short name",
        (R, "        short: Pack\n", ""),
        "roadmap.yaml:59:9: phases.ground.actions.pack.short",
        'is missing; add "short:" (its name beside a step\'s: "Docker"; needed where there are steps)',
    ),
    case(
        "two steps",
        (R, BOOTS, ""),
        "roadmap.yaml:38:11: phases.ground.actions.read-map.steps",
        '2 steps; write 3 to 12, or "hours:" instead',
    ),
    case(
        "three steps, one of them retired",
        (R, "            repeat: 4\n", "            repeat: 4\n            retired: true\n"),
        "roadmap.yaml:38:11: phases.ground.actions.read-map.steps",
        '2 steps; write 3 to 12, or "hours:" instead',
    ),
    case(
        "thirteen steps",
        (R, DAILY, "".join(STEP.format(n=n) for n in range(10)) + DAILY),
        "roadmap.yaml:103:13: phases.ground.actions.read-map.steps.walk-daily",
        "is one too many: 13 steps in this action, and at most 12 fit",
    ),
    case(
        "three pages of a step on one path",
        (R, NORTH, NORTH + "".join(PAGE.format(weather="rain", n=n) for n in range(2))),
        "roadmap.yaml:50:15: phases.ground.actions.read-map.steps.find-north.resources",
        "3 pages for one reader; at most 2 fit",
    ),
    case(
        "a step's page that is the action's",
        (R, "https://maps.example.org/north", "https://maps.example.org/read/"),
        "roadmap.yaml:51:22: phases.ground.actions.read-map.steps.find-north.resources.0.url",
        'stands at the resource "Maps" (roadmap.yaml:33) already; once in an action is enough',
    ),
    case(
        "an id of two steps",
        (R, "id: coat", "id: hat"),
        "roadmap.yaml:75:17: phases.ground.actions.pack.steps.hat.id",
        '"hat" is the id of the step "Pack a hat" (roadmap.yaml:69) already; choose another',
    ),
    case(
        "a title of two steps",
        (R, "title: Find north", "title: Unfold the Map"),
        "roadmap.yaml:44:20: phases.ground.actions.read-map.steps.find-north.title",
        'the step "Unfold the map" (roadmap.yaml:38) has the same title; say what sets this one apart',
    ),
    case(
        "a title of two steps that somebody sees both",
        (R, "title: Pack a stove", "title: Pack a coat"),
        "roadmap.yaml:83:20: phases.ground.actions.pack.steps.stove.title",
        'the step "Pack a coat" (roadmap.yaml:75) has the same title; say what sets this one apart',
    ),
)


@pytest.mark.parametrize(("planted", "line"), CASES)
def test_an_action_is_told_in_one_line(tmp_path: Path, planted: Edit, line: str) -> None:
    assert told(tmp_path, planted, which="stepped") == [line]


@pytest.mark.parametrize(
    "planted",
    [
        (R, DAILY, "".join(STEP.format(n=n) for n in range(9)) + DAILY),
        (R, DAILY, "".join(STEP.format(n=n) + "            retired: true\n" for n in range(20)) + DAILY),
        (R, "title: Pack a hat", "title: Pack a coat"),
        (R, "id: stove", "id: unfold"),
        (R, "https://packs.example.org/snow", "https://maps.example.org/read"),
        (R, NORTH, NORTH + "".join(PAGE.format(weather=each, n=1) for each in ("sun", "rain", "snow"))),
    ],
    ids=[
        "twelve steps",
        "any number of retired ones",
        "a title of two steps that nobody sees both",
        "an id in two actions",
        "a page in two actions",
        "a page of a step for each path",
    ],
)
def test_what_is_fine(tmp_path: Path, planted: Edit) -> None:
    assert told(tmp_path, planted, which="stepped") == []


def test_ids_that_a_button_has_no_room_for_are_told_once_an_action(tmp_path: Path) -> None:
    action = "a" * 32
    fits = "s" * (REF - len(f"trail/{action}/"))
    named = ((R, "id: pack\n", f"id: {action}\n"), (R, "id: hat\n", f"id: {fits}\n"))
    assert told(tmp_path / "fits", *named, which="stepped") == []
    longer = ((R, f"id: {end}\n", f"id: {fits}{end[0]}\n") for end in ("coat", "stove"))
    assert told(tmp_path / "longer", *named, *longer, which="stepped") == [
        f"roadmap.yaml:75:17: phases.ground.actions.{action}.steps.{fits}c.id: "
        f'"trail/{action}/{fits}c" has {REF + 1} characters, and a button has room for {REF}; '
        "choose a shorter id for the step or (with formerly) for its action"
    ]


def test_the_longest_button_about_a_step_is_one_that_discord_takes() -> None:
    """Nothing that a button carries is longer than what the check counts with."""
    assert len(f"b:reopened:{LARGEST_NUMBER}:w1790000000:{'r' * REF}:20") == CUSTOM_ID


def test_a_steps_card_has_room_for_the_longest_texts_there_may_be() -> None:
    """So `check` has nothing to say about it: the limits of the fields say it all."""
    texts = sum(most(models.Step, key) for key in ("title", "start", "done_when"))
    page = most(models.Resource, "title") + BUTTON_URL + LINK_FRAME
    names = most(models.Action, "short") + most(models.Action, "title")
    assert names + texts + STEP_PAGES * page + CARD_FRAME <= TEXT_PER_MESSAGE


def test_an_actions_card_counts_the_pages_of_its_worst_path(tmp_path: Path) -> None:
    """Pages for other paths never stand beside each other."""
    long = (R, "detail: Pack what the weather asks for.", f"detail: {'d' * 1200}")
    snow = '          - {title: Snow, url: "https://packs.example.org/snow", for: {weather: [snow]}}\n'
    pages = [snow.replace("/snow", f"/{n}{'s' * 484}") for n in range(4)]
    for_others = [page.replace("[snow]", "[sun]") for page in pages[:2]]
    shown_together = (R, snow, "".join(pages))
    apart = (R, snow, "".join((*for_others, *pages[2:])))
    needs = (R, "        short: Pack\n", f"        short: Pack\n        needs: {'n' * 200}\n")
    why = (R, "why: You can't buy tea on a summit.", f"why: {'w' * 300}")
    assert told(tmp_path / "apart", long, needs, why, apart, which="stepped") == []
    assert told(tmp_path / "together", long, needs, why, shown_together, which="stepped") == [
        "roadmap.yaml:59:9: phases.ground.actions.pack: 3861 characters in title, why, detail, done_when, "
        "needs and resources together; at most 3600 fit on its card"
    ]
