"""What a person in front of Discord can do; every act waits for the bot's answer."""

import time
from typing import Any

from tests.standin import payloads
from tests.standin.gateway import Gateway
from tests.standin.interactions import Callback, Interaction, Kind, command_data, form_data, payload
from tests.standin.messages import Message
from tests.standin.payloads import Json
from tests.standin.world import World


class Member:
    """One person, in a server's #general or, where there is none, in the direct channel with the bot."""

    def __init__(
        self, world: World, gateway: Gateway, user_id: int, guild: int | None, patience: float
    ) -> None:
        self._world = world
        self._gateway = gateway
        self._person = world.person(user_id)
        self._guild = guild
        self._patience = patience

    async def command(self, name: str, **options: Any) -> Interaction:
        """Use a command such as `next` or `mydata show`; it has to be offered here."""
        command, path = self._offered(name)
        return await self._act(Kind.COMMAND, command_data(command, path, options))

    async def message_menu(self, name: str, message: Message) -> Interaction:
        """Choose something in the menu of a message."""
        command, _ = self._offered(name)
        target = str(message.id)
        resolved = {"messages": {target: message.payload()}}
        data = {"id": command["id"], "name": name, "type": 3, "target_id": target, "resolved": resolved}
        return await self._act(Kind.COMMAND, data)

    async def typing(self, name: str, option: str, text: str, **others: Any) -> list[Json]:
        """Type into an option; what the bot offers."""
        command, path = self._offered(name)
        data = command_data(command, path, {**others, option: text}, focused=option)
        return (await self._act(Kind.AUTOCOMPLETE, data)).choices

    async def press(self, message: Message, name: str) -> Interaction:
        """Press the button with this label or custom_id."""
        button = message.component(name)
        assert button["type"] == 2, f"{name!r} is no button"
        assert "custom_id" in button, f"{name!r} only opens a page"
        assert not button.get("disabled"), f"{name!r} is greyed out"
        data = {"custom_id": button["custom_id"], "component_type": 2, "id": button["id"]}
        return await self._act(Kind.COMPONENT, data, message)

    async def choose(self, message: Message, name: str, *values: str) -> Interaction:
        """Choose from the select with this placeholder or custom_id, by value or by label."""
        select = message.component(name)
        offered = {option["label"]: option["value"] for option in select.get("options", [])}
        picked = [offered.get(value, value) for value in values]
        assert not offered or set(picked) <= set(offered.values()), f"{values} are not among {list(offered)}"
        data = {"custom_id": select["custom_id"], "component_type": select["type"], "id": select["id"]}
        resolved = self._resolved(select["type"], picked)
        return await self._act(Kind.COMPONENT, {**data, "values": picked, "resolved": resolved}, message)

    async def submit(self, form: Interaction, **values: str | list[str]) -> Interaction:
        """Fill in the form that an interaction opened, by custom_ids, and send it."""
        assert form.callback is Callback.FORM, "that was not answered with a form"
        return await self._act(Kind.FORM, form_data(form.answer, values), form.message)

    async def _act(self, kind: Kind, data: Json, message: Message | None = None) -> Interaction:
        world, person = self._world, self._person
        guild = self._guild
        channel = payloads.channels(guild)[0] if guild else int(world.open_direct(person.id)["id"])
        act = Interaction(
            world.clock.snowflake(), kind, person.id, channel, guild, world.clock.now(), data, message
        )
        world.interactions[act.id] = act
        event = payload(act, person.user, person.permissions, person.roles)
        act.started = time.perf_counter()
        await self._gateway.dispatch("INTERACTION_CREATE", event, guild)
        await world.until(lambda: act.callback is not None, self._patience)
        return act

    def _offered(self, name: str) -> tuple[Json, list[str]]:
        """The command as Discord shows it to this person, and the names of the subcommand."""
        menus = [command for command in self._world.commands if command["name"] == name]
        first, *path = (name,) if menus else name.split()
        found = menus or [command for command in self._world.commands if command["name"] == first]
        assert found, f"/{first} is not among {[command['name'] for command in self._world.commands]}"
        needed = int(found[0].get("default_member_permissions") or 0)
        here = 0 if self._guild else 1
        assert here in (found[0].get("contexts") or [0, 1, 2]), (
            f"/{first} is not offered in this kind of channel"
        )
        assert not self._guild or needed & self._person.permissions == needed, (
            f"/{first} is hidden from this person"
        )
        return found[0], path

    def _resolved(self, kind: int, ids: list[str]) -> Json:
        """What Discord adds about chosen roles (6) and channels (8); plain options (3) it leaves alone."""
        if kind == 6:
            return {"roles": {number: payloads.role(int(number), self._guild or 0) for number in ids}}
        if kind == 8:
            return {"channels": {number: payloads.channel(int(number), self._guild or 0) for number in ids}}
        assert kind == 3, f"the stand-in can't choose in a component of type {kind}"
        return {}
