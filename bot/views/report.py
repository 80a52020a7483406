"""`cairn report` and `cairn check --against`: what became of nudges, what becomes of ticks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from bot.domain.edits import Difference, Edit, Part
from bot.domain.jobs import JobState
from bot.domain.lost import Lost
from bot.domain.nudges import WeekCount
from bot.domain.paths import Choice, Option
from bot.domain.roadmap import Action, Certification, Phase, Question
from bot.domain.steps import Step
from bot.domain.unanswered import AUTHORS_FROM, Unanswered

_KINDS: dict[type[Part], str] = {
    Phase: "phase",
    Action: "action",
    Step: "step",
    Choice: "choice",
    Option: "option",
    Certification: "certification",
    Question: "question",
}
_MARKED = (Action, Step)
_MEANINGS = {
    Edit.NEW: ": open for everybody; a finished action, phase or roadmap stays finished",
    Edit.LOWERED: ": whoever has ticked it that often has done it",
    Edit.RAISED: ": whoever has done it has still done it",
}
_COLUMNS = ("sent", "late", "refused", "missed", "withdrawn", "failed", "open")


def by_week(counts: Iterable[WeekCount]) -> list[str]:
    """A line a week (Monday, UTC), oldest first. Late ones were sent as well, and are not counted twice."""
    weeks: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for count in counts:
        column = _column(count)
        weeks[count.monday][column] = weeks[count.monday].get(column, 0) + count.number
    if not weeks:
        return ["weekly messages: none yet"]
    heading = "week of     " + "".join(f"{name:>10}" for name in _COLUMNS)
    return [heading, *(_line(monday, numbers) for monday, numbers in sorted(weeks.items()))]


def unanswered(frequent: Iterable[Unanswered]) -> list[str]:
    """The questions that found no answer, most asked first, so that authors know what to write."""
    lines = [f"{each.askers:>5} people: {each.gist} ({each.roadmap})" for each in frequent]
    if not lines:
        return [f"questions without an answer: none that {AUTHORS_FROM} people asked"]
    return [f"questions without an answer, asked by {AUTHORS_FROM} people or more:", *lines]


def edit_lines(found: Iterable[Difference], held: Mapping[tuple[str, str], int]) -> list[str]:
    """A line a difference: how many members hold it, what it means to them, what to do about a loss."""
    lines = [_edit_line(each, held.get((each.roadmap, each.id), 0)) for each in found]
    return lines or ["nothing changes for members"]


def lost_lines(ticks: Iterable[Lost], exams: Iterable[Lost]) -> list[str]:
    """A line for each id that members ticked or passed and that the content lost: how many, what to write."""
    return [
        *(_lost_line(each, "ticks count", "ticks count") for each in ticks),
        *(_lost_line(each, "exam counts", "exams count") for each in exams),
    ]


def _lost_line(each: Lost, one: str, more: str) -> str:
    many = "at least " if not each.ref and each.members > 1 else ""
    whose = f"1 member's {one}" if each.members == 1 else f"{many}{each.members} members' {more}"
    if not each.ref:
        return f"{whose} nowhere: there is no roadmap {each.roadmap}; give its folder that name again"
    return (
        f"{whose} nowhere: {each.ref} of {each.roadmap}; write `formerly: [{each.ref}]` into what took its "
        "place, or keep it with `retired: true`"
    )


def edit_words(each: Difference) -> str:
    """A difference as a line: "mlops-engineer: action docker renamed to containers"."""
    return f"{each.roadmap}: {_KINDS[each.kind]} {each.id} {_fate(each)}"


def _edit_line(each: Difference, members: int) -> str:
    holding = f" ({members} member{'' if members == 1 else 's'})" if members and each.kind in _MARKED else ""
    return f"{edit_words(each)}{holding}{_meaning(each)}"


def _fate(each: Difference) -> str:
    match each.edit:
        case Edit.RENAMED | Edit.MOVED:
            return f"{each.edit} to {', '.join(each.heirs)}"
        case Edit.SPLIT | Edit.MERGED:
            return f"{each.edit} into {', '.join(each.heirs)}"
        case Edit.DIVIDED:
            return f"divided into {each.now:g} steps"
        case Edit.LOWERED | Edit.RAISED:
            return f"repeat {each.edit} from {each.was:g} to {each.now:g}"
        case Edit.HOURS:
            return f"hours changed from {each.was:g} to {each.now:g}"
        case _:
            return each.edit.value


def _meaning(each: Difference) -> str:
    """What it means to members, where that is not plain."""
    if each.edit is Edit.LOST and each.kind is Option:
        return ": whoever chose it is asked again; the option in its place can list it under `formerly`"
    if each.edit is Edit.LOST and each.kind is Choice:
        return ": what members chose there means nothing any more"
    if each.edit is Edit.LOST:
        return (
            f": no tick is deleted, but it counts nowhere; write `formerly: [{each.id}]` into what took its "
            "place, or keep it with `retired: true`"
        )
    return _MEANINGS.get(each.edit, "") if each.kind in _MARKED else ""


def _column(count: WeekCount) -> str:
    if count.state is JobState.SENT:
        return "late" if count.late else "sent"
    return "open" if count.state in (JobState.CLAIMED, JobState.WAITING) else count.state.value


def _line(monday: int, numbers: dict[str, int]) -> str:
    day = datetime.fromtimestamp(monday, UTC)
    return f"{day:%Y-%m-%d}  " + "".join(f"{numbers.get(name, 0):>10}" for name in _COLUMNS)
