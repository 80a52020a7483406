"""What comes to a server once a week: its check-in, and the digest for its moderators."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.guilds import GuildSettings
from bot.domain.jobs import JobKind
from bot.domain.members import NudgeSchedule
from bot.domain.schedule import DAY, next_due, week_of

TOO_LATE = {JobKind.CHECK_IN: DAY // 2, JobKind.DIGEST: DAY}
"""Seconds after which one that could not be posted is left out; the next comes on time."""

QUIET = 2  # so many check-ins in a row without anybody taking part, and none follows


class ServerDue(NamedTuple):
    """Something whose time has come in a server: when it was due (epoch seconds), and the channel for it."""

    kind: JobKind
    due_at: int
    channel: int | None


def arranged(settings: GuildSettings, now: int) -> GuildSettings:
    """The settings with the next due times that follow from them, as of an instant.

    What is due and not taken up yet stays due, whatever is set in between; in a server that was left
    nothing is.
    """
    zone = settings.zone or "UTC"
    check_in = NudgeSchedule(settings.checkin_day, settings.checkin_minute, zone)
    digest = NudgeSchedule(1, settings.digest_minute, zone)
    here = settings.left_at is None
    checked = here and settings.checkin_channel is not None and not settings.checkin_rests
    told = here and settings.moderators_channel is not None
    checkin_from = _since(JobKind.CHECK_IN, settings.checkin_at, now)
    digest_from = _since(JobKind.DIGEST, settings.digest_at, now)
    return settings._replace(
        checkin_at=next_due(check_in, checkin_from, settings.checkin_week) if checked else None,
        digest_at=next_due(digest, digest_from, settings.digest_week) if told else None,
    )


def _since(kind: JobKind, due_at: int | None, now: int) -> int:
    if due_at is None or due_at > now or too_late(kind, due_at, now):
        return now
    return due_at - 1


def due_in(settings: GuildSettings, now: int) -> tuple[GuildSettings, Sequence[ServerDue]]:
    """What is due in a server by now, but for what is too late, and the settings with that behind them."""
    zone, due = settings.zone or "UTC", []
    if settings.checkin_at is not None and settings.checkin_at <= now:
        due.append(ServerDue(JobKind.CHECK_IN, settings.checkin_at, settings.checkin_channel))
        settings = settings._replace(checkin_at=None, checkin_week=week_of(settings.checkin_at, zone))
    if settings.digest_at is not None and settings.digest_at <= now:
        due.append(ServerDue(JobKind.DIGEST, settings.digest_at, settings.moderators_channel))
        settings = settings._replace(digest_at=None, digest_week=week_of(settings.digest_at, zone))
    in_time = [each for each in due if not too_late(each.kind, each.due_at, now)]
    return arranged(settings, now), in_time


def too_late(kind: JobKind, due_at: int, now: int) -> bool:
    """Whether nobody wants it any more."""
    return now - due_at > TOO_LATE[kind]


def question_of(questions: Sequence[str], due_at: int, zone: str | None) -> str:
    """The question of a week: each in its turn; none where the content has none."""
    return questions[week_of(due_at, zone or "UTC") % len(questions)] if questions else ""
