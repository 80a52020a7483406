"""The schemas that editors use are those of today's models."""

import json
from inspect import signature

import pytest

from bot.content.models import Action, Entry, Model, RoadmapFile
from bot.content.schema import FOLDER, MODELS, schema


@pytest.mark.parametrize("name", MODELS)
def test_a_schema_file_is_current(name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == schema(MODELS[name]), "run: python -m bot.content.schema"


def test_there_is_no_other_schema() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(MODELS)


@pytest.mark.parametrize("model", MODELS.values())
def test_every_key_is_explained(model: type[Model]) -> None:
    written = json.loads(schema(model))
    shapes = [written, *written["$defs"].values()]
    assert all("description" in key for shape in shapes for key in shape["properties"].values())
    assert all(shape["additionalProperties"] is False for shape in shapes)


def test_a_schema_tells_the_limits() -> None:
    shapes = json.loads(schema(RoadmapFile))["$defs"]
    title, hours = shapes["Action"]["properties"]["title"], shapes["Step"]["properties"]["hours"]
    assert (title["minLength"], title["maxLength"]) == (1, 80)
    assert (hours["minimum"], hours["maximum"], hours["multipleOf"]) == (0.5, 4, 0.5)


def test_an_editor_offers_the_keys_as_they_are_written_and_strikes_the_old_ones_through() -> None:
    shapes = json.loads(schema(RoadmapFile))["$defs"]
    assert "for" in shapes["Step"]["properties"]
    old = {name for name, key in shapes["Action"]["properties"].items() if key.get("deprecated")}
    assert old == {"effort_hours", "first_steps"}


@pytest.mark.parametrize(
    "model", [m for m in (*Model.__subclasses__(), *Entry.__subclasses__()) if hasattr(m, "becomes")]
)
def test_a_model_has_the_fields_of_what_it_becomes(model: type[Model]) -> None:
    # What says how long an action takes, and how it begins, has one step for it in the domain; a path alone
    # says that it grows.
    written = {"hours", "effort_hours", "first_steps"} if model is Action else set()
    made = {"beginnings", "grows"} if model is Action else set()
    assert set(model.model_fields) - written == set(signature(model.becomes).parameters) - made
