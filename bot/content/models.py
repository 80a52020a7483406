"""The shape of the files of a roadmap, with every limit: strict, and open to nothing unknown.

The models bear the names of the domain's values, field by field; their descriptions are what an
editor shows beside a key and what a fault says about a missing one.
"""

from datetime import date
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from bot.content import fields
from bot.domain import paths, steps
from bot.domain import roadmap as domain
from bot.domain.step_ids import with_all_ids


class Model(BaseModel):
    """What all shapes have in common; `becomes` is the domain's value of the same fields."""

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
    if isinstance(value, dict):
        return tuple(paths.Condition(choice, tuple(options)) for choice, options in value.items())
    return tuple(map(_plain, value)) if isinstance(value, list) else value


class Entry(Model):
    """What has an id that others refer to."""

    formerly: list[fields.FormerId] = fields.formerly()
    retired: bool = Field(False, description="true keeps the id known without counting or showing the entry")


class Resource(Model):
    """A page worth reading."""

    becomes = steps.Resource
    title: str = fields.line(80, "What the page is called")
    url: fields.Address = fields.url("The page's address, https")
    cost: steps.Cost | None = Field(
        None, description="free, paid, or account (free, after signing up); left out: free"
    )
    only_for: fields.OnlyFor = fields.only_for()


class Event(Model):
    """Something that happens on a day."""

    becomes = steps.Event
    on: date = Field(description="The day, as in 2027-01-14 without quotes")
    what: str = fields.line(160, "What happens, told once to those whom it concerns")


class Option(Model):
    """One answer to a choice."""

    becomes = paths.Option
    id: str = fields.stable_id("option", 16)
    title: str = fields.line(60, "The option as people read it")
    formerly: list[fields.FormerId] = fields.formerly()


class Choice(Model):
    """A question about a member's path."""

    becomes = paths.Choice
    id: str = fields.stable_id("choice", 16)
    question: str = fields.line(90, "The question as people see it")
    options: list[Option] = Field(
        min_length=2, max_length=6, description="The answers; the first counts until somebody has chosen"
    )


class Step(Model):
    """A sitting or two of an action."""

    becomes = steps.Step
    id: str = fields.line(
        16,
        "A stable id of this step, unique in its action; progress refers to it, so never reuse one",
        fields.KEBAB,
    )
    title: str = fields.line(45, "What to do, as an imperative, with the tool's name")
    hours: float = Field(ge=0.5, le=4, multiple_of=0.5, description="Hours it takes, from 0.5 to 4 in halves")
    start: str = fields.line(
        220, "The first 15 minutes: a thing to type, open, draw or read, without a decision"
    )
    done_when: str = fields.line(180, 'What a stranger could check; reads after "Done when"')
    resources: list[Resource] = Field(
        [], max_length=12, description="The page for this step, or two; of pages for some paths two on each"
    )
    repeat: int = Field(1, ge=2, le=20, description="For a habit: how many times it is ticked")
    only_for: fields.OnlyFor = fields.only_for()
    formerly: list[fields.FormerRef] = Field(
        [], description="Ids it had before, as action/step where it was in another action"
    )
    retired: bool = Field(False, description="true keeps the id known without counting or showing the step")


class Action(Entry):
    """One thing to do."""

    becomes = domain.Action
    id: str = fields.stable_id("action")
    title: str = fields.line(80, "What to do, as an imperative, with the names of the tools")
    why: str = fields.text(300, "The reason in one or two sentences")
    detail: str = fields.text(1200, "How to go about it")
    done_when: str = fields.line(200, 'What a person can check; reads after "Done when"')
    short: str = fields.optional(20, 'Its name beside a step\'s: "Docker"; needed where there are steps')
    needs: str = fields.optional(200, "What one should know or have before")
    steps: list[Step] = Field([], description="3 to 12 sittings, in order; their hours are the action's")
    hours: float = Field(
        0, ge=0.5, le=500, multiple_of=0.5, description="Hours it takes, for an action without steps"
    )
    effort_hours: int = Field(
        0, ge=1, le=500, deprecated=True, description='First edition: write "steps:" instead'
    )
    praise: str = Field(
        "",
        min_length=1,
        max_length=30,
        pattern=fields.SENTENCE,
        description='A word or two for having done it, with a full stop: "Packed."',
    )
    first_steps: list[fields.Beginning] = Field(
        [], max_length=8, deprecated=True, description='First edition: write "steps:" instead'
    )
    aliases: list[fields.Alias] = fields.aliases()
    resources: list[Resource] = Field(min_length=1, max_length=5, description="Pages worth reading")
    only_for: fields.OnlyFor = fields.only_for()
    dates: list[Event] = Field([], max_length=8, description="Days on which something happens")

    def to_domain(self) -> domain.Action:
        """The same as a value of the domain; without steps it has a single one that bears no id."""
        written = {name: _plain(value) for name, value in self}
        hours, effort, beginnings = (written.pop(key) for key in ("hours", "effort_hours", "first_steps"))
        only = steps.Step(
            "", self.title, hours or effort, start=next(iter(beginnings), ""), done_when=self.done_when
        )
        return domain.Action(**written | {"steps": written["steps"] or (only,)}, beginnings=beginnings)


class Phase(Entry):
    """A stretch of the roadmap."""

    becomes = domain.Phase
    id: str = fields.stable_id("phase")
    title: str = fields.line(80, "A short name that people use")
    first_month: int = Field(ge=1, le=120, description="The month it begins in, counted from 1")
    last_month: int = Field(ge=1, le=120, description="The month it ends in, included")
    aim: str = fields.text(400, "What it is good for")
    praise: str = Field(
        "", max_length=120, description="A sentence for having finished it; follows the number of its stones"
    )
    aliases: list[fields.Alias] = fields.aliases()
    actions: list[Action] = Field(
        min_length=1, description="What to do, in order; 8 that are not retired at most"
    )


class Highlight(Model):
    """A figure about the role."""

    becomes = domain.Highlight
    label: str = fields.line(40, "What the figure is about")
    figure: str = fields.line(80, "The figure, as people read it")
    source: str = fields.line(120, "Who says so")
    as_of: fields.AsOf = fields.line(
        10, 'As of when, in quotes: "2026", "2026-11" or "2026-11-23"', fields.DAY
    )
    url: fields.Address = fields.url("The page that says so, https", "")
    about: str = fields.optional(
        16, "Its subject; figures in a row with the same one are told together", fields.KEBAB
    )
    aliases: list[fields.Alias] = fields.aliases()


class Successor(Model):
    """What took a certification's place; it has an id so that it can be somebody's goal."""

    becomes = domain.Successor
    id: str = fields.stable_id("successor")
    title: str = fields.line(80, "The full name of the exam")
    url: fields.Address = fields.url("The official page, https")


class Certification(Entry):
    """An exam worth taking."""

    becomes = domain.Certification
    id: str = fields.stable_id("certification")
    title: str = fields.line(80, "The full name of the exam")
    issuer: str = fields.line(80, "Who issues it")
    validates: str = fields.text(400, "What it proves")
    phase: str = Field(min_length=1, max_length=32, description="The id of the phase where it fits")
    url: fields.Address = fields.url("The official page, https")
    status: domain.CertificationStatus = Field(
        description="beta, active, retiring (its last day is announced) or retired (can't be taken any more)"
    )
    retired_on: date | None = Field(
        None, description="The day of its retirement, past or announced, without quotes"
    )
    replaced_by: Successor | None = Field(None, description="What took its place")
    note: str = Field("", min_length=1, max_length=300, description="What else to know about it")
    price: str = fields.optional(60, 'What it costs, with the currency: "USD 200"')
    valid_for: str = fields.optional(60, 'How long it counts: "2 years"')
    study_hours: str = fields.optional(30, 'What others took to prepare: "80 to 120"')
    languages: str = fields.optional(120, "The languages it is offered in")
    checked_on: date = Field(
        description="The day on which all this was true (of a stored copy, its day), as in 2026-11-23"
    )
    source: fields.Address = fields.url("Where it was looked up, https")
    until: date | None = Field(None, description="The day on which it is known to expire, without quotes")
    aliases: list[fields.Alias] = fields.aliases()
    dates: list[Event] = Field([], max_length=8, description="Days on which something happens")
    only_for: fields.OnlyFor = fields.only_for()


class Topic(Model):
    """What several questions are about."""

    becomes = domain.Topic
    id: str = fields.line(32, "A short id, which the questions name", fields.KEBAB)
    title: str = fields.line(60, "The topic as people read it")


class Question(Entry):
    """A common question."""

    becomes = domain.Question
    id: str = fields.stable_id("question")
    question: str = fields.line(90, "The question as people see it")
    answer: str = fields.text(1200, "The answer")
    aliases: list[fields.Alias] = fields.aliases()
    links: list[fields.Link] = Field(
        [], max_length=10, description="Ids of phases, actions, certifications and questions that help"
    )
    topic: str = Field("", min_length=1, max_length=32, description="The id of one of the topics")
    source: fields.Address = fields.url("The page where its facts were read, https", "")
    checked_on: date | None = Field(
        None, description="The day on which its facts were true (of a stored copy, its day), without quotes"
    )


class Guide(Model):
    """A project from its brief to how it is shown."""

    becomes = domain.Guide
    id: str = fields.line(32, "A stable id of this guide", fields.KEBAB)
    title: str = fields.line(80, "What is built, with the names of the tools")
    actions: list[fields.Link] = Field(
        min_length=1, max_length=8, description="Ids of the actions in whose steps it is built"
    )
    milestones: list[fields.StepRef] = Field(
        [], max_length=12, description="The steps that matter most, as action/step; left out: all of them"
    )
    focus: str = Field("", min_length=1, max_length=16, description="The id of an option that it goes with")
    brief: str = fields.text(600, "What is built, for whom, and how it is measured")
    data: str = fields.text(900, "Which data, from where, under which licence")
    architecture: str = fields.text(900, "A drawing in text, after |")
    rubric: list[fields.Point] = Field(min_length=1, max_length=8, description="What a reviewer looks for")
    pitfalls: list[fields.Point] = Field(min_length=1, max_length=8, description="What usually goes wrong")
    costs: str = fields.text(500, "What it costs, with figures, and how to switch it off")
    show: str = fields.text(500, "How to show it")
    variants: list[fields.Point] = Field([], max_length=6, description="The same in other ways")
    aliases: list[fields.Alias] = fields.aliases()


class RoadmapFile(Model):
    """A roadmap: the role at a glance, and the phases with their actions."""

    title: str = fields.line(80, "What one becomes")
    summary: str = fields.text(900, "What the role is, and whom the roadmap is for")
    aliases: list[fields.Alias] = fields.aliases()
    highlights: list[Highlight] = Field(min_length=1, max_length=6, description="Figures about the role")
    choices: list[Choice] = Field([], max_length=3, description="What members choose about their path")
    check_ins: list[fields.WeeksQuestion] = Field(
        [], max_length=52, description="Questions of the week that a server's check-in asks, each in its turn"
    )
    phases: list[Phase] = Field(
        min_length=1, description="The stretches in order; 8 that are not retired at most"
    )


class CertificationsFile(Model):
    """The certifications that go with a roadmap; the list may be empty."""

    certifications: list[Certification] = Field(description="Exams; 25 that are not retired at most")


class FaqsFile(Model):
    """The common questions of a roadmap; the list may be empty."""

    topics: list[Topic] = Field([], max_length=25, description="What they are about; people pick one first")
    questions: list[Question] = Field(description="Questions; 25 that are not retired at most, of each topic")


class GuidesFile(Model):
    """The project guides of a roadmap; the file may be missing."""

    guides: list[Guide] = Field(max_length=25, description="Projects, each from its brief to how it is shown")


def to_roadmap(
    folder: str,
    main: RoadmapFile,
    certifications: CertificationsFile,
    faqs: FaqsFile,
    guides: GuidesFile | None = None,
) -> domain.Roadmap:
    """The files of one folder as a roadmap of the domain."""
    return domain.Roadmap(
        id=folder,
        title=main.title,
        summary=main.summary,
        aliases=_plain(main.aliases),
        highlights=_plain(main.highlights),
        phases=with_all_ids(_plain(main.phases)),
        certifications=_plain(certifications.certifications),
        questions=_plain(faqs.questions),
        choices=_plain(main.choices),
        check_ins=_plain(main.check_ins),
        topics=_plain(faqs.topics),
        guides=_plain(guides.guides) if guides else (),
    )
