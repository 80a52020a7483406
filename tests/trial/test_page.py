"""The page of `try`, used as people use it: wide, on a phone, by keyboard."""

import re

import pytest
from playwright.async_api import expect

from bot.trial.world import World
from tests.trial.conftest import NARROW, WIDE, Visit, Visitor

CHAPTERS = ("Enrol", "Tick a step", "Let a week pass", "Press on the message", "Post an update")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "on a phone"])
async def test_the_whole_story_and_its_hints_tick_themselves_off(visit: Visit, size: tuple[int, int]) -> None:
    it = await visit(size)
    for chapter, live in zip(CHAPTERS, (_enrol, _tick, _wait, _press, _post), strict=True):
        await expect(it.hint(chapter)).to_be_visible()
        await live(it)
        await expect(it.done(chapter)).to_have_count(1)


async def _enrol(it: Visitor) -> None:
    await expect(it.robin.get_by_text("type /start below")).to_be_visible()
    await it.types(it.robin, "/start", timezone="Berlin")
    await expect(it.robin.get_by_text("Mondays at 09:00, Berlin time.")).to_be_visible()
    await expect(it.robin.get_by_text("Only Robin can see this").last).to_be_visible()


async def _tick(it: Visitor) -> None:
    await it.types(it.robin, "/next")
    await it.presses(it.robin, "Done")
    await expect(it.robin.get_by_text("done. Next:")).to_be_visible()


async def _wait(it: Visitor) -> None:
    await it.page.get_by_role("button", name="A week passes").click()
    await it.turns("Robin's DMs")
    await expect(it.dm.get_by_text("One step done. Next:")).to_be_visible()
    await expect(it.dm.get_by_text("Mon 5 Jan 09:00")).to_be_visible()


async def _press(it: Visitor) -> None:
    await it.presses(it.dm, "Done")
    await expect(it.dm.get_by_role("button", name="Undo")).to_be_visible()


async def _post(it: Visitor) -> None:
    await it.turns("Mona")
    await it.types(it.mona, "/setup")
    await it.mona.get_by_role("button", name="Channel for updates").click()
    await it.page.get_by_role("option", name="#roadmap-updates").click()
    await expect(it.mona.get_by_text("Updates go to #roadmap-updates")).to_be_visible()
    await it.mona.get_by_role("button", name="Role to ping").click()
    await it.page.get_by_role("option", name="@learners").click()
    await it.types(it.mona, "/update post")
    form = it.page.get_by_role("dialog", name="A roadmap update")
    await form.get_by_role("textbox", name="Title").fill("The course has a new forum")
    await form.get_by_role("textbox", name="Text").fill("Ask there; the teachers *read* it.")
    await form.get_by_role("button", name="Submit").click()
    await it.presses(it.mona, "Post")
    await expect(it.mona.get_by_text("@learners The course has a new forum")).to_be_visible()
    await it.turns("Robin")
    await it.robin.get_by_role("button", name="#roadmap-updates").click()
    await it.robin.get_by_role("button", name="My next action").click()
    await expect(it.robin.get_by_text("step 3 of 11")).to_be_visible()


@pytest.mark.parametrize("size", [(320, 640), WIDE], ids=["on the smallest phone", "wide"])
async def test_what_came_of_it_is_said_as_it_is_and_covers_nothing_to_press(
    visit: Visit, size: tuple[int, int]
) -> None:
    it = await visit(size)
    told = it.page.get_by_role("status")
    await it.types(it.robin, "/start", timezone="Berlin")
    await expect(it.robin.get_by_text("Mondays at 09:00, Berlin time.")).to_be_visible()
    for press, said in (
        ("Robin closes DMs", "Robin takes no direct messages any more."),
        ("Robin opens DMs", "Robin takes direct messages again."),
        (
            "Thirty members join",
            "Thirty members joined, and 25 of them enrolled. Mona sees them in /community.",
        ),
    ):
        await it.page.get_by_role("button", name=press).click()
        await expect(told).to_have_text(said)
    place = await told.bounding_box()
    assert place
    for each in await it.page.locator("#tools button, #tabs button, section button").all():
        if await each.is_visible():
            button = await each.bounding_box()
            assert button
            assert button["y"] >= place["y"] + place["height"] or button["y"] + button["height"] <= place["y"]


async def test_what_is_pressed_on_stays_in_sight_while_it_grows(visit: Visit) -> None:
    """Its end comes into view, but its beginning doesn't leave it."""
    it = await visit(NARROW)
    await it.types(it.robin, "/start", timezone="Berlin")
    await it.presses(it.robin, "My next action")
    await expect(it.robin.get_by_role("button", name="Details")).to_be_in_viewport(ratio=1)
    await it.presses(it.robin, "Details")
    await expect(it.robin.get_by_role("heading", name="Get to know Linux")).to_be_in_viewport(ratio=1)


async def test_what_is_heard_of_the_page(visit: Visit) -> None:
    """What changes is said by something that was there before; no two fields are called the same."""
    it = await visit(WIDE)
    assert "- status" in await it.page.locator("#hints").aria_snapshot()
    clock = it.page.locator("#clock")
    await expect(clock).to_have_attribute("aria-live", "polite")
    before = await clock.inner_text()
    await it.page.get_by_role("button", name="An hour").click()
    await expect(clock).not_to_have_text(before)
    await expect(it.mona.get_by_role("button", name="#general new", exact=True)).to_be_visible()
    await expect(it.robin.get_by_role("article", name=re.compile(r"^Mona, .*\d\d:\d\d$"))).to_be_visible()
    await expect(it.page.get_by_role("combobox", name="Robin writes", exact=True)).to_have_count(1)
    await expect(it.page.get_by_role("combobox", name="Robin writes to Cairn", exact=True)).to_have_count(1)


async def test_above_an_answer_stands_who_asked_for_it(visit: Visit) -> None:
    it = await visit(WIDE)
    await it.mona.get_by_role("button", name="#general").click()
    await it.types(it.mona, "/faq", question="degree", for_member="Robin")
    for pane in (it.mona, it.robin):
        await expect(pane.get_by_text("Mona used /faq")).to_be_visible()


async def test_a_number_that_discord_would_not_take_is_not_sent(visit: Visit) -> None:
    it = await visit(WIDE)
    await it.types(it.robin, "/start", hours="99")
    hours = it.robin.get_by_role("spinbutton", name="hours")
    assert "40" in await hours.evaluate("field => field.validationMessage")
    await hours.fill("6")
    await it.robin.get_by_role("button", name="Send", exact=True).click()
    await expect(it.robin.get_by_role("button", name="My next action")).to_be_visible()


async def test_all_of_it_by_keyboard(visit: Visit) -> None:
    it = await visit(WIDE)
    keys = it.page.keyboard
    await _tab_to(it, "Enrol: Robin types /start")
    await keys.press("Enter")
    await expect(it.page.get_by_role("option", name="/start")).to_be_visible()
    await keys.press("Enter")
    await _tab_back_to(it, "timezone")
    await keys.type("Stockh")
    await expect(it.page.get_by_role("option")).to_have_count(1)
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await keys.press("Enter")
    await expect(it.robin.get_by_text("Stockholm time.")).to_be_visible()
    await _tab_back_to(it, "My next action")
    await keys.press("Enter")
    await expect(it.robin.get_by_role("button", name="Done", exact=True)).to_be_visible()
    await expect(it.done("Enrol")).to_have_count(1)
    await _tab_back_to(it, "Let a week pass: the weekly message comes")
    await keys.press("Enter")
    await keys.press("Space")
    await expect(it.dm.get_by_role("button", name="Plan it")).to_be_visible()


async def test_a_menu_by_keyboard_and_escape_leaves_it(visit: Visit) -> None:
    it = await visit(WIDE)
    await it.types(it.robin, "/start")
    menu = it.robin.get_by_role("button", name="Choose your time zone")
    await menu.focus()
    await it.page.keyboard.press("ArrowDown")
    await expect(it.page.get_by_role("option", name="Berlin")).to_be_visible()
    await it.page.keyboard.press("Escape")
    await expect(it.page.get_by_role("option", name="Berlin")).to_have_count(0)
    await expect(menu).to_be_focused()
    await it.page.keyboard.press("Enter")
    while not await it.page.locator("[role=option].active", has_text="Berlin").count():
        await it.page.keyboard.press("ArrowDown")
    await it.page.keyboard.press("Enter")
    await expect(it.robin.get_by_text("Berlin time")).to_be_visible()


async def test_a_message_is_answered_from_its_menu(visit: Visit) -> None:
    """Mona asks, Robin alone sees the answer, and posts it with one more click."""
    it = await visit(WIDE)
    await it.mona.get_by_role("button", name="#general").click()
    await it.mona.get_by_role("combobox", name="writes").fill("do i need a phd?")
    await it.mona.get_by_role("button", name="Send", exact=True).click()
    asked = it.robin.get_by_role("article").filter(has_text="do i need a phd?")
    await asked.hover()
    await asked.get_by_role("button", name="Apps for the message of Mona").click()
    await it.page.get_by_role("option", name="Answer from the roadmap").click()
    await expect(it.robin.get_by_text("Robin used Answer from the roadmap")).to_be_visible()
    answer = it.robin.get_by_role("article").last
    await expect(answer.get_by_text("Only Robin can see this")).to_be_visible()
    await expect(answer.get_by_role("button", name=re.compile("^Apps"))).to_have_count(0)
    await answer.get_by_role("button", name="Answer in the channel").click()
    await expect(it.mona.get_by_role("link", name="The question")).to_be_visible()


async def test_the_menu_of_a_message_by_keyboard(visit: Visit) -> None:
    it = await visit(WIDE)
    await _tab_to(it, "Apps for the message of Mona")
    await it.page.keyboard.press("ArrowDown")
    await expect(it.page.get_by_role("option", name="Answer from the roadmap")).to_be_visible()
    await it.page.keyboard.press("Enter")
    await expect(it.robin.get_by_text("Robin used Answer from the roadmap")).to_be_visible()


async def test_a_direct_message_has_no_such_menu(visit: Visit) -> None:
    it = await visit(WIDE)
    await it.types(it.robin, "/start", timezone="Berlin")
    await expect(it.dm.get_by_role("article")).to_have_count(1)
    await expect(it.dm.get_by_role("button", name=re.compile("^Apps"))).to_have_count(0)


async def test_closed_messages_are_told_and_opened_again(visit: Visit) -> None:
    it = await visit(WIDE)
    await it.page.get_by_role("button", name="Robin closes DMs").click()
    await it.types(it.robin, "/start", timezone="Berlin")
    await expect(it.robin.get_by_text("You're enrolled all the same.")).to_be_visible()
    await it.page.get_by_role("button", name="Robin opens DMs").click()
    await expect(it.page.get_by_role("button", name="Robin closes DMs")).to_be_visible()
    await it.robin.get_by_role("button", name="Try again").click()
    await expect(it.dm.get_by_role("article")).not_to_have_count(0)


async def test_thirty_join_once_and_the_moderator_sees_figures(visit: Visit) -> None:
    it = await visit(WIDE)
    await it.page.get_by_role("button", name="Thirty members join").click()
    await expect(it.page.get_by_role("button", name="Thirty members joined")).to_be_disabled()
    await it.types(it.mona, "/community")
    await expect(it.mona.get_by_text("In all: 25")).to_be_visible()


async def test_what_is_still_to_come_is_said_until_it_is_there(visit: Visit) -> None:
    """However long a slow machine takes for it."""
    it = await visit(WIDE)
    told = it.page.get_by_role("status")
    await it.page.clock.install()
    await it.page.get_by_role("button", name="Thirty members join").click()
    await expect(told).to_have_text("They are coming …")
    await it.page.clock.run_for(9000)
    assert await told.inner_text() != ""
    await expect(told).to_have_text(
        "Thirty members joined, and 25 of them enrolled. Mona sees them in /community."
    )
    await it.page.clock.run_for(9000)
    await expect(told).to_be_empty()


async def test_time_passes_by_the_hour_and_the_day(visit: Visit) -> None:
    it = await visit(WIDE)
    await expect(it.page.get_by_text("Thursday, 1 January 2026 at 01:00")).to_be_visible()
    await it.page.get_by_role("button", name="An hour").click()
    await expect(it.page.get_by_text("Thursday, 1 January 2026 at 02:00")).to_be_visible()
    await it.page.get_by_role("button", name="A day").click()
    await expect(it.page.get_by_text("Friday, 2 January 2026 at 02:00")).to_be_visible()


async def test_on_a_phone_one_pane_shows_and_nothing_sticks_out(visit: Visit) -> None:
    it = await visit(NARROW)
    await it.types(it.robin, "/progress")
    await expect(it.robin.get_by_role("img", name=re.compile("A trail of stones"))).to_be_visible()
    for tab, pane in (("Robin's DMs", it.dm), ("Mona", it.mona), ("Robin", it.robin)):
        await it.turns(tab)
        await expect(pane).to_be_visible()
        assert await it.page.get_by_role("region").count() == 1
        assert await it.page.evaluate("document.scrollingElement.scrollWidth") == NARROW[0]


async def test_a_file_can_be_taken_along(visit: Visit) -> None:
    it = await visit(WIDE)
    await it.types(it.robin, "/mydata export")
    async with it.page.expect_download() as taken:
        await it.robin.get_by_role("link", name=re.compile("Download")).click()
    assert (await taken.value).suggested_filename.endswith(".json")


async def test_two_people_at_two_windows_see_the_same(visit: Visit) -> None:
    one, other = await visit(WIDE), await visit(NARROW)
    await one.robin.get_by_role("combobox", name="writes").fill("Hello, everybody")
    await one.page.keyboard.press("Enter")
    await expect(other.robin.get_by_text("Hello, everybody")).to_be_visible()
    await other.robin.get_by_role("combobox", name="writes").fill("**Hello**, <t:0:R>")
    await other.page.keyboard.press("Enter")
    await expect(one.mona.get_by_role("button", name="#general")).to_be_visible()
    await one.mona.get_by_role("button", name="#general").click()
    await expect(one.mona.get_by_text("Hello, 56 years ago")).to_be_visible()


async def test_a_time_that_no_calendar_has_is_left_as_it_was_typed(visit: Visit) -> None:
    it = await visit(WIDE)
    await _say(it, "At <t:99999999999999:F>, or <t:8640000000000:D>?")
    await expect(it.robin.get_by_text("At <t:99999999999999:F>, or 13 September 275760?")).to_be_visible()


async def test_a_message_that_can_not_be_drawn_takes_no_other_with_it(visit: Visit, world: World) -> None:
    """A file that is named and was never attached."""
    it = await visit(WIDE)
    lost = {"type": 13, "file": {"url": "attachment://lost.txt"}}
    backend = world.env.backend
    backend.create_message(world.general.id, backend.bot_user.id, components=[lost], flags=1 << 15)
    async with it.goes_wrong("TypeError"):
        await _say(it, "And on it goes")
    await expect(it.robin.get_by_text("(a message that this page can't draw)")).to_be_visible()
    await expect(it.robin.get_by_text("And on it goes")).to_be_visible()


async def test_a_form_that_is_not_taken_comes_back_with_what_was_typed(visit: Visit) -> None:
    it = await visit(WIDE)
    await it.types(it.mona, "/setup")
    await it.mona.get_by_role("button", name="Channel for updates").click()
    await it.page.get_by_role("option", name="#roadmap-updates").click()
    await expect(it.mona.get_by_text("Updates go to #roadmap-updates")).to_be_visible()
    await it.types(it.mona, "/update post")
    form = it.page.get_by_role("dialog", name="A roadmap update")
    title, text = form.get_by_role("textbox", name="Title"), form.get_by_role("textbox", name="Text")
    await title.evaluate("field => field.removeAttribute('maxlength')")
    await title.fill("Long " * 100)
    await text.fill("What took an hour to write.")
    async with it.goes_wrong("422"):
        await form.get_by_role("button", name="Submit").click()
    await expect(form.get_by_text("Discord does not take that: ")).to_be_visible()
    await expect(text).to_have_value("What took an hour to write.")
    await title.fill("Short")
    await form.get_by_role("button", name="Submit").click()
    await expect(it.mona.get_by_text("What took an hour to write.")).to_be_visible()
    await expect(form).to_have_count(0)
    await expect(it.page.get_by_role("status")).to_have_count(1)


async def test_what_was_chosen_is_meant_when_it_is_typed_again(visit: Visit) -> None:
    it = await visit(WIDE)
    await it.robin.get_by_role("combobox", name="writes").fill("/start")
    await it.page.get_by_role("option", name="/start").click()
    zone = it.robin.get_by_role("combobox", name="timezone")
    await zone.fill("Berlin")
    await it.page.get_by_role("option", name="Berlin").first.click()
    chosen = await zone.input_value()
    await zone.fill("")
    await zone.fill(chosen)
    await it.robin.get_by_role("button", name="Send", exact=True).click()
    await expect(it.robin.get_by_text("Mondays at 09:00, Berlin time.")).to_be_visible()


async def test_somebody_who_joined_can_be_named_in_a_command(visit: Visit) -> None:
    it = await visit(WIDE)
    await it.page.get_by_role("button", name="Thirty members join").click()
    await expect(it.page.get_by_role("button", name="Thirty members joined")).to_be_disabled()
    await it.types(it.robin, "/faq", question="PhD", for_member="Ada")
    await expect(it.robin.get_by_text("@Ada")).to_be_visible()


async def test_what_was_not_done_is_not_told_as_done(visit: Visit) -> None:
    it = await visit(WIDE)
    busy = "This machine is busy."
    await it.page.route("**/act/dm", lambda route: route.fulfill(status=503, body=busy))
    async with it.goes_wrong("503"):
        await it.page.get_by_role("button", name="Robin closes DMs").click()
    await expect(it.page.locator("body.busy")).to_have_count(0)
    await expect(it.page.get_by_role("status")).to_have_text(busy)


async def test_offers_that_do_not_come_are_told_and_asked_for_again(visit: Visit) -> None:
    it = await visit(WIDE)
    busy = "This machine is busy."
    await it.page.route("**/act/offer", lambda route: route.fulfill(status=503, body=busy), times=1)
    await it.robin.get_by_role("combobox", name="writes").fill("/start")
    await it.page.get_by_role("option", name="/start").click()
    zone = it.robin.get_by_role("combobox", name="timezone")
    async with it.goes_wrong("503"):
        await zone.focus()
    await expect(it.page.get_by_role("status")).to_have_text(busy)
    await zone.fill("Berlin")
    await expect(it.page.get_by_role("option", name="Berlin").first).to_be_visible()


async def _say(it: Visitor, text: str) -> None:
    await it.robin.get_by_role("combobox", name="writes").fill(text)
    await it.page.keyboard.press("Enter")


async def _tab_to(it: Visitor, name: str, key: str = "Tab") -> None:
    """Press Tab until that is in focus, and no more often than there are things to come to."""
    for _ in range(100):
        await it.page.keyboard.press(key)
        in_focus = it.page.locator(":focus")
        if await in_focus.and_(it.page.get_by_label(name, exact=True)).count():
            return
        if await in_focus.and_(it.page.get_by_role("button", name=name, exact=True)).count():
            return
    raise AssertionError(f"no way to {name!r} by {key}")


async def _tab_back_to(it: Visitor, name: str) -> None:
    await _tab_to(it, name, "Shift+Tab")


async def test_what_is_refused_is_told_by_the_bot_and_still_there_after_a_reload(visit: Visit) -> None:
    """Typed key by key; whatever the page itself had to say of it would count as gone wrong."""
    it = await visit(WIDE)
    await it.robin.get_by_role("combobox", name="writes").press_sequentially("/start")
    await it.page.get_by_role("option", name="/start").click()
    await it.robin.get_by_role("combobox", name="timezone").press_sequentially("IST")
    await expect(it.page.get_by_role("option", name="Dublin")).to_be_visible()
    await it.page.keyboard.press("Escape")
    await it.robin.get_by_role("button", name="Send", exact=True).click()
    asked = it.robin.get_by_text("“IST” can mean more than one thing. Which one is it?")
    await expect(asked).to_be_visible()
    await it.page.reload()
    await expect(asked).to_be_visible()
    await expect(it.page.get_by_role("status")).to_be_empty()
