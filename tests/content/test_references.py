"""What an author is told about ids, links and titles that do not hold together."""

from pathlib import Path

import pytest

from tests.content.edits import C, Edit, F, R, case, told

CASES = (
    case(
        "an id twice",
        (R, "id: walk-up", "id: read-map"),
        "roadmap.yaml:41:13: phases.summit.actions.read-map.id",
        '"read-map" is the id of the action "Read a map" (roadmap.yaml:13) already; choose another',
    ),
    case(
        "an id twice, of two kinds",
        (F, "id: dogs", "id: summit"),
        "faqs.yaml:7:9: questions.summit.id",
        '"summit" is the id of the phase "Summit" (roadmap.yaml:35) already; choose another',
    ),
    case(
        "an id twice, of what is linked",
        (R, "id: read-map", "id: walk-up"),
        "roadmap.yaml:41:13: phases.summit.actions.walk-up.id",
        '"walk-up" is the id of the action "Read a map" (roadmap.yaml:13) already; choose another',
    ),
    case(
        "an id twice, of a phase that is named",
        (R, "id: ground", "id: stack-stones"),
        "roadmap.yaml:25:13: phases.stack-stones.actions.stack-stones.id",
        '"stack-stones" is the id of the phase "Ground" (roadmap.yaml:7) already; choose another',
    ),
    case(
        "an id twice, of a question that is linked",
        (F, "id: boots", "id: walk-up"),
        "faqs.yaml:2:9: questions.walk-up.id",
        '"walk-up" is the id of the action "Walk up" (roadmap.yaml:41) already; choose another',
    ),
    case(
        "a successor with an id in use",
        (C, "{id: cairn-builder,", "{id: map-reader,"),
        "certifications.yaml:19:23: certifications.stone-setter.replaced_by.id",
        '"map-reader" is the id of the certification "Map Reader" (certifications.yaml:2) '
        "already; choose another",
    ),
    case(
        "a former id in use",
        (R, "[pile-stones]", "[walk-up]"),
        "roadmap.yaml:34:20: phases.ground.actions.stack-stones.formerly.0",
        '"walk-up" is still the id of the action "Walk up" (roadmap.yaml:41); take it out',
    ),
    case(
        "a former id of two kinds",
        (C, "    note: Renewed until the end.", "    formerly: [pile-stones]"),
        "certifications.yaml:20:16: certifications.stone-setter.formerly.0",
        '"pile-stones" is a former id of the action "Stack stones" (roadmap.yaml:25) as well; '
        "only actions may share one, and steps (a split)",
    ),
    case(
        "a link with a slip",
        (F, "[read-map, summit]", "[read-mapp, summit]"),
        "faqs.yaml:6:13: questions.boots.links.0",
        '"read-mapp" is no phase, action, certification or question of this roadmap; '
        'did you mean "read-map"?',
    ),
    case(
        "a link to nothing",
        (F, "[read-map, summit]", "[quantum]"),
        "faqs.yaml:6:13: questions.boots.links.0",
        '"quantum" is no phase, action, certification or question of this roadmap; take it out',
    ),
    case(
        "a link to itself",
        (F, "[read-map, summit]", "[boots]"),
        "faqs.yaml:6:13: questions.boots.links.0",
        '"boots" is the entry itself; take it out',
    ),
    case(
        "a link twice",
        (F, "[read-map, summit]", "[summit, summit]"),
        "faqs.yaml:6:21: questions.boots.links.1",
        '"summit" is in this list already; take it out',
    ),
    case(
        "a link to a former id",
        (F, "[read-map, summit]", "[pile-stones]"),
        "faqs.yaml:6:13: questions.boots.links.0",
        '"pile-stones" has a new id; write "stack-stones"',
    ),
    case(
        "a link to what is retired",
        (R, "        praise: Read.", "        retired: true"),
        "faqs.yaml:6:13: questions.boots.links.0",
        '"read-map" is retired; name what took its place, or take it out',
    ),
    case(
        "a phase with a slip",
        (C, "phase: ground", "phase: grond"),
        "certifications.yaml:6:12: certifications.map-reader.phase",
        '"grond" is no phase of this roadmap; did you mean "ground"?',
    ),
    case(
        "a phase that is an action",
        (C, "phase: ground", "phase: read-map"),
        "certifications.yaml:6:12: certifications.map-reader.phase",
        '"read-map" is no phase of this roadmap; the phases are ground, summit',
    ),
    case(
        "two entries of one title",
        (R, "title: Walk up", "title: read a map"),
        "roadmap.yaml:42:16: phases.summit.actions.walk-up.title",
        'the action "Read a map" (roadmap.yaml:13) has the same title; say what sets this one apart',
    ),
    case(
        "a wording of two questions",
        (F, "dog allowed", "Which boots?"),
        "faqs.yaml:11:9: questions.dogs.aliases.0",
        '"Which boots?" leads to the question "Do I need boots?" (faqs.yaml:2) already; keep it once',
    ),
    case(
        "a wording twice",
        (F, "dog allowed", "may my dog come along"),
        "faqs.yaml:11:9: questions.dogs.aliases.0",
        '"may my dog come along" leads to this question already; keep it once',
    ),
)


@pytest.mark.parametrize(("planted", "line"), CASES)
def test_a_name_is_told_in_one_line(tmp_path: Path, planted: Edit, line: str) -> None:
    assert told(tmp_path, planted) == [line]


def test_a_link_to_what_was_split_is_told_all_that_took_its_place(tmp_path: Path) -> None:
    split = (R, "      - id: walk-up\n", "      - id: walk-up\n        formerly: [pile-stones]\n")
    linked = (F, "[read-map, summit]", "[pile-stones]")
    assert told(tmp_path, split, linked) == [
        "faqs.yaml:6:13: questions.boots.links.0: "
        '"pile-stones" has several new ids; write "stack-stones" or "walk-up"'
    ]
