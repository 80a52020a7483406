"""What happens behind the page of `try`: who does what in the simulated server, and what shows then."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, TypeVar

from simcord import BackendError, SetupError
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from bot.domain.schedule import DAY
from bot.trial import crowd, scene
from bot.trial.commands import commands_of, menus_of
from bot.trial.drawing import controls_of
from bot.trial.people import Person, Screen
from bot.trial.sent import Sent, field
from bot.trial.story import Chapter, lived
from bot.trial.world import World

T = TypeVar("T")

HOUR = DAY // 24
HELLO = "Welcome, Robin. Cairn walks with you along the roadmap, one step at a time: type `/start` below."


class Gone(Exception):
    """What was acted on is not there, or not any more."""


class Refused(Exception):
    """Discord itself would not take it; its words say why."""


class Stage:
    """The world as the page knows it. One act comes after the other, and whoever watches sees each."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._acting = asyncio.Lock()
        self._changed = asyncio.Condition()
        self._version = 0
        self._closed = False
        self._typed: dict[int, str] = {}
        self._forms: dict[str, InteractionResult] = {}
        self._pressed: set[int] = set()
        self._lived: set[Chapter] = set()
        self._crowded = False
        self._deeds: dict[str, Callable[[Sent], Awaitable[dict[str, Any] | None]]] = {
            "say": self._say,
            "slash": self._slash,
            "offer": self._offer,
            "press": self._press,
            "choose": self._choose,
            "submit": self._submit,
            "menu": self._menu,
            "pass": self._pass,
            "dm": self._turn_dm,
            "join": self._join,
        }

    async def furnish(self) -> None:
        """Say a first word in #general, so that nobody stands before an empty room."""
        await self._world.mona.say(HELLO)

    async def close(self) -> None:
        """Let whoever watches go, and what is being done come to its end."""
        self._closed = True
        await self._tell()
        async with self._acting:
            pass

    async def states(self) -> AsyncIterator[dict[str, Any]]:
        """What there is to see now, and after every act, until the stage is closed."""
        while not self._closed:
            async with self._acting:
                seen, state = self._version, self._state()
            yield state
            async with self._changed:
                while self._version == seen and not self._closed:
                    await self._changed.wait()

    async def act(self, deed: str, sent: Sent) -> dict[str, Any]:
        """Do something; what it opens at once, a form or a list of choices, or nothing.

        Raises Gone, Refused, Unreadable.
        """
        async with self._acting:
            if self._closed:
                raise Gone
            try:
                answer = await _found(self._deeds, deed)(sent)
            except (SetupError, BackendError) as error:
                raise Refused(str(error)) from error
            self._lived |= await lived(self._world, self._pressed)
        await self._tell()
        return answer or {}

    def commands(self, who: str, where: str) -> list[dict[str, Any]]:
        """What this person can type in this place. Raises Gone."""
        return commands_of(self._person(who, where), self._world.app.client.tree)

    def file(self, url: str) -> bytes | None:
        """What was attached to a message under this address."""
        return self._world.env.backend.cdn.get(url)

    def _state(self) -> dict[str, Any]:
        world, people = self._world, {"robin": self._world.robin, "mona": self._world.mona}
        return {
            "now": world.now(),
            "story": [
                {"title": each.title, "how": each.how, "lived": each in self._lived} for each in Chapter
            ],
            "dm_open": world.dm_open,
            "crowded": self._crowded,
            "names": scene.names(world),
            "menus": menus_of(world.app.client.tree),
            "people": {
                who: [scene.place(key, at, self._typed) for key, at in scene.places(world, person).items()]
                for who, person in people.items()
            },
        }

    async def _tell(self) -> None:
        async with self._changed:
            self._version += 1
            self._changed.notify_all()

    def _person(self, who: str, where: str) -> Person:
        person = _found({"robin": self._world.robin, "mona": self._world.mona}, who)
        return _found(scene.places(self._world, person), where)

    def _actor(self, sent: Sent) -> Person:
        return self._person(field(sent, "who", str), field(sent, "where", str))

    def _typing(self, sent: Sent) -> tuple[Person, str]:
        """Who types a command, and which."""
        person, command = self._actor(sent), field(sent, "command", str)
        if command not in person.commands():
            raise Gone
        return person, command

    def _at(self, sent: Sent) -> Screen:
        """The message that something is done with."""
        person = self._actor(sent)
        messages = {str(each.id): each for each in person.place.history(viewer=person.hands)}
        return Screen(person, _found(messages, field(sent, "message", str)))

    def _touched(self, sent: Sent) -> tuple[Screen, Mapping[str, Any]]:
        """The message that something is pressed or chosen on, and the button or the menu."""
        screen = self._at(sent)
        control = _found(controls_of(screen.data), field(sent, "custom_id", str))
        self._pressed.add(screen.message.id)
        return screen, control

    def _saw(self, result: InteractionResult, typed: str = "") -> dict[str, Any]:
        """Keep who asked for an answer, and how; give a form that opened to the page."""
        if typed and result.response:
            self._typed[result.response.id] = typed
        if result.modal is None:
            return {} if result.acknowledged else {"silent": True}
        self._forms[result.modal["custom_id"]] = result
        return {"form": result.modal}

    async def _say(self, sent: Sent) -> None:
        await self._actor(sent).say(field(sent, "text", str))

    async def _slash(self, sent: Sent) -> dict[str, Any]:
        person, command = self._typing(sent)
        options = {name: self._value(value) for name, value in field(sent, "options", dict).items()}
        return self._saw(await person.invoke(command, **options), f"{person.name} used /{command}")

    async def _offer(self, sent: Sent) -> dict[str, Any]:
        person, command = self._typing(sent)
        option, typed = field(sent, "option", str), field(sent, "typed", str)
        return {"choices": await person.choices(command, option, typed)}

    async def _press(self, sent: Sent) -> dict[str, Any]:
        screen, button = self._touched(sent)
        return self._saw(await screen.person.hands.click(screen.message, custom_id=button["custom_id"]))

    async def _choose(self, sent: Sent) -> dict[str, Any]:
        screen, menu = self._touched(sent)
        values = field(sent, "values", list)
        entities = scene.entities(self._world).get(menu["type"])
        if entities is not None:
            values = [_found(entities, str(value)) for value in values]
        hands = screen.person.hands
        return self._saw(await hands.select(screen.message, values, custom_id=menu["custom_id"]))

    async def _menu(self, sent: Sent) -> dict[str, Any]:
        screen, name = self._at(sent), field(sent, "command", str)
        hands, place = screen.person.hands, screen.person.place
        if name not in menus_of(self._world.app.client.tree) or not isinstance(hands, MemberActor):
            raise Gone
        return self._saw(
            await hands.context_menu(place, name, screen.message), f"{screen.person.name} used {name}"
        )

    async def _submit(self, sent: Sent) -> dict[str, Any]:
        person, name = self._actor(sent), field(sent, "form", str)
        form = _found(self._forms, name)
        result = await person.hands.submit_modal(form, field(sent, "values", dict))
        del self._forms[name]
        return self._saw(result)

    async def _pass(self, sent: Sent) -> None:
        for hours in _found({"hour": (1,), "day": (24,), "week": (24,) * 7}, field(sent, "span", str)):
            await self._world.pass_time(hours * HOUR)

    async def _turn_dm(self, _: Sent) -> None:
        self._world.turn_dm()

    async def _join(self, _: Sent) -> None:
        if not self._crowded:
            await crowd.join(self._world)
            self._crowded = True

    def _value(self, value: Any) -> Any:
        """An option's value; a person is named by {"user": id}."""
        if not isinstance(value, dict):
            return value
        return _found(scene.entities(self._world)[scene.USERS], field(value, "user", str))


def _found(things: Mapping[str, T], name: str) -> T:
    """What has this name. Raises Gone."""
    if name not in things:
        raise Gone
    return things[name]
