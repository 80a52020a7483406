"""What the author's guide says is true: its example passes, it names every key and every limit."""

import re
from pathlib import Path

import pytest
from annotated_types import MaxLen

from bot.content import models
from bot.content.actions import REF
from bot.content.new import STARTER
from bot.content.schema import MODELS

GUIDE = Path(__file__).parents[2] / "content" / "README.md"
TEXT = GUIDE.read_text("utf-8")
EXAMPLE, *_ = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
SHAPES = [each for each in vars(models).values() if isinstance(each, type) and issubclass(each, models.Model)]


def test_its_example_is_what_a_new_roadmap_begins_with() -> None:
    assert (STARTER / "roadmap.yaml").read_text("utf-8") == EXAMPLE


def test_it_names_every_file_with_the_name_of_its_schema() -> None:
    for schema in MODELS:
        assert f"| {schema.removesuffix('.schema.json')}.yaml |" in TEXT


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_it_names_every_key(shape: type[models.Model]) -> None:
    for name, field in shape.model_fields.items():
        assert f"`{field.alias or name}`" in TEXT or f"`{field.alias or name}:" in TEXT


@pytest.mark.parametrize(
    ("shape", "key", "row"),
    [
        (models.RoadmapFile, "summary", "and for whom ({0})"),
        (models.Action, "detail", "how to go about it ({0})"),
        (models.Action, "short", "`Docker` ({0})"),
        (models.Action, "needs", "know or have before ({0})"),
        (models.Step, "id", "see *Ids* ({0}); what to do"),
        (models.Step, "title", "with the tool's name ({0})"),
        (models.Step, "start", "a decision to take ({0})"),
        (models.Step, "done_when", "a stranger could check ({0})"),
        (models.Choice, "question", "`question` ({0}), 2 to 6"),
        (models.Option, "title", "`title` ({0}) |"),
        (models.Event, "what", "`what` ({0})"),
        (models.Certification, "price", "`USD 200` ({0})"),
        (models.Certification, "languages", "`English` ({0})"),
        (models.Question, "answer", "most important first ({0})"),
        (models.Topic, "title", "`title` ({0}): people"),
        (models.Guide, "brief", "what, for whom ({0})"),
        (models.Guide, "costs", "how to switch it off ({0})"),
    ],
)
def test_it_tells_the_limits(shape: type[models.Model], key: str, row: str) -> None:
    most = next(each.max_length for each in shape.model_fields[key].metadata if isinstance(each, MaxLen))
    assert row.format(f"{most:,}") in TEXT


def test_it_tells_how_long_a_steps_ref_may_be() -> None:
    assert f"at most {REF} characters" in " ".join(TEXT.split())
