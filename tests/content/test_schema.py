"""The schemas that editors use are those of today's models."""

import json
from dataclasses import fields

import pytest

from bot.content.models import Entry, Model, RoadmapFile
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
    title = json.loads(schema(RoadmapFile))["$defs"]["Action"]["properties"]["title"]
    assert (title["minLength"], title["maxLength"]) == (1, 80)


@pytest.mark.parametrize(
    "model", [m for m in (*Model.__subclasses__(), *Entry.__subclasses__()) if hasattr(m, "becomes")]
)
def test_a_model_has_the_fields_of_its_dataclass(model: type[Model]) -> None:
    assert set(model.model_fields) == {field.name for field in fields(model.becomes)}
