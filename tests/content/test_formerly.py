"""What an author is told about old ids that do not lead on."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings

from bot.content.check import check, load
from tests.content.edits import TODAY, Edit, R, case, edit, good, told
from tests.domain import rewriting
from tests.domain.rewriting import Actions, Rewrite, rewrites, versions

CASES = (
    case(
        "an old id that is in use",
        (R, "formerly: [north]", "formerly: [unfold]"),
        "roadmap.yaml:48:24: phases.ground.actions.read-map.steps.find-north.formerly.0",
        '"read-map/unfold" is still the id of the step "Unfold the map" (roadmap.yaml:38); take it out',
    ),
    case(
        "its own id",
        (R, "formerly: [north]", "formerly: [find-north]"),
        "roadmap.yaml:48:24: phases.ground.actions.read-map.steps.find-north.formerly.0",
        '"read-map/find-north" is still the id of the step "Find north" (roadmap.yaml:43); take it out',
    ),
    case(
        "an id that is in use in another action",
        (R, "[jacket, read-map/coat]", "[jacket, read-map/unfold]"),
        "roadmap.yaml:81:32: phases.ground.actions.pack.steps.coat.formerly.1",
        '"read-map/unfold" is still the id of the step "Unfold the map" (roadmap.yaml:38); take it out',
    ),
    case(
        "an old id twice",
        (R, "[jacket, read-map/coat]", "[jacket, pack/jacket]"),
        "roadmap.yaml:81:32: phases.ground.actions.pack.steps.coat.formerly.1",
        '"pack/jacket" is in this list already; take it out',
    ),
    case(
        "an action with a slip",
        (R, "[jacket, read-map/coat]", "[jacket, read-mpa/coat]"),
        "roadmap.yaml:81:32: phases.ground.actions.pack.steps.coat.formerly.1",
        '"read-mpa" is no action of this roadmap, now or formerly; did you mean "read-map"?',
    ),
    case(
        "an action that was deleted",
        (R, "[jacket, read-map/coat]", "[jacket, sew/coat]"),
        "roadmap.yaml:81:32: phases.ground.actions.pack.steps.coat.formerly.1",
        '"sew" is no action of this roadmap, now or formerly; keep that action with retired: true, '
        "or list it under the formerly of another",
    ),
    case(
        "an old id with two slashes",
        (R, "[jacket, read-map/coat]", "[jacket, trail/read-map/coat]"),
        "roadmap.yaml:81:32: phases.ground.actions.pack.steps.coat.formerly.1",
        '"trail/read-map/coat" is no id; write "old-step", or "old-action/old-step" if it was in another '
        "action",
    ),
    case(
        "an option's old id that is in use",
        (R, "formerly: [wet]", "formerly: [sun]"),
        "roadmap.yaml:11:44: choices.weather.options.rain.formerly.0",
        '"sun" is still the id of the option "Sunshine" (roadmap.yaml:10); take it out',
    ),
    case(
        "an old id of two options",
        (R, "{id: snow, title: Snow}", "{id: snow, title: Snow, formerly: [wet]}"),
        "roadmap.yaml:12:44: choices.weather.options.snow.formerly.0",
        '"wet" is a former id of the option "Rain" (roadmap.yaml:11) as well; '
        "only actions may share one, and steps (a split)",
    ),
)


@pytest.mark.parametrize(("planted", "line"), CASES)
def test_an_old_id_is_told_in_one_line(tmp_path: Path, planted: Edit, line: str) -> None:
    assert told(tmp_path, planted, which="stepped") == [line]


def test_a_common_past_is_told_where_two_steps_would_claim_it(tmp_path: Path) -> None:
    """Both halves of what was split have a step of one id: whose ticks are the old ones?"""
    split = [
        (R, f"        short: {short}\n", f"        short: {short}\n        formerly: [sheet]\n")
        for short in ("Map", "Pack")
    ]
    same = (R, "id: hat\n", "id: unfold\n")
    assert told(tmp_path / "told", *split, same, which="stepped") == [
        "roadmap.yaml:71:17: phases.ground.actions.pack.steps.unfold.id: "
        '"sheet/unfold" would be a former id of the step "Unfold the map" (roadmap.yaml:39) as well; '
        "list it under the formerly of whichever it was"
    ]
    for_sun = "            for: {weather: [sun]}\n"
    mine = (R, for_sun, f"{for_sun}            formerly: [sheet/unfold]\n")
    assert told(tmp_path / "said", *split, same, mine, which="stepped") == []


@given(rewrites((*rewriting.STEPS, *rewriting.ACTIONS)))
@settings(max_examples=30)
def test_what_an_author_may_do_is_what_the_check_takes(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[Rewrite, int]]
) -> None:
    """Renaming, splitting, merging, moving, retiring: the ways that lose no tick pass."""
    content = good(tmp_path_factory.mktemp("rewritten"))
    for version in versions(edits):
        file = content / "trail" / R
        file.write_text(yaml.safe_dump(as_written(version)), "utf-8")
        wrong = [fault for fault in check(content, TODAY).faults if "former" in str(fault)]
        assert wrong == []


def as_written(actions: Actions) -> dict[str, object]:
    """A roadmap file of these actions, with nothing in it but ids."""
    made = [
        {
            "id": action.id,
            "formerly": list(action.formerly),
            "steps": [{"id": step.id, "formerly": list(step.formerly)} for step in action.steps],
        }
        for action in actions
    ]
    return {"phases": [{"id": "ground", "actions": made}]}


@pytest.mark.parametrize(
    "planted",
    [
        (R, "formerly: [jacket, read-map/coat]", "formerly: [read-map/north]"),
        (R, "formerly: [jacket, read-map/coat]", "formerly: [climb/coat]"),
        (R, "formerly: [climb]", "formerly: [climb, unfold]"),
        (R, "formerly: [wet]", "formerly: [wet, damp]"),
    ],
    ids=[
        "a step that was split",
        "a step from an action with a new name",
        "a step's name",
        "two options merged",
    ],
)
def test_what_is_fine(tmp_path: Path, planted: Edit) -> None:
    assert told(tmp_path, planted, which="stepped") == []


def test_all_ids_of_a_step_arrive_in_the_domain(tmp_path: Path) -> None:
    """Of an action with a new id all old ids of its steps are known, too."""
    content = good(tmp_path, "stepped")
    edit(content, R, "        short: Map\n", "        short: Map\n        formerly: [chart]\n")
    trail = load(content).default
    action, step = trail.step("pack/coat")
    assert action.step_ids(step) == ("pack/coat", "pack/jacket", "read-map/coat", "chart/coat")
    map_action, north = trail.step("chart/north")
    assert map_action.step_ids(north) == (
        "read-map/find-north",
        "read-map/north",
        "chart/find-north",
        "chart/north",
    )
