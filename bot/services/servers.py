"""Servers: what is set up in them, how their members do, and what coming and leaving means."""

from collections.abc import Callable, Collection, Mapping
from functools import partial

from bot.content.live import LiveContent
from bot.domain.acts import Act
from bot.domain.community import Community, Survey
from bot.domain.guilds import GuildSettings, Place, of_phase
from bot.domain.journey import journey_of
from bot.domain.nudge_state import awakened, rested
from bot.domain.phase_roles import Refused
from bot.domain.recurring import arranged
from bot.store.report import ends_in_server
from bot.store.store import Store

AT_ONCE = 200  # so many members are changed in one transaction, so that nobody else waits long
REMEMBERED = 60  # seconds for which it is known which servers have which places: every card asks
READ_AT_ONCE = 50  # so many members are read at once, so that commands are answered in between


class ServerService:
    """Servers and their settings. May raise StoreUnavailable."""

    def __init__(self, store: Store, content: LiveContent) -> None:
        self._store = store
        self._content = content
        self._with_places: Mapping[int, GuildSettings] = {}
        self._known_until = 0

    async def settings(self, guild_id: int) -> GuildSettings:
        """What is set; a server without settings has the defaults."""
        return await self._store.read.guilds.get(guild_id)

    async def set(
        self,
        act: Act,
        what: str,
        value: object,
        decide: Callable[[GuildSettings], GuildSettings],
        role: int | None = None,
    ) -> GuildSettings:
        """Change what is set in the server of who acts, once, and keep who did it.

        If a role is chosen, nothing is known to be in its way any more.
        """
        guild = act.guild or 0
        async with self._store.transaction() as rows:
            settings = await rows.guilds.get(guild)
            if not await rows.guilds.changed_by(act):
                settings = arranged(decide(settings), act.at)
                await rows.guilds.put(settings)
                await rows.guilds.note(act, guild, what, value)
                if role is not None:
                    await rows.jobs.role_works(guild, role)
        self._known_until = 0
        return settings

    async def last_change(self, guild_id: int) -> tuple[int | None, str, int] | None:
        """Who last changed what in a server's settings, and when."""
        return await self._store.read.guilds.last_change(guild_id)

    async def chooser(self, guild_id: int, about: str) -> int | None:
        """Who chose the role of a phase; None if that is forgotten."""
        whats = [f"role {name}" for name in self._content.library.names(about)]
        found = await self._store.read.guilds.last_change(guild_id, *whats)
        return found[0] if found else None

    async def set_phase_role(self, act: Act, about: str, role: int | None) -> GuildSettings:
        """Choose the role for a finished phase, by `<roadmap>/<phase>`, or none."""
        names = self._content.library.names(about)
        what = f"role {about}"
        return await self.set(act, what, role, lambda known: known.with_phase_role(names, role), role)

    async def refused_role(self, guild_id: int, role: int) -> Refused | None:
        """Why a role for a phase could not be given, unless somebody got it since, or it was chosen anew."""
        return await self._store.read.jobs.refused_role(guild_id, role)

    async def change(self, guild_id: int, decide: Callable[[GuildSettings], GuildSettings]) -> GuildSettings:
        """Change the settings: `decide` is given what is set and says what shall be."""
        async with self._store.transaction(guild_id) as rows:
            settings = decide(await rows.guilds.get(guild_id))
            await rows.guilds.put(settings)
        self._known_until = 0
        return settings

    async def offers(self, act: Act, place: Place) -> bool:
        """Whether this server has a place to offer, or, in a direct message, one of theirs who acts."""
        known = await self._remembered(act.at)
        chosen = {guild for guild, each in known.items() if each.place(place) is not None}
        if act.guild is not None or not chosen:
            return act.guild in chosen
        return not chosen.isdisjoint(await self._store.read.members.guilds(act.user))

    async def offers_role(self, act: Act, about: str) -> bool:
        """Whether this server has a role for a finished phase, by `<roadmap>/<phase>`."""
        known = (await self._remembered(act.at)).get(act.guild or 0)
        names = self._content.library.names(about)
        return known is not None and of_phase(known.phase_roles, names) is not None

    async def _remembered(self, at: int) -> Mapping[int, GuildSettings]:
        if at >= self._known_until:
            found = await self._store.read.guilds.with_places()
            self._with_places = {settings.guild: settings for settings in found}
            self._known_until = at + REMEMBERED
        return self._with_places

    async def known(self) -> frozenset[int]:
        """The servers that anything is stored of, and that the bot has not left as far as it knows."""
        return await self._store.read.guilds.here()

    async def back(self, present: Collection[int], at: int) -> None:
        """The bot is in these servers: whichever of them it had left counts as never left.

        The rests are over that its leaving brought about. Cut off half-way, it can be called again.
        """
        for guild_id in await self._store.read.guilds.left() & frozenset(present):
            last = 0
            while ids := await self._store.read.guilds.members(guild_id, last, AT_ONCE):
                async with self._store.transaction() as rows:
                    await rows.members.save(*map(partial(awakened, at=at), await rows.members.get_all(ids)))
                last = ids[-1]
            await self.change(guild_id, lambda known: arranged(known._replace(left_at=None), at))

    async def leave(self, guild_id: int, at: int) -> None:
        """Note that the bot is no longer in a server, and let the members rest whose only server it was.

        Leaving twice keeps the first time; cut off half-way, it can be called again.
        """
        await self.change(guild_id, lambda known: arranged(known._replace(left_at=known.left_at or at), at))
        last, rest = 0, partial(rested, at=at)
        while ids := await self._store.read.guilds.members_only_here(guild_id, last, AT_ONCE):
            async with self._store.transaction() as rows:
                await rows.members.save(*map(rest, await rows.members.get_all(ids)))
            last = ids[-1]

    async def survey(self, settings: GuildSettings, at: int) -> Community:
        """How a server's members do, in round figures; counted anew each time, nothing is kept for it."""
        library, last = self._content.library, 0
        survey = Survey(library, settings.zone or "UTC", at)
        while ids := await self._store.read.guilds.members(settings.guild, last, READ_AT_ONCE):
            for log in await self._store.read.changes.of_several(ids):
                survey.add(journey_of(library, log.member, log.marked).progress)
            last = ids[-1]
        ends = await ends_in_server(self._store.read.connection, settings.guild, survey.since)
        return survey.result(ends)
