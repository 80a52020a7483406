"""Interactions made by hand: what no client of Discord's would send, and what Discord sends twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simcord.backend import serializers
from simcord.backend.models import Interaction
from simcord.builders import ChannelHandle
from simcord.interactions import base_payload
from simcord.results import InteractionResult

from bot.trial.people import Person, Screen
from bot.trial.world import World

COMMAND, COMPONENT, FORM = 2, 3, 5
BUTTON, MENU = 2, 3


@dataclass(frozen=True, slots=True)
class Delivery:
    """An interaction that can arrive, as often as Discord likes."""

    world: World
    person: Person
    interaction: Interaction
    payload: Mapping[str, Any]

    @property
    def result(self) -> InteractionResult:
        """What came of it so far."""
        return InteractionResult(self.world.env, self.interaction)

    @property
    def screen(self) -> Screen:
        """What the person sees of it."""
        return self.person.saw(self.result)

    async def arrives(self, *, answered: bool = True) -> "Delivery":
        """Deliver it to the bot, and let the bot finish; it answers, unless it is kept from it."""
        self.world.env.backend.emit("INTERACTION_CREATE", dict(self.payload))
        await self.world.env.settle()
        assert self.result.acknowledged is answered
        return self


def command(world: World, person: Person, name: str, **options: str) -> Delivery:
    """A slash command with text options, or a subcommand by its whole name."""
    name, _, sub = name.partition(" ")
    root = world.env.backend.find_command(name, world.guild.id, type=1) or {"id": "1"}
    given: list[dict[str, Any]] = [{"type": 3, "name": key, "value": text} for key, text in options.items()]
    if sub:
        given = [{"type": 1, "name": sub, "options": given}]
    return _made(world, person, COMMAND, {"id": root["id"], "name": name, "type": 1, "options": given})


def press(
    world: World, person: Person, custom_id: str, on: Screen | None = None, values: Sequence[str] = ()
) -> Delivery:
    """A click or, with values, a choice, with any custom_id; on a message that is there, or on a new one."""
    data: dict[str, Any] = {"custom_id": custom_id, "component_type": MENU if values else BUTTON}
    if values:
        data["values"] = list(values)
    backend = world.env.backend
    if on is None:
        row = {"type": 1, "components": [_control(custom_id, values)]}
        place = _place(world, person)
        stored = backend.create_message(place.id, backend.bot_user.id, "Long ago", components=[row])
    else:
        stored = backend.get_message(on.message.channel.id, on.message.id)
    delivery = _made(
        world, person, COMPONENT, data, {"message": dict(serializers.message_payload(backend, stored))}
    )
    delivery.interaction.source_message_id = stored.id
    delivery.interaction.channel_id = stored.channel_id
    return delivery


def _place(world: World, person: Person) -> ChannelHandle:
    """#general, but for who is in another server."""
    there: ChannelHandle = person.place
    return world.general if there.guild in (None, world.general.guild) else there


def _control(custom_id: str, values: Sequence[str]) -> dict[str, Any]:
    if not values:
        return {"type": BUTTON, "style": 2, "label": "Old", "custom_id": custom_id}
    options = [{"label": value, "value": value} for value in values]
    return {"type": MENU, "custom_id": custom_id, "options": options}


def form(world: World, person: Person, custom_id: str, **fields: str) -> Delivery:
    """A form that was filled in."""
    inputs = [
        {
            "type": 18,
            "id": number,
            "component": {"type": 4, "id": 100 + number, "custom_id": name, "value": value},
        }
        for number, (name, value) in enumerate(fields.items(), start=1)
    ]
    return _made(world, person, FORM, {"custom_id": custom_id, "components": inputs})


def _made(
    world: World, person: Person, kind: int, data: dict[str, Any], extra: Mapping[str, Any] | None = None
) -> Delivery:
    interaction, payload = base_payload(
        world.env.backend,
        type=kind,
        channel_id=_place(world, person).id,
        guild_id=person.member.guild.id,
        user_id=person.id,
        data=data,
    )
    return Delivery(world, person, interaction, {**payload, **(extra or {})})
