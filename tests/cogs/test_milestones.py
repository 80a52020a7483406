"""A finished phase: **Tell the channel** and **Take the role**, by a click, and given back by an undo."""

from collections.abc import Awaitable, Callable

import discord
import pytest
from simcord.builders import ChannelHandle, RoleHandle

from bot.domain.guilds import RoleTrouble
from bot.trial.people import Screen
from bot.trial.world import World
from bot.views.shown import ROLE_TROUBLES
from tests import interactions
from tests.cogs.moderating import ready
from tests.cogs.showing import posts, run, stored

PHASE = "mlops-engineer/foundations"


async def milestones(world: World) -> ChannelHandle:
    """#milestones."""
    channel = world.guild.create_text_channel("milestones")
    await ready(world, milestones_channel=channel.id)
    return channel


async def finish(world: World) -> Screen:
    """Robin finishes Foundations."""
    phase = world.app.content.library.default.phase("foundations")
    for action in phase.actions:
        card = await world.robin.slash("done", action=action.id)
    return card


def rise(world: World, name: str, **permissions: bool) -> RoleHandle:
    """A role above all that there are."""
    return world.guild.create_role(name, permissions=discord.Permissions(**permissions))


async def choose_role(world: World, role: RoleHandle | None, phase: str = PHASE) -> Screen:
    """Mona chooses the role for a phase."""
    page = await (await world.mona.slash("setup")).click("Community")
    custom_id = f"s:setuptrole:{world.mona.id}:{phase}"
    chosen = [role] if role else []
    return world.mona.saw(await world.mona.hands.select(page.message, chosen, custom_id=custom_id))


async def with_role(world: World) -> RoleHandle:
    """A role for Foundations, which both Mona and the bot may give."""
    walker = rise(world, "Walker")
    for who, name in ((world.mona.id, "Keeper"), (world.env.backend.bot_user.id, "Bot")):
        above = rise(world, name, manage_roles=True)
        world.env.backend.add_member_role(world.guild.id, who, above.id)
    await world.env.settle()
    page = await choose_role(world, walker)
    assert f"✓ Role for Foundations: <@&{walker.id}>, for whoever takes it" in page.text
    return walker


def holds(world: World, role: RoleHandle) -> bool:
    """Whether Robin has it."""
    return role.id in world.env.backend.get_member(world.guild.id, world.robin.id).role_ids


async def test_nothing_is_offered_where_nothing_was_chosen(world: World) -> None:
    card = await finish(world)
    assert not {"Tell the channel", "Take the role"} & set(card.buttons)


async def test_a_finished_phase_is_told_by_a_click_and_taken_back_by_an_undo(world: World) -> None:
    channel = await milestones(world)
    card = await finish(world)
    assert posts(world, channel) == []
    preview = await card.click("Tell the channel")
    await preview.click("Post")
    (post,) = posts(world, channel)
    assert post.content == "**Robin finished Foundations.**"
    await world.robin.slash("undo")
    await run(world)
    assert posts(world, channel) == []
    assert await stored(world) == ()


async def test_reopened_it_is_taken_back_as_an_undo_does(world: World) -> None:
    """Post and role of the phase; delivered twice, and finished again, nothing is taken twice."""
    channel, role = await milestones(world), await with_role(world)
    card = await finish(world)
    await card.click("Take the role")
    await (await card.click("Tell the channel")).click("Post")
    assert holds(world, role)
    assert len(posts(world, channel)) == 1
    reopen = f"b:reopen:{world.robin.id}:mlops-engineer/linux-git-cloud"
    made = interactions.press(world, world.robin, reopen)
    for _ in range(2):
        told = await made.arrives()
    assert "is open again" in told.screen.text
    await run(world)
    assert posts(world, channel) == []
    assert not holds(world, role)
    assert await stored(world) == ()

    await world.robin.slash("done", action="linux-git-cloud")
    await (await world.robin.slash("phase", phase="foundations")).click("Take the role")
    await made.arrives()
    await run(world)
    assert holds(world, role)


async def test_it_is_told_once_and_only_when_it_is_finished(world: World) -> None:
    channel = await milestones(world)
    await finish(world)
    phase = await world.robin.slash("phase", phase="foundations")
    await (await phase.click("Tell the channel")).click("Post")
    told = await (await phase.click("Tell the channel")).click("Post")
    assert told.text.startswith("You show that already.")
    assert len(posts(world, channel)) == 1
    assert "Tell the channel" not in (await world.robin.slash("phase", phase="core-tools")).buttons


async def test_a_role_is_taken_by_a_click_and_given_back_by_an_undo(world: World) -> None:
    role = await with_role(world)
    card = await finish(world)
    assert not holds(world, role)
    taken = await card.click("Take the role")
    assert taken.private
    assert taken.text.startswith(f"✓ You have <@&{role.id}> for **Foundations**.")
    assert holds(world, role)
    await world.robin.slash("undo")
    await run(world)
    assert not holds(world, role)


async def test_a_role_is_given_back_by_a_deletion(world: World) -> None:
    role = await with_role(world)
    await (await finish(world)).click("Take the role")
    await (await world.robin.slash("mydata delete")).click("Delete")
    await run(world, 1)
    assert not holds(world, role)
    await world.app.retention.look()
    assert await world.app.store.read.jobs.next_due() is None


@pytest.mark.parametrize(
    "permission", ["manage_messages", "kick_members", "administrator", "mention_everyone"]
)
async def test_a_role_that_moderates_is_refused(world: World, permission: str) -> None:
    told = await choose_role(world, rise(world, "Strong", **{permission: True}))
    assert told.text.startswith("That role can moderate, so nobody may take it by a click")
    assert (await world.app.store.read.guilds.get(world.guild.id)).phase_roles == {}


async def test_a_role_that_its_chooser_could_not_give_is_refused(world: World) -> None:
    walker = rise(world, "Walker")
    bot = rise(world, "Bot", manage_roles=True)
    world.env.backend.add_member_role(world.guild.id, world.env.backend.bot_user.id, bot.id)
    await world.env.settle()
    assert "You can't give that role yourself" in (await choose_role(world, walker)).text


Change = Callable[[World, RoleHandle], Awaitable[None]]


async def strengthen(world: World, role: RoleHandle) -> None:
    world.env.backend.edit_role(world.guild.id, role.id, {"permissions": 1 << 13})


async def weaken_the_bot(world: World, _: RoleHandle) -> None:
    backend = world.env.backend
    for number in list(backend.get_member(world.guild.id, backend.bot_user.id).role_ids):
        backend.remove_member_role(world.guild.id, backend.bot_user.id, number)


async def move_above_the_bot(world: World, role: RoleHandle) -> None:
    world.env.backend.reorder_roles(world.guild.id, [{"id": role.id, "position": 99}])


async def take_from_the_chooser(world: World, role: RoleHandle) -> None:
    for number in list(world.env.backend.get_member(world.guild.id, world.mona.id).role_ids):
        world.env.backend.remove_member_role(world.guild.id, world.mona.id, number)


async def lose_the_chooser(world: World, _: RoleHandle) -> None:
    world.guild.remove_member(world.mona.user)


async def delete_the_role(world: World, role: RoleHandle) -> None:
    world.env.backend.delete_role(world.guild.id, role.id)


async def choose_none(world: World, _: RoleHandle) -> None:
    await choose_role(world, None)


LATER: dict[str, tuple[Change, str]] = {
    "the role moderates by now": (strengthen, "It can moderate"),
    "the bot's role is gone": (weaken_the_bot, "Discord refused it."),
    "it stands above the bot's role by now": (move_above_the_bot, "It stands above my own role"),
    "who chose it has no higher role any more": (
        take_from_the_chooser,
        "Whoever chose it may not give it any more.",
    ),
    "the moderator who chose it is gone": (lose_the_chooser, "Whoever chose it may not give it any more."),
    "the role is deleted": (delete_the_role, "It isn't offered any more."),
    "another choice was made": (choose_none, "No server of yours has a channel for that yet."),
}


@pytest.mark.parametrize(("change", "said"), LATER.values(), ids=list(LATER))
async def test_everything_is_asked_again_when_it_is_given(world: World, change: Change, said: str) -> None:
    role = await with_role(world)
    card = await finish(world)
    await change(world, role)
    await world.env.settle()
    told = await card.click("Take the role")
    assert said in told.text
    assert not holds(world, role)


async def test_what_is_wrong_with_a_role_is_told_in_setup(world: World) -> None:
    role = await with_role(world)
    await strengthen(world, role)
    await world.env.settle()
    page = await (await world.mona.slash("setup")).click("Community")
    assert (
        f"✗ Role for Foundations: I can't give <@&{role.id}>: it holds a moderation permission." in page.text
    )
    world.env.backend.edit_role(world.guild.id, role.id, {"permissions": 0})
    await move_above_the_bot(world, role)
    await world.env.settle()
    page = await page.click("Check again")
    assert f"I can't give <@&{role.id}>: it isn't below my own role: Server Settings → Roles" in page.text
    await delete_the_role(world, role)
    await world.env.settle()
    page = await page.click("Check again")
    assert "✗ Role for Foundations: the role is gone." in page.text


async def test_the_role_of_an_unfinished_phase_is_not_given(world: World) -> None:
    role = await with_role(world)
    card = await finish(world)
    await world.robin.slash("undo")
    assert "has open actions again" in (await card.click("Take the role")).text
    assert not holds(world, role)


def test_every_trouble_has_words() -> None:
    assert set(ROLE_TROUBLES) == set(RoleTrouble)
