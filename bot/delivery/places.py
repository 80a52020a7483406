"""Places as Discord has them now: who may speak there, and posting, finding and removing in them."""

from collections.abc import Collection
from dataclasses import dataclass

import discord

from bot.client.shards import untold
from bot.delivery.sender import DiscordSender, snowflake_at
from bot.domain.guilds import Place, missing, needed
from bot.domain.jobs import JobKey, Refusal
from bot.domain.shown import IN_THREADS, Obstacle, Shown, ShownKind, tag_for
from bot.views.components import clip
from bot.views.messages import ClassicMessage

THREAD_NAME = 100  # Discord's limit, in characters
EMPTIED = "Taken back"

Spot = (
    discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.ForumChannel | discord.Thread
)
"""Where something can be posted: what is in a thread is no post of its own there."""

Where = tuple[int, int]
"""A channel and a message in it."""


@dataclass(frozen=True, slots=True)
class Places:
    """Knows the servers as Discord has them now."""

    _sender: DiscordSender

    async def name(self, guild_id: int) -> str | None:
        """What a server is called; None for one that the bot is not in.

        Discord is asked where another process has its shard.
        """
        guild = self._sender.client.get_guild(guild_id)
        if guild is None and untold(self._sender.client, guild_id):
            fetched = await self._sender.ask(
                lambda: self._sender.client.fetch_guild(guild_id, with_counts=False)
            )
            return None if isinstance(fetched, Refusal) else fetched.name
        return guild.name if guild else None

    async def spot(
        self, guild_id: int, place: int, kind: ShownKind | None = None
    ) -> Spot | Obstacle | Refusal:
        """A place, or why it is none any more; LATER while Discord has yet to tell what is in the server.

        Of threads Discord tells only some by itself: what is shown in one is asked for.
        """
        guild = self._sender.client.get_guild(guild_id)
        if untold(self._sender.client, guild_id):
            return Refusal.LATER
        if guild is None:
            return Obstacle.AWAY
        channel = guild.get_channel(place)
        if channel is None and kind in IN_THREADS:
            fetched = await self._sender.ask(lambda: self._sender.client.fetch_channel(place))
            if isinstance(fetched, Refusal):
                return Obstacle.GONE if fetched is Refusal.CLOSED else _passing(fetched)
            return fetched if isinstance(fetched, discord.Thread) and fetched.parent else Obstacle.GONE
        if channel is None:
            return Obstacle.GONE
        return channel if isinstance(channel, Spot) else Obstacle.WRONG_KIND

    def obstacle(self, spot: Spot, place: Place | None, shown: Shown | None = None) -> Obstacle | None:
        """What keeps the bot from posting there, in a place or, without one, where somebody is."""
        forum, thread = isinstance(spot, discord.ForumChannel), isinstance(spot, discord.Thread)
        may = spot.permissions_for(spot.guild.me)
        if missing(may.value, needed(place, forum=forum, thread=thread)):
            return Obstacle.PERMISSIONS
        if isinstance(spot, discord.Thread) and spot.locked and not may.manage_threads:
            return Obstacle.LOCKED
        if (
            isinstance(spot, discord.ForumChannel)
            and spot.flags.require_tag
            and shown
            and not _tags(spot, shown)
        ):
            return Obstacle.TAGS
        return None

    async def speaker(self, spot: Spot, user: int) -> discord.Member | Obstacle | Refusal:
        """Somebody as they are in the server now, who could write there themselves; or why not."""
        member = await self._sender.member(spot.guild.id, user)
        if isinstance(member, Refusal):
            return Obstacle.ELSEWHERE if member in (Refusal.ELSEWHERE, Refusal.NOBODY) else member
        if member.is_timed_out():
            return Obstacle.TIMED_OUT
        may = spot.permissions_for(member)
        if isinstance(spot, discord.Thread) and spot.locked and not may.manage_threads:
            return Obstacle.LOCKED
        thread = isinstance(spot, discord.Thread)
        speaks = may.send_messages_in_threads if thread else may.send_messages
        return member if may.view_channel and speaks else Obstacle.MAY_NOT

    async def post(self, spot: Spot, shown: Shown, message: ClassicMessage, nonce: str) -> Where | Refusal:
        """Post it: as a message, in a forum as a thread of its own."""
        if isinstance(spot, discord.ForumChannel):
            name = clip(f"{shown.name}: {shown.title}", THREAD_NAME)
            return await self._sender.post(spot, name, message, _tags(spot, shown))
        sent = await self._sender.send(spot.id, message, nonce=nonce)
        return sent if isinstance(sent, Refusal) else (spot.id, sent)

    async def find(
        self, spot: Spot, names: Collection[JobKey | int], since: int, until: int | None = None
    ) -> Where | Refusal | None:
        """Where our post stands whose buttons carry one of the names, from a snowflake on; None if nowhere.

        A look-up that failed is a Refusal, which says nothing about the post.
        """
        if isinstance(spot, discord.ForumChannel):
            return await self._sender.find_thread(spot, names, since, until)
        found = await self._sender.find(spot.id, names, since, until)
        return (spot.id, found[0]) if isinstance(found, tuple) else found

    async def stands(self, channel: int, message: int) -> bool | Refusal:
        """Whether a post is still there; a Refusal for no answer."""
        place = self._sender.client.get_partial_messageable(channel)
        found = await self._sender.ask(lambda: place.fetch_message(message))
        if found in (Refusal.GONE, Refusal.CLOSED):
            return False
        return found if isinstance(found, Refusal) else True

    async def says(self, channel: int, text: str, since: int) -> bool | Refusal:
        """Whether a card of ours with this text stands there since an instant; a Refusal for no answer."""
        return await self._sender.says(channel, text, snowflake_at(since))

    async def remove(self, spot: Spot, channel: int, message: int) -> Refusal | None:
        """Remove a post; None when nobody sees it any more."""
        if isinstance(spot, discord.ForumChannel):
            return await self._remove_thread(spot, channel, message)
        refusal = await self._sender.delete(channel, message)
        if refusal is Refusal.LOCKED and await self._open_thread(channel):
            refusal = await self._sender.delete(channel, message)
        return _but_gone(refusal)

    async def _open_thread(self, number: int) -> bool:
        """Bring a thread back from the archive, where nothing in it can be changed."""
        thread = await self._sender.ask(lambda: self._sender.client.fetch_channel(number))
        if not isinstance(thread, discord.Thread):
            return False
        return not isinstance(await self._sender.ask(lambda: thread.edit(archived=False)), Refusal)

    async def _remove_thread(self, forum: discord.ForumChannel, number: int, first: int) -> Refusal | None:
        """Delete a post in a forum, or, where the bot may not, empty, rename and archive it."""
        thread = await self._sender.ask(lambda: self._sender.client.fetch_channel(number))
        if isinstance(thread, Refusal):
            return _but_gone(thread)
        if not isinstance(thread, discord.Thread):
            return None
        if forum.permissions_for(forum.guild.me).manage_threads:
            return _but_gone(await self._sender.ask(thread.delete))
        if thread.archived:
            opened = await self._sender.ask(lambda: thread.edit(archived=False))
            if isinstance(opened, Refusal):
                return _but_gone(opened)
        emptied = await self._sender.edit(thread.id, first, ClassicMessage(EMPTIED, ()))
        if emptied not in (None, Refusal.GONE):
            return _but_gone(emptied)
        closed = await self._sender.ask(lambda: thread.edit(name=EMPTIED, archived=True))
        return _but_gone(closed) if isinstance(closed, Refusal) else None


def tags_of(forum: discord.ForumChannel) -> dict[str, discord.ForumTag]:
    """The tags that the bot may set, by name in lower case: a moderated one is for moderators."""
    return {tag.name.casefold(): tag for tag in forum.available_tags if not tag.moderated}


def _tags(forum: discord.ForumChannel, shown: Shown) -> list[discord.ForumTag]:
    """The tag that fits, if there is one; none is ever made."""
    known = tags_of(forum)
    name = tag_for(shown.kind, shown.context, known)
    return [known[name]] if name else []


def _passing(refusal: Refusal) -> Obstacle | Refusal:
    """A refusal that may pass, or what it says about a place."""
    known = {Refusal.FORBIDDEN: Obstacle.PERMISSIONS, Refusal.FAILED: Obstacle.PERMISSIONS}
    return known.get(refusal, Refusal.LATER)


def _but_gone(refusal: Refusal | None) -> Refusal | None:
    """What is gone already need not be removed."""
    return None if refusal in (Refusal.GONE, Refusal.CLOSED) else refusal
