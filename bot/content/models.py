"""The shape of the three files of a roadmap, with every limit: strict, and open to nothing unknown.

The models bear the names of the domain's dataclasses, field by field; their descriptions are what an
editor shows beside a key and what a fault says about a missing one.
"""

from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from bot.domain import roadmap as domain
from bot.limits import BUTTON_URL

KEBAB = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ONE_LINE = r"^.+$"
SENTENCE = r"^.*[.!?…]$"
DAY = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
# Brackets and quotes would end a link early in Discord's markdown.
HTTPS = r'^https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?([/?#][^\s<>()\[\]"]*)?$'


def _line(most: int, description: str, pattern: str = ONE_LINE) -> Any:
    return Field(min_length=1, max_length=most, pattern=pattern, description=description)


def _text(most: int, description: str) -> Any:
    return Field(min_length=1, max_length=most, description=description)


def _id(what: str) -> Any:
    return _line(32, f"A stable id of this {what}; progress refers to it, so never reuse one", KEBAB)


def _url(description: str) -> Any:
    return _line(BUTTON_URL, description, HTTPS)


FormerId = Annotated[str, Field(min_length=1, max_length=32, pattern=KEBAB)]
Link = Annotated[str, Field(min_length=1, max_length=32)]
Step = Annotated[str, Field(min_length=1, max_length=160, pattern=ONE_LINE)]
Alias = Annotated[str, Field(min_length=1, max_length=90, pattern=ONE_LINE)]


class Model(BaseModel):
    """What all shapes have in common; `becomes` is the domain's dataclass of the same fields."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True
    )
    becomes: ClassVar[type]

    def to_domain(self) -> Any:
        """The same as a value of the domain."""
        return self.becomes(**{name: _plain(value) for name, value in self})


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_domain()
    return tuple(map(_plain, value)) if isinstance(value, list) else value


class Entry(Model):
    """What has an id that others refer to."""

    formerly: list[FormerId] = Field([], description="Ids it had before, so that nobody's progress is lost")
    retired: bool = Field(False, description="true keeps the id known without counting or showing the entry")


class Resource(Model):
    """A page worth reading."""

    becomes = domain.Resource
    title: str = _line(80, "What the page is called")
    url: str = _url("The page's address, https")


class Action(Entry):
    """One thing to do."""

    becomes = domain.Action
    id: str = _id("action")
    title: str = _line(80, "What to do, as an imperative, with the names of the tools")
    why: str = _text(300, "The reason in one or two sentences")
    detail: str = _text(1200, "How to go about it")
    done_when: str = _line(200, 'What a person can check; reads after "Done when"')
    effort_hours: int = Field(ge=1, le=500, description="Hours it takes, a whole number")
    praise: str = Field(
        "Done.",
        min_length=1,
        max_length=30,
        pattern=SENTENCE,
        description='A word or two for having done it, with a full stop: "Packed."',
    )
    first_steps: list[Step] = Field(
        [], max_length=8, description="Small ways to begin, each a few minutes to an hour"
    )
    aliases: list[Alias] = Field(
        [], max_length=20, description="Other words that people ask with; searched by /faq, not shown"
    )
    resources: list[Resource] = Field(min_length=1, max_length=5, description="Pages worth reading")


class Phase(Entry):
    """A stretch of the roadmap."""

    becomes = domain.Phase
    id: str = _id("phase")
    title: str = _line(80, "A short name that people use")
    first_month: int = Field(ge=1, le=120, description="The month it begins in, counted from 1")
    last_month: int = Field(ge=1, le=120, description="The month it ends in, included")
    aim: str = _text(400, "What it is good for")
    praise: str = Field(
        "", max_length=120, description="A sentence for having finished it; follows the number of its stones"
    )
    actions: list[Action] = Field(
        min_length=1, description="What to do, in order; 8 that are not retired at most"
    )


class Highlight(Model):
    """A figure about the role."""

    becomes = domain.Highlight
    label: str = _line(40, "What the figure is about")
    figure: str = _line(80, "The figure, as people read it")
    source: str = _line(120, "Who says so")
    as_of: str = _line(10, 'As of when, in quotes: "2026", "2026-11" or "2026-11-23"', DAY)


class Successor(Model):
    """What took a certification's place; it has an id so that it can be somebody's goal."""

    becomes = domain.Successor
    id: str = _id("successor")
    title: str = _line(80, "The full name of the exam")
    url: str = _url("The official page, https")


class Certification(Entry):
    """An exam worth taking."""

    becomes = domain.Certification
    id: str = _id("certification")
    title: str = _line(80, "The full name of the exam")
    issuer: str = _line(80, "Who issues it")
    validates: str = _text(400, "What it proves")
    phase: str = Field(min_length=1, max_length=32, description="The id of the phase where it fits")
    url: str = _url("The official page, https")
    status: domain.CertificationStatus = Field(
        description="active, retiring (its last day is announced) or retired (can't be taken any more)"
    )
    retired_on: date | None = Field(
        None, description="The day of its retirement, past or announced, without quotes"
    )
    replaced_by: Successor | None = Field(None, description="What took its place")
    note: str = Field("", min_length=1, max_length=300, description="What else to know about it")
    checked_on: date = Field(description="When the status was looked up, as in 2026-11-23 without quotes")
    source: str = _url("Where the status was looked up, https")


class Question(Entry):
    """A common question."""

    becomes = domain.Question
    id: str = _id("question")
    question: str = _line(90, "The question as people see it")
    answer: str = _text(1200, "The answer")
    aliases: list[Alias] = Field(
        [], max_length=40, description="The ways people really ask it: short, slangy, misspelt"
    )
    links: list[Link] = Field(
        [], max_length=10, description="Ids of phases, actions, certifications and questions that help"
    )


class RoadmapFile(Model):
    """A roadmap: the role at a glance, and the phases with their actions."""

    title: str = _line(80, "What one becomes")
    summary: str = _text(900, "What the role is, and whom the roadmap is for")
    highlights: list[Highlight] = Field(min_length=1, max_length=6, description="Figures about the role")
    phases: list[Phase] = Field(
        min_length=1, description="The stretches in order; 8 that are not retired at most"
    )


class CertificationsFile(Model):
    """The certifications that go with a roadmap; the list may be empty."""

    certifications: list[Certification] = Field(description="Exams; 25 that are not retired at most")


class FaqsFile(Model):
    """The common questions of a roadmap; the list may be empty."""

    questions: list[Question] = Field(description="Questions; 25 that are not retired at most")


def to_roadmap(
    folder: str, main: RoadmapFile, certifications: CertificationsFile, faqs: FaqsFile
) -> domain.Roadmap:
    """The three files of one folder as a roadmap of the domain."""
    return domain.Roadmap(
        id=folder,
        title=main.title,
        summary=main.summary,
        highlights=_plain(main.highlights),
        phases=_plain(main.phases),
        certifications=_plain(certifications.certifications),
        questions=_plain(faqs.questions),
    )
