"""The way of an update from the form to the post: preview, **Post**, **Schedule**, **Edit**, **Discard**."""

from datetime import UTC, datetime

import discord
import pytest

from bot.domain.acts import Act
from bot.domain.updates import TEXT as LONGEST
from bot.domain.updates import TITLE as LONGEST_TITLE
from bot.domain.updates import TOO_LATE, Stage, Trouble, Wording
from bot.services.updates import UpdateService
from bot.trial.people import Screen
from bot.trial.world import World
from bot.views.components import stamp
from tests import interactions
from tests.cogs.moderating import TEXT, TITLE, dismiss, draft, forbid, guide, newest, ready, standing
from tests.conftest import Restart
from tests.stored import ask, taken, the_update

DAY = 24 * 60 * 60
ELSEWHERE = 4711
WHEN = "2026-01-05 09:00"
AT = int(datetime(2026, 1, 5, 8, tzinfo=UTC).timestamp())
"""That in Berlin."""

VERBS = ("upost", "uschedule", "umove", "ucancel", "udiscard", "uedit", "uretract", "uretractnow", "uopen")


async def scheduled(world: World) -> Screen:
    """What Mona sees after she scheduled an update."""
    return await (await draft(world, when=WHEN)).click("Schedule")


async def until_due(world: World, late: int = 0) -> None:
    """It becomes Monday, 09:00 in Berlin, or so many seconds later."""
    await world.env.advance_time(AT + late - world.now())
    with world.env.time_context():
        for _ in range(2):  # what follows from a post is done in the next run
            await world.app.dispatcher.tick()
            await world.app.dispatcher.drain()


async def test_the_preview_is_exactly_what_is_posted(world: World) -> None:
    learners = world.guild.create_role("learners", mentionable=True)
    await ready(world, ping_role=learners.id)
    preview = await draft(world, about="mlflow")
    assert preview.private
    assert preview.buttons == ["Post", "Schedule", "Edit", "Discard"]
    assert f"A preview. It goes to <#{world.updates.id}>." in preview.text
    assert standing(world) == []
    done = await preview.click("Post")
    assert done.message.id == preview.message.id
    assert done.text.startswith(f"✓ Posted: **{TITLE}**. ↗ [Open it](<https://discord.com/channels/")
    assert done.buttons == []
    (post,) = world.updates.history()
    assert post.content == preview.message.content == f"<@&{learners.id}> **{TITLE}**"
    assert post.embeds[0] == preview.message.embeds[0]
    assert post.embeds[0].description == TEXT
    assert post.embeds[0].footer.text == "— Mona · Core tools"
    assert not post.flags.components_v2


async def test_everybody_finds_their_own_next_action_under_a_post(world: World) -> None:
    await ready(world)
    await (await draft(world)).click("Post")
    post = Screen(world.robin, world.updates.history()[0])
    assert post.buttons == ["My next action"]
    answer = await post.click("My next action")
    assert answer.private
    assert "### Linux and Git, step 1 of 11" in answer.text
    assert standing(world) == [f"**{TITLE}**"]


async def test_with_a_time_schedule_comes_first(world: World) -> None:
    await ready(world)
    preview = await draft(world, when=WHEN)
    assert preview.buttons == ["Schedule", "Post", "Edit", "Discard"]
    assert stamp(AT) in preview.text
    done = await preview.click("Schedule")
    assert done.message.id == preview.message.id
    assert f"will be posted on {stamp(AT)}" in done.text
    await until_due(world, late=-1)
    assert standing(world) == []
    await until_due(world)
    await until_due(world, late=DAY)
    assert standing(world) == [f"**{TITLE}**"]


async def test_without_a_time_schedule_asks_for_one(world: World) -> None:
    await ready(world)
    preview = await draft(world)
    form = await preview.opens("Schedule")
    assert (
        form.modal["components"][0]["description"] == "Like 2026-01-08 09:00 or tomorrow 18:30, Berlin time"
    )
    done = await form.send(when=WHEN)
    assert done.message.id == preview.message.id
    assert stamp(AT) in done.text
    await until_due(world)
    assert standing(world) == [f"**{TITLE}**"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2025-12-31 09:00", "is in the past"),
        ("2026-03-29 02:30", "doesn't exist: the clocks skip that hour on that day"),
        ("2027-06-01 09:00", "is more than a year away"),
        ("tomorrow, perhaps", "isn't a day and a time I can read"),
        ("2026-02-30 09:00", "isn't a day of the calendar: there is no such month, or it has no such day"),
        ("0001-01-01 00:00", "is in the past"),
    ],
)
async def test_a_time_that_is_none_gets_a_sentence_and_loses_nothing(
    world: World, typed: str, said: str
) -> None:
    await ready(world)
    told = await world.mona.slash("update post", when=typed)
    assert told.private
    assert said in told.text
    preview = await draft(world)
    told = await (await preview.opens("Schedule")).send(when=typed)
    assert said in told.text
    assert told.message.id != preview.message.id
    assert (await newest(world)).stage is Stage.DRAFT
    assert (await preview.click("Post")).text.startswith("✓ Posted")


async def test_scheduling_takes_a_time_zone(world: World) -> None:
    await ready(world, zone=None)
    for told in (
        await world.mona.slash("update post", when=WHEN),
        await (await draft(world)).click("Schedule"),
    ):
        assert "`/setup` shows what is missing" in told.text


async def test_a_time_that_passed_while_the_draft_lay_there_is_asked_anew(world: World) -> None:
    await ready(world)
    preview = await draft(world, when=WHEN)
    await until_due(world)
    assert standing(world) == []
    form = await preview.opens("Schedule")
    again = await form.send(when="2026-01-06 09:00")
    assert stamp(AT + DAY) in again.text


async def test_a_restart_between_preview_and_post_loses_nothing(world: World, restart: Restart) -> None:
    await ready(world)
    preview = await draft(world)
    await restart()
    await preview.click("Post")
    assert standing(world) == [f"**{TITLE}**"]


async def test_a_restart_between_form_and_preview_loses_nothing(world: World, restart: Restart) -> None:
    await ready(world)
    form = await world.mona.slash_form("update post", when=WHEN, about="core-tools")
    await restart()
    preview = await form.send(title=TITLE, text=TEXT)
    assert preview.buttons[0] == "Schedule"
    assert (await newest(world)).wording.about == "mlops-engineer/core-tools"


async def test_post_pressed_twice_posts_once(world: World) -> None:
    await ready(world)
    preview = await draft(world)
    again = interactions.press(world, world.mona, f"b:upost:{world.mona.id}:1", on=preview)
    await preview.click("Post")
    await again.arrives()
    assert again.screen.text.startswith("✓ Posted")
    await again.arrives()
    assert standing(world) == [f"**{TITLE}**"]


async def test_two_moderators_at_once_post_once(world: World) -> None:
    max_, _ = await guide(world)
    await draft(world)
    presses = [interactions.press(world, who, f"b:upost:{who.id}:1") for who in (world.mona, max_)]
    for press in presses:
        world.env.backend.emit("INTERACTION_CREATE", dict(press.payload))
    await world.env.settle()
    assert standing(world) == [f"**{TITLE}**"]


async def test_a_form_that_is_delivered_twice_makes_one_draft(world: World) -> None:
    await ready(world)
    sent = interactions.form(world, world.mona, f"f:udraft:{world.mona.id}:0:-", title=TITLE, text=TEXT)
    await sent.arrives()
    await sent.arrives()
    assert (await newest(world)).id == 1


async def test_edit_opens_the_form_filled_in_and_keeps_what_it_said(world: World, database_url: str) -> None:
    await ready(world)
    preview = await draft(world)
    form = await preview.opens("Edit")
    assert [part["component"]["value"] for part in form.modal["components"]] == [TITLE, TEXT]
    again = await form.send(title="Another title", text="Another text")
    assert again.message.id == preview.message.id
    assert "**Another title**" in again.text
    query = "SELECT what, author_id, title_before, text_before FROM update_changes"
    assert ask(database_url, query) == [("edited", world.mona.id, TITLE, TEXT)]
    await again.click("Post")
    assert standing(world) == ["**Another title**"]


async def test_discard(world: World) -> None:
    await ready(world)
    preview = await draft(world)
    old = interactions.press(world, world.mona, f"b:upost:{world.mona.id}:1", on=preview)
    gone = await preview.click("Discard")
    assert gone.text == f"Discarded: **{TITLE}**. Nothing was posted."
    await old.arrives()
    assert old.screen.text == gone.text
    assert standing(world) == []


async def test_a_scheduled_one_can_be_moved_edited_cancelled_and_posted_at_once(world: World) -> None:
    await ready(world)
    await scheduled(world)
    opened = await (await world.mona.slash("update list")).choose(TITLE)
    assert opened.buttons == ["Edit", "Change time", "Post now", "Unschedule"]
    moved = await (await opened.opens("Change time")).send(when="2026-01-06 09:00")
    assert stamp(AT + DAY) in moved.text
    await until_due(world)
    assert standing(world) == []
    opened = await (await world.mona.slash("update list")).choose(TITLE)
    edited = await (await opened.opens("Edit")).send(title="Better", text=TEXT)
    assert f"✓ Saved. It goes out on {stamp(AT + DAY)}, in <#{world.updates.id}>." in edited.text
    assert edited.buttons == ["Edit", "Change time", "Post now", "Unschedule"]
    cancelled = await edited.click("Unschedule")
    assert "✓ Not scheduled any more; the draft is kept." in cancelled.text
    assert cancelled.buttons == ["Post", "Schedule", "Edit", "Discard"]
    await until_due(world, late=2 * DAY)
    assert standing(world) == []
    assert (await cancelled.click("Post")).text.startswith("✓ Posted")
    assert standing(world) == ["**Better**"]


async def test_the_text_of_somebody_who_lost_the_role_comes_back_to_them(world: World) -> None:
    max_, role = await guide(world)
    await dismiss(world, max_, role)
    text = f"{TEXT}\n```\ncode\n```"
    form = await interactions.form(world, max_, f"f:udraft:{max_.id}:0:-", title=TITLE, text=text).arrives()
    assert form.screen.private
    assert form.screen.text.startswith("That takes *Manage Server* or the moderator role")
    assert f"```\n{TITLE}\n```\n```\n{TEXT}" in form.screen.text
    assert form.screen.text.count("```") == 4


@pytest.mark.breaks
async def test_the_text_comes_back_when_the_notes_cannot_be_reached(
    world: World, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    await ready(world)
    form = await world.mona.slash_form("update post")
    async with taken(database_url):
        told = await form.send(title=TITLE, text=TEXT)
    assert "I can't reach my database right now." in told.text
    assert TEXT in told.text
    (complaint,) = [record for record in caplog.records if record.name == "bot.client.bot"]
    assert TEXT not in complaint.getMessage()


@pytest.mark.parametrize("verb", VERBS)
async def test_who_is_no_moderator_gets_one_private_sentence(world: World, verb: str) -> None:
    await ready(world)
    await draft(world)
    before = await newest(world)
    own = await interactions.press(world, world.robin, f"b:{verb}:{world.robin.id}:1").arrives()
    monas = await interactions.press(world, world.robin, f"b:{verb}:{world.mona.id}:1").arrives()
    assert "That takes *Manage Server* or the moderator role" in own.screen.text
    assert "belongs to someone else's" in monas.screen.text
    assert own.screen.private
    assert monas.screen.private
    assert await newest(world) == before
    assert standing(world) == []


@pytest.mark.parametrize("verb", VERBS)
async def test_another_servers_update_cannot_be_reached(world: World, verb: str) -> None:
    await ready(world)
    by = Act(world.mona.id, ELSEWHERE, interaction=1, at=world.now())
    theirs = await UpdateService(world.app.store).draft(by, "Mona", Wording(TITLE, TEXT), None)
    press = await interactions.press(world, world.mona, f"b:{verb}:{world.mona.id}:{theirs.id}").arrives()
    assert press.screen.text == "This server has no such update. `/update list` shows what there is."
    assert await the_update(world.app.store, theirs.id) == theirs
    assert standing(world) == []


@pytest.mark.parametrize("args", ["", ":x", ":-1", ":²", ":0", ":99", ":" + "9" * 40, ":1.5", ":x:1"])
@pytest.mark.parametrize("verb", VERBS)
async def test_a_made_up_number_gets_a_sentence(world: World, verb: str, args: str) -> None:
    await ready(world)
    await draft(world)
    press = await interactions.press(world, world.mona, f"b:{verb}:{world.mona.id}{args}").arrives()
    assert press.screen.text.startswith("This server has no such update.")
    assert (await newest(world)).stage is Stage.DRAFT


@pytest.mark.parametrize("args", ["", ":x:y", ":-5:-", ":0", ":99999999999999999999:-", ":1:-"])
async def test_a_made_up_form_keeps_the_text(world: World, args: str) -> None:
    await ready(world)
    form = interactions.form(world, world.mona, f"f:udraft:{world.mona.id}{args}", title=TITLE, text=TEXT)
    preview = (await form.arrives()).screen
    assert preview.buttons == ["Post", "Schedule", "Edit", "Discard"]
    assert (await preview.click("Post")).text.startswith("✓ Posted")


@pytest.mark.parametrize(
    ("title", "text", "trouble"),
    [
        (" ", TEXT, Trouble.EMPTY),
        (TITLE, " \n ", Trouble.EMPTY),
        (TITLE, "x" * (LONGEST + 1), Trouble.TOO_LONG),
        ("x" * (LONGEST_TITLE + 1), TEXT, Trouble.TOO_LONG),
        ("*" * 4000, "`" * 4000, Trouble.TOO_LONG),
    ],
)
async def test_words_that_cannot_be_posted_are_kept_and_told(
    world: World, title: str, text: str, trouble: Trouble
) -> None:
    await ready(world)
    form = interactions.form(world, world.mona, f"f:udraft:{world.mona.id}:{AT}:-", title=title, text=text)
    preview = (await form.arrives()).screen
    said = "is empty" if trouble is Trouble.EMPTY else "at most 100 characters, a text 3,500"
    for label in ("Post", "Schedule"):
        assert said in preview.text
        preview = await preview.click(label)
    update = await newest(world)
    assert update.stage is Stage.DRAFT
    assert update.wording.text == text.strip()
    assert standing(world) == []
    better = await (await preview.opens("Edit")).send(title=TITLE, text=TEXT)
    assert (await better.click("Post")).text.startswith("✓ Posted")


async def test_markup_pings_nobody_and_is_remarked_on(world: World) -> None:
    role = world.guild.create_role("learners", mentionable=True)
    await ready(world)
    tricks = f"@everyone <@&{role.id}> [your bank](https://evil.example)\n```\nnever closed"
    preview = await draft(world, title=f"@here <@&{role.id}> **[x](y)**", text=tricks)
    assert "ping nobody" in preview.text
    assert "look where they lead" in preview.text
    assert "A code block in it is not closed." in preview.text
    await preview.click("Post")
    (post,) = world.updates.history()
    assert post.embeds[0].description == tricks
    assert post.role_mentions == []
    assert not post.mention_everyone
    assert "<@&" not in post.content
    sent = [r.json for r in world.env.http_requests if r.path == f"/channels/{world.updates.id}/messages"]
    assert [body["allowed_mentions"] for body in sent if body] == [{"parse": []}]


async def test_only_the_configured_role_is_pinged(world: World) -> None:
    learners = world.guild.create_role("learners", mentionable=True)
    others = world.guild.create_role("others", mentionable=True)
    await ready(world, ping_role=learners.id)
    await (await draft(world, title=f"<@&{others.id}>")).click("Post")
    (post,) = world.updates.history()
    assert [role.id for role in post.role_mentions] == [learners.id]
    sent = [r.json for r in world.env.http_requests if r.path == f"/channels/{world.updates.id}/messages"]
    assert [body["allowed_mentions"] for body in sent if body] == [{"parse": [], "roles": [learners.id]}]


async def test_a_role_that_was_deleted_is_left_out(world: World) -> None:
    learners = world.guild.create_role("learners", mentionable=True)
    await ready(world, ping_role=learners.id)
    world.env.backend.delete_role(world.guild.id, learners.id)
    await world.env.settle()
    await (await draft(world)).click("Post")
    assert standing(world) == [f"**{TITLE}**"]


async def block(world: World, how: Trouble) -> None:
    """Something happens to #roadmap-updates."""
    match how:
        case Trouble.NO_CHANNEL:
            await ready(world, updates_channel=None)
        case Trouble.GONE:
            world.env.backend.delete_channel(world.updates.id)
        case Trouble.WRONG_KIND:
            await ready(world, updates_channel=world.guild.create_voice_channel("Talk").id)
        case _:
            await forbid(world, discord.Permissions(send_messages=True))
    await world.env.settle()


BLOCKED = {
    Trouble.NO_CHANNEL: "There is no updates channel yet",
    Trouble.GONE: "The updates channel was deleted",
    Trouble.WRONG_KIND: "The updates channel is no text or announcement channel",
    Trouble.PERMISSIONS: "I may not post in the updates channel",
}


@pytest.mark.parametrize("how", BLOCKED)
async def test_what_is_in_the_way_is_told_before_writing_and_in_the_preview(
    world: World, how: Trouble
) -> None:
    await ready(world)
    await block(world, how)
    told = await world.mona.slash("update post", about="core-tools")
    assert BLOCKED[how] in told.text
    assert told.private
    preview = await (await told.opens("Write it anyway")).send(title=TITLE, text=TEXT)
    assert BLOCKED[how] in preview.text
    kept = await preview.click("Post")
    assert BLOCKED[how] in kept.text
    assert kept.buttons == ["Post", "Schedule", "Edit", "Discard"]
    await ready(world, updates_channel=world.general.id)
    shown = await (await world.mona.slash("update list")).choose(TITLE)
    assert (await shown.click("Post")).text.startswith("✓ Posted")


@pytest.mark.parametrize("how", BLOCKED)
async def test_what_got_in_the_way_of_a_scheduled_one_is_told_by_dm(world: World, how: Trouble) -> None:
    await ready(world)
    await scheduled(world)
    await block(world, how)
    await until_due(world)
    await until_due(world, late=DAY)
    (told,) = world.mona.inbox()
    assert told.text.startswith(f"In Model Trail: **{TITLE}** isn't posted. {BLOCKED[how]}")
    update = await newest(world)
    assert (update.stage, update.trouble) == (Stage.DRAFT, how)
    listed = await world.mona.slash("update list")
    assert "Waits for you" in listed.text


async def test_files_are_not_needed_for_a_post(world: World) -> None:
    await ready(world)
    await forbid(world, discord.Permissions(attach_files=True))
    assert (await (await draft(world)).click("Post")).text.startswith("✓ Posted")


async def test_what_somebody_scheduled_who_is_no_moderator_by_then_waits_for_another(world: World) -> None:
    max_, role = await guide(world)
    form = interactions.form(world, max_, f"f:udraft:{max_.id}:{AT}:-", title=TITLE, text=TEXT)
    await (await form.arrives()).screen.click("Schedule")
    await dismiss(world, max_, role)
    await until_due(world)
    assert standing(world) == []
    (told,) = max_.inbox()
    assert "is no moderator any more, so it waits for another one." in told.text
    opened = await (await world.mona.slash("update list")).choose(TITLE)
    assert (await opened.click("Post")).text.startswith("✓ Posted")
    assert world.updates.history()[0].embeds[0].footer.text == "— Max"


async def test_the_role_is_enough_and_membership_is_needed(world: World) -> None:
    max_, _ = await guide(world)
    for name, leaves in (("Stays", False), ("Leaves", True)):
        form = interactions.form(world, max_, f"f:udraft:{max_.id}:{AT}:-", title=name, text=TEXT)
        await (await form.arrives()).screen.click("Schedule")
        if leaves:
            world.guild.remove_member(max_.user)
        await until_due(world, late=-1)
    await until_due(world)
    assert standing(world) == []


async def test_a_scheduled_one_of_somebody_whose_data_is_deleted_waits(world: World) -> None:
    await ready(world)
    await scheduled(world)
    await (await world.mona.slash("mydata delete")).click("Delete")
    await until_due(world)
    assert standing(world) == []
    assert world.mona.inbox() == []
    update = await newest(world)
    assert (update.author, update.signature, update.stage) == (None, "Mona", Stage.DRAFT)


@pytest.mark.parametrize("late", [0, TOO_LATE - 1])
async def test_a_little_late_is_still_posted(world: World, late: int) -> None:
    await ready(world)
    await scheduled(world)
    await until_due(world, late)
    assert standing(world) == [f"**{TITLE}**"]


async def test_six_hours_late_is_kept_and_told(world: World) -> None:
    await ready(world)
    await scheduled(world)
    await until_due(world, TOO_LATE)
    assert standing(world) == []
    (told,) = world.mona.inbox()
    assert "couldn't post it within six hours of its time" in told.text
    assert (await newest(world)).trouble is Trouble.TOO_LATE


@pytest.mark.parametrize("wanted", [True, False])
async def test_followers_get_it_if_setup_says_so(world: World, wanted: bool) -> None:
    news = world.guild.create_news_channel("announcements")
    await ready(world, updates_channel=news.id, publish=wanted)
    await (await draft(world)).click("Post")
    published = [r for r in world.env.http_requests if r.path.endswith("/crosspost")]
    assert len(published) == int(wanted)
    assert len(news.history()) == 1


async def test_a_post_that_cannot_be_published_stands_all_the_same(world: World) -> None:
    news = world.guild.create_news_channel("announcements")
    await ready(world, updates_channel=news.id, publish=True)
    world.env.inject_error("POST", "/channels/*/crosspost", status=403, code=50013)
    assert (await (await draft(world)).click("Post")).text.startswith("✓ Posted")


@pytest.mark.parametrize("label", ["Schedule", "Change time"])
async def test_what_was_posted_meanwhile_is_not_asked_a_time_for(world: World, label: str) -> None:
    await ready(world)
    shown = await draft(world, when=WHEN)
    if label == "Change time":
        await shown.click("Schedule")
        shown = await (await world.mona.slash("update list")).choose(TITLE)
    verb = {"Schedule": "uschedule", "Change time": "umove"}[label]
    late = interactions.press(world, world.mona, f"b:{verb}:{world.mona.id}:1", on=shown)
    await shown.click("Post now" if label == "Change time" else "Post")
    await late.arrives()
    assert late.screen.text.startswith("✓ Posted")
    await until_due(world)
    assert standing(world) == [f"**{TITLE}**"]


async def test_ten_posts_an_hour_by_one_moderator(world: World) -> None:
    await ready(world)
    for _ in range(9):
        await (await draft(world)).click("Post")
    preview = await draft(world)
    world.env.inject_error("POST", "/interactions/*/callback", status=400, code=50035)
    await preview.click("Post")
    assert len(standing(world)) == 9
    await preview.click("Post")
    assert len(standing(world)) == 10
    told = await (await draft(world)).click("Post")
    assert told.text.startswith("You've posted ten updates within the hour. This one stays a draft;")
    assert len(standing(world)) == 10
