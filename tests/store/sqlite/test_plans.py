"""What is asked again and again is looked up in an index, however many members there are."""

import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import select

from bot.domain.acts import Act
from bot.domain.due import Due
from bot.domain.jobs import Ending, Job, JobKind, JobState, NewJob
from bot.domain.members import Member
from bot.domain.updates import Stage, Update, Wording
from bot.store.columns import metadata
from bot.store.report import ends_in_server
from bot.store.rows import Rows
from bot.store.store import Store
from bot.trial.world import World
from tests.cogs.moderating import draft, ready
from tests.store.conftest import Statement

WHO, WHERE, NOW = 7, 8, 1_800_000_000
MEMBER = Member(WHO, "trail", NOW)
JOB = Job(1, JobKind.WEEKLY, WHO, NOW, NOW, NOW + 60)
UPDATE = Update(1, WHERE, WHO, "Mona", Wording("Title", "Text"), Stage.CLAIMED, NOW)
ACT = Act(WHO, None, 1, NOW)
SENT = Ending(JobState.SENT, NOW, JobKind.WEEKLY)
GIVEN_UP = Ending(JobState.FAILED, NOW, JobKind.WEEKLY)

LIST = re.compile(r"\(\?(, \?)+\)|\(SELECT 1 FROM \(SELECT 1\) WHERE 1!=1\)")
STEP = re.compile(r"(SEARCH|SCAN) ([a-z]\w*)( USING (COVERING )?(INDEX )?([\w ]+?))?( \(.*)?")
KEY = "its primary key"
THEIRS = "jobs by sqlite_autoindex_jobs_1"
"""Jobs have one index of owner and key, which SQLite names itself."""

ASKED: dict[str, tuple[Callable[[Rows], Awaitable[object]], set[str]]] = {
    # What a tick asks, whether anything is due or not.
    "when a job is due": (lambda rows: rows.jobs.next_due(), {"jobs by ix_jobs_lease_until"}),
    "when a server is due": (
        lambda rows: rows.guilds.next_due(),
        {"guilds by ix_guilds_checkin_at", "guilds by ix_guilds_digest_at"},
    ),
    "when a member is due": (lambda rows: rows.members.next_due(), {"members by ix_members_wake_at"}),
    # What is asked for whoever watches.
    "how many jobs are under way": (lambda rows: rows.jobs.open(), {"jobs by ix_jobs_lease_until"}),
    # What it asks when something is.
    "jobs that wait no longer, and leases that ran out": (
        lambda rows: rows.jobs.take_over(NOW, 5, tuple(JobKind), [1]),
        {"jobs by ix_jobs_lease_until", f"jobs by {KEY}"},
    ),
    "members who are due": (lambda rows: rows.members.due(NOW, 5), {"members by ix_members_wake_at"}),
    "members who are due next week": (lambda rows: rows.members.save(MEMBER), {f"members by {KEY}"}),
    "what was claimed before": (
        lambda rows: rows.jobs.claim_due([(WHO, Due(JobKind.WEEKLY, NOW))], NOW),
        {THEIRS},
    ),
    # What each job takes.
    "whether it is still to be done": (lambda rows: rows.jobs.held(JOB), {f"jobs by {KEY}"}),
    "whose it is": (
        lambda rows: rows.jobs.member_of(JOB),
        {f"jobs by {KEY}", f"members by {KEY}", "jobs_1 by sqlite_autoindex_jobs_1"},
    ),
    "who that is now": (lambda rows: rows.members.get(WHO), {f"members by {KEY}"}),
    "what they were sent": (lambda rows: rows.jobs.past(WHO), {THEIRS}),
    "what they did": (
        lambda rows: rows.changes.of(WHO),
        {
            f"members by {KEY}",
            "changes by ix_changes_user_id_id",
            f"marks by {KEY}",
            "all of state",  # the one row that says what was changed last
        },
    ),
    "what is new for them": (
        lambda rows: rows.updates.news_for(WHO, NOW),
        {"updates by ix_updates_guild_id_id", f"member_guilds by {KEY}"},
    ),
    "where their DM is": (lambda rows: rows.members.set_dm_channel(WHO, 1), {f"members by {KEY}"}),
    "what may go out at once now": (lambda rows: rows.jobs.wake(WHO, NOW, 60), {THEIRS}),
    "what it has become": (lambda rows: rows.jobs.becomes(JOB, JobKind.FINISHED), {f"jobs by {KEY}"}),
    "that it is done": (lambda rows: rows.jobs.settle(JOB, SENT), {f"jobs by {KEY}"}),
    "that it is given up": (lambda rows: rows.jobs.settle(JOB, GIVEN_UP), {f"jobs by {KEY}"}),
    "that it is tried later": (
        lambda rows: rows.jobs.put_back(JOB, NOW, tried=True, unsure=True),
        {f"jobs by {KEY}"},
    ),
    "whether a second is free for another one": (
        lambda rows: rows.jobs.add(NewJob(JobKind.NOTE, WHO, NOW), NOW),
        {THEIRS},
    ),
    "whether moderators know that a role can't be given": (
        lambda rows: rows.jobs.refused_role(WHERE, 5),
        {THEIRS},
    ),
    "that it can be given": (lambda rows: rows.jobs.role_works(WHERE, 5), {THEIRS}),
    "which roles somebody was not given": (
        lambda rows: rows.jobs.refused_roles(WHO, NOW),
        {"jobs by ix_jobs_user_id"},
    ),
    "what is to be posted": (lambda rows: rows.updates.find(1), {f"updates by {KEY}"}),
    "where it is to be posted": (lambda rows: rows.guilds.get(WHERE), {f"guilds by {KEY}"}),
    "what a server answers itself": (
        lambda rows: rows.answers.standing(WHERE),
        {"answers by ix_answers_guild_id_id"},
    ),
    "that it is posted": (lambda rows: rows.updates.save(UPDATE), {f"updates by {KEY}"}),
    # What retention asks every hour.
    "who is to be told of their deletion": (
        lambda rows: rows.retention.unseen_since(5, NOW, 50),
        {"members by ix_members_seen_day", THEIRS},
    ),
    "who is to be deleted": (
        lambda rows: rows.retention.forgotten(5, NOW, 50),
        {"members by ix_members_seen_day", THEIRS},
    ),
    "whose account was not there": (
        lambda rows: rows.retention.refused_as_nobody(NOW, 50),
        {"members by ix_members_refused_at", THEIRS},
    ),
    "whose account is there after all": (lambda rows: rows.retention.account_exists(WHO), {THEIRS}),
    "what else there is of whoever is deleted": (
        lambda rows: rows.members.delete(WHO),
        {
            f"members by {KEY}",
            f"member_guilds by {KEY}",
            f"notes by {KEY}",
            f"passed by {KEY}",
            "changes by ix_changes_user_id_id",
            "clicks by ix_clicks_user_id",
            "jobs by ix_jobs_user_id",
            "updates by ix_updates_author_id",
            "update_changes by ix_update_changes_author_id",
            "shown by ix_shown_user_id_id",
            f"roles by {KEY}",
            "setup_changes by ix_setup_changes_author_id",
            "answers by ix_answers_author_id",
            "answer_changes by ix_answer_changes_author_id",
        },
    ),
    "old jobs": (
        lambda rows: rows.jobs.delete_settled(NOW, 20),
        {"jobs by ix_jobs_due_at", f"jobs by {KEY}"},
    ),
    "old clicks": (lambda rows: rows.retention.delete_clicks(NOW), {"clicks by ix_clicks_at"}),
    "old questions": (
        lambda rows: rows.questions.delete_old(NOW, NOW),
        {"questions by ix_questions_day", "question_days by ix_question_days_day"},
    ),
    "previews nobody used, and what is gone": (
        lambda rows: rows.shown.delete_old(NOW, NOW),
        {"shown by ix_shown_looked_at", "shown_before by ix_shown_before_at"},
    ),
    "removals that are done": (
        lambda rows: rows.retention.delete_removals(NOW),
        {"jobs by ix_jobs_kind"},
    ),
    "servers that were left": (
        lambda rows: rows.guilds.delete_left(NOW),
        {
            "guilds by ix_guilds_left_at",
            "answers by ix_answers_guild_id_id",
            "updates by ix_updates_guild_id_id",
            f"questions by {KEY}",
            f"blocks by {KEY}",
            "shown by ix_shown_guild_id_key",
            "roles by ix_roles_guild_id",
            "setup_changes by ix_setup_changes_guild_id_what_id",
            "member_guilds by ix_member_guilds_guild_id_user_id",
            "jobs by ix_jobs_guild_id",
        },
    ),
    # What every command and click asks.
    "whether it proves that a message arrived": (
        lambda rows: rows.jobs.find(JOB.key, WHO, JobState.CLAIMED, JobState.FAILED),
        {THEIRS},
    ),
    "whether it came before": (lambda rows: rows.clicks.known(ACT), {f"clicks by {KEY}"}),
    "what it marked before": (
        lambda rows: rows.changes.made_by(ACT),
        {f"members by {KEY}", "changes by ix_changes_user_id_id", f"marks by {KEY}"},
    ),
    "what it took back before": (
        lambda rows: rows.changes.undone_by(ACT),
        {f"members by {KEY}", "changes by ix_changes_user_id_id", f"marks by {KEY}"},
    ),
    "what is on its way": (lambda rows: rows.jobs.open_of(WHO, JobKind.TEST), {THEIRS}),
    # What a server's moderators ask, and its leaving.
    "who was met there": (
        lambda rows: rows.guilds.members(WHERE, WHO, 50),
        {"member_guilds by ix_member_guilds_guild_id_user_id"},
    ),
    "what they all did": (
        lambda rows: rows.changes.of_several([WHO, WHO + 1]),
        {f"members by {KEY}", "changes by ix_changes_user_id_id", f"marks by {KEY}"},
    ),
    "what became of their messages": (
        lambda rows: ends_in_server(rows.connection, WHERE, NOW),
        {"member_guilds by ix_member_guilds_guild_id_user_id", THEIRS},
    ),
    "what they asked in vain": (
        lambda rows: rows.questions.of_server(WHERE, NOW),
        {"answers by ix_answers_guild_id_id", f"questions by {KEY}"},
    ),
    "what was written for them": (
        lambda rows: rows.updates.listed(WHERE),
        {"updates by ix_updates_guild_id_id"},
    ),
    "who was met nowhere else": (
        lambda rows: rows.guilds.members_only_here(WHERE, WHO, 50),
        {
            "member_guilds by ix_member_guilds_guild_id_user_id",
            f"elsewhere by {KEY}",
            f"guilds by {KEY}",
        },
    ),
    # What a start asks of all that the last process left.
    "claims of the process before": (lambda rows: rows.jobs.inherit(), {"jobs by ix_jobs_lease_until"}),
}
"""By name: how it is asked, and by what each table is searched for it.

Whose questions are to be deleted is not among them: only a person's id and all questions together tell that.
"""


class TakenBack(Exception):
    """Ends a transaction so that nothing of it stays."""


async def ask(store: Store, question: Callable[[Rows], Awaitable[object]]) -> None:
    """Ask, and change nothing."""
    with suppress(TakenBack):
        async with store.transaction() as rows:
            await question(rows)
            raise TakenBack


def looked_up(statements: list[Statement]) -> dict[str, Statement]:
    """Those that look for rows, each text once; how many values a list has makes no other text."""
    looking = (each for each in statements if each[0].startswith(("SELECT", "UPDATE", "DELETE")))
    return {LIST.sub("(?)", statement[0]): statement for statement in looking}


def ways(file: Path, statements: list[Statement]) -> set[str]:
    """By what SQLite searches each table for all of it; a table that it reads as a whole is scanned."""
    found = set()
    with closing(sqlite3.connect(file)) as connection:
        for text, parameters in statements:
            for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {text}", parameters):
                if match := STEP.fullmatch(step):
                    way = KEY if str(match[6]).endswith("PRIMARY KEY") else match[6]
                    searched = match[1] == "SEARCH" and way
                    found.add(f"{match[2]} by {way}" if searched else f"all of {match[2]}")
    return found


def scanned(file: Path, statements: list[Statement]) -> set[str]:
    """What is read as a whole."""
    return {way for way in ways(file, statements) if way.startswith("all of")}


def belongings() -> list[Statement]:
    """How SQLite itself looks for what goes with a row that is deleted."""
    keys = (key for table in metadata.sorted_tables for key in table.foreign_keys)
    queries = (select(key.parent).where(key.parent == 1) for key in keys)
    return [(str(query.compile(compile_kwargs={"literal_binds": True})), ()) for query in queries]


async def test_what_is_asked_again_and_again_scans_no_table(
    world: World, database_file: Path, statements: list[Statement]
) -> None:
    """A tick and a look of retention ask nothing beside what is named, and nothing of that is scanned for."""
    store, named = world.app.store, set[str]()
    async with store.transaction() as rows:
        await rows.jobs.add(NewJob(JobKind.NOTE, WHO, NOW), NOW, wait_until=NOW)
    for name, (question, expected) in ASKED.items():
        statements.clear()
        await ask(store, question)
        asked = looked_up(statements)
        assert ways(database_file, list(asked.values())) == expected, name
        named |= {*asked}

    await ready(world)
    await world.robin.slash("start", timezone="Berlin")
    await (await draft(world, when="2026-01-05 09:00")).click("Schedule")
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=3)
    statements.clear()
    await world.pass_time(5 * 24 * 60 * 60)
    with world.env.time_context():
        await world.app.retention.look()
    assert len(world.robin.inbox()) == 2
    assert len(world.updates.history()) == 1
    asked = looked_up(statements)
    assert asked.keys() - named == set()
    assert not scanned(database_file, list(asked.values()))
    assert not scanned(database_file, belongings())
