"""Goals and exams: each act counts once, and what is reached is a goal no more."""

from datetime import date

import pytest

from bot.domain.errors import UnknownName
from bot.domain.goals import Passed
from bot.domain.members import Goal
from bot.services.certifications import CertificationService, Exams
from bot.store.store import Store
from tests.services.samples import NOON, TRAIL, act
from tests.stored import the_member

TODAY, JUNE = date(2026, 1, 9), date(2026, 6, 1)


async def test_who_is_unknown_has_no_goal(certifications: CertificationService) -> None:
    assert await certifications.exams(1) == Exams(TRAIL, None, ())


async def test_a_goal_makes_a_member_without_nudges(
    store: Store, certifications: CertificationService
) -> None:
    exam, goal = await certifications.set_goal(act(1), "exam", JUNE)
    assert (exam.id, goal) == ("exam", Goal("trail/exam", JUNE, told=False))
    assert (await certifications.exams(1)).goal == goal
    member = await the_member(store, 1)
    assert (member.started, member.nudged, member.enrolled_at) == (False, False, NOON)


async def test_a_goal_that_was_known_to_be_retired_is_not_told_of(
    certifications: CertificationService,
) -> None:
    assert (await certifications.set_goal(act(1), "exam", None))[1].told is False
    assert (await certifications.set_goal(act(2), "gone", None))[1].told is True


async def test_a_goal_that_comes_twice_stays_what_was_chosen_since(
    certifications: CertificationService,
) -> None:
    await certifications.set_goal(act(1), "exam", JUNE)
    await certifications.drop_goal(act(2))
    await certifications.set_goal(act(1), "exam", JUNE)
    assert (await certifications.exams(1)).goal is None


async def test_what_is_passed_is_kept_once_and_the_later_word_counts(
    certifications: CertificationService,
) -> None:
    for interaction, link in ((1, None), (1, None), (2, "https://example.org/proof")):
        roadmap, exam = await certifications.passed(act(interaction), "exam", TODAY, link)
        assert (roadmap, exam.id) == (TRAIL, "exam")
    assert (await certifications.exams(1)).passed == (
        Passed("trail/exam", TODAY, "https://example.org/proof"),
    )


async def test_only_the_goal_that_is_reached_is_one_no_more(certifications: CertificationService) -> None:
    await certifications.set_goal(act(1), "exam", None)
    await certifications.passed(act(2), "gone", JUNE, None)
    assert (await certifications.exams(1)).goal is not None
    await certifications.passed(act(3), "exam", TODAY, None)
    exams = await certifications.exams(1)
    assert exams.goal is None
    assert exams.passed == (Passed("trail/exam", TODAY), Passed("trail/gone", JUNE))


@pytest.mark.parametrize("ref", ["a0", "nothing", "path/exam"])
async def test_what_is_no_exam(store: Store, certifications: CertificationService, ref: str) -> None:
    with pytest.raises(UnknownName):
        await certifications.set_goal(act(1), ref, None)
    with pytest.raises(UnknownName):
        await certifications.passed(act(2), ref, TODAY, None)
    assert await store.read.members.get(1) is None
