"""What an author is told about project guides and topics of questions."""

from pathlib import Path

import pytest

from bot.content.check import check, load
from bot.domain.errors import UnknownName
from tests.content.edits import TODAY, Edit, F, G, case, good, lines, told

MORE = """  - id: more-{n}
    topic: {topic}
    question: And {n}?
    answer: That too.
"""

CASES = (
    case(
        "an action with a slip",
        (G, "actions: [read-map, walk-up]", "actions: [read-map, walk-upp]"),
        "guides.yaml:4:25: guides.bridge.actions.1",
        '"walk-upp" is no action of this roadmap; did you mean "walk-up"?',
    ),
    case(
        "an action under a former id",
        (G, "actions: [read-map, walk-up]", "actions: [read-map, climb]"),
        "guides.yaml:4:25: guides.bridge.actions.1",
        '"climb" has a new id; write "walk-up"',
    ),
    case(
        "a phase for an action",
        (G, "actions: [read-map, walk-up]", "actions: [read-map, summit]"),
        "guides.yaml:4:25: guides.bridge.actions.1",
        '"summit" is no action of this roadmap; the actions are read-map, pack, walk-up',
    ),
    case(
        "a milestone with a slip",
        (G, "read-map/find-north", "read-map/find-nort"),
        "guides.yaml:5:35: guides.bridge.milestones.1",
        '"read-map/find-nort" is no step of this roadmap; did you mean "read-map/find-north"?',
    ),
    case(
        "a milestone under a former id",
        (G, "read-map/find-north", "read-map/north"),
        "guides.yaml:5:35: guides.bridge.milestones.1",
        '"read-map/north" has a new id; write "read-map/find-north"',
    ),
    case(
        "a milestone of another action",
        (G, "read-map/find-north", "pack/coat"),
        "guides.yaml:5:35: guides.bridge.milestones.1",
        'is a step of "pack"; add that to the actions of this guide, or take this out',
    ),
    case(
        "a focus that is no option",
        (G, "focus: heavy", "focus: hevy"),
        "guides.yaml:6:12: guides.bridge.focus",
        '"hevy" is no option of this roadmap; did you mean "heavy"?',
    ),
    case(
        "an id in use",
        (G, "id: bridge", "id: boots"),
        "guides.yaml:2:9: guides.boots.id",
        '"boots" is the id of the question "Do I need boots?" (faqs.yaml:5) already; choose another',
    ),
    case(
        "a link to a guide",
        (F, "[read-map, summit]", "[read-map, bridge]"),
        "faqs.yaml:10:23: questions.boots.links.1",
        '"bridge" is no phase, action, certification or question of this roadmap; take it out',
    ),
    case(
        "a topic with a slip",
        (F, "    topic: gear\n", "    topic: geer\n"),
        "faqs.yaml:6:12: questions.boots.topic",
        '"geer" is no topic of this roadmap; did you mean "gear"?',
    ),
    case(
        "a question without a topic",
        (F, "    topic: company\n", ""),
        "faqs.yaml:12:5: questions.dogs.topic",
        'is missing; add "topic:", one of gear, company',
    ),
    case(
        "a topic without a question",
        (F, "topics:\n", "topics:\n  - {id: food, title: Food}\n"),
        "faqs.yaml:2:5: topics.food",
        "has no question; give it one, or take it out",
    ),
    case(
        "a topic twice",
        (F, "topics:\n", "topics:\n  - {id: company, title: Good company}\n"),
        "faqs.yaml:4:10: topics.company.id",
        '"company" is the id of the topic "Good company" (faqs.yaml:2) already; choose another',
    ),
)


@pytest.mark.parametrize(("planted", "line"), CASES)
def test_a_guide_or_a_topic_is_told_in_one_line(tmp_path: Path, planted: Edit, line: str) -> None:
    assert told(tmp_path, planted, which="stepped") == [line]


def test_a_topic_is_a_menu(tmp_path: Path) -> None:
    """Each holds 25 questions, however many there are in all."""
    dogs = "  - id: dogs\n"
    of_gear, of_company = (
        "".join(MORE.format(n=n, topic=topic) for n in range(24)) for topic in ("gear", "company")
    )
    of_company = of_company.replace("more-", "and-").replace("And ", "Or ")
    assert told(tmp_path / "fits", (F, dogs, of_gear + of_company + dogs), which="stepped") == []
    one_more = MORE.format(n=24, topic="gear")
    (line,) = told(tmp_path / "more", (F, dogs, of_gear + one_more + dogs), which="stepped")
    assert line.endswith(": is one too many: 26 questions of this topic, and at most 25 fit")


def test_a_roadmap_needs_no_guides(tmp_path: Path) -> None:
    content = good(tmp_path, "stepped")
    (content / "trail" / G).unlink()
    assert lines(content, check(content, TODAY).faults) == []


def test_a_guide_arrives_in_the_domain(tmp_path: Path) -> None:
    trail = load(good(tmp_path, "stepped")).default
    bridge = trail.guide(" build a BRIDGE ")
    assert bridge is trail.guide("bridge")
    assert bridge.actions == ("read-map", "walk-up")
    assert (bridge.rubric, bridge.variants, bridge.focus) == (("It holds two.",), ("A rope.",), "heavy")
    assert bridge.architecture == "bank ──> plank ──> bank"
    with pytest.raises(UnknownName) as caught:
        trail.guide("boots")
    assert (caught.value.kind, caught.value.name) == ("guide", "boots")


def test_a_topic_without_an_id_is_none_that_a_question_could_name(tmp_path: Path) -> None:
    unnamed = ((F, "{id: gear, title: Gear}", "{title: Gear}"), (F, "    topic: company\n", ""))
    assert told(tmp_path, *unnamed, which="stepped") == [
        'faqs.yaml:2:5: topics.0.id: is missing; add "id:" (a short id, which the questions name)',
        'faqs.yaml:12:5: questions.dogs.topic: is missing; add "topic:", one of company',
    ]
