"""`/certs`: which certifications there are, which one is a member's goal, which they passed."""

from dataclasses import dataclass

from discord import app_commands

from bot.client import Interaction, act_of, on_press, open_form, show
from bot.cogs.choices import ContentChoices
from bot.domain.custom_id import Press, Verb
from bot.domain.links import parse_link
from bot.domain.when.dates import read_date
from bot.domain.when.spans import ahead, behind
from bot.services.certifications import CertificationService
from bot.services.names import Names
from bot.views import certifications as views


@dataclass(eq=False)
class Certifications(ContentChoices):
    """Exams along the way."""

    _certifications: CertificationService
    _names: Names

    @app_commands.command(description="Certifications: who issues them, what they prove, which can be taken.")
    @app_commands.describe(certification="Which one; all, if you leave it out")
    @app_commands.autocomplete(certification=ContentChoices.certifications)
    async def certs(self, interaction: Interaction, certification: str | None = None) -> None:
        """Show one certification, or all."""
        await self._show(interaction, certification)

    @on_press(Verb.CERTIFICATION, Verb.CERTIFICATIONS)
    async def chosen(self, interaction: Interaction, press: Press) -> None:
        """A certification chosen in the menu, or **All certifications**."""
        await self._show(interaction, press.ref if press.verb is Verb.CERTIFICATION else None)

    @on_press(Verb.ASK_GOAL)
    async def goal_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Set as goal**: asks by when; one that is gone says so and offers what took its place."""
        roadmap, wanted = await self._certifications.exam(interaction.user.id, press.ref)
        if wanted.gone and wanted.certification is not None:
            await show(interaction, views.retired_goal(roadmap, wanted.certification, press.owner))
        else:
            ref, at = f"{roadmap.id}/{wanted.id}", act_of(interaction).at
            await open_form(interaction, views.goal_form(ref, press.owner, wanted, at))

    @on_press(Verb.SET_GOAL)
    async def goal_written(self, interaction: Interaction, press: Press) -> None:
        """The form with the date, sent."""
        act, typed = act_of(interaction), press.typed("by")
        by = read_date(typed, ahead(await self._certifications.today(act))) if typed.strip() else None
        wanted, goal = await self._certifications.set_goal(act, press.ref, by)
        await show(interaction, views.set_as_goal(wanted, goal, press.owner))

    @on_press(Verb.DROP_GOAL)
    async def goal_dropped(self, interaction: Interaction, _: Press) -> None:
        """**Not my goal any more**."""
        await self._certifications.drop_goal(act_of(interaction))
        await self._show(interaction, None)

    @on_press(Verb.ASK_PASSED)
    async def passed_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Passed**: asks when, and for a link."""
        roadmap, wanted = await self._certifications.exam(interaction.user.id, press.ref)
        day = await self._certifications.today(act_of(interaction))
        ref = f"{roadmap.id}/{wanted.id}"
        await open_form(interaction, views.passed_form(ref, press.owner, wanted, day))

    @on_press(Verb.PASSED)
    async def passed_written(self, interaction: Interaction, press: Press) -> None:
        """The form with day and link, sent."""
        act, typed = act_of(interaction), press.typed("on")
        today = await self._certifications.today(act)
        on = read_date(typed, behind(today)) if typed.strip() else today
        proof = parse_link(press.typed("link"))
        _, done = await self._certifications.passed(act, press.ref, on, proof)
        shown = press.ref if done.certification else None
        await self._show(interaction, shown, views.passed_words(done))

    @on_press(Verb.PASSED_BACK)
    async def taken_back(self, interaction: Interaction, press: Press) -> None:
        """**Take back**: it was not passed after all."""
        _, exam = await self._certifications.not_passed(act_of(interaction), press.ref)
        await self._show(interaction, press.ref if exam.certification else None, views.taken_back_words(exam))

    async def _show(self, interaction: Interaction, ref: str | None, note: str = "") -> None:
        """One, or all."""
        user = interaction.user.id
        mine = await self._certifications.exams(user)
        if ref:
            roadmap, chosen = await self._names.certification(user, ref)
            view = views.certification(roadmap, chosen, user, mine.goal, mine.passed, note)
        else:
            view = views.certifications(mine.roadmap, user, mine.passed, note)
        await show(interaction, view)
