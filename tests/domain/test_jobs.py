"""What names a job, in its buttons and to Discord."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.jobs import Job, JobKey, JobKind

DUE = 1_767_600_000
WEEKLY = Job(1, JobKind.WEEKLY, 7, DUE, DUE, DUE + 60)

kinds = st.sampled_from(JobKind)
instants = st.integers(0, 10**12 - 1)


@given(kinds, instants)
def test_a_key_is_read_as_it_is_written(kind: JobKind, due_at: int) -> None:
    key = JobKey.of(kind, due_at)
    assert JobKey.read(str(key)) == key
    assert key.due_at == due_at


@pytest.mark.parametrize(
    "text", ["", "w", "17", "x17", "W17", "w-1", "w1.5", "w17 ", "w\u0667", "w" + "9" * 13]
)
def test_what_is_no_key(text: str) -> None:
    assert JobKey.read(text) is None


def test_kinds_of_which_one_is_the_other_or_becomes_it_have_one_key() -> None:
    families: dict[str, set[JobKind]] = {}
    for kind in JobKind:
        families.setdefault(JobKey.of(kind, DUE).family, set()).add(kind)
    assert [kinds for kinds in families.values() if len(kinds) > 1] == [
        {JobKind.WEEKLY, JobKind.REST, JobKind.FINISHED},
        {JobKind.SHOW, JobKind.TRAIL},
    ]


def test_a_nonce_is_the_same_for_every_try_and_for_no_other_job() -> None:
    again = WEEKLY._replace(id=2, kind=JobKind.REST, lease_until=DUE + 600, attempts=3, number=5)
    assert again.nonce == WEEKLY.nonce
    others = [WEEKLY._replace(**part) for part in ({"owner": 8}, {"due_at": DUE + 1}, {"kind": JobKind.TEST})]
    assert len({WEEKLY.nonce, *(other.nonce for other in others)}) == 4
    assert len(WEEKLY.nonce) == 25


def test_a_message_of_the_first_edition_is_found_by_its_number_too() -> None:
    key = JobKey.of(JobKind.WEEKLY, DUE)
    assert WEEKLY.names == {key}
    assert WEEKLY._replace(number=5).names == {key, 5}
