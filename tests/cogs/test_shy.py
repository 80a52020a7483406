"""A shy member does everything there is and presses **Post** on nothing: what others could learn of them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from simcord.builders import ChannelHandle

from bot.trial.people import Screen
from bot.trial.world import World
from tests.cogs.answering import ask_in_vain
from tests.cogs.moderating import ready
from tests.cogs.nudging import WEEK
from tests.cogs.test_milestones import choose_role, finish, rise
from tests.cogs.test_setup import pick

LINK, NOTE, TRIED, ASKED = "https://shy.example/robin", "keep-this-quiet", "tried-this-alone", "zzyx quixotry"
PRIVATE, WEEKS = 64, 52
ANSWERED = (4, 5)
"""The answers that are a message of their own."""


async def all_set_up(world: World) -> dict[str, ChannelHandle]:
    """Every place and a role, all of it chosen by Mona in `/setup`."""
    names = {
        "help": "setuphelp",
        "showcase": "setupshowcase",
        "check-in": "setupcheckin",
        "milestones": "setupmilestones",
        "office": "setupmods",
    }
    await ready(world)
    page = await (await world.mona.slash("setup")).click("Community")
    channels = {name: world.guild.create_text_channel(name) for name in names}
    for name, verb in names.items():
        page = await pick(page, verb, channels[name])
    walker = rise(world, "Walker")
    for who, name in ((world.mona.id, "Keeper"), (world.env.backend.bot_user.id, "Bot")):
        world.env.backend.add_member_role(world.guild.id, who, rise(world, name, manage_roles=True).id)
    await world.env.settle()
    page = await choose_role(world, walker)
    assert "✗" not in page.text
    return channels


async def does_everything(world: World, channels: dict[str, ChannelHandle]) -> None:
    """Robin uses every command and opens every preview, in the server and in the DM; posts nothing."""
    robin = world.robin
    await robin.slash("start", timezone="Berlin", day="Monday", time="09:00", hours=5)
    for command in ("next", "roadmap", "phase", "progress", "project", "certs", "nudges", "help"):
        await robin.slash(command)
        await robin.in_dm().slash(command)
    for preview in (
        await robin.slash("progress", share=True),
        await (await robin.slash("progress")).click("Share"),
    ):
        assert "Robin is on the trail" in preview.text
    assert preview.message.attachments
    help_form = await (await robin.slash("next")).opens("Ask for help")
    assert TRIED in (await help_form.send(text=TRIED)).text
    assert LINK in (await made_shy(world)).text
    await robin.slash("undo")
    done = await robin.slash("done", action="numpy-pandas", evidence=LINK)
    note = await done.opens("Keep a note")
    await note.send(note=NOTE)
    finished = await finish(world)
    assert "Robin finished Foundations." in (await finished.click("Tell the channel")).text
    assert "Take the role" in finished.buttons
    await asks_and_waits(world, channels)


async def asks_and_waits(world: World, channels: dict[str, ChannelHandle]) -> None:
    """The rest of it: what is asked in vain, and a year with its check-ins, messages and digests."""
    robin = world.robin
    await robin.slash("faq", question=ASKED)
    await world.mona.say("Do I need a PhD?")
    await robin.message_menu("Answer from the roadmap", world.general.history()[-1])
    goal = await (await robin.slash("certs", certification="cka")).opens("Set as goal")
    await goal.send(by="")
    await (await robin.slash("progress")).click("Portfolio")
    for command in ("mydata show", "mydata export"):
        await robin.slash(command)
    for week in range(WEEKS):
        await world.pass_time(WEEK)
        (check_in,) = [each for each in channels["check-in"].history() if each.components][-1:]
        preview = await Screen(robin, check_in).click("Share my step")
        if week % 2:
            await preview.click("Discard")
        letter = robin.inbox()[-1]
        if "Still on it" in letter.buttons:
            await letter.click("Still on it")
    await world.app.retention.look()


async def made_shy(world: World) -> Screen:
    """The preview of something with Robin's own link."""
    ticked = await world.robin.slash("done", action="numpy-pandas", evidence=LINK)
    return await ticked.click("Show it")


def seen_by_others(world: World, since: int) -> Iterator[tuple[str, Any]]:
    """What the bot sent since then that anybody else could read, or know of, by where it went.

    A private answer is seen by who asked alone; what opens a DM, and what goes into Robin's, by nobody else.
    """
    own = f"/channels/{world.robin.user.dm_channel.id}/"
    for entry in world.env.http_requests[since:]:
        body: Any = entry.json
        if entry.method == "GET" or entry.path.startswith(own) or entry.path.endswith("/users/@me/channels"):
            continue
        if entry.path.endswith("/callback"):
            private = (
                body["type"] not in ANSWERED or int((body.get("data") or {}).get("flags") or 0) & PRIVATE
            )
            if private:
                continue
        if entry.path.startswith("/webhooks/"):  # goes on with an answer, as private as that began
            continue
        yield f"{entry.method} {entry.path}", body


def traces(world: World, said: str) -> list[str]:
    """Whatever of Robin is in a text."""
    robin = world.robin
    return [each for each in (str(robin.id), "Robin", LINK, NOTE, TRIED, "zzyx", "quixotry") if each in said]


async def test_of_a_shy_member_others_learn_nothing(world: World) -> None:
    channels = await all_set_up(world)
    since = len(world.env.http_requests)
    await does_everything(world, channels)

    sent = list(seen_by_others(world, since))
    assert {path.split("/")[1] for path, _ in sent} == {"channels"}
    assert len(sent) > WEEKS, "the digests and check-ins came meanwhile, or nothing is tested"
    for path, body in sent:
        assert traces(world, f"{path} {json.dumps(body, ensure_ascii=False)}") == [], path
    standing = [
        each for channel in (*channels.values(), world.general, world.updates) for each in channel.history()
    ]
    for message in standing:
        if not message.flags.ephemeral:
            assert traces(world, Screen(world.mona, message).text) == []
    assert "Walker" not in {
        role.name
        for role in world.env.bot.get_guild(world.guild.id).roles  # type: ignore[union-attr]
        if role.id in world.env.backend.get_member(world.guild.id, world.robin.id).role_ids
    }
    assert not [
        each for thread in channels["check-in"].threads for each in thread.history() if each.components
    ]
    assert await world.app.store.read.shown.seen_of(world.robin.id) == ()

    since = len(world.env.http_requests)
    await (await world.robin.slash("mydata delete")).click("Delete")
    await world.pass_time(WEEK)
    for path, body in seen_by_others(world, since):
        assert traces(world, f"{path} {json.dumps(body, ensure_ascii=False)}") == [], path


async def test_moderators_learn_no_more_than_others(world: World) -> None:
    channels = await all_set_up(world)
    await does_everything(world, channels)
    office = [each for each in channels["office"].history() if each.components][-1]
    screens = [
        await world.mona.slash("community"),
        await (await world.mona.slash("community")).click("Posted by members"),
        await world.mona.slash("answers open"),
        await world.mona.slash("answers list"),
        await world.mona.slash("update list"),
        await Screen(world.mona, office).click("Figures of today"),
        await (await world.mona.slash("setup")).click("Community"),
    ]
    for screen in screens:
        assert traces(world, screen.text) == []


async def test_what_they_asked_is_read_without_them_and_with_two_others(world: World) -> None:
    """The one thing that moderators read without a click of theirs: words, when three asked the same."""
    await world.robin.slash("faq", question="xyzzy plugh?")
    assert "xyzzy" not in (await world.mona.slash("answers open")).text
    await ask_in_vain(world, number=2)
    told = (await world.mona.slash("answers open")).text
    assert "xyzzy plugh" in told
    assert traces(world, told) == []


@pytest.mark.parametrize("shared", [False, True])
async def test_the_measure_can_fail(world: World, shared: bool) -> None:
    """What is shared by a click is found by it, so that finding nothing says something."""
    await world.robin.slash("start", timezone="Berlin")
    since = len(world.env.http_requests)
    if shared:
        await (await (await world.robin.slash("progress")).click("Share")).click("Post")
    sent = [json.dumps(body) for _, body in seen_by_others(world, since)]
    assert bool([each for each in sent if traces(world, each)]) is shared
