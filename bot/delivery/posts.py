"""Updates in their server's channel: how a post looks, what is in its way, and changing it afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.client.shards import untold
from bot.content.live import LiveContent
from bot.delivery.sender import DiscordSender
from bot.domain.guilds import GuildSettings
from bot.domain.jobs import Refusal
from bot.domain.updates import Trouble, Update, phase_touched
from bot.views.drafts import post
from bot.views.messages import ClassicMessage

TO_LOOK = ("view_channel", "read_message_history")
TO_POST = (*TO_LOOK, "send_messages", "embed_links")


@dataclass(frozen=True, slots=True)
class Posts:
    """Knows the servers as Discord has them now."""

    _sender: DiscordSender
    _content: LiveContent

    def guild(self, guild_id: int) -> discord.Guild | None:
        """A server that the bot is in."""
        return self._sender.client.get_guild(guild_id)

    def message(self, settings: GuildSettings, update: Update) -> ClassicMessage:
        """The post as everybody will see it; a role to ping that was deleted is left out."""
        guild = self.guild(settings.guild)
        role = guild and guild.get_role(settings.ping_role or 0)
        touched = (phase_touched(roadmap, update.wording.about) for roadmap in self._content.library.roadmaps)
        phase = next((phase.title for phase in touched if phase), None)
        return post(update, role.id if role else None, phase)

    def trouble(self, settings: GuildSettings, update: Update | None = None) -> Trouble | None:
        """What stands between an update, or any update, and the server's channel."""
        wording = update.wording.trouble if update else None
        blocked = self.blocked(settings.guild, settings.updates_channel)
        return wording or (blocked if isinstance(blocked, Trouble) else None)

    def blocked(
        self, guild_id: int, channel_id: int | None, needed: Sequence[str] = TO_POST
    ) -> Trouble | Refusal | None:
        """Why the bot can't do there what takes these permissions.

        LATER while Discord has yet to tell, or to mend, what is in the server.
        """
        if channel_id is None:
            return Trouble.NO_CHANNEL
        guild = self.guild(guild_id)
        if untold(self._sender.client, guild_id):
            return Refusal.LATER
        channel = guild and guild.get_channel(channel_id)
        if guild is None or channel is None:
            return Trouble.GONE
        if not isinstance(channel, discord.TextChannel):
            return Trouble.WRONG_KIND
        allowed = channel.permissions_for(guild.me)
        return None if all(getattr(allowed, name) for name in needed) else Trouble.PERMISSIONS

    async def edit(self, settings: GuildSettings, update: Update) -> Refusal | None:
        """Bring a post in step with its words; None when Discord took it, GONE if it does not stand."""
        message = self.message(settings, update)
        refusal = await self._sender.edit(update.channel or 0, update.message or 0, message)
        return Refusal.GONE if refusal is Refusal.CLOSED else refusal

    async def remove(self, update: Update) -> Refusal | None:
        """Remove a post; None when Discord did, GONE if it did not stand any more."""
        refusal = await self._sender.delete(update.channel or 0, update.message or 0)
        return Refusal.GONE if refusal is Refusal.CLOSED else refusal

    async def publish(self, settings: GuildSettings, channel_id: int, message_id: int) -> None:
        """Send a post on to followers, where the server wants that and the channel can."""
        guild = self.guild(settings.guild)
        channel = guild and guild.get_channel(channel_id)
        if settings.publish and isinstance(channel, discord.TextChannel) and channel.is_news():
            await self._sender.publish(channel_id, message_id)

    async def authors_dm(self, user_id: int) -> int | None:
        """The author's DM, opened in their click, where a scheduled update that fails is told."""
        opened = await self._sender.open_dm(user_id)
        return None if isinstance(opened, Refusal) else opened
