"""What is to be seen in the simulated server, as the page gets it: places, messages, names."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, UserHandle

from bot.trial.people import Person, Screen
from bot.trial.world import World

DM = "dm"
"""The place that is a person's conversation with the bot; any other is called by its channel's id."""

USERS, ROLES, CHANNELS = 5, 6, 8
"""Menus of people, roles and channels (components/reference)."""

Seen = dict[str, Any]


def places(world: World, person: Person) -> dict[str, Person]:
    """Where a person can be: every channel of the server and its threads, and the direct messages."""
    channels = [each for channel in world.guild.channels.values() for each in (channel, *channel.threads)]
    return {str(channel.id): person.at(channel) for channel in channels} | {DM: person.in_dm()}


def place(key: str, person: Person, typed: Mapping[int, str]) -> Seen:
    """A place with all messages that this person sees there; `typed` has what the answers are answers to."""
    return {
        "id": key,
        "name": "Direct messages" if key == DM else _called(person.place),
        "messages": [_message(person, each, typed) for each in person.place.history(viewer=person.hands)],
    }


def _called(channel: ChannelHandle) -> str:
    return f"Thread: {channel.name}" if channel.is_thread else f"#{channel.name}"


def _message(person: Person, seen: discord.Message, typed: Mapping[int, str]) -> Seen:
    data: Seen = _readable(Screen(person, seen).data)
    if seen.type is discord.MessageType.thread_created:
        data["content"] = f"started a thread: **{seen.content}**"
    return data | {
        "id": str(seen.id),
        "author": "Cairn" if seen.author.bot else seen.author.display_name,
        "bot": seen.author.bot,
        "at": int(seen.created_at.timestamp()),
        "private": seen.flags.ephemeral,
        "typed": typed.get(seen.id, ""),
        "files": [
            {"name": file.filename, "url": file.url, "about": file.description or ""}
            for file in seen.attachments
        ],
    }


def _readable(value: Any) -> Any:
    """The same with ids as text: as numbers they are longer than JavaScript can count."""
    if isinstance(value, dict):
        return {key: _readable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_readable(each) for each in value]
    return str(value) if isinstance(value, int) and value >= 2**53 else value


def names(world: World) -> Seen:
    """People, roles and channels by id, with their names."""
    found, kinds = entities(world), {"users": USERS, "roles": ROLES, "channels": CHANNELS}
    return {name: {key: each.name for key, each in found[kind].items()} for name, kind in kinds.items()}


def entities(world: World) -> dict[int, dict[str, Any]]:
    """What the menus of people, roles and channels have to offer, by kind and id."""
    found = {USERS: _members(world), ROLES: _roles(world), CHANNELS: world.guild.channels.values()}
    return {kind: {str(each.id): each for each in those} for kind, those in found.items()}


def _members(world: World) -> Iterator[Any]:
    env, guild = world.env, world.guild
    users = (env.backend.get_user(each) for each in guild.member_ids())
    return (MemberActor(env, guild, UserHandle(env, user)) for user in users if not user.bot)


def _roles(world: World) -> Iterator[Any]:
    return (role for role in world.guild.roles.values() if role.id != world.guild.id)
