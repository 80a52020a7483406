"""Somebody at the keyboard: types commands, presses buttons, chooses, fills in forms, reads what comes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import discord
import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, UserHandle
from simcord.results import InteractionResult

from bot.trial.drawing import CHANNELS, buttons_of, draw, menus_of, text_of

_Verb = Callable[..., Awaitable[Any]]
"""What sends a command, or types an option of one: in a channel, or in the DM."""


class NotThere(Exception):
    """What was looked for is not on the screen."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A message as one person sees it, and what they can do with it."""

    person: "Person"
    message: discord.Message

    @property
    def data(self) -> dict[str, Any]:
        """Text, embeds and components as Discord stores them."""
        return {
            "content": self.message.content,
            "embeds": [embed.to_dict() for embed in self.message.embeds],
            "components": [component.to_dict() for component in self.message.components],
        }

    @property
    def private(self) -> bool:
        """Whether only this person sees it."""
        return self.message.flags.ephemeral

    @property
    def text(self) -> str:
        """All its text, as Discord stores it."""
        return text_of(self.data)

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return [component["label"] for component in buttons_of(self.data)]

    @property
    def drawn(self) -> str:
        """The message as a terminal shows it."""
        heading = f"Cairn · only {self.person.name} sees this" if self.private else "Cairn"
        return draw(self.data, heading, self.person.mentions)

    async def click(self, label: str, nth: int = 0) -> "Screen":
        """Press a button by its label (the nth of that name) and see what it leads to."""
        return self.person.saw(await self._press(label, nth))

    async def opens(self, label: str) -> "Form":
        """Press a button that opens a form."""
        return Form(self.person, await self._press(label, 0))

    async def choose(self, label: str) -> "Screen":
        """Choose an option of a menu, the first of that name, and see what it leads to."""
        return self.person.saw(await self._choose(label))

    async def choose_channel(self, channel: ChannelHandle, what_for: str = "") -> "Screen":
        """Choose a channel in the menu of channels that says what for, and see what it leads to."""
        menus = menus_of(self.data, CHANNELS)
        menu = next((menu for menu in menus if what_for in menu.get("placeholder", "")), None)
        if menu is None:
            raise NotThere(f"no menu of channels for {what_for!r} on:\n{self.drawn}")
        return self.person.saw(await self._select(menu, channel))

    async def choose_form(self, label: str) -> "Form":
        """Choose an option that opens a form."""
        return Form(self.person, await self._choose(label))

    async def _press(self, label: str, nth: int) -> InteractionResult:
        found = [b for b in buttons_of(self.data) if b["label"] == label]
        if nth >= len(found):
            raise NotThere(f"no button {label!r} among {self.buttons} on:\n{self.drawn}")
        return await self.person.hands.click(self.message, custom_id=found[nth]["custom_id"])

    async def _choose(self, label: str) -> InteractionResult:
        for menu in menus_of(self.data):
            for option in menu["options"]:
                if option["label"] == label:
                    return await self._select(menu, option["value"])
        raise NotThere(f"no option {label!r} on:\n{self.drawn}")

    async def _select(self, menu: Mapping[str, Any], value: str | ChannelHandle) -> InteractionResult:
        return await self.person.hands.select(self.message, [value], custom_id=menu["custom_id"])


@dataclass(frozen=True, slots=True)
class Form:
    """A form that opened."""

    person: "Person"
    result: InteractionResult

    @property
    def modal(self) -> dict[str, Any]:
        """The form as Discord got it."""
        if self.result.modal is None:
            raise NotThere("no form opened")
        return self.result.modal

    async def send(self, **values: str) -> Screen:
        """Fill it in, send it, and see what it leads to."""
        return self.person.saw(await self.person.hands.submit_modal(self.result, values))


class Person:
    """A member of a server, in one of its channels or, without one, in the DM with the bot."""

    def __init__(self, env: simcord.Env, actor: MemberActor, channel: ChannelHandle | None) -> None:
        self._env = env
        self.member = actor
        self.name = actor.name
        self.id = actor.id
        self.user = actor.user
        self.hands: MemberActor | UserHandle = actor if channel else actor.user
        self.place = channel or actor.user.dm_channel
        self._slash: _Verb = partial(actor.slash, channel) if channel else actor.user.slash
        self._typing: _Verb = partial(actor.autocomplete, channel) if channel else actor.user.autocomplete

    @property
    def mentions(self) -> dict[str, str]:
        """What mentions of the server's channels, threads, roles and people look like on the screen."""
        guild, users = self._env.guild, self._env.backend.users
        threads = [thread for channel in guild.channels.values() for thread in channel.threads]
        channels = {each.mention: f"#{each.name}" for each in (*guild.channels.values(), *threads)}
        people = {f"<@{number}>": f"@{user.name}" for number, user in users.items()}
        return channels | people | {role.mention: f"@{name}" for name, role in guild.roles.items()}

    def at(self, channel: ChannelHandle) -> "Person":
        """The same person in another channel."""
        return Person(self._env, self.member, channel)

    def in_dm(self) -> "Person":
        """The same person in the DM with the bot."""
        return Person(self._env, self.member, None)

    def commands(self) -> tuple[str, ...]:
        """The commands that they can send here, as typed: "update post"."""
        if isinstance(self.hands, MemberActor):
            return self.hands.available_commands(self.place)
        return self.hands.available_commands()

    async def say(self, text: str) -> None:
        """Write something here that is no command."""
        if isinstance(self.hands, MemberActor):
            await self.hands.send(self.place, text)
        else:
            await self.hands.send_dm(text)

    async def slash(self, command: str, **options: Any) -> Screen:
        """Send a command and see the answer."""
        return self.saw(await self.invoke(command, **options))

    async def invoke(self, command: str, /, **options: Any) -> InteractionResult:
        """Send a command, whatever it leads to."""
        result: InteractionResult = await self._slash(command, **options)
        return result

    async def slash_form(self, command: str, **options: Any) -> Form:
        """Send a command that opens a form."""
        return Form(self, await self._slash(command, **options))

    async def message_menu(self, name: str, message: discord.Message) -> Screen:
        """Choose something in the menu of a message that stands here, and see what it leads to."""
        if not isinstance(self.hands, MemberActor):
            raise NotThere("a message in a server is meant")
        return self.saw(await self.hands.context_menu(self.place, name, message))

    async def offered(self, command: str, option: str, typed: str = "") -> list[str]:
        """What is offered while typing an option."""
        return [choice["name"] for choice in await self.choices(command, option, typed)]

    async def choices(self, command: str, option: str, typed: str, **filled: Any) -> list[dict[str, Any]]:
        """The same with their values; `filled` are the options that are filled in already."""
        choices: list[dict[str, Any]] = await self._typing(command, option, typed, **filled)
        return choices

    def inbox(self) -> list[Screen]:
        """What the bot wrote into the DM, oldest first; private answers left out."""
        messages = self.user.dm_channel.history()
        return [Screen(self.in_dm(), message) for message in messages if not message.flags.ephemeral]

    def saw(self, result: InteractionResult) -> Screen:
        """What an interaction showed last."""
        shown = result.followups[-1] if result.followups else result.response
        if shown is None:
            raise NotThere(f"nothing was answered: {result}")
        return Screen(self, shown.message)
