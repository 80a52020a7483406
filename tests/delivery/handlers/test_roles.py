"""Roles for finished phases on their way: who changes their mind keeps none, whatever gets in the way."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.content.live import LiveContent
from bot.delivery.rate_limit import Rule, Wait
from bot.domain.schedule import DAY
from bot.domain.shown import REMOVAL_DAYS
from bot.services.data import DataService
from bot.services.names import Names
from bot.services.progress import ProgressService
from bot.services.removals import ON_THE_WIRE
from bot.services.showing import ShowingService
from bot.store.jobs import LEASE
from bot.trial.world import World
from tests.cogs.showing import run
from tests.cogs.test_milestones import PHASE, choose_role, finish, holds, rise, with_role
from tests.cogs.test_servers import remove
from tests.delivery.conftest import Office
from tests.delivery.conftest import run as run_dispatcher
from tests.stored import ask

ROLES = "/guilds/*/members/*/roles/*"
HOUR = 60 * 60


async def delete_everything(world: World) -> None:
    await (await world.robin.slash("mydata delete")).click("Delete")


async def undo(world: World) -> None:
    await world.robin.slash("undo")


Change = Callable[[World], Awaitable[None]]


@pytest.mark.parametrize("how", [undo, delete_everything])
@pytest.mark.parametrize("status", [403, 429, 503])
async def test_a_role_is_taken_back_until_it_is_done(world: World, how: Change, status: int) -> None:
    role = await with_role(world)
    await (await finish(world)).click("Take the role")
    world.env.inject_error("DELETE", ROLES, status=status, code=50013 if status == 403 else 0, times=3)
    await how(world)
    for _ in range(8):
        await run(world, HOUR)
    assert not holds(world, role)
    assert await world.app.store.read.jobs.roles_of(world.robin.id) == []


async def test_a_role_that_stays_is_tried_for_thirty_days_and_then_forgotten(world: World) -> None:
    role = await with_role(world)
    await (await finish(world)).click("Take the role")
    world.env.inject_error("DELETE", ROLES, status=403, code=50013, times=None)
    await delete_everything(world)
    for _ in range(REMOVAL_DAYS - 2):
        await run(world, DAY)
    assert await world.app.store.read.jobs.roles_of(world.robin.id)
    for _ in range(3):
        await run(world, DAY)
    assert holds(world, role)
    assert await world.app.store.read.jobs.roles_of(world.robin.id) == []


async def test_a_role_in_a_server_that_the_bot_left_is_not_forgotten_at_once(world: World) -> None:
    await with_role(world)
    await (await finish(world)).click("Take the role")
    remove(world)
    await world.env.settle()
    await (await world.robin.in_dm().slash("mydata delete")).click("Delete")
    await run(world, HOUR)
    assert await world.app.store.read.jobs.roles_of(world.robin.id)


def on_the_wire(act: Callable[[], Awaitable[object]]) -> Wait:
    """It happens when a role is about to be given: after who chose it and who takes it, the third request."""
    requests = 0

    async def meanwhile(_: Rule) -> None:
        nonlocal requests
        requests += 1
        if requests == 3:
            await act()

    return meanwhile


@pytest.mark.parametrize(("how", "late"), [("undo", False), ("delete", False), ("delete", True)])
async def test_who_changes_their_mind_while_it_is_given_is_obeyed(
    office: Office, content: LiveContent, how: str, late: bool
) -> None:
    world, free = office.world, asyncio.Event()
    role = await with_role(world)
    await finish(world)
    await ShowingService(office.store, office.content).take_role(
        office.act(world.robin), world.guild.id, PHASE
    )
    progress = ProgressService(office.store, content, Names(office.store, content))

    async def change() -> None:
        if how == "undo":
            await progress.undo(office.act(world.robin))
        else:
            await DataService(office.store).delete(world.robin.id, world.now())
        if late:
            await free.wait()

    await office.later(2 * LEASE)
    with office.simulated():
        giving = asyncio.create_task(run_dispatcher(office.dispatcher_with(on_the_wire(change))))
        for _ in range(3 if late else 0):
            await office.later(ON_THE_WIRE)
            await office.tick()
        free.set()
        await giving
    for _ in range(3):
        await run(world, ON_THE_WIRE)
    assert not holds(world, role)
    assert await world.app.store.read.jobs.roles_of(world.robin.id) == []


async def test_two_clicks_at_once_give_one_role(world: World) -> None:
    role = await with_role(world)
    card = await finish(world)
    for _ in range(2):
        assert (await card.click("Take the role")).text.startswith("✓ You have")
    assert "Undo" in card.buttons
    assert holds(world, role)
    await undo(world)
    await run(world, 1)
    assert not holds(world, role)


def killed(database_url: str) -> None:
    """The process died after Discord gave the role, and before that was settled."""
    ask(database_url, "UPDATE jobs SET state = 'claimed', lease_until = 0 WHERE kind = 'role'")
    ask(database_url, "DELETE FROM roles")


async def undo_and_delete(world: World) -> None:
    await undo(world)
    await run(world, HOUR)
    await delete_everything(world)


async def chosen_none_and_undone(world: World) -> None:
    await choose_role(world, None)
    await run(world, HOUR)
    await undo(world)


@pytest.mark.parametrize("how", [undo, delete_everything, undo_and_delete, chosen_none_and_undone])
async def test_given_and_killed_before_that_was_noted_it_goes_all_the_same(
    world: World, database_url: str, how: Change
) -> None:
    role = await with_role(world)
    await (await finish(world)).click("Take the role")
    killed(database_url)
    await how(world)
    for _ in range(4):
        await run(world, HOUR)
    assert not holds(world, role)


async def test_killed_and_given_again_it_stays(world: World, database_url: str) -> None:
    role = await with_role(world)
    await (await finish(world)).click("Take the role")
    killed(database_url)
    for _ in range(4):
        await run(world, HOUR)
    assert holds(world, role)
    assert await world.app.store.read.roles.of(world.robin.id)


async def test_taken_again_before_an_undo_was_carried_out_it_stays(world: World) -> None:
    role = await with_role(world)
    await (await finish(world)).click("Take the role")
    await undo(world)
    taken = await (await finish(world)).click("Take the role")
    assert taken.text.startswith("✓ You have")
    for _ in range(4):
        await run(world, HOUR)
    assert holds(world, role)
    assert await world.app.store.read.roles.of(world.robin.id)


async def test_a_role_for_two_phases_goes_with_the_last_of_them(world: World) -> None:
    role = await with_role(world)
    road = world.app.content.library.default
    second = road.current_phases[1]
    await choose_role(world, role, f"{road.id}/{second.id}")
    await (await finish(world)).click("Take the role")
    for action in second.actions:
        card = await world.robin.slash("done", action=action.id)
    await card.click("Take the role")
    await undo(world)
    await run(world, HOUR)
    assert holds(world, role)
    await delete_everything(world)
    await run(world, HOUR)
    assert not holds(world, role)


async def test_another_role_in_its_place_takes_the_first_one_back(world: World) -> None:
    walker = await with_role(world)
    await (await finish(world)).click("Take the role")
    hiker = world.guild.create_role("Hiker")
    for who in (world.mona.id, world.env.backend.bot_user.id):
        world.env.backend.add_member_role(world.guild.id, who, rise(world, "Above", manage_roles=True).id)
    await world.env.settle()
    await choose_role(world, hiker)
    phase = await world.robin.slash("phase", phase="foundations")
    await phase.click("Take the role")
    await run(world, HOUR)
    assert (holds(world, hiker), holds(world, walker)) == (True, False)
    await delete_everything(world)
    await run(world, HOUR)
    assert not holds(world, hiker)
