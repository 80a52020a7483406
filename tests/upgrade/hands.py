"""People of then and the bot of today: they press what was sent to them, and read the answer."""

import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simcord.builders import ChannelHandle, RoleHandle
from simcord.results import InteractionResult

from bot.domain.allowance import Allowance
from bot.domain.library import Library
from bot.trial.drawing import plain, text_of
from bot.trial.people import Person, Screen
from bot.trial.world import World
from tests import interactions
from tests.request_faults import custom_ids
from tests.upgrade.places import NOSY, Places
from tests.upgrade.record import NOTHING, Control, Sent, first_edition
from tests.upgrade.standing import Standing


@dataclass(frozen=True, slots=True)
class Answer:
    """What a press led to: all that was shown, as people read it, what to press on it, a form that opened."""

    text: str
    controls: Collection[str]
    form: Mapping[str, Any] | None
    private: bool


class Old:
    """The bot at work on the file of then; `standing` says how things stand in it at any moment."""

    def __init__(self, world: World, places: Places, file: Path) -> None:
        self.world = world
        self.places = places
        self.standing = Standing(file)
        self._file = file
        self._untouched = file.with_suffix(".untouched")
        _copy(file, self._untouched)

    @property
    def library(self) -> Library:
        """The content of today."""
        return self.world.app.content.library

    def inbox(self, name: str) -> list[str]:
        """What stands in somebody's DM."""
        return self.places.texts(first_edition()["people"][name]["dm"])

    def start_over(self) -> None:
        """Everything is as it was before anybody pressed anything, and nobody did anything too often yet."""
        _copy(self._untouched, self._file)
        self.places.put_back()
        for cog in self.world.app.client.cogs.values():
            for each in vars(cog).values():
                if isinstance(each, Allowance):
                    each._spent.clear()

    async def press(self, sent: Sent, control: Control) -> Answer:
        """Its owner presses something on a message, where it stands, or sends a form."""
        who = self.places.person(sent.whose, self.places.where(sent))
        if sent.kind == "form":
            return await self._fill_in(who, sent, control)
        hands = (who.in_dm() if self.places.in_dm(sent) else who).hands
        message = self.places.lay(sent)
        if control.value is None:
            result = await hands.click(message, custom_id=control.custom_id)
        else:
            result = await hands.select(message, self._chosen(control), custom_id=control.custom_id)
        return _answer(who, result)

    async def intrude(self, sent: Sent, control: Control) -> Answer:
        """Somebody else presses the same."""
        server = self.places.where(sent)
        nosy = self.places.person(NOSY, server)
        if sent.kind == "form":
            return await self._fill_in(nosy, sent, control)
        world = self.places.seen_from(self.world, server)
        values = [] if control.value is None else [control.value]
        pressed = interactions.press(world, nosy, control.custom_id, values=values)
        return _answer(nosy, (await pressed.arrives()).result)

    async def _fill_in(self, who: Person, sent: Sent, control: Control) -> Answer:
        world = self.places.seen_from(self.world, self.places.where(sent))
        filled = interactions.form(world, who, control.custom_id, **control.fields)
        return _answer(who, (await filled.arrives()).result)

    def _chosen(self, control: Control) -> list[Any]:
        if control.chooses == "options":
            return [control.value]
        if control.value == NOTHING:
            return []
        things: list[ChannelHandle | RoleHandle] = []
        for server in self.places.servers.values():
            things += [*server.channels.values(), *server.roles.values()]
        return [thing for thing in things if str(thing.id) == control.value]


def _copy(source: Path, target: Path) -> None:
    """Also while the bot works on one of them."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def _answer(who: Person, result: InteractionResult) -> Answer:
    assert result.acknowledged, "nobody answered"
    shown = [Screen(who, each.message) for each in (result.response, *result.followups) if each is not None]
    return Answer(
        plain("\n".join(text_of(screen.data) for screen in shown)),
        custom_ids(screen.data for screen in shown),
        result.modal,
        private=all(screen.private for screen in shown),
    )
