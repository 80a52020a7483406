"""A small simulated server with the real bot in it: a member, a moderator, two channels, a clock to turn."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import discord
import simcord
from simcord.builders import ChannelHandle, GuildHandle

from bot import app
from bot.content.live import LiveContent
from bot.delivery.rate_limit import Rule
from bot.domain.roadmap import Roadmap
from bot.settings import read_settings
from bot.trial.people import Person

_HOUR = 60 * 60


@dataclass(frozen=True, slots=True)
class World:
    """Everything there is; `now` is the simulated clock in epoch seconds."""

    env: simcord.Env
    app: app.App
    guild: GuildHandle
    general: ChannelHandle
    updates: ChannelHandle
    robin: Person
    mona: Person

    def now(self) -> int:
        """The simulated time."""
        return int(self.env.now().timestamp())

    @property
    def dm_open(self) -> bool:
        """Whether Discord lets the bot write to Robin."""
        return _closed(self.robin) not in self.env.backend.faults

    def turn_dm(self) -> None:
        """Robin closes the direct messages for people of this server, or opens them again."""
        faults, closed = self.env.backend.faults, _closed(self.robin)
        if closed in faults:
            faults.remove(closed)
        else:
            faults.append(closed)

    async def pass_time(self, seconds: int) -> None:
        """Let time pass, hour by hour, and everything happen that falls due in it."""
        for start in range(0, seconds, _HOUR):
            await self.env.advance_time(min(_HOUR, seconds - start))
            with self.env.time_context():
                await self.app.dispatcher.tick()
                await self.app.dispatcher.drain()


def _closed(person: Person) -> dict[str, Any]:
    """How the simulation is told to refuse what the bot writes to somebody, as Discord does."""
    return {
        "method": "POST",
        "path": f"/channels/{person.user.dm_channel.id}/messages",
        "status": 403,
        "code": 50278,
        "message": "Cannot send messages to this user",
        "times": None,
    }


async def at_once(_: Rule) -> None:
    """Wait for no turn. Nobody counts requests in here, and a click goes by another clock than whoever
    lets time pass, so that one would wait for the other for ever.
    """


@asynccontextmanager
async def a_world(
    content: LiveContent | None = None, url: str | None = None, begins: datetime | None = None
) -> AsyncIterator[World]:
    """A server called Model Trail with Robin, a learner, and Mona, a moderator.

    Its database is temporary, unless the address of one is given. It begins on the morning after the content
    was looked up, unless another time is given: what the content says of then is past.
    """
    content = content or LiveContent.open(read_settings().content_dir)
    env: simcord.Env | None = None

    def clock() -> int:
        return int(env.now().timestamp()) if env else 0  # the bot is built before what it runs in

    with tempfile.TemporaryDirectory(prefix="cairn-try-") as folder:
        url = url or f"sqlite+aiosqlite:///{Path(folder) / 'cairn.db'}"
        built = await app.build(url, content, clock, wait=at_once)
        # A busy machine takes its time; longer than this and it would wait for the bot's own ten seconds.
        env = simcord.Env(built.client, check_errors=False, shard_count=1, settle_timeout=8)
        await env.start()
        begins = begins or _morning_after(content.library.default)
        await env.advance_time(max(0, (begins - env.now()).total_seconds()))
        try:
            yield _people(env, built)
        finally:
            await env.shutdown()
            await built.store.close()


def _morning_after(roadmap: Roadmap) -> datetime:
    looked_up = max((exam.checked_on for exam in roadmap.certifications), default=date.min)
    return datetime.combine(looked_up, time(9), UTC) + timedelta(days=1)


def _people(env: simcord.Env, built: app.App) -> World:
    guild = env.create_guild("Model Trail")
    general, updates = guild.create_text_channel("general"), guild.create_text_channel("roadmap-updates")
    moderators = guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    learners = guild.create_role("learners", mentionable=True)
    robin = guild.add_member(env.create_user("Robin"), roles=[learners])
    mona = guild.add_member(env.create_user("Mona"), roles=[moderators])
    return World(env, built, guild, general, updates, Person(env, robin, general), Person(env, mona, general))
