"""The update publisher: posts once, now or when it is due, and keeps the draft when it can't."""

import logging
from collections.abc import Callable, Sequence

import discord

from bot.content.live import LiveContent
from bot.delivery.courier import BACK_OFF
from bot.delivery.sender import DiscordSender, Refusal, look_from
from bot.domain.guilds import GuildSettings
from bot.domain.updates import Trouble, Update, phase_touched
from bot.store.guilds import GuildStore
from bot.store.updates import UpdateStore
from bot.views.drafts import post
from bot.views.messages import ClassicMessage
from bot.views.updates import told

log = logging.getLogger(__name__)

AT_ONCE = 10

_TO_LOOK = ("view_channel", "read_message_history")
_TO_POST = (*_TO_LOOK, "send_messages", "embed_links")
_NO_ANSWER = (Refusal.LATER, Refusal.UNSURE, Refusal.TOO_MANY, Refusal.FLAGGED)
_REFUSED = {Refusal.CLOSED: Trouble.GONE, Refusal.GONE: Trouble.DELETED}


class Publisher:
    """Posts updates. Claim, send and settle are those of the nudges: a row stands before each send."""

    def __init__(
        self,
        client: discord.Client,
        sender: DiscordSender,
        updates: UpdateStore,
        guilds: GuildStore,
        content: LiveContent,
        now: Callable[[], int],
    ) -> None:
        self._client = client
        self._outbox = sender
        self._updates = updates
        self._guilds = guilds
        self._shelf = content
        self._now = now

    async def tick(self) -> None:
        """Post what is due, as soon as Discord has told which servers there are."""
        if not self._client.is_ready():
            return
        for update in await self._updates.due(self._now(), AT_ONCE):
            try:
                await self.post(update)
            except Exception:  # one server's trouble must not reach another's update; it is looked for again
                log.exception("update %s failed", update.id)

    async def post(self, claimed: Update) -> Update:
        """Post a claimed update: look for it if it may be there, ask once more, send, settle.

        Gives the update as it stands then: a draft again, if something is in the way.
        """
        guild = self._client.get_guild(claimed.guild)
        if guild is not None and guild.unavailable:
            return await self._put_off(claimed, Refusal.LATER)
        # What was scheduled may stand there already: a database that was restored would not know of it.
        looked = claimed.unsure or claimed.scheduled_at is not None
        found = await self._look(claimed) if looked else None
        match found or await self._attempt(claimed):
            case int(message):
                return await self._posted(claimed, message, found=found is not None)
            case Trouble() as trouble:
                return await self._kept(claimed, trouble)
            case Refusal() as refusal:
                return await self._put_off(claimed, refusal)

    async def edit(self, update: Update) -> Refusal | None:
        """Bring a post in step with its words; None when Discord took it, GONE if it does not stand."""
        letter = self.letter(await self._guilds.get(update.guild), update)
        refusal = await self._outbox.edit(update.channel or 0, update.message or 0, letter)
        if refusal in (Refusal.GONE, Refusal.CLOSED):
            await self._updates.missing(update.id)
            return Refusal.GONE
        return refusal

    async def remove(self, update: Update) -> Refusal | None:
        """Remove a post; None when Discord did, GONE if it did not stand any more."""
        refusal = await self._outbox.delete(update.channel or 0, update.message or 0)
        return Refusal.GONE if refusal is Refusal.CLOSED else refusal

    async def author_channel(self, user_id: int) -> int | None:
        """The author's DM, opened in their click, where a scheduled update that fails is told."""
        opened = await self._outbox.open_dm(user_id)
        return None if isinstance(opened, Refusal) else opened

    def letter(self, settings: GuildSettings, update: Update) -> ClassicMessage:
        """The post as everybody will see it; a role to ping that was deleted is left out."""
        guild = self._client.get_guild(settings.guild)
        role = guild and guild.get_role(settings.ping_role or 0)
        return post(update, role.id if role else None, self._phase(update))

    def trouble(self, settings: GuildSettings, update: Update | None = None) -> Trouble | None:
        """What stands between an update, or any update, and the server's channel."""
        wording = update.wording.trouble if update else None
        return wording or self._blocked(settings.guild, settings.updates_channel)

    def _blocked(
        self, guild_id: int, channel_id: int | None, needed: Sequence[str] = _TO_POST
    ) -> Trouble | None:
        if channel_id is None:
            return Trouble.NO_CHANNEL
        guild = self._client.get_guild(guild_id)
        channel = guild and guild.get_channel(channel_id)
        if guild is None or channel is None:
            return Trouble.GONE
        if not isinstance(channel, discord.TextChannel):
            return Trouble.WRONG_KIND
        allowed = channel.permissions_for(guild.me)
        return None if all(getattr(allowed, name) for name in needed) else Trouble.PERMISSIONS

    def _phase(self, update: Update) -> str | None:
        """The title of the phase that an update is about, for its footer."""
        touched = (phase_touched(roadmap, update.wording.about) for roadmap in self._shelf.library.roadmaps)
        return next((phase.title for phase in touched if phase), None)

    async def _look(self, claimed: Update) -> int | Trouble | Refusal | None:
        """Whether an earlier try got through after all. A look-up that fails is no answer.

        Nor is one without the permission: Discord answers it with an empty list.
        """
        blocked = self._blocked(claimed.guild, claimed.channel, _TO_LOOK)
        if blocked is not None:
            return Trouble.UNSURE if blocked is Trouble.PERMISSIONS else blocked
        claimed_at = claimed.claimed_at or claimed.created_at
        since = look_from(claimed_at, claimed.scheduled_at or claimed_at)
        names = (claimed.key, str(claimed.id)) if claimed.unsure else (claimed.key,)
        found = await self._outbox.find(claimed.channel or 0, names, since)
        if isinstance(found, Refusal):
            if found is Refusal.CLOSED:
                return Trouble.GONE
            return Refusal.UNSURE if found in _NO_ANSWER else Trouble.UNSURE
        return found and found[0]

    async def _attempt(self, claimed: Update) -> int | Trouble | Refusal:
        """Ask once more whether it may be posted, and send it."""
        trouble = self._blocked(claimed.guild, claimed.channel)
        if trouble is not None:
            return trouble
        if claimed.too_late(self._now()):
            return Trouble.TOO_LATE
        settings = await self._guilds.get(claimed.guild)
        if claimed.scheduled_at is not None:
            objection = await self._objection(settings, claimed)
            if objection is not None:
                return objection
        letter = self.letter(settings, claimed)
        return await self._outbox.send(claimed.channel or 0, letter, nonce=claimed.key)

    async def _objection(self, settings: GuildSettings, update: Update) -> Trouble | Refusal | None:
        """Whether whoever scheduled it is still a moderator, asked at the time of the post."""
        if update.author is None:
            return Trouble.NOT_MODERATOR
        member = await self._outbox.member(update.guild, update.author)
        if isinstance(member, Refusal):
            return Trouble.NOT_MODERATOR if member is Refusal.NOBODY else Refusal.LATER
        roles = [role.id for role in member.roles]
        if settings.moderated_by(manages=member.guild_permissions.manage_guild, roles=roles):
            return None
        return Trouble.NOT_MODERATOR

    async def _posted(self, claimed: Update, message: int, *, found: bool) -> Update:
        """Published before it is settled, so that a crash in between is made good; so are edits meanwhile."""
        settings = await self._guilds.get(claimed.guild)
        guild = self._client.get_guild(claimed.guild)
        channel = guild and guild.get_channel(claimed.channel or 0)
        if settings.publish and isinstance(channel, discord.TextChannel) and channel.is_news():
            await self._outbox.publish(channel.id, message)
        after = await self._updates.settle(claimed, lambda known: known.posted(self._now(), message))
        if after is not None and (found or after.wording != claimed.wording):
            await self.edit(after)
        return after or claimed

    async def _kept(self, claimed: Update, trouble: Trouble) -> Update:
        """Told before it is settled: after a crash in between it is told again, never not at all."""
        kept = claimed.kept(trouble)
        if claimed.scheduled_at is not None and claimed.author_channel is not None:
            guild = self._client.get_guild(claimed.guild)
            letter = told(kept, guild.name if guild else None)
            nonce = f"t{claimed.id}:{claimed.scheduled_at}"
            await self._outbox.send(claimed.author_channel, letter, nonce=nonce)
        return await self._updates.settle(claimed, lambda known: known.kept(trouble)) or kept

    async def _put_off(self, claimed: Update, refusal: Refusal) -> Update:
        """Keep what was refused for good as a draft. The rest is looked for before it is tried again.

        That holds whatever the refusal says: discord.py tries several times by itself, and an earlier try may
        have got through.
        """
        if refusal not in _NO_ANSWER:
            return await self._kept(claimed, _REFUSED.get(refusal, Trouble.REFUSED))
        wait = BACK_OFF[min(claimed.attempts, len(BACK_OFF) - 1)]
        await self._updates.hold(claimed.id, self._now() + wait)
        return claimed
