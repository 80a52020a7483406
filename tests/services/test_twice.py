"""Every act counts once, however often Discord delivers it, and whatever came in between."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import date

import pytest

from bot.content.live import LiveContent
from bot.domain.acts import Act, Clicked
from bot.domain.enrolment import Request
from bot.domain.jobs import JobKey, JobKind
from bot.domain.schedule import DAY
from bot.domain.updates import Wording
from bot.services.activity import Activity
from bot.services.answers import AnswerService
from bot.services.certifications import CertificationService
from bot.services.data import DataService
from bot.services.enrolment import Enrolment
from bot.services.names import Names
from bot.services.notes import NoteService
from bot.services.nudges import NudgeService
from bot.services.progress import ProgressService
from bot.services.questions import QuestionService
from bot.services.updates import UpdateService
from bot.store.store import Store
from tests.stored import everything

NOW = 1_767_600_000
"""Monday, 5 January 2026, 08:00 UTC."""

ROBIN, GUILD, CHANNEL = 11, 33, 44
WORDS = Wording("Title", "Text")


@dataclass(frozen=True)
class House:
    """Every service on one database."""

    url: str
    content: LiveContent
    store: Store
    enrolment: Enrolment
    progress: ProgressService
    notes: NoteService
    nudges: NudgeService
    exams: CertificationService
    questions: QuestionService
    updates: UpdateService
    answers: AnswerService
    data: DataService
    activity: Activity

    def rows(self) -> list[str]:
        """All that is stored."""
        return everything(self.url)


@pytest.fixture
async def house(shipped: LiveContent, database_url: str) -> AsyncIterator[House]:
    """Robin is a member who finished two actions, and wrote an update of which a post is scheduled."""
    store = Store.open(database_url)
    content = LiveContent(shipped.folder, shipped.library)
    names = Names(store, content)
    built = House(
        database_url,
        content,
        store,
        Enrolment(store, content),
        ProgressService(store, content, names),
        NoteService(store, content, names),
        NudgeService(store, content),
        CertificationService(store, content, names),
        QuestionService(store),
        UpdateService(store),
        AnswerService(store),
        DataService(store),
        Activity(store),
    )
    await built.enrolment.start(act(1), Request(zone="Europe/Berlin"), None)
    await built.progress.tick(act(4), "mlflow")
    await built.progress.tick(act(2), "numpy-pandas")
    await built.updates.draft(act(3), "Robin", WORDS, None)
    await built.answers.draft(act(5), "Robin", ("mlops-engineer", ""), "When?", "Now.")
    yield built
    await store.close()


def act(interaction: int, at: int = NOW) -> Act:
    """What Robin does."""
    return Act(ROBIN, GUILD, interaction, at)


Do = Callable[[House, Act], Awaitable[object]]


async def start(house: House, act: Act) -> object:
    roadmap = house.content.library.default
    known = roadmap, roadmap.phase("core-tools")
    return await house.enrolment.start(act, Request(weekday=5), known)


async def click(house: House, act: Act) -> object:
    clicked = Clicked(JobKey.of(JobKind.WELCOME, NOW), act.at)
    return await house.activity.note(Act(act.user, act.guild, act.interaction, act.at, clicked=clicked))


ACTS: dict[str, Do] = {
    "start": start,
    "click": click,
    "tick": lambda house, act: house.progress.tick(act, "ml-course", "https://robin.example"),
    "skip": lambda house, act: house.progress.skip(act, "ml-course"),
    "undo": lambda house, act: house.progress.undo(act),
    "reopen": lambda house, act: house.progress.reopen(act, "numpy-pandas"),
    "link": lambda house, act: house.progress.link(act, "mlflow", f"https://x.example/{act.interaction}"),
    "path": lambda house, act: house.progress.choose(
        act, "mlops-engineer", "cloud", ("aws", "azure")[act.interaction % 2]
    ),
    "done before": lambda house, act: house.progress.tick_each(act, ["flask-api"], date(2026, 1, 2)),
    "note": lambda house, act: house.notes.keep(act, "numpy-pandas", f"Note {act.interaction}"),
    "choose note": lambda house, act: house.notes.choose(act, "numpy-pandas", act.interaction % 2 == 0),
    "no note": lambda house, act: house.notes.delete(act, "numpy-pandas"),
    "day": lambda house, act: house.nudges.reschedule(act, Request(weekday=3)),
    "time": lambda house, act: house.nudges.reschedule(act, Request(minute=60)),
    "zone": lambda house, act: house.nudges.reschedule(act, Request(zone="Asia/Tokyo")),
    "pause": lambda house, act: house.nudges.pause(act, 14),
    "pause until a day": lambda house, act: house.nudges.pause(act, date(2026, 5, 1)),
    "plan": lambda house, act: house.nudges.plan(act, act.at + 2 * DAY),
    "still on it": lambda house, act: house.nudges.still_on_it(act),
    "rarer": lambda house, act: house.nudges.rarer(act),
    "hours": lambda house, act: house.nudges.set_hours(act, 9),
    "resume": lambda house, act: house.nudges.resume(act),
    "off": lambda house, act: house.nudges.turn_off(act),
    "on": lambda house, act: house.nudges.turn_on(act),
    "snooze": lambda house, act: house.nudges.snooze(act),
    "keep": lambda house, act: house.nudges.keep(act),
    "test": lambda house, act: house.nudges.test(act),
    "try again": lambda house, act: house.nudges.try_again(act),
    "goal": lambda house, act: house.exams.set_goal(act, "cka", date(2026, 5, 1)),
    "no goal": lambda house, act: house.exams.drop_goal(act),
    "passed": lambda house, act: house.exams.passed(act, "cka", date(2026, act.interaction % 9 + 1, 1), None),
    "not passed": lambda house, act: house.exams.not_passed(act, "cka"),
    "question": lambda house, act: house.questions.note(act, house.content.library.default, "rust worth it"),
    "draft": lambda house, act: house.updates.draft(act, "Robin", WORDS, None),
    "reword": lambda house, act: house.updates.reword(act, 1, f"Title {act.interaction}", "Text"),
    "post": lambda house, act: house.updates.post(act, 1, CHANNEL),
    "schedule": lambda house, act: house.updates.schedule(act, 1, act.at + DAY, CHANNEL),
    "cancel": lambda house, act: house.updates.cancel(act, 1),
    "discard": lambda house, act: house.updates.discard(act, 1),
    "retract": lambda house, act: house.updates.retract(act, 1, None),
    "draft answer": lambda house, act: house.answers.draft(act, "Robin", ("mlops-engineer", ""), "Q", "A"),
    "reword answer": lambda house, act: house.answers.reword(act, 1, f"Q {act.interaction}", "A", None),
    "answer": lambda house, act: house.answers.answer(act, 1, None),
    "discard answer": lambda house, act: house.answers.discard(act, 1, None),
    "retract answer": lambda house, act: house.answers.retract(act, 1),
    "delete": lambda house, act: house.data.delete(act.user, act.at),
}


@pytest.mark.parametrize("do", ACTS.values(), ids=list(ACTS))
async def test_delivered_twice_it_happens_once(house: House, do: Do) -> None:
    made = act(10, NOW + 60)
    await do(house, made)
    once = house.rows()
    await do(house, made)
    assert house.rows() == once


LASTING = [name for name in ACTS if name not in ("delete", "discard", "discard answer", "retract answer")]
"""After the others nothing comes; of a deletion not even that it happened is kept."""


@pytest.mark.parametrize("name", LASTING)
async def test_delivered_again_it_undoes_nothing_of_what_came_after(house: House, name: str) -> None:
    do, made = ACTS[name], act(10, NOW + 60)
    await do(house, made)
    for number, other in enumerate(LASTING, start=11):
        await ACTS[other](house, act(number, NOW + 60 * number))
    after = house.rows()
    await do(house, made)
    assert house.rows() == after
