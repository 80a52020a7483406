"""`/start`: enrolment, its changes, the way to a time zone and to the DM."""

import pytest

from bot.domain.marks import MarkState
from bot.domain.members import NudgeSchedule
from bot.domain.schedule import next_due
from bot.store.store import Store
from bot.trial.people import Screen
from bot.trial.world import World
from bot.views.components import stamp
from tests.cogs.conftest import Follow, Know
from tests.interactions import command, form, press

DM, LETTER = "/users/@me/channels", "/channels/*/messages"
CLOSED = "Discord won't let me write to you"


def menus(screen: Screen) -> list[str]:
    """Its menus, as a terminal would show them."""
    return [line for line in screen.drawn.splitlines() if "▾" in line]


async def test_start_enrols_at_once_and_asks_for_the_zone(world: World, known: Know) -> None:
    card = await world.robin.slash("start")
    assert card.private
    assert "## You're on the trail: MLOps Engineer" in card.text
    assert "One direct message a week, Mondays at 09:00. Choose your time zone below" in card.text
    assert (
        "Next: **Linux and Git, step 1 of 11: find your way in a Linux shell**, about 3 hours." in card.text
    )
    assert menus(card)[0].endswith("… 22 more]")
    member = await known(world.robin)
    assert member is not None
    assert (member.started, member.nudged, member.schedule) == (True, True, NudgeSchedule())


async def test_the_first_answer_buys_time_in_private(world: World) -> None:
    await world.robin.slash("start")
    answers = [entry.json for entry in world.env.http_requests if entry.path.endswith("/callback")]
    assert answers[0] == {"type": 5, "data": {"flags": 64}}


async def test_start_opens_and_tests_the_dm(world: World, known: Know) -> None:
    await world.robin.slash("start", timezone="Berlin")
    (letter,) = world.robin.inbox()
    assert letter.message.content.startswith(
        "You're on the MLOps Engineer roadmap: 22 actions, your own pace."
    )
    assert not letter.message.flags.components_v2
    assert "My progress" in letter.buttons
    member = await known(world.robin)
    assert member is not None
    assert member.dm_channel == letter.message.channel.id


async def test_a_button_in_the_welcome_answers_below_it(world: World) -> None:
    await world.robin.slash("start", timezone="Berlin")
    (letter,) = world.robin.inbox()
    answer = await letter.click("My progress")
    assert answer.message.id != letter.message.id
    assert answer.private
    assert answer.message.flags.components_v2
    assert world.robin.inbox()[0].message.content == letter.message.content


@pytest.mark.parametrize(("choice", "zone"), [("Berlin", "Europe/Berlin"), ("Tokyo", "Asia/Tokyo")])
async def test_a_zone_from_the_menu_names_the_first_message(
    world: World, known: Know, choice: str, zone: str
) -> None:
    card = await world.robin.slash("start")
    chosen = await card.choose(choice)
    assert chosen.message.id == card.message.id
    due = next_due(NudgeSchedule(zone=zone), world.now())
    assert due is not None
    assert f"{choice} time. Next message: {stamp(due)} ({stamp(due, 'R')})." in chosen.text
    assert len(world.robin.inbox()) == 1


async def test_any_other_zone_by_form(world: World, known: Know) -> None:
    card = await world.robin.slash("start")
    opened = await card.choose_form("Other…")
    assert opened.modal["title"] == "Your time zone"
    answer = await opened.send(zone=" kraków")
    assert "Warsaw time. Next message:" in answer.text
    member = await known(world.robin)
    assert member is not None
    assert member.schedule.zone == "Europe/Warsaw"


async def test_a_zone_that_nobody_knows(world: World, known: Know) -> None:
    card = await world.robin.slash("start")
    answer = await (await card.choose_form("Other…")).send(zone="Berlni")
    assert answer.private
    assert answer.text.startswith("I don't know a place called “Berlni”. Perhaps one of these?")
    member = await known(world.robin)
    assert member is not None
    assert member.schedule.zone is None


async def test_an_empty_form_asks_for_a_city(world: World) -> None:
    sent = await form(world, world.robin, f"f:zone:{world.robin.id}", zone="").arrives()
    assert sent.screen.private
    assert "I don't know a place called “”." in sent.screen.text


async def test_everything_at_once(world: World, known: Know, way: Follow) -> None:
    card = await world.robin.slash("start", timezone="Munich", day="fri", time="6:30 pm", phase="core-tools")
    assert "One direct message a week, Fridays at 18:30, Berlin time" in card.text
    assert "Next: **Docker, Kubernetes, step 1 of 10: take a Docker container apart**" in card.text
    assert "◌◌◌◌ ◆○○○○" in card.text
    member = await known(world.robin)
    assert member is not None
    assert member.schedule == NudgeSchedule(5, 18 * 60 + 30, "Europe/Berlin")
    progress = (await way(world.robin)).progress
    assert progress.tally().skipped == 4


async def test_what_was_known_already_can_be_taken_back(world: World, way: Follow) -> None:
    await world.robin.slash("start", phase="Core tools")
    answer = await world.robin.slash("undo")
    assert "Taken back: 4 actions are open again." in answer.text
    assert (await way(world.robin)).progress.tally().skipped == 0


async def test_what_was_done_stays_done(world: World, way: Follow) -> None:
    await world.robin.slash("done", action="ml-course")
    await world.robin.slash("start", phase="core-tools")
    progress = (await way(world.robin)).progress
    assert progress.state(progress.roadmap.action("ml-course")) is MarkState.DONE
    assert progress.tally().skipped == 3


async def test_start_again_shows_what_is_set(world: World) -> None:
    await world.robin.slash("start", timezone="Berlin", day="Friday")
    again = await world.robin.slash("start")
    assert "## You're on the trail: MLOps Engineer" in again.text
    assert "One direct message a week, Fridays at 09:00, Berlin time" in again.text
    assert len(world.robin.inbox()) == 1


async def test_start_again_changes_what_is_named_and_nothing_else(world: World, known: Know) -> None:
    await world.robin.slash("start", timezone="Berlin", day="Friday")
    await world.robin.slash("start", time="20:15")
    member = await known(world.robin)
    assert member is not None
    assert member.schedule == NudgeSchedule(5, 20 * 60 + 15, "Europe/Berlin")


@pytest.mark.parametrize(
    ("option", "typed", "said"),
    [
        (
            "time",
            "25:00",
            "“25:00” isn't a time of day I can read. Write it like `09:00`, `6:30 pm` or `noon`.",
        ),
        ("day", "Caturday", "“Caturday” isn't a day of the week. Write it like `Monday`."),
        ("timezone", "Xyzzy", "I don't know a place called “Xyzzy”. Try the nearest big city."),
        ("timezone", "IST", "“IST” can mean more than one thing. Which one is it?"),
    ],
)
async def test_what_can_not_be_read_is_asked_about_and_the_rest_holds(
    world: World, known: Know, option: str, typed: str, said: str
) -> None:
    right = {"timezone": "Berlin", "day": "friday", "time": "6pm"}
    answer = await world.robin.slash("start", **{**right, option: typed})
    assert answer.private
    assert said in answer.text
    member = await known(world.robin)
    assert member is not None
    zone = None if option == "timezone" else "Europe/Berlin"
    day, minute = 1 if option == "day" else 5, 9 * 60 if option == "time" else 18 * 60
    assert member.schedule == NudgeSchedule(day, minute, zone)


@pytest.mark.parametrize(
    ("option", "typed", "choice", "schedule"),
    [
        ("timezone", "IST", "Kolkata (Asia/Kolkata)", NudgeSchedule(5, 18 * 60, "Asia/Kolkata")),
        ("timezone", "Xyzzy", "Tokyo", NudgeSchedule(5, 18 * 60, "Asia/Tokyo")),
        ("day", "Caturday", "Sunday", NudgeSchedule(7, 18 * 60, "Europe/Berlin")),
        ("time", "25:00", "21:00", NudgeSchedule(5, 21 * 60, "Europe/Berlin")),
    ],
)
async def test_what_is_asked_about_is_one_choice_away(
    world: World, known: Know, option: str, typed: str, choice: str, schedule: NudgeSchedule
) -> None:
    right = {"timezone": "Berlin", "day": "friday", "time": "6pm"}
    answer = await world.robin.slash("start", **{**right, option: typed})
    assert "You're on the trail" in (await answer.choose(choice)).text
    member = await known(world.robin)
    assert member is not None
    assert member.schedule == schedule


@pytest.mark.parametrize(
    ("option", "typed", "said"),
    [
        ("phase", "retirement", "I don't know a phase called “retirement”. `/roadmap` shows them all."),
        ("phase", "ml-course", "I don't know a phase called “ml-course”. `/roadmap` shows them all."),
        ("roadmap", "alchemy", "I don't know a roadmap called “alchemy”."),
    ],
)
async def test_what_nobody_knows_enrols_nobody_and_brings_the_rest_back(
    world: World, known: Know, option: str, typed: str, said: str
) -> None:
    answer = await world.robin.slash(
        "start", timezone="IST", day="friday", time="6pm", hours=5, **{option: typed}
    )
    assert answer.private
    assert answer.text.startswith(said)
    assert await known(world.robin) is None
    assert world.robin.inbox() == []
    asked = await answer.choose({"phase": "Core tools", "roadmap": "MLOps Engineer"}[option])
    assert "You're on the trail" in asked.text
    assert "“IST” can mean more than one thing" in asked.text
    member = await known(world.robin)
    assert member is not None
    assert (member.schedule, member.hours) == (NudgeSchedule(5, 18 * 60), 5)


async def test_a_phase_that_nobody_knows_is_taken_from_the_menu(world: World, way: Follow) -> None:
    answer = await world.robin.slash("start", timezone="Berlin", phase="retirement")
    await answer.choose("Core tools")
    assert (await way(world.robin)).progress.tally().skipped == 4


async def test_what_nobody_knows_changes_nothing_for_a_member(world: World, known: Know) -> None:
    await world.robin.slash("start", timezone="Berlin")
    before = await known(world.robin)
    answer = await world.robin.slash("start", timezone="Tokyo", phase="retirement")
    assert await known(world.robin) == before
    assert "Tokyo time" in (await answer.choose("Foundations")).text


async def test_another_time_comes_by_form(world: World, known: Know) -> None:
    answer = await world.robin.slash("start", timezone="Berlin", time="25:00")
    await (await answer.choose_form("Other…")).send(time="quarter past 7")
    member = await known(world.robin)
    assert member is not None
    assert member.schedule.minute == 7 * 60 + 15


async def test_the_place_that_was_understood_is_told_with_its_time(world: World) -> None:
    answer = await world.robin.slash("start", timezone="cdmx")
    assert "Mexico City, Mexico: Mexico City time, 18:00 there now. `/nudges` changes it." in answer.text


@pytest.mark.parametrize("path", [DM, LETTER])
@pytest.mark.parametrize("code", [50007, 50278])
async def test_a_closed_dm_does_not_stop_enrolment(world: World, known: Know, path: str, code: int) -> None:
    world.env.inject_error("POST", path, status=403, code=code)
    started = await command(world, world.robin, "start", timezone="Berlin").arrives()
    card = started.screen
    assert f"{CLOSED}. In a server that we share, allow direct messages" in card.text
    assert "You're enrolled all the same." in card.text
    assert card.buttons == ["Try again", "My next action", "The roadmap"]
    assert started.result.followups == []
    member = await known(world.robin)
    assert member is not None
    assert (member.started, member.nudged, member.nudges.weekly_at) == (True, True, None)


async def test_trying_again_brings_the_letter_and_the_weekly_message_back(world: World, known: Know) -> None:
    world.env.inject_error("POST", DM, status=403, code=50278)
    card = await world.robin.slash("start", timezone="Berlin")
    await world.pass_time(60)
    due = next_due(NudgeSchedule(zone="Europe/Berlin"), world.now()) or 0
    reached = await card.click("Try again")
    assert (
        reached.text
        == f"It works. I've just sent you a message. Next message: {stamp(due)} ({stamp(due, 'R')})."
    )
    assert len(world.robin.inbox()) == 1
    member = await known(world.robin)
    assert member is not None
    assert member.nudges.weekly_at == next_due(member.schedule, world.now())


async def test_trying_again_may_fail_again(world: World) -> None:
    world.env.inject_error("POST", DM, status=403, code=50278, times=2)
    card = await world.robin.slash("start")
    await world.pass_time(60)
    still = await card.click("Try again")
    assert still.text.startswith(CLOSED)
    assert still.buttons == ["Try again"]
    await world.pass_time(60)
    assert "It works" in (await still.click("Try again")).text


async def test_discord_asking_to_slow_down_is_no_ones_fault(world: World, known: Know) -> None:
    world.env.inject_error("POST", DM, status=400, code=40003)
    card = await world.robin.slash("start", timezone="Berlin")
    assert "Discord is slow right now. My message will follow. You're enrolled all the same." in card.text
    assert CLOSED not in card.text
    assert "Try again" not in card.buttons
    member = await known(world.robin)
    assert member is not None
    assert member.started


async def test_the_server_is_remembered_but_not_the_dm(world: World, store: Store) -> None:
    await world.robin.in_dm().slash("start")
    assert await store.read.members.guilds(world.robin.id) == ()
    await world.robin.slash("start")
    assert await store.read.members.guilds(world.robin.id) == (world.guild.id,)


@pytest.mark.breaks
async def test_delivered_twice_it_enrols_once(world: World, known: Know) -> None:
    started = await command(world, world.robin, "start", timezone="Berlin", phase="core-tools").arrives()
    once = await known(world.robin)
    await started.arrives()
    assert await known(world.robin) == once
    assert len(world.robin.inbox()) == 1


@pytest.mark.breaks
async def test_delivered_again_after_another_change_it_undoes_nothing(world: World, known: Know) -> None:
    started = await command(world, world.robin, "start", timezone="Berlin", day="Friday").arrives()
    await (await world.robin.slash("nudges")).choose("Tuesday")
    member = await known(world.robin)
    await started.arrives()
    assert await known(world.robin) == member


async def test_mona_can_not_choose_for_robin(world: World, known: Know) -> None:
    await world.robin.slash("start")
    pressed = await press(world, world.mona, f"s:zone:{world.robin.id}", values=["Europe/Berlin"]).arrives()
    sent = await form(world, world.mona, f"f:zone:{world.robin.id}", zone="Berlin").arrives()
    for screen in (pressed.screen, sent.screen):
        assert screen.text == "That button belongs to someone else's roadmap. `/next` shows yours."
    robin, mona = await known(world.robin), await known(world.mona)
    assert robin is not None
    assert robin.schedule.zone is None
    assert mona is None


@pytest.mark.parametrize(
    ("option", "typed", "first", "offered"),
    [
        ("timezone", "", "Honolulu (Pacific/Honolulu)", 24),
        ("timezone", "xyzzyplugh", "", 0),
        ("timezone", "munich", "Munich, Germany (Europe/Berlin)", 1),
        ("timezone", "berl", "Berlin, Germany (Europe/Berlin)", 9),
        ("day", "", "Monday", 7),
        ("day", "t", "Tuesday", 2),
        ("time", "", "07:00", 24),
        ("time", "09", "09:00", 2),
        ("phase", "", "Foundations", 4),
        ("phase", "tools", "Core tools", 1),
    ],
)
async def test_choices_while_typing(world: World, option: str, typed: str, first: str, offered: int) -> None:
    choices = await world.robin.offered("start", option, typed)
    assert len(choices) == offered
    assert choices[:1] == ([first] if first else [])


async def test_cities_of_one_zone_are_each_offered_and_taken_as_they_are_offered(
    world: World, known: Know
) -> None:
    choices = await world.robin.choices("start", "timezone", "san")
    values = [choice["value"] for choice in choices]
    assert len(set(values)) == len(values) > len({value.rpartition("(")[2] for value in values}) > 1
    for choice in choices:
        zone = choice["name"].rpartition("(")[2].rstrip(")")
        for sent in (choice["value"], choice["name"]):
            await world.robin.slash("start", timezone=sent)
            member = await known(world.robin)
            assert member is not None
            assert member.schedule.zone == zone


async def test_the_buttons_lead_on(world: World) -> None:
    card = await world.robin.slash("start", timezone="Berlin")
    assert (await card.click("My next action")).buttons == ["Done", "Skip", "Details"]
    card = await world.robin.slash("start")
    assert "## MLOps Engineer" in (await card.click("The roadmap")).text


async def test_trying_again_brings_the_weekly_one_that_was_due_meanwhile(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    card = await world.robin.slash("start", timezone="Berlin")
    due = next_due(NudgeSchedule(zone="Europe/Berlin"), world.now()) or 0
    await world.pass_time(due - world.now() + 24 * 60 * 60)
    assert "It works" in (await card.click("Try again")).text
    (letter,) = world.robin.inbox()
    assert letter.message.content.startswith("Linux and Git, step 1 of 11: ")


async def test_what_discord_may_yet_take_is_no_closed_dm(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)
    card = await world.robin.slash("start", timezone="Berlin")
    assert "My message will follow" in card.text
    assert "Try again" not in card.buttons


async def test_twins_of_one_click_tell_of_no_trouble(world: World) -> None:
    twins = [command(world, world.robin, "start", timezone="Berlin") for _ in range(2)]
    for twin in twins:
        world.env.backend.emit("INTERACTION_CREATE", dict(twin.payload))
    await world.env.settle()
    assert ["My message will follow" in twin.screen.text for twin in twins] == [False, False]
    assert len(world.robin.inbox()) == 1
