"""The longest roadmap that an author may write: as many entries, and as many characters in each, as fit."""

from datetime import date

from annotated_types import MaxLen

from bot.content import models
from bot.content.actions import CARD_FRAME, LINK_FRAME, REF, STEP_PAGES, STEPS
from bot.content.consistency import ACTIONS, ACTIONS_PER_PHASE, PHASES
from bot.domain.marks import MarkState
from bot.domain.members import Member, NudgeSchedule
from bot.domain.paths import Choice, Option
from bot.domain.progress import Progress
from bot.domain.roadmap import (
    Action,
    Certification,
    Guide,
    Highlight,
    Phase,
    Question,
    Roadmap,
    Successor,
    Topic,
    actions_of,
)
from bot.domain.steps import Resource, Step
from bot.limits import BUTTON_URL, SELECT_OPTIONS, TEXT_PER_MESSAGE
from tests.marked import logged

USER = 2**63 - 1
NOW = 1_790_000_000
LAST = 2**63 - 1
"""The number of the last change in any log."""


def most(model: type[models.Model], name: str) -> int:
    """How many characters or entries the content's schema allows in a field."""
    metadata = model.model_fields[name].metadata
    return next(limit.max_length for limit in metadata if isinstance(limit, MaxLen))


def text(model: type[models.Model], name: str, number: int = 0) -> str:
    """As long a text as the field takes, unlike the others of its kind; markup in it costs the most room."""
    return f"{number} ".ljust(most(model, name), "W")


def url(number: int = 0) -> str:
    """As long an address as a link may have."""
    return f"https://example.org/{number}/".ljust(BUTTON_URL, "x")


def name(kind: str, number: int, length: int = 32) -> str:
    """As long an id as there may be."""
    return f"{kind}-{number}-".ljust(length, "x")


def step(number: int) -> Step:
    """A step with every text as long as it may be, and its pages."""
    return Step(
        name("step", number, most(models.Step, "id")),
        text(models.Step, "title", number),
        4,
        text(models.Step, "start", number),
        text(models.Step, "done_when"),
        tuple(page(100 + number * 2 + n) for n in range(STEP_PAGES)),
        repeat=20,
    )


def page(number: int, length: int = BUTTON_URL) -> Resource:
    """A page with as long a title and address as may be."""
    return Resource(text(models.Resource, "title"), url(number)[:length])


def action(number: int) -> Action:
    """An action with every text as long as it may be, and as many pages as its card has room for.

    Every other one has steps, the rest is done in one go, as in the first edition. Where there are steps, the
    action's id is shorter: a button has to hold both.
    """
    stepped = bool(number % 2)
    longest = REF - len(f"{'r' * 24}/") - len("/") - most(models.Step, "id")
    only = Step(
        "",
        text(models.Action, "title", number),
        500,
        start="W" * 160,
        done_when=text(models.Action, "done_when"),
    )
    made = Action(
        name("a", number, longest) if stepped else name("action", number),
        text(models.Action, "title", number),
        text(models.Action, "why"),
        text(models.Action, "detail"),
        text(models.Action, "done_when"),
        tuple(step(n) for n in range(STEPS)) if stepped else (only,),
        (),
        text(models.Action, "short", number),
        text(models.Action, "needs"),
        praise="W" * (most(models.Action, "praise") - 1) + ".",
        beginnings=() if stepped else ("W" * 160,) * most(models.Action, "first_steps"),
    )
    two = made._replace(resources=(page(0), page(1)))
    room = TEXT_PER_MESSAGE - CARD_FRAME - card_size(two)
    return made._replace(
        resources=(*two.resources, page(2, room - most(models.Resource, "title") - LINK_FRAME))
    )


def card_size(made: Action) -> int:
    """The size of an action's texts as the check of the content counts it."""
    texts = sum(map(len, (made.title, made.why, made.detail, made.done_when, made.needs)))
    return texts + sum(len(page.title) + len(page.url) + LINK_FRAME for page in made.resources)


def choice(number: int) -> Choice:
    """A choice with as many options as there may be."""
    title, longest = text(models.Choice, "question", number), most(models.Option, "id")
    options = (Option(name("o", n, longest), text(models.Option, "title", n)) for n in range(6))
    return Choice(name("choice", number, longest), title, tuple(options))


def phase(number: int, actions: int) -> Phase:
    """A phase with so many actions."""
    made = tuple(action(number * ACTIONS_PER_PHASE + n) for n in range(actions))
    title, aim = text(models.Phase, "title", number), text(models.Phase, "aim")
    return Phase(name("phase", number), title, 119, 120, aim, made)


def certification(number: int) -> Certification:
    """A retired certification with a successor and a note."""
    return Certification(
        name("exam", number),
        text(models.Certification, "title", number),
        text(models.Certification, "issuer"),
        text(models.Certification, "validates"),
        name("phase", 0),
        url(),
        "retired",
        date(2026, 11, 23),
        url(),
        date(2026, 9, 30),
        Successor(name("heir", number), text(models.Successor, "title"), url()),
        text(models.Certification, "note"),
        text(models.Certification, "price"),
        text(models.Certification, "valid_for"),
        text(models.Certification, "study_hours"),
        text(models.Certification, "languages"),
        date(2026, 12, 31),
    )


def question(number: int) -> Question:
    """A question with a long answer that points to many places."""
    wording = text(models.Question, "question", number)
    links = tuple(name("action", n) for n in range(most(models.Question, "links")))
    return Question(
        name("question", number),
        wording,
        text(models.Question, "answer"),
        links=links,
        source=url(),
        checked_on=date(2026, 9, 30),
    )


def topic(number: int) -> Topic:
    """A topic with a long title."""
    return Topic(name("topic", number), text(models.Topic, "title", number))


def guide(number: int, milestones: int) -> Guide:
    """A project guide with every text as long as it may be, and so many milestones; all steps with none."""
    points = tuple(text(models.Guide, "costs", n)[:250] for n in range(most(models.Guide, "rubric")))
    actions = tuple(made.id for made in (action(n) for n in range(most(models.Guide, "actions"))))
    steps = (action(1).ref(each) for each in action(1).steps)
    return Guide(
        name("guide", number),
        text(models.Guide, "title", number),
        actions,
        text(models.Guide, "brief"),
        text(models.Guide, "data"),
        text(models.Guide, "architecture"),
        points,
        points[: most(models.Guide, "pitfalls")],
        text(models.Guide, "costs"),
        text(models.Guide, "show"),
        points[: most(models.Guide, "variants")],
        tuple(steps)[:milestones],
    )


ROADMAP = Roadmap(
    "r" * 24,
    text(models.RoadmapFile, "title"),
    text(models.RoadmapFile, "summary"),
    tuple(
        Highlight(
            text(models.Highlight, "label", n),
            text(models.Highlight, "figure"),
            text(models.Highlight, "source", n),
            "2026-11-23",
        )
        for n in range(most(models.RoadmapFile, "highlights"))
    ),
    (*(phase(n, ACTIONS_PER_PHASE) for n in range(PHASES - 1)), phase(PHASES - 1, 4)),
    tuple(certification(n) for n in range(SELECT_OPTIONS)),
    tuple(question(n) for n in range(SELECT_OPTIONS)),
    tuple(choice(n) for n in range(most(models.RoadmapFile, "choices"))),
    guides=tuple(guide(n, n % 2 * most(models.Guide, "milestones")) for n in range(SELECT_OPTIONS)),
)
assert len(ROADMAP.actions) == ACTIONS
assert {card_size(made) for made in ROADMAP.actions} == {TEXT_PER_MESSAGE - CARD_FRAME}
assert {
    len(f"{ROADMAP.id}/{made.ref(step)}") for made in ROADMAP.actions for step in made.steps if step.id
} == {REF}

EVIDENCE = "https://example.org/".ljust(300, "x")
STATES = {
    "nothing done": (),
    "one done": (MarkState.DONE,),
    "one skipped": (MarkState.SKIPPED,),
    "a phase done": (MarkState.DONE,) * ACTIONS_PER_PHASE,
    "half done": (MarkState.DONE, MarkState.SKIPPED) * (ACTIONS // 4),
    "all done": (MarkState.DONE,) * ACTIONS,
}


def progress(states: tuple[MarkState, ...]) -> Progress:
    """The first actions in these states, the last of them by the LAST change, with long evidence."""
    return Progress(
        ROADMAP,
        tuple(
            logged(
                LAST - len(states) + n + 1, made.id, state, NOW, EVIDENCE if state is MarkState.DONE else None
            )
            for n, (made, state) in enumerate(zip(ROADMAP.actions, states, strict=False))
        ),
    )


def member(zone: str | None = "America/Argentina/ComodRivadavia") -> Member:
    """A member with a number as long as ids get."""
    return Member(
        USER, ROADMAP.id, NOW, started=True, nudged=True, schedule=NudgeSchedule(3, 23 * 60 + 59, zone)
    )


PHASE = ROADMAP.phases[0]
FIRST = actions_of(PHASE)[0]
