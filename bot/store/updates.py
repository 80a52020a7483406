"""Updates: drafts, what is scheduled, what was posted, and everything that was changed in them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import NoSuchUpdate
from bot.domain.updates import Stage, Trouble, Update, Wording
from bot.limits import CHOICES
from bot.store.claims import LEASE, Claims
from bot.store.database import Database, Executes
from bot.store.tables import guilds, member_guilds, update_changes, updates

NEWS = 25
"""At most so many news are looked at for one nudge."""

_NEWS = (
    select(updates)
    .where(updates.c.state == Stage.POSTED, updates.c.posted_at > bindparam("since"))
    .where(updates.c.about.is_not(None))
    .where(
        updates.c.guild_id.in_(
            select(member_guilds.c.guild_id).where(member_guilds.c.user_id == bindparam("user"))
        )
    )
    .order_by(updates.c.posted_at.desc())
    .limit(NEWS)
)


@dataclass(frozen=True, slots=True)
class Editing:
    """Who changes an update, in which server and interaction, when (epoch seconds)."""

    user: int
    guild: int
    interaction: int
    at: int


class UpdateStore(Claims):
    """Reads and writes updates. Every method may raise StoreUnavailable; nothing is changed then."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, updates)

    async def draft(self, interaction: int, new: Update) -> Update:
        """Keep a draft; a form that is delivered twice makes one. The number of `new` does not count."""
        async with self._database.writing() as connection:
            known = await _one(connection, updates.c.interaction_id == interaction)
            if known is not None:
                return known
            values = {**_columns(new), "interaction_id": interaction}
            row = (await connection.execute(insert(updates).values(values).returning(updates))).one()
        return _update(row)

    async def get(self, update_id: int, guild_id: int) -> Update:
        """An update of this server; NoSuchUpdate for any other number."""
        async with self._database.reading() as connection:
            found = await _one(connection, _here(update_id, guild_id))
        if found is None:
            raise NoSuchUpdate
        return found

    async def listed(
        self, guild_id: int, *stages: Stage, title: str = "", before: int | None = None, limit: int = CHOICES
    ) -> tuple[Update, ...]:
        """A server's newest updates in these stages (all but discarded ones, if none is named).

        `title` is a part of theirs; `before` is the number of an update that is newer than all of them.
        """
        query = (
            select(updates)
            .where(updates.c.guild_id == guild_id, updates.c.state.in_(stages or _SHOWN))
            .order_by(updates.c.id.desc())
            .limit(limit)
        )
        if title:
            query = query.where(updates.c.title.icontains(title, autoescape=True))
        if before is not None:
            query = query.where(updates.c.id < before)
        async with self._database.reading() as connection:
            return tuple(_update(row) for row in await connection.execute(query))

    async def change(
        self, update_id: int, editing: Editing, what: str, decide: Callable[[Update], Update]
    ) -> tuple[Update, bool]:
        """Change an update and keep what it said before; whether anything changed.

        An interaction that is delivered twice, or a decision that changes nothing, changes nothing. Raises
        NoSuchUpdate, and what `decide` raises.
        """
        async with self._database.writing() as connection:
            before = await _one(connection, _here(update_id, editing.guild))
            if before is None:
                raise NoSuchUpdate
            seen = select(update_changes.c.id).where(update_changes.c.interaction_id == editing.interaction)
            if (await connection.execute(seen)).first() is not None:
                return before, False
            after = decide(before)
            if after == before:
                return before, False
            await _write(connection, after, **_lease(before, after, editing.at))
            reworded = after.wording != before.wording
            row = {
                "update_id": update_id,
                "interaction_id": editing.interaction,
                "author_id": editing.user,
                "at": editing.at,
                "what": what,
                "title_before": before.wording.title if reworded else None,
                "text_before": before.wording.text if reworded else None,
            }
            await connection.execute(insert(update_changes).values(row))
        return after, True

    async def due(self, now: int, limit: int) -> tuple[Update, ...]:
        """Claim what is scheduled for now, and claim again what may not have been posted."""
        left = updates.c.state.in_((Stage.SCHEDULED, Stage.CLAIMED))
        query = (
            select(updates, guilds.c.updates_channel)
            .join(guilds, guilds.c.guild_id == updates.c.guild_id, isouter=True)
            .where(left, updates.c.lease_until <= now)
            .order_by(updates.c.lease_until)
        )
        async with self._database.reading() as connection:
            if (await connection.execute(query.limit(1))).first() is None:
                return ()
        async with self._database.writing() as connection:
            rows = (await connection.execute(query.limit(limit))).all()
            claimed = [_update(row).claimed(now, row.updates_channel) for row in rows]
            for each in claimed:
                await _write(connection, each, lease_until=now + LEASE)
        return tuple(claimed)

    async def settle(self, claimed: Update, decide: Callable[[Update], Update]) -> Update | None:
        """Say what became of a claimed update, given what is known of it now.

        None, and nothing changes, if it was settled before.
        """
        async with self._database.writing() as connection:
            now = await _one(connection, updates.c.id == claimed.id)
            if now is None or now.stage is not Stage.CLAIMED:
                return None
            after = decide(now)
            await _write(connection, after)
        return after

    async def missing(self, update_id: int) -> None:
        """Note that somebody deleted the post by hand in Discord."""
        found = (updates.c.id == update_id) & (updates.c.state == Stage.POSTED)
        gone = {"state": Stage.RETRACTED, "reason": Trouble.DELETED}
        async with self._database.writing() as connection:
            await connection.execute(update(updates).where(found).values(gone))

    async def news_for(self, user_id: int, since: int) -> tuple[Update, ...]:
        """What was posted since an instant in the servers where this member used /start, newest first."""
        async with self._database.reading() as connection:
            found = await connection.execute(_NEWS, {"user": user_id, "since": since})
            return tuple(_update(row) for row in found)


_SHOWN = tuple(stage for stage in Stage if stage is not Stage.DISCARDED)


def _here(update_id: int, guild_id: int) -> Any:
    return (updates.c.id == update_id) & (updates.c.guild_id == guild_id)


async def _one(connection: Executes, which: Any) -> Update | None:
    row = (await connection.execute(select(updates).where(which))).first()
    return _update(row) if row else None


async def _write(connection: AsyncConnection, after: Update, **more: object) -> None:
    values = {**_columns(after), **more}
    await connection.execute(update(updates).where(updates.c.id == after.id).values(values))


def _lease(before: Update, after: Update, at: int) -> dict[str, object]:
    """When to look at it again, if that follows from this change."""
    if after.stage is Stage.SCHEDULED:
        return {"lease_until": after.scheduled_at}
    claimed = after.stage is Stage.CLAIMED and before.stage is not Stage.CLAIMED
    return {"lease_until": at + LEASE} if claimed else {}


def _columns(it: Update) -> dict[str, Any]:
    return {
        "guild_id": it.guild,
        "author_id": it.author,
        "author_channel": it.author_channel,
        "signature": it.signature,
        "title": it.wording.title,
        "text": it.wording.text,
        "about": it.wording.about,
        "created_at": it.created_at,
        "scheduled_at": it.scheduled_at,
        "state": it.stage,
        "claimed_at": it.claimed_at,
        "attempts": it.attempts,
        "posted_at": it.posted_at,
        "channel": it.channel,
        "message": it.message,
        "reason": it.trouble,
    }


def _update(row: Row[Any]) -> Update:
    return Update(
        id=row.id,
        guild=row.guild_id,
        author=row.author_id,
        signature=row.signature,
        wording=Wording(row.title, row.text, row.about),
        stage=Stage(row.state),
        created_at=row.created_at,
        scheduled_at=row.scheduled_at,
        author_channel=row.author_channel,
        claimed_at=row.claimed_at,
        attempts=row.attempts,
        posted_at=row.posted_at,
        channel=row.channel,
        message=row.message,
        trouble=Trouble(row.reason) if row.reason else None,
    )
