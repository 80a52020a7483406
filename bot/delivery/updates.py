"""The update publisher: posts once, now or when it is due, and keeps the draft when it can't."""

import logging
from collections.abc import Callable

import discord

from bot.delivery.outbox import LOOK_BACK, Outbox, Refusal, snowflake_at
from bot.domain.guilds import PERMISSIONS, GuildSettings
from bot.domain.updates import Stage, Trouble, Update, phase_touched
from bot.packs.shelf import Shelf
from bot.store.guilds import GuildStore
from bot.store.updates import UpdateStore
from bot.views import updates as views

log = logging.getLogger(__name__)

AT_ONCE = 10
RETRY = 60


class Publisher:
    """Posts updates. Claim, send and settle are those of the nudges: a row stands before each send."""

    def __init__(
        self,
        client: discord.Client,
        outbox: Outbox,
        updates: UpdateStore,
        guilds: GuildStore,
        shelf: Shelf,
        now: Callable[[], int],
    ) -> None:
        self._client = client
        self._outbox = outbox
        self._updates = updates
        self._guilds = guilds
        self._shelf = shelf
        self._now = now

    async def tick(self) -> None:
        """Post what is due; one that fails does not keep the others from being posted."""
        for update in await self._updates.due(self._now(), AT_ONCE):
            try:
                await self._due(update)
            except discord.DiscordException:
                log.exception("update %s failed", update.id)

    async def post(self, claimed: Update) -> Update:
        """Post a claimed update; the update as it stands then."""
        settings = await self._guilds.get(claimed.guild)
        trouble = self.trouble(settings, claimed)
        if trouble is not None:
            return await self._kept(claimed, trouble)
        channel = settings.updates_channel or 0
        if claimed.unsure:
            since = snowflake_at((claimed.claimed_at or claimed.created_at) - LOOK_BACK)
            found = await self._outbox.find(channel, claimed.id, since)
            if isinstance(found, Refusal):
                return await self._put_off(claimed, Refusal.UNSURE)
            if found is not None:
                return await self._posted(claimed, settings, found[0])
        letter = views.post(claimed, settings, self.phase(claimed))
        outcome = await self._outbox.send(channel, letter, nonce=f"u{claimed.id}:{claimed.claimed_at}")
        if isinstance(outcome, Refusal):
            return await self._put_off(claimed, outcome)
        return await self._posted(claimed, settings, outcome)

    async def edit(self, update: Update) -> Refusal | None:
        """Bring a post in step with its words; None when Discord took it."""
        settings = await self._guilds.get(update.guild)
        letter = views.post(update, settings, self.phase(update))
        return await self._outbox.edit(update.channel or 0, update.message or 0, letter)

    async def remove(self, update: Update) -> Refusal | None:
        """Remove a post; None when it is gone."""
        return await self._outbox.delete(update.channel or 0, update.message or 0)

    async def author_channel(self, user_id: int) -> int | None:
        """The author's DM, opened in their click, where a scheduled update that fails is told."""
        opened = await self._outbox.open_dm(user_id)
        return None if isinstance(opened, Refusal) else opened

    def trouble(self, settings: GuildSettings, update: Update) -> Trouble | None:
        """What stands between an update and the server's channel, if anything does."""
        return update.wording.trouble or self._blocked(settings)

    def _blocked(self, settings: GuildSettings) -> Trouble | None:
        if settings.updates_channel is None:
            return Trouble.NO_CHANNEL
        guild = self._client.get_guild(settings.guild)
        channel = guild and guild.get_channel(settings.updates_channel)
        if guild is None or channel is None:
            return Trouble.GONE
        if not isinstance(channel, discord.TextChannel):
            return Trouble.WRONG_KIND
        allowed = channel.permissions_for(guild.me)
        return None if all(getattr(allowed, p.name) for p in PERMISSIONS) else Trouble.PERMISSIONS

    def phase(self, update: Update) -> str | None:
        """The title of the phase that an update is about, for its footer."""
        touched = (phase_touched(roadmap, update.wording.about) for roadmap in self._shelf.library.roadmaps)
        return next((phase.title for phase in touched if phase), None)

    async def _due(self, update: Update) -> None:
        if update.stage is Stage.CLAIMED and update.scheduled_at is not None and not update.unsure:
            moderates = await self._still_moderates(update)
            if moderates is None:
                await self._put_off(update, Refusal.LATER)
                return
            if not moderates:
                update = await self._kept(update, Trouble.NOT_MODERATOR)
        if update.stage is Stage.CLAIMED:
            update = await self.post(update)
        if update.stage is Stage.DRAFT and update.author_channel is not None:
            nonce = f"t{update.id}:{update.scheduled_at}"
            await self._outbox.send(update.author_channel, views.told(update), nonce=nonce)

    async def _still_moderates(self, update: Update) -> bool | None:
        """Asked at the time of the post; None while Discord gives no answer."""
        guild = self._client.get_guild(update.guild)
        if guild is None or update.author is None:
            return False
        try:
            member = await guild.fetch_member(update.author)
        except discord.NotFound:
            return False
        except discord.HTTPException:
            return None
        settings = await self._guilds.get(update.guild)
        roles = [role.id for role in member.roles]
        return settings.moderated_by(manages=member.guild_permissions.manage_guild, roles=roles)

    async def _posted(self, claimed: Update, settings: GuildSettings, message: int) -> Update:
        channel = settings.updates_channel or 0
        after = await self._updates.settle(
            claimed, stage=Stage.POSTED, posted_at=self._now(), channel=channel, message=message, trouble=None
        )
        guild = self._client.get_guild(claimed.guild)
        place = guild and guild.get_channel(channel)
        if settings.publish and isinstance(place, discord.TextChannel) and place.is_news():
            await self._outbox.publish(channel, message)
        return after or claimed

    async def _kept(self, claimed: Update, trouble: Trouble) -> Update:
        after = await self._updates.settle(claimed, stage=Stage.DRAFT, trouble=trouble, claimed_at=None)
        return after or claimed

    async def _put_off(self, claimed: Update, refusal: Refusal) -> Update:
        if refusal in (Refusal.UNSURE, Refusal.LATER, Refusal.TOO_MANY):
            await self._updates.put_off(claimed, self._now() + RETRY, sure=refusal is not Refusal.UNSURE)
            return claimed
        return await self._kept(claimed, Trouble.REFUSED)
