"""A certification as a member's goal, and the ones they passed."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from bot.domain.errors import UnknownName
from bot.domain.members import Goal, Member
from bot.domain.roadmap import Certification, Phase, Roadmap


class Exam(NamedTuple):
    """What can be a goal: a certification of the roadmap, or what took another one's place.

    `certification` is None for a successor that is not in the roadmap.
    """

    id: str
    title: str
    url: str
    phase: str
    certification: Certification | None

    @property
    def gone(self) -> bool:
        """Whether it can't be taken any more."""
        return self.certification is not None and self.certification.status == "retired"


class Passed(NamedTuple):
    """An exam that a member passed: `<roadmap>/<id>`, on which day, and a link that shows it."""

    ref: str
    on: date
    link: str | None = None


def exams(roadmap: Roadmap) -> dict[str, Exam]:
    """Every exam of a roadmap by its id, now and formerly; successors included."""
    found: dict[str, Exam] = {}
    for c in roadmap.certifications:
        if c.replaced_by is not None:
            s = c.replaced_by
            found[s.id] = Exam(s.id, s.title, s.url, c.phase, None)
    for c in roadmap.certifications:
        for name in (*c.formerly, c.id):
            found[name] = Exam(c.id, c.title, c.url, c.phase, c)
    return found


def exam(roadmap: Roadmap, name: str) -> Exam:
    """The exam with this id; UnknownName if there is none."""
    found = exams(roadmap).get(name)
    if found is None:
        raise UnknownName(kind="certification", name=name)
    return found


def goal_of(member: Member | None, roadmap: Roadmap) -> tuple[Goal, Exam] | None:
    """A member's goal in a roadmap with the exam that it is; None without one, or when it is not listed."""
    goal = member.goal if member else None
    prefix, _, name = (goal.ref if goal else "").partition("/")
    found = exams(roadmap).get(name) if prefix == roadmap.id else None
    return (goal, found) if goal and found else None


def in_phase(found: tuple[Goal, Exam] | None, phase: Phase) -> bool:
    """Whether a goal belongs to this phase."""
    return found is not None and found[1].phase in (phase.id, *phase.formerly)


def passed_in(roadmap: Roadmap, passed: Iterable[Passed]) -> list[tuple[Exam, Passed]]:
    """What was passed of a roadmap's exams, each with the exam that it is; what is not listed is left out."""
    known = exams(roadmap)
    named = [(each.ref.partition("/"), each) for each in passed]
    return [(known[name], each) for (road, _, name), each in named if road == roadmap.id and name in known]
