"""Two moderators at one update: nobody overwrites what they never saw, and no click posts it."""

import discord

from bot.domain.updates import Stage
from bot.trial.people import Person, Screen
from bot.trial.world import World
from tests.cogs.moderating import TEXT, TITLE, draft, newest, person, posted, ready, standing
from tests.interactions import press

WHEN = "2026-01-05 09:00"
CHANGED = "This update, or where it goes, has changed since you opened it, so nothing was done."


async def two(world: World) -> Person:
    """Somebody who moderates beside Mona."""
    await ready(world)
    role = world.guild.create_role("Deputies", permissions=discord.Permissions(manage_guild=True))
    return person(world, "Max", role)


def last_but_one(world: World) -> str:
    """What Mona sees above the last answer that she got."""
    return Screen(world.mona, world.general.history(viewer=world.mona.member)[-2]).text


async def test_an_edit_over_what_somebody_else_wrote_meanwhile_is_refused(world: World) -> None:
    """Both texts are at hand: theirs on the screen, one's own below it, and **Edit** with theirs in it."""
    max_ = await two(world)
    update = await posted(world)
    mine = await (await world.mona.slash("update list")).choose(TITLE)
    theirs = await (await max_.slash("update list")).choose(TITLE)
    form = await mine.opens("Edit")
    await (await theirs.opens("Edit")).send(title=TITLE, text="Theirs, and first.")
    answer = await form.send(title="Mine", text="Written over the old one.")
    assert CHANGED in answer.text
    assert "```\nMine\n```\n```\nWritten over the old one.\n```" in answer.text
    assert "Theirs, and first." in last_but_one(world)
    assert (await newest(world)).wording.text == "Theirs, and first."
    assert world.updates.history()[0].embeds[0].description == "Theirs, and first."

    again = await answer.opens("Edit and send again")
    assert [part["component"]["value"] for part in again.modal["components"]] == [
        "Mine",
        "Written over the old one.",
    ]
    edited = await again.send(title="Mine", text="Both.")
    assert edited.text.startswith("✓ Edited.")
    assert (await newest(world)).id == update.id


async def test_what_was_posted_while_somebody_wrote_is_not_changed_unseen(world: World) -> None:
    max_ = await two(world)
    form = await (await draft(world)).opens("Edit")
    await (await (await max_.slash("update list")).choose(TITLE)).click("Post")
    answer = await form.send(title=TITLE, text="Not for everybody yet.")
    assert CHANGED in answer.text
    assert world.updates.history()[0].embeds[0].description == TEXT


async def test_a_preview_posts_what_it_shows_or_nothing(world: World) -> None:
    max_ = await two(world)
    preview = await draft(world)
    theirs = await (await max_.slash("update list")).choose(TITLE)
    await (await theirs.opens("Edit")).send(title=TITLE, text="Words that Mona never saw.")
    answer = await preview.click("Post")
    assert CHANGED in answer.text
    assert "Words that Mona never saw." in last_but_one(world)
    assert standing(world) == []
    assert (await newest(world)).stage is Stage.DRAFT
    seen = await (await world.mona.slash("update list")).choose(TITLE)
    assert "Words that Mona never saw." in seen.text
    await seen.click("Post")
    assert standing(world) == [f"**{TITLE}**"]


async def test_neither_does_it_schedule_anything_else(world: World) -> None:
    max_ = await two(world)
    preview = await draft(world, when=WHEN)
    theirs = await (await max_.slash("update list")).choose(TITLE)
    await (await theirs.opens("Edit")).send(title=TITLE, text="Words that Mona never saw.")
    answer = await preview.click("Schedule")
    assert CHANGED in answer.text
    assert (await newest(world)).stage is Stage.DRAFT


async def test_a_time_that_was_typed_for_other_words_comes_back(world: World) -> None:
    max_ = await two(world)
    form = await (await draft(world)).opens("Schedule")
    theirs = await (await max_.slash("update list")).choose(TITLE)
    await (await theirs.opens("Edit")).send(title=TITLE, text="Words that Mona never saw.")
    answer = await form.send(when="monday 9am")
    assert CHANGED in answer.text
    assert "```\nmonday 9am\n```" in answer.text
    assert (await newest(world)).stage is Stage.DRAFT
    await (await answer.opens("Edit and send again")).send(when="monday 9am")
    assert (await newest(world)).stage is Stage.SCHEDULED


async def test_nobody_moves_what_somebody_else_moved_meanwhile(world: World) -> None:
    max_ = await two(world)
    await (await draft(world, when=WHEN)).click("Schedule")
    mine, stale = [await (await world.mona.slash("update list")).choose(TITLE) for _ in range(2)]
    theirs = await (await max_.slash("update list")).choose(TITLE)
    form = await mine.opens("Change time")
    await (await theirs.opens("Change time")).send(when="2026-01-06 10:00")
    moved = (await newest(world)).scheduled_at
    assert CHANGED in (await form.send(when="2026-01-07 11:00")).text
    assert CHANGED in (await stale.click("Unschedule")).text
    assert (await newest(world)).scheduled_at == moved


async def test_nobody_discards_what_somebody_else_wrote_meanwhile(world: World) -> None:
    max_ = await two(world)
    preview = await draft(world)
    theirs = await (await max_.slash("update list")).choose(TITLE)
    await (await theirs.opens("Edit")).send(title=TITLE, text="Much better.")
    assert CHANGED in (await preview.click("Discard")).text
    shown = await (await world.mona.slash("update list")).choose(TITLE)
    assert "Much better." in shown.text
    await shown.click("Discard")
    assert (await newest(world)).stage is Stage.DISCARDED


async def test_two_clicks_on_one_button_are_no_change_by_somebody_else(world: World) -> None:
    await ready(world)
    preview = await draft(world, when=WHEN)
    seen = next(
        part["custom_id"]
        for row in preview.data["components"]
        for part in row["components"]
        if ":uschedule:" in part["custom_id"]
    )
    for _ in range(2):
        answer = await press(world, world.mona, seen, on=preview).arrives()
        assert CHANGED not in answer.screen.text
    assert (await newest(world)).stage is Stage.SCHEDULED


async def test_a_preview_shows_where_it_goes_and_whom_it_pings(world: World) -> None:
    """Another channel or role, chosen meanwhile, is something that was not seen either."""
    learners = world.guild.create_role("learners", mentionable=True)
    await ready(world)
    preview = await draft(world)
    await ready(world, ping_role=learners.id)
    assert CHANGED in (await preview.click("Post")).text
    assert standing(world) == []


async def test_buttons_of_before_still_do_what_they_say(world: World) -> None:
    await ready(world)
    preview = await draft(world)
    number = (await newest(world)).id
    await press(world, world.mona, f"b:upost:{world.mona.id}:{number}", on=preview).arrives()
    assert standing(world) == [f"**{TITLE}**"]
    assert (await newest(world)).wording.text == TEXT
