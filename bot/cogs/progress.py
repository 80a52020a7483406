"""`/progress`: how far a member is; `share` shows it in the channel, **Portfolio** makes a file of it."""

from dataclasses import dataclass, field

from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, act_of, on_press, show, take_away
from bot.cogs.access import moderator
from bot.cogs.showing import Showing
from bot.delivery.pictures import Pictures
from bot.domain.acts import Act
from bot.domain.allowance import HOUR, Allowance
from bot.domain.custom_id import Press, Verb
from bot.domain.forecast import forecast
from bot.domain.goals import passed_in
from bot.domain.guilds import Place
from bot.domain.weeks import active_weeks
from bot.services.certifications import CertificationService
from bot.services.notes import NoteService
from bot.services.progress import ProgressService
from bot.services.servers import ServerService
from bot.services.showing import ShowingService
from bot.views.portfolio import portfolio
from bot.views.progress import (
    BLOCKED,
    NO_MEMBER_HERE,
    LookBack,
    attached,
    drawn_often,
    progress_card,
    taken_away,
)


@dataclass(eq=False)
class ProgressCog(commands.Cog, name="Progress"):
    """Looking back at what was done."""

    _progress: ProgressService
    _certifications: CertificationService
    _notes: NoteService
    _pictures: Pictures
    _servers: ServerService
    _blocks: ShowingService
    _showing: Showing
    _drawn: Allowance = field(default_factory=lambda: Allowance(20, HOUR // 6))

    @app_commands.command(description="How far you are, phase by phase, and how long the rest may take.")
    @app_commands.describe(share="Show it in this channel, after a preview; otherwise only you see it")
    async def progress(self, interaction: Interaction, share: bool = False) -> None:
        """Show progress."""
        await (self._share if share else self._show)(interaction)

    @on_press(Verb.PROGRESS)
    async def progress_pressed(self, interaction: Interaction, _: Press) -> None:
        """**My progress**."""
        await self._show(interaction)

    @on_press(Verb.SHARE)
    async def share_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Share**."""
        await self._share(interaction)

    @on_press(Verb.SHARED_BACK)
    async def back_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Take back** on what was shared with an earlier version, for whose it is."""
        await take_away(interaction, taken_away(by_moderator=False))

    @on_press(Verb.SHARED_REMOVE)
    async def remove_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Remove** on what was shared with an earlier version, for moderators."""
        await moderator(interaction, self._servers)
        await take_away(interaction, taken_away(by_moderator=True))

    @on_press(Verb.PORTFOLIO)
    async def portfolio_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Portfolio**: a file."""
        user = interaction.user.id
        journey = await self._progress.journey(user)
        roadmap, member = journey.progress.roadmap, journey.member
        passed = passed_in(roadmap, (await self._certifications.exams(user)).passed)
        notes, zone = await self._notes.notes(user, roadmap.id), member.schedule.zone if member else None
        shows = await self._servers.offers(act_of(interaction), Place.SHOWCASE)
        view, file = portfolio(journey.progress, notes, passed, zone, user, shows=shows)
        await show(interaction, view, files=[file] if file else [])

    async def _share(self, interaction: Interaction) -> None:
        """A preview of what others will see; where there can't be a post, their own card says why."""
        act = act_of(interaction)
        if act.guild is None:
            await self._show(interaction, NO_MEMBER_HERE)
        elif await self._blocks.blocked(act.guild, act.user):
            await self._show(interaction, BLOCKED)
        else:
            await self._showing.share(interaction, (await self._look_back(act)).for_others)

    async def _show(self, interaction: Interaction, note: str = "") -> None:
        act, in_server = act_of(interaction), interaction.guild_id is not None
        seen = await self._look_back(act)
        may_attach = not in_server or interaction.app_permissions.attach_files
        picture, rest = await self._drawing(act, seen) if may_attach else (None, None)
        view = progress_card(
            seen,
            act.user,
            pictured=picture is not None,
            sharing=act.guild is not None,
            note=note or (drawn_often(rest) if rest else ""),
        )
        await show(interaction, view, files=[attached(picture)] if picture else [])

    async def _look_back(self, act: Act) -> LookBack:
        journey = await self._progress.journey(act.user)
        progress, member = journey.progress, journey.member
        weeks = active_weeks(progress.ticked_at, act.at, member.schedule.zone if member else None)
        passed = passed_in(progress.roadmap, (await self._certifications.exams(act.user)).passed)
        ahead = forecast(progress, member, act.at) if member else None
        return LookBack(progress, weeks, member, [exam for exam, _ in passed], ahead)

    async def _drawing(self, act: Act, seen: LookBack) -> tuple[bytes | None, int | None]:
        """The picture; none, and when there may be one again, for who had many."""
        with self._drawn.turn(act.user, act.at) as rest:
            return None if rest else await self._pictures.picture(seen.facts), rest
