"""The simulated Discord as the first edition knew it: its servers, its people, what stood in channels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import discord
import simcord
from simcord.backend import serializers
from simcord.backend.models import Channel, Message, Role, User
from simcord.builders import GuildHandle, UserHandle
from simcord.enums import ChannelType
from simcord.results import to_discord_message

from bot.trial.people import Person
from bot.trial.world import World
from tests.upgrade.record import Sent, first_edition

PRIVATE, CARD = 1 << 6, 1 << 15
"""Flags of a message: one person alone sees it; it is made of components."""

NOSY = "Nosy"
"""Somebody who moderates every server and to whom nothing was sent."""

ROW, BUTTON = 1, 2
MENUS = {"options": 3, "roles": 6, "channels": 8}


class Places:
    """Builds it in an environment, before the bot is started there that works on the old file."""

    def __init__(self, env: simcord.Env) -> None:
        self._env = env
        self._backend = env.backend
        record = first_edition()
        self.servers: dict[str, GuildHandle] = {
            name: self._server(name, known)
            for name, known in record["servers"].items()
            if "left" not in known
        }
        self._people: dict[tuple[str, str], Person] = {}
        for name, known in record["people"].items():
            user = self._user(name, known)
            for server, roles in known["in"].items():
                self._joins(user, name, server, roles)
        nosy = env.create_user(NOSY)
        for server in self.servers:
            self._joins(nosy, NOSY, server, ["Moderators"])

    def person(self, name: str, server: str | None = None) -> Person:
        """Somebody in a server; in the first they are in, if none is named."""
        return next(who for (n, s), who in self._people.items() if n == name and server in (None, s))

    def where(self, sent: Sent) -> str:
        """The server in which something was sent; for a DM or a form, the first that its owner is in."""
        channel = self._backend.channels.get(sent.channel)
        guild = channel and channel.guild_id
        here = (name for name, server in self.servers.items() if server.id == guild)
        return next(here, None) or next(server for name, server in self._people if name == sent.whose)

    def in_dm(self, sent: Sent) -> bool:
        """Whether it was sent into a DM."""
        return sent.channel in self._backend.dm_channels.values()

    def seen_from(self, world: World, server: str) -> World:
        """The world with another server in the middle of it."""
        guild = self.servers[server]
        return replace(world, guild=guild, general=guild.channels["general"])

    def texts(self, channel: int) -> list[str]:
        """What stands in a channel for everybody, oldest first."""
        messages = self._backend.messages[channel].values()
        return [message.content for message in messages if not message.is_ephemeral]

    def put_back(self) -> None:
        """What was posted; and what had arrived, which the process could not note any more."""
        record = first_edition()
        titles = {update["number"]: f"**{update['title']}**" for update in record["updates"]}
        for update in record["updates"]:
            if update["stage"] == "posted" and update["channel"] in self._backend.channels:
                self._put(update["channel"], update["message"], titles[update["number"]])
        updates = record["servers"]["Model Trail"]["channels"]["updates"]["id"]
        for job in record["updates in flight"]:
            if job["arrived"]:
                self._put(updates, text=titles[job["number"]], **job["arrived"])
        for job in record["in flight"]:
            if job["arrived"]:
                self._put(record["people"][job["whose"]]["dm"], text=job["kind"], **job["arrived"])

    def lay(self, sent: Sent) -> discord.Message:
        """Put a message that was sent where it stood, with everything there was to press on it."""
        message = Message(
            sent.message,
            sent.channel,
            self._backend.bot_user.id,
            "Long ago" if sent.classic else "",
            flags=PRIVATE * sent.private | CARD * (not sent.classic),
            components=[{"type": ROW, "components": [each]} for each in _components(sent)],
            interaction_metadata=self._answered(sent) if sent.private else None,
        )
        self._store(message)
        return to_discord_message(self._env, message)

    def _answered(self, sent: Sent) -> dict[str, Any]:
        """What a message says of the interaction that it answered; who that was may see it."""
        user = serializers.user_payload(self._backend.users[self.person(sent.whose).id])
        return {"id": str(sent.message), "type": 2, "user": user, "authorizing_integration_owners": {}}

    def _server(self, name: str, known: Mapping[str, Any]) -> GuildHandle:
        server = self._env.create_guild(name, id=known["id"])
        guild = self._backend.guilds[server.id]
        for channel in known["channels"].values():
            kind = ChannelType.NEWS if channel["news"] else ChannelType.TEXT
            self._add(Channel(channel["id"], kind, channel["name"], guild.id))
            guild.channel_ids.append(channel["id"])
        for role, number in known["roles"].items():
            may = discord.Permissions(manage_guild=role == "Moderators")
            guild.roles[number] = Role(number, role, may.value, position=1, mentionable=True)
        return server

    def _user(self, name: str, known: Mapping[str, Any]) -> UserHandle:
        user = self._backend.users[known["id"]] = User(known["id"], name)
        self._add(Channel(known["dm"], ChannelType.DM, recipient_ids=[known["id"]]))
        self._backend.dm_channels[known["id"]] = known["dm"]
        return UserHandle(self._env, user)

    def _joins(self, user: UserHandle, name: str, server: str, roles: Sequence[str]) -> None:
        guild = self.servers[server]
        actor = guild.add_member(user, roles=[guild.roles[role] for role in roles])
        self._people[name, server] = Person(self._env, actor, guild.channels["general"])

    def _add(self, channel: Channel) -> None:
        self._backend.channels[channel.id] = channel
        self._backend.messages[channel.id] = {}

    def _put(self, channel: int, message: int, text: str, custom_ids: Sequence[str] = ()) -> None:
        row = {"type": ROW, "components": [_button("Old", custom_id) for custom_id in custom_ids]}
        components = [row] if custom_ids else []
        self._store(Message(message, channel, self._backend.bot_user.id, text, components=components))

    def _store(self, message: Message) -> None:
        message.timestamp = self._backend.now_iso()
        self._backend.messages[message.channel_id][message.id] = message


def _components(sent: Sent) -> Iterator[dict[str, Any]]:
    """Its buttons, and its menus with all their options."""
    for custom_id in dict.fromkeys(control.custom_id for control in sent.controls):
        first, *others = (control for control in sent.controls if control.custom_id == custom_id)
        if first.value is None:
            yield _button(first.label, custom_id)
        elif first.chooses == "options":
            options = [{"label": each.value, "value": each.value} for each in (first, *others)]
            yield {"type": MENUS["options"], "custom_id": custom_id, "options": options}
        else:
            yield {"type": MENUS[first.chooses], "custom_id": custom_id, "min_values": 0}


def _button(label: str, custom_id: str) -> dict[str, Any]:
    return {"type": BUTTON, "style": 2, "label": label, "custom_id": custom_id}
