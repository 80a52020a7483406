"""`/certs`: which certifications there are, which one is a member's goal, which they passed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import on_press, open_form, show
from bot.cogs.names import Choices, Names
from bot.domain.custom_id import Press
from bot.domain.goals import Exam, Passed, exam
from bot.domain.links import parse_link
from bot.domain.members import Goal, Member
from bot.domain.roadmap import Roadmap
from bot.domain.when import parse_date
from bot.store.goals import GoalStore
from bot.store.journeys import JourneyStore
from bot.store.members import MemberStore
from bot.views import certifications as views


class Certifications(commands.Cog):
    """Exams along the way."""

    def __init__(
        self,
        names: Names,
        journeys: JourneyStore,
        members: MemberStore,
        goals: GoalStore,
        now: Callable[[], int],
    ) -> None:
        self._names = names
        self._journeys = journeys
        self._members = members
        self._goals = goals
        self._now = now

    @app_commands.command(description="Certifications: who issues them, what they prove, which can be taken.")
    @app_commands.describe(certification="Which one; all, if you leave it out")
    async def certs(self, interaction: discord.Interaction[Any], certification: str | None = None) -> None:
        """Show one certification, or all."""
        await (self._show(interaction, certification) if certification else self._list(interaction))

    @certs.autocomplete("certification")
    async def _certifications(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._names.certifications(interaction, typed)

    @on_press("cert")
    async def chosen(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """A certification chosen in the menu."""
        await self._show(interaction, press.word())

    @on_press("certs")
    async def all_pressed(self, interaction: discord.Interaction[Any], _: Press) -> None:
        """**All certifications**."""
        await self._list(interaction)

    @on_press("goalask")
    async def goal_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Set as goal**: asks by when; one that is gone says so and offers what took its place."""
        roadmap, wanted = await self._exam(interaction, press)
        if wanted.gone and wanted.certification is not None:
            await show(interaction, views.retired_goal(roadmap, wanted.certification, press.owner))
        else:
            await open_form(interaction, views.goal_form(f"{roadmap.id}/{wanted.id}", press.owner, wanted))

    @on_press("goal")
    async def goal_written(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """The form with the date, sent."""
        roadmap, wanted = await self._exam(interaction, press)
        goal = Goal(f"{roadmap.id}/{wanted.id}", parse_date(press.fields["by"]), told=_known(wanted))
        await self._put(interaction, goal)
        await show(interaction, views.set_as_goal(wanted, goal, press.owner))

    @on_press("goaldrop")
    async def goal_dropped(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Not my goal any more**."""
        await self._put(interaction, None)
        await self._list(interaction)

    @on_press("passedask")
    async def passed_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Passed**: asks when, and for a link."""
        roadmap, wanted = await self._exam(interaction, press)
        ref = f"{roadmap.id}/{wanted.id}"
        await open_form(interaction, views.passed_form(ref, press.owner, wanted, self._today()))

    @on_press("passed")
    async def passed_written(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """The form with day and link, sent; a goal that is reached is one no more."""
        roadmap, wanted = await self._exam(interaction, press)
        ref = f"{roadmap.id}/{wanted.id}"
        on, proof = parse_date(press.fields["on"]), parse_link(press.fields.get("link"))
        member = await self._members.get(interaction.user.id) or self._unknown(interaction.user.id)
        await self._goals.note(member, Passed(ref, on or self._today(), proof))
        if member.goal is not None and member.goal.ref == ref:
            await self._put(interaction, None)
        note = f"✓ **{wanted.title}**, passed. That one is yours."
        await (self._show(interaction, ref, note) if wanted.certification else self._list(interaction, note))

    async def _list(self, interaction: discord.Interaction[Any], note: str = "") -> None:
        user = interaction.user.id
        journey = await self._journeys.load(user, self._names.library)
        passed = await self._goals.passed_by(user)
        await show(interaction, views.certifications(journey.progress.roadmap, user, passed, note))

    async def _show(self, interaction: discord.Interaction[Any], ref: str, note: str = "") -> None:
        user = interaction.user.id
        roadmap, chosen = await self._names.certification(user, ref)
        member, passed = await self._members.get(user), await self._goals.passed_by(user)
        goal = member.goal if member else None
        await show(interaction, views.certification(roadmap, chosen, user, goal, passed, note))

    async def _exam(self, interaction: discord.Interaction[Any], press: Press) -> tuple[Roadmap, Exam]:
        roadmap, name = await self._names.locate(interaction.user.id, press.word())
        return roadmap, exam(roadmap, name)

    async def _put(self, interaction: discord.Interaction[Any], goal: Goal | None) -> None:
        user = interaction.user.id
        await self._members.put(
            user,
            lambda known: replace(known or self._unknown(user), goal=goal),
            at=self._now(),
            click=interaction.id,
        )

    def _unknown(self, user: int) -> Member:
        return Member(user, self._names.library.default.id, enrolled_at=self._now())

    def _today(self) -> date:
        return datetime.fromtimestamp(self._now(), UTC).date()


def _known(wanted: Exam) -> bool:
    """Whether there is nothing left to tell about its retirement: the answer has said it."""
    return wanted.certification is not None and wanted.certification.ends
