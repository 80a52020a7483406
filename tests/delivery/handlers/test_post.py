"""An update on its way into its channel: once, whatever crashes, and never to the wrong place."""

from itertools import count

import discord
import pytest

from bot.delivery.handlers.handler import SERVERS_COME_IN
from bot.delivery.rate_limit import Rule
from bot.delivery.sender import look_from
from bot.domain.acts import Act
from bot.domain.custom_id import ANYONE, Verb, write
from bot.domain.jobs import JobKey, JobKind
from bot.domain.schedule import DAY
from bot.domain.updates import TOO_LATE, Stage, Trouble, Update, Wording
from bot.services.updates import UpdateService
from bot.store.jobs import LEASE
from bot.trial.world import World
from tests.cogs.moderating import TEXT, TITLE, draft, forbid, newest, posted, ready, standing
from tests.delivery.conftest import Office, run
from tests.interactions import press
from tests.stored import ask

SENT = "/channels/*/messages"
_INTERACTIONS = count(1)


def act(world: World) -> Act:
    """What Mona does now."""
    return Act(world.mona.id, world.guild.id, next(_INTERACTIONS), world.now())


async def claimed(world: World, title: str = TITLE) -> None:
    """An update that was claimed in a click, and then the process died."""
    updates = UpdateService(world.app.store)
    made = await updates.draft(act(world), "Mona", Wording(title, TEXT), None)
    await updates.post(act(world), made.id, world.updates.id)


async def scheduled(world: World) -> Update:
    """An update of Mona's that waits for Monday, 9 o'clock."""
    await (await draft(world, when="2026-01-05 09:00")).click("Schedule")
    return await newest(world)


def unsettle(database_url: str) -> None:
    """As if the process had died between the send and the settling."""
    ask(database_url, "UPDATE updates SET state = 'claimed', message = NULL, posted_at = NULL")
    ask(database_url, "UPDATE jobs SET state = 'claimed', sent_at = NULL, message = NULL, channel = NULL")


def jobs(url: str, columns: str = "state") -> list[tuple[object, ...]]:
    """The jobs that post as they lie in the database."""
    return ask(url, f"SELECT {columns} FROM jobs WHERE kind = 'post' ORDER BY id")  # noqa: S608


async def tick(world: World, after: int = LEASE) -> None:
    """So many seconds later it is looked what is due."""
    await world.env.advance_time(after)
    with world.env.time_context():
        await run(world.app.dispatcher)
    await world.env.settle()


async def test_what_was_claimed_and_never_sent_is_posted(world: World) -> None:
    await ready(world)
    await claimed(world)
    await tick(world, LEASE - 1)
    assert standing(world) == []
    await tick(world, 1)
    await tick(world)
    assert standing(world) == [f"**{TITLE}**"]


async def test_what_was_sent_and_never_settled_is_found(world: World, database_url: str) -> None:
    await ready(world)
    before = await posted(world)
    unsettle(database_url)
    await tick(world, DAY)
    assert standing(world) == [f"**{TITLE}**"]
    after = await newest(world)
    assert (after.stage, after.message) == (Stage.POSTED, before.message)
    assert jobs(database_url, "state, channel, message") == [("sent", world.updates.id, before.message)]


async def test_it_is_found_among_many_messages_and_not_taken_for_another_bots(
    world: World, database_url: str
) -> None:
    await ready(world)
    other = world.env.create_user("Copycat", bot=True)
    stand_there(world, other.id, str(JobKey.of(JobKind.POST, world.now())))
    before = await posted(world)
    for number in range(60):
        world.env.backend.create_message(world.updates.id, world.env.backend.bot_user.id, f"Noise {number}")
    unsettle(database_url)
    await tick(world, DAY)
    assert (await newest(world)).message == before.message


def stand_there(world: World, author: int, name: str) -> int:
    """A message in the channel whose button names an update's job; its id."""
    button = {
        "type": 2,
        "style": 1,
        "label": "My next action",
        "custom_id": write("b", Verb.NEXT, ANYONE, name),
    }
    row = {"type": 1, "components": [button]}
    return world.env.backend.create_message(world.updates.id, author, "There", components=[row]).id


async def test_what_the_first_edition_posted_is_found_by_its_number(world: World, database_url: str) -> None:
    await ready(world)
    await claimed(world)
    ask(database_url, "UPDATE jobs SET number = 4711")
    for name in ("4712", "471"):
        stand_there(world, world.env.backend.bot_user.id, name)
    post = stand_there(world, world.env.backend.bot_user.id, "4711")
    await tick(world)
    assert (await newest(world)).message == post
    assert len(standing(world)) == 3


async def test_a_channel_that_was_changed_in_between_gets_no_second_post(
    world: World, database_url: str
) -> None:
    await ready(world)
    await posted(world)
    unsettle(database_url)
    await ready(world, updates_channel=world.general.id)
    await tick(world)
    assert standing(world) == [f"**{TITLE}**"]
    assert world.general.history() == []
    assert (await newest(world)).link == world.updates.history()[0].jump_url


async def test_what_was_edited_while_it_was_on_its_way_is_brought_in_step(
    world: World, database_url: str
) -> None:
    await ready(world)
    await posted(world)
    unsettle(database_url)
    told = await (await world.mona.slash_form("update edit", update="1")).send(title="Better", text=TEXT)
    assert "is on its way" in told.text
    await tick(world)
    assert standing(world) == ["**Better**"]


@pytest.mark.parametrize("verb", ["upost", "uschedule", "umove", "ucancel", "udiscard", "uretractnow"])
async def test_what_is_on_its_way_is_left_alone(world: World, verb: str) -> None:
    await ready(world)
    preview = await draft(world, when="2026-01-05 09:00")
    world.env.inject_error("POST", SENT, status=503)
    assert "is on its way" in (await preview.click("Post")).text
    pressed = await press(world, world.mona, f"b:{verb}:{world.mona.id}:1").arrives()
    assert "is on its way" in pressed.screen.text
    assert (await newest(world)).stage is Stage.CLAIMED
    await tick(world)
    assert standing(world) == [f"**{TITLE}**"]


@pytest.mark.parametrize(
    ("status", "code"), [(408, 0), (429, 0), (500, 0), (503, 0), (403, 40003), (403, 20026)]
)
async def test_what_discord_may_take_later_is_looked_for_and_tried_again(
    world: World, status: int, code: int
) -> None:
    await ready(world)
    await claimed(world)
    world.env.inject_error("POST", SENT, status=status, code=code, times=2)
    for wait in (LEASE, LEASE, 2 * LEASE - 1):
        await tick(world, wait)
        assert standing(world) == []
    await tick(world, 1)
    assert standing(world) == [f"**{TITLE}**"]
    assert world.app.dispatcher.resting_until is None, "a channel is no member's DM"


@pytest.mark.parametrize(
    ("status", "code", "trouble"),
    [
        (403, 50013, Trouble.PERMISSIONS),
        (400, 200000, Trouble.REFUSED),
        (404, 10003, Trouble.GONE),
        (404, 10008, Trouble.DELETED),
    ],
)
async def test_what_discord_refuses_is_kept_as_a_draft(
    world: World, status: int, code: int, trouble: Trouble
) -> None:
    await ready(world)
    preview = await draft(world)
    world.env.inject_error("POST", SENT, status=status, code=code)
    kept = await preview.click("Post")
    assert kept.buttons == ["Post", "Schedule", "Edit", "Discard"]
    assert (await newest(world)).trouble is trouble
    assert standing(world) == []
    assert (await kept.click("Post")).text.startswith("✓ Posted")


@pytest.mark.parametrize("status", [429, 503])
async def test_what_cannot_be_looked_for_now_waits(world: World, database_url: str, status: int) -> None:
    await ready(world)
    await posted(world)
    unsettle(database_url)
    world.env.inject_error("GET", SENT, status=status)
    await tick(world)
    assert (await newest(world)).stage is Stage.CLAIMED
    await tick(world, 2 * TOO_LATE)
    assert standing(world) == [f"**{TITLE}**"]
    assert (await newest(world)).stage is Stage.POSTED


async def test_what_may_not_be_looked_for_is_for_a_moderator_to_see(world: World, database_url: str) -> None:
    await ready(world)
    await posted(world)
    unsettle(database_url)
    await forbid(world, discord.Permissions(read_message_history=True))
    await tick(world)
    assert standing(world) == [f"**{TITLE}**"]
    assert (await newest(world)).trouble is Trouble.UNSURE
    opened = await (await world.mona.slash("update list")).choose(TITLE)
    assert "I may not post in the updates channel" in opened.text
    await forbid(world, discord.Permissions.none())
    opened = await (await world.mona.slash("update list")).choose(TITLE)
    assert "It may be posted already" in opened.text


@pytest.mark.parametrize(
    ("status", "code", "trouble"), [(404, 10003, Trouble.GONE), (403, 50001, Trouble.UNSURE)]
)
async def test_what_discord_does_not_show_is_told(
    world: World, database_url: str, status: int, code: int, trouble: Trouble
) -> None:
    """As when the channel went, or a permission, a moment ago."""
    await ready(world)
    await posted(world)
    unsettle(database_url)
    world.env.inject_error("GET", SENT, status=status, code=code)
    await tick(world)
    assert (await newest(world)).trouble is trouble
    assert jobs(database_url, "state, reason") == [("failed", trouble)]
    assert standing(world) == [f"**{TITLE}**"]


async def test_a_channel_that_went_with_the_post_leaves_the_draft(world: World, database_url: str) -> None:
    await ready(world)
    await posted(world)
    unsettle(database_url)
    world.env.backend.delete_channel(world.updates.id)
    await tick(world)
    assert (await newest(world)).trouble is Trouble.GONE


async def test_what_waited_for_six_hours_is_kept_if_it_does_not_stand(world: World) -> None:
    await ready(world)
    await claimed(world)
    await tick(world, TOO_LATE)
    assert standing(world) == []
    assert (await newest(world)).trouble is Trouble.TOO_LATE


async def test_who_may_is_asked_again_while_discord_gives_no_answer(world: World) -> None:
    await ready(world)
    at = (await scheduled(world)).scheduled_at or 0
    world.env.inject_error("GET", "/guilds/*/members/*", status=503)
    await tick(world, at - world.now())
    assert standing(world) == []
    await tick(world)
    assert standing(world) == [f"**{TITLE}**"]


async def test_one_that_fails_does_not_keep_the_others(world: World) -> None:
    await ready(world)
    await claimed(world, "First")
    await claimed(world, "Second one")
    world.env.inject_error("POST", SENT, status=403, code=50013)
    await tick(world)
    both = await world.app.store.read.updates.listed(world.guild.id)
    assert {update.stage for update in both} == {Stage.POSTED, Stage.DRAFT}
    assert standing(world) == [f"**{update.wording.title}**" for update in both if update.message]


async def test_nothing_is_decided_before_discord_has_told_of_its_servers(world: World) -> None:
    await ready(world)
    await claimed(world)
    client = world.app.client
    guild = client._connection._guilds.pop(world.guild.id)
    client._ready.clear()
    await tick(world)
    assert (await newest(world)).stage is Stage.CLAIMED
    client._connection._guilds[world.guild.id] = guild
    client._ready.set()
    await tick(world, SERVERS_COME_IN)
    assert standing(world) == [f"**{TITLE}**"]


@pytest.mark.parametrize("tried", [True, False])
async def test_a_server_that_is_out_for_a_while_loses_nothing(world: World, tried: bool) -> None:
    await ready(world)
    if tried:
        await claimed(world)
    else:
        await scheduled(world)
    due = (await newest(world)).scheduled_at or world.now() + LEASE
    guild = world.app.client.get_guild(world.guild.id)
    assert guild is not None
    channels, guild._channels = guild._channels, {}  # as after a new session, until it is back
    guild.unavailable = True
    await tick(world, due - world.now())
    assert (await newest(world)).stage is Stage.CLAIMED
    guild.unavailable, guild._channels = False, channels
    await tick(world, SERVERS_COME_IN)
    assert standing(world) == [f"**{TITLE}**"]


async def test_a_crash_before_the_publishing_is_made_good(world: World, database_url: str) -> None:
    news = world.guild.create_news_channel("announcements")
    await ready(world, updates_channel=news.id)
    await posted(world)
    unsettle(database_url)
    await ready(world, updates_channel=news.id, publish=True)
    await tick(world)
    assert [r.path for r in world.env.http_requests if r.path.endswith("/crosspost")] == [
        f"/channels/{news.id}/messages/{news.history()[0].id}/crosspost"
    ]


async def test_all_claims_are_taken_over_at_a_start(world: World) -> None:
    await ready(world)
    await claimed(world)
    async with world.app.store.transaction() as rows:
        await rows.jobs.inherit()
    await tick(world, 0)
    assert standing(world) == [f"**{TITLE}**"]


@pytest.mark.parametrize("how", ["Unschedule", "Discard"])
async def test_what_is_taken_back_while_it_waits_is_not_posted(
    world: World, database_url: str, how: str
) -> None:
    await ready(world)
    at = (await scheduled(world)).scheduled_at or 0
    opened = await (await world.mona.slash("update list")).choose(TITLE)
    card = await opened.click("Unschedule")
    if how == "Discard":
        await card.click("Discard")
    await tick(world, at - world.now())
    assert standing(world) == []
    assert jobs(database_url) == [("withdrawn",)]


async def test_what_is_moved_is_posted_at_its_new_time_alone(world: World, database_url: str) -> None:
    await ready(world)
    at = (await scheduled(world)).scheduled_at or 0
    opened = await (await world.mona.slash("update list")).choose(TITLE)
    await (await opened.opens("Change time")).send(when="2026-01-06 09:00")
    await tick(world, at - world.now())
    assert standing(world) == []
    await tick(world, DAY)
    assert standing(world) == [f"**{TITLE}**"]
    assert jobs(database_url, "state, due_at") == [("withdrawn", at), ("sent", at + DAY)]


async def test_a_scheduled_one_that_is_posted_at_once_does_not_come_again(
    world: World, database_url: str
) -> None:
    await ready(world)
    at = (await scheduled(world)).scheduled_at or 0
    opened = await (await world.mona.slash("update list")).choose(TITLE)
    await opened.click("Post now")
    await tick(world, at - world.now())
    assert standing(world) == [f"**{TITLE}**"]
    assert sorted(jobs(database_url)) == [("sent",), ("withdrawn",)]


async def test_what_is_due_can_not_be_cancelled_any_more(world: World) -> None:
    await ready(world)
    at = (await scheduled(world)).scheduled_at or 0
    opened = await (await world.mona.slash("update list")).choose(TITLE)
    world.env.inject_error("POST", SENT, status=503)
    await tick(world, at - world.now())
    assert "is on its way" in (await opened.click("Unschedule")).text
    await tick(world)
    assert standing(world) == [f"**{TITLE}**"]


async def test_it_is_looked_for_from_its_claim_on_not_from_when_it_was_scheduled(
    world: World, database_url: str
) -> None:
    """A busy channel may have thousands of messages since."""
    await ready(world)
    at = (await scheduled(world)).scheduled_at or 0
    await tick(world, at - world.now())
    unsettle(database_url)
    before = len(world.env.http_requests)
    await tick(world)
    (looked,) = [entry for entry in world.env.http_requests[before:] if entry.method == "GET"]
    assert looked.params == {"limit": 100, "after": look_from(at, at)}
    assert standing(world) == [f"**{TITLE}**"]


async def test_what_is_edited_at_the_very_moment_of_its_post_is_brought_in_step(office: Office) -> None:
    world = office.world
    await ready(world)
    await claimed(world)
    await office.later(LEASE)
    requests = count(1)

    async def edit(_: Rule) -> None:
        if next(requests) == 2:  # it was looked for, and its words are on their way
            await UpdateService(office.store).reword(act(world), 1, "Better", TEXT)

    with office.simulated():
        await run(office.dispatcher_with(edit))
    assert standing(world) == ["**Better**"]


@pytest.mark.parametrize("what", ["settles", "takes over"])
async def test_what_another_run_settles_or_takes_over_meanwhile_is_not_posted(
    office: Office, what: str
) -> None:
    world = office.world
    await ready(world)
    await claimed(world)
    await office.later(LEASE)

    async def meanwhile(_: Rule) -> None:
        if what == "settles":
            office.ask("UPDATE updates SET state = 'posted', message = 1")
            office.ask("UPDATE jobs SET state = 'sent'")
        else:
            office.ask("UPDATE jobs SET lease_until = lease_until + 1")

    with office.simulated():
        await run(office.dispatcher_with(meanwhile))
    assert standing(world) == []
