"""Roles for finished phases as Discord has them now: whether one may be given, giving it, taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass

import discord

from bot.client.shards import untold
from bot.delivery.sender import DiscordSender
from bot.domain.guilds import RoleTrouble
from bot.domain.jobs import Refusal
from bot.domain.phase_roles import Rank, RoleNow, role_trouble

REASON = "A finished phase of the roadmap"

TROUBLES: Mapping[Refusal, RoleTrouble] = {
    Refusal.GONE: RoleTrouble.GONE,
    Refusal.ELSEWHERE: RoleTrouble.ELSEWHERE,
    Refusal.NOBODY: RoleTrouble.ELSEWHERE,
}


@dataclass(frozen=True, slots=True)
class PhaseRoles:
    """Knows the servers as Discord has them now."""

    _sender: DiscordSender

    async def trouble(self, guild_id: int, role_id: int, chooser: int | None) -> RoleTrouble | Refusal | None:
        """Why a role can't be given, `chooser` being whoever chose it; LATER while nobody can say."""
        guild = self._sender.client.get_guild(guild_id)
        if untold(self._sender.client, guild_id):
            return Refusal.LATER
        role = guild.get_role(role_id) if guild else None
        if guild is None or role is None:
            return RoleTrouble.GONE
        member = await self._sender.member(guild_id, chooser) if chooser else Refusal.ELSEWHERE
        if isinstance(member, Refusal) and member not in (Refusal.ELSEWHERE, Refusal.NOBODY):
            return Refusal.LATER
        chose = None if isinstance(member, Refusal) else rank_of(member)
        return role_trouble(now_of(role), rank_of(guild.me), chose)

    async def give(self, guild_id: int, user: int, role_id: int) -> Refusal | None:
        """Give it; None when they have it."""
        member = await self._sender.member(guild_id, user)
        if isinstance(member, Refusal):
            return member
        role = discord.Object(role_id)
        return await self._sender.ask(lambda: member.add_roles(role, reason=REASON))

    async def take(self, guild_id: int, user: int, role_id: int) -> Refusal | None:
        """Take it back; None when they don't have it, ELSEWHERE while the bot is not in the server."""
        if self._sender.client.get_guild(guild_id) is None and not untold(self._sender.client, guild_id):
            return Refusal.ELSEWHERE
        member = await self._sender.member(guild_id, user)
        if isinstance(member, Refusal):
            return None if member in (Refusal.ELSEWHERE, Refusal.NOBODY) else member
        role = discord.Object(role_id)
        refusal = await self._sender.ask(lambda: member.remove_roles(role, reason=REASON))
        return None if refusal is Refusal.GONE else refusal


def now_of(role: discord.Role) -> RoleNow:
    """A role as the rules know it."""
    permits = [name for name, held in role.permissions if held]
    return RoleNow(role.position, permits, role.managed)


def rank_of(member: discord.Member) -> Rank:
    """Somebody's rank as the rules know it."""
    owner = member.guild.owner_id == member.id
    return Rank(member.top_role.position, member.guild_permissions.manage_roles, owner)
