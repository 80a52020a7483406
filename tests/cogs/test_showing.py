"""**Ask for help** and **Show it**: a preview, a post, and the way back; nothing is seen before **Post**."""

import json
from datetime import timedelta

import discord
import pytest
from simcord.backend.serializers import channel_payload
from simcord.builders import ChannelHandle

from bot.domain.schedule import DAY
from bot.domain.shown import A_DAY, DRAFT_DAYS
from bot.trial.people import Person, Screen
from bot.trial.world import World
from tests import interactions
from tests.cogs.moderating import guide, newcomers, ready
from tests.cogs.nudging import ids
from tests.cogs.showing import (
    LINK,
    TRIED,
    asked,
    deny,
    help_channel,
    made,
    posts,
    run,
    seen,
    showcase,
    stored,
)
from tests.cogs.test_mydata import file_of
from tests.cogs.test_setup import pick
from tests.conftest import Restart
from tests.stored import ask, everything

TAG = {"id": "77", "moderated": False, "emoji_id": None, "emoji_name": None}
STEP = "Linux and Git, step 1 of 11: find your way in a Linux shell"


async def elsewhere(world: World, name: str = "Second Trail") -> tuple[int, ChannelHandle]:
    """Another server with Robin and a help channel in it."""
    guild = world.env.create_guild(name)
    channel = guild.create_text_channel("questions")
    actor = guild.add_member(world.robin.user)
    await Person(world.env, actor, channel).slash("start", timezone="Berlin")
    async with world.app.store.transaction() as rows:
        settings = await rows.guilds.get(guild.id)
        await rows.guilds.put(type(settings)(guild.id, help_channel=channel.id))
    return guild.id, channel


# Nothing before a moderator chose a place, nothing before a click


async def test_nothing_is_offered_where_there_is_no_place(world: World) -> None:
    assert "Ask for help" not in (await world.robin.slash("next")).buttons
    done = await world.robin.slash("done", action="numpy-pandas", evidence=LINK)
    assert "Show it" not in done.buttons
    assert "Show it to others" not in str((await _portfolio(world)).data)


async def _portfolio(world: World) -> Screen:
    return await (await world.robin.slash("progress")).click("Portfolio")


async def test_a_question_is_previewed_exactly_as_it_is_posted(world: World) -> None:
    channel = await help_channel(world)
    form = await (await world.robin.slash("next")).opens("Ask for help")
    assert form.modal["title"].startswith("Linux and Git, step 1 of 11")
    preview = await form.send(text=TRIED)
    assert preview.private
    assert preview.buttons == ["Post", "Change the words", "Discard"]
    assert f"**Post** puts it into <#{channel.id}>, where everybody there can read it." in preview.text
    assert posts(world, channel) == []
    done = await preview.click("Post")
    assert done.private
    assert done.text.startswith("✓ Posted. ↗ [Open it](<https://discord.com/channels/")
    (post,) = posts(world, channel)
    assert post.content == preview.message.content == f"**Robin asks for help: {STEP}**"
    assert post.embeds[0] == preview.message.embeds[0]
    assert Screen(world.mona, post).buttons == ["Solved", "Take back", "Remove"]
    assert not post.flags.components_v2


async def test_what_was_made_is_shown_with_its_link_and_one_line(world: World) -> None:
    channel = await showcase(world)
    preview = await made(world)
    assert preview.buttons == ["Post", "Add a line", "Discard"]
    line = await (await preview.opens("Add a line")).send(text="It took a month.")
    assert line.message.id == preview.message.id
    await line.click("Post")
    (post,) = posts(world, channel)
    title = world.app.content.library.default.action("numpy-pandas").title
    assert post.content == f"**Robin shows: {title}**"
    assert post.embeds[0].description == f"It took a month.\n<{LINK}>\n-# Foundations"


async def test_the_portfolio_offers_what_has_a_link(world: World) -> None:
    channel = await showcase(world)
    await world.robin.slash("done", action="numpy-pandas", evidence=LINK)
    await world.robin.slash("done", action="ml-course")
    card = await _portfolio(world)
    assert "ml-course" not in str(card.data)
    preview = await card.choose(world.app.content.library.default.action("numpy-pandas").title)
    await preview.click("Post")
    assert len(posts(world, channel)) == 1


async def test_only_what_has_a_link_can_be_shown(world: World) -> None:
    await showcase(world)
    assert "Show it" not in (await world.robin.slash("done", action="ml-course")).buttons
    made_up = interactions.press(world, world.robin, f"b:showit:{world.robin.id}:mlops-engineer/ml-course")
    assert (await made_up.arrives()).screen.text.startswith("That isn't there any more.")


async def test_one_thing_is_shown_once(world: World) -> None:
    channel = await showcase(world)
    preview = await made(world)
    again = await (await _portfolio(world)).choose(
        world.app.content.library.default.action("numpy-pandas").title
    )
    await preview.click("Post")
    told = await again.click("Post")
    assert told.text.startswith("You show that already. ↗ [Open it]")
    assert len(posts(world, channel)) == 1


async def test_what_is_discarded_can_not_be_posted_any_more(world: World) -> None:
    channel = await help_channel(world)
    preview = await asked(world)
    late = interactions.press(world, world.robin, f"b:showpost:{world.robin.id}:1", on=preview)
    assert (await preview.click("Discard")).text == "Discarded. Nothing was posted."
    await late.arrives()
    assert late.screen.text.startswith("That isn't there any more.")
    assert posts(world, channel) == []


async def test_an_older_preview_posts_nothing_that_it_does_not_show(world: World) -> None:
    channel = await help_channel(world)
    preview = await asked(world)
    old = interactions.press(world, world.robin, f"b:showpost:{world.robin.id}:1", on=preview)
    new = await (await preview.opens("Change the words")).send(text="Other words")
    assert (await old.arrives()).screen.text.startswith("That isn't there any more.")
    assert posts(world, channel) == []
    await new.click("Post")
    assert posts(world, channel)[0].embeds[0].description == "Other words\n-# Foundations"


async def test_post_pressed_twice_posts_once(world: World) -> None:
    channel = await help_channel(world)
    preview = await asked(world)
    presses = [interactions.press(world, world.robin, f"b:showpost:{world.robin.id}:1") for _ in range(2)]
    for press in (*presses, presses[0]):
        world.env.backend.emit("INTERACTION_CREATE", dict(press.payload))
    await world.env.settle()
    assert len(posts(world, channel)) == 1
    assert (await preview.click("Post")).text.startswith("✓ Posted.")
    assert len(posts(world, channel)) == 1


async def test_a_restart_between_form_preview_and_post_loses_nothing(world: World, restart: Restart) -> None:
    channel = await help_channel(world)
    form = await (await world.robin.slash("next")).opens("Ask for help")
    await restart()
    preview = await form.send(text=TRIED)
    await restart()
    await preview.click("Post")
    assert len(posts(world, channel)) == 1


async def test_words_of_ones_own_ping_nobody_and_hide_no_link(world: World) -> None:
    channel = await help_channel(world)
    tricks = f"@everyone @here <@{world.mona.id}> [your bank](https://evil.example) **bold**"
    preview = await asked(world, text=tricks)
    await preview.click("Post")
    (post,) = posts(world, channel)
    assert "[your bank](" not in (post.embeds[0].description or "")
    assert "@everyone" not in (post.embeds[0].description or "")
    assert not post.mention_everyone
    assert post.mentions == []
    sent = [r.json for r in world.env.http_requests if r.path == f"/channels/{channel.id}/messages"]
    assert [body["allowed_mentions"] for body in sent if body] == [{"parse": []}]


async def test_a_name_acts_as_no_markup(world: World) -> None:
    channel = await help_channel(world)
    tricky = Person(
        world.env,
        world.guild.add_member(world.env.create_user("Tricky"), nick="**[x](y)** @everyone"),
        world.general,
    )
    await (await asked(world, tricky)).click("Post")
    (post,) = posts(world, channel)
    assert post.content.startswith("**\\*\\*\\[x\\](y)\\*\\* @\u200beveryone asks for help")


# In a forum


@pytest.mark.parametrize("tag", ["Foundations", "HELP", "Something else", None])
async def test_in_a_forum_it_is_a_thread_with_a_tag_that_fits(world: World, tag: str | None) -> None:
    channel = await help_channel(world, forum=True)
    if tag:
        world.env.backend.edit_channel(channel.id, {"available_tags": [{**TAG, "name": tag}]})
        await world.env.settle()
    await (await asked(world)).click("Post")
    (thread,) = channel.threads
    assert thread.name == f"Robin: {STEP}"
    assert thread._channel.applied_tags == ([77] if tag in ("Foundations", "HELP") else [])
    assert thread.history()[0].content == f"**Robin asks for help: {STEP}**"


async def require_tags(world: World, forum: ChannelHandle, *tags: dict[str, object]) -> None:
    """From now on the forum takes only what has one of these tags."""
    world.env.backend.edit_channel(forum.id, {"available_tags": list(tags)})
    channel = world.env.backend.get_channel(forum.id)
    payload = {**channel_payload(world.env.backend, channel), "flags": 1 << 4}
    world.env.backend.emit("CHANNEL_UPDATE", payload)
    await world.env.settle()


@pytest.mark.parametrize(
    ("tag", "fits"),
    [({**TAG, "name": "Help"}, True), ({**TAG, "name": "Help", "moderated": True}, False), (None, False)],
)
async def test_setup_and_preview_agree_whether_a_forum_takes_posts(
    world: World, tag: dict[str, object] | None, fits: bool
) -> None:
    forum = world.guild.create_forum_channel("help")
    await require_tags(world, forum, *([tag] if tag else []))
    page = await pick(await (await world.mona.slash("setup")).click("Community"), "setuphelp", forum)
    assert ("✓ Questions for help go to" in page.text) == fits
    assert ("takes only posts with a tag" in page.text) != fits
    preview = await asked(world)
    assert ("none of its tags fits" in preview.text) != fits
    await preview.click("Post")
    assert len(posts(world, forum)) == fits


# The way back


@pytest.mark.parametrize("forum", [False, True])
async def test_take_back_on_the_post_removes_it(world: World, forum: bool) -> None:
    channel = await help_channel(world, forum=forum)
    if forum:
        allow_threads(world)
    await (await asked(world)).click("Post")
    post = seen(world, channel, world.robin)
    back = interactions.press(world, world.robin, ids(post)["Take back"], on=post)
    await back.arrives()
    if not forum:  # there the answer goes with the thread that it is in
        assert back.screen.private
        assert back.screen.text == "✓ Taken back."
    assert posts(world, channel) == []
    assert channel.threads == []
    assert await stored(world) == ()


def allow_threads(world: World) -> None:
    """The bot gets Manage Threads; the simulation asks for Manage Channels to delete one."""
    may = discord.Permissions(manage_threads=True, manage_channels=True)
    role = world.guild.create_role("keepers", permissions=may)
    world.env.backend.add_member_role(world.guild.id, world.env.backend.bot_user.id, role.id)


async def test_take_back_below_what_was_posted(world: World) -> None:
    channel = await help_channel(world)
    done = await (await asked(world)).click("Post")
    assert (await done.click("Take back")).text == "✓ Taken back."
    assert posts(world, channel) == []


async def test_take_back_is_for_its_owner_and_remove_for_moderators(world: World) -> None:
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    (other,) = newcomers(world, 1)
    for label in ("Take back", "Solved"):
        told = await seen(world, channel, world.mona).click(label)
        assert told.text.startswith("That button belongs to someone else's roadmap.")
        assert told.private
    told = await seen(world, channel, other).click("Remove")
    assert "That takes *Manage Server* or the moderator role" in told.text
    assert len(posts(world, channel)) == 1


async def test_remove_takes_it_away_and_its_owner_hears_of_it(world: World) -> None:
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    gone = await seen(world, channel, world.mona).click("Remove")
    assert gone.private
    assert gone.text == "✓ Removed. Its owner will hear of it."
    assert posts(world, channel) == []
    answers = await world.robin.slash("next")
    assert "was removed by a moderator" in answers.text
    assert "removed" not in (await world.robin.slash("next")).text


async def test_solved_changes_the_post_and_keeps_the_way_back(world: World) -> None:
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    await seen(world, channel, world.robin).click("Solved")
    post = seen(world, channel, world.robin)
    assert post.message.content == f"✓ Solved. **Robin asks for help: {STEP}**"
    assert post.buttons == ["Take back", "Remove"]
    await post.click("Take back")
    assert posts(world, channel) == []


async def test_a_moderator_sees_who_posted_and_can_turn_it_off_and_on(world: World) -> None:
    channel = await help_channel(world)
    preview = await asked(world)
    await preview.click("Post")
    later = await asked(world)
    listed = await (await world.mona.slash("community")).click("Posted by members")
    assert f"<@{world.robin.id}>, question" in listed.text
    card = await choose_member(listed, world.robin)
    assert "can post through me in this server." in card.text
    card = await card.click("Turn off posts")
    assert "can't post through me in this server." in card.text
    told = await later.click("Post")
    assert told.text.startswith("A moderator of that server has turned off your posts through me.")
    assert len(posts(world, channel)) == 1
    assert (await press_help(world)).startswith("A moderator of that server has turned off your posts")
    await card.click("Allow posts")
    await later.click("Post")
    assert len(posts(world, channel)) == 2


async def choose_member(screen: Screen, who: Person) -> Screen:
    """Choose somebody in the menu of members."""
    custom_id = f"s:shower:{screen.person.id}"
    hands = screen.person.hands
    return screen.person.saw(await hands.select(screen.message, [who.hands], custom_id=custom_id))


async def press_help(world: World) -> str:
    """What somebody is told who presses **Ask for help** on an old card."""
    ref = "mlops-engineer/linux-git-cloud/shell"
    return (
        await interactions.press(world, world.robin, f"b:helpask:{world.robin.id}:{ref}").arrives()
    ).screen.text


@pytest.mark.parametrize("verb", ["showers", "shower:1", "showerblock:1", "showerfree:1"])
async def test_only_moderators_see_who_posted(world: World, verb: str) -> None:
    await help_channel(world)
    name, _, rest = verb.partition(":")
    custom_id = f"b:{name}:{world.robin.id}" + (f":{rest}" if rest else "")
    told = (await interactions.press(world, world.robin, custom_id).arrives()).screen.text
    assert "That takes *Manage Server* or the moderator role" in told
    assert await world.app.store.read.blocks.of(1) == []


async def test_a_block_outlives_a_deletion_and_is_told(world: World) -> None:
    await help_channel(world)
    await (await asked(world)).click("Post")
    listed = await (await world.mona.slash("community")).click("Posted by members")
    await (await choose_member(listed, world.robin)).click("Turn off posts")
    text = json.dumps(await file_of(await world.robin.slash("mydata export")))
    assert "servers where a moderator turned off your posts" in text
    await (await world.robin.slash("mydata delete")).click("Delete")
    assert await world.app.store.read.blocks.holds(world.guild.id, world.robin.id)


# How much


async def test_three_posts_a_day_whatever_became_of_them(world: World) -> None:
    channel = await help_channel(world)
    for number in range(A_DAY):
        preview = await asked(world)
        await preview.click("Post")
        if number == 0:
            await seen(world, channel, world.robin).click("Take back")
    fourth = await asked(world)
    told = await fourth.click("Post")
    assert told.text.startswith("That's 3 posts within a day, which is the limit.")
    assert len(posts(world, channel)) == A_DAY - 1
    theirs = await asked(world, world.mona)
    assert (await theirs.click("Post")).text.startswith("✓ Posted.")
    await world.env.advance_time(DAY)
    assert (await fourth.click("Post")).text.startswith("✓ Posted.")


# Where


async def test_in_a_direct_message_it_is_the_server_of_start(world: World) -> None:
    channel = await help_channel(world)
    dm = world.robin.in_dm()
    assert "Ask for help" not in (await dm.slash("next")).buttons
    await world.robin.slash("start", timezone="Berlin")
    form = await (await dm.slash("next")).opens("Ask for help")
    await (await form.send(text=TRIED)).click("Post")
    assert len(posts(world, channel)) == 1


async def test_with_several_servers_it_is_asked_which(world: World) -> None:
    channel = await help_channel(world)
    await world.robin.slash("start", timezone="Berlin")
    _, other = await elsewhere(world)
    await world.env.advance_time(61)
    asked_where = await (await world.robin.in_dm().slash("next")).click("Ask for help")
    assert asked_where.private
    form = await asked_where.choose_form("Second Trail")
    preview = await form.send(text=TRIED)
    assert f"<#{other.id}>" in preview.text
    await preview.click("Post")
    assert (len(posts(world, channel)), len(posts(world, other))) == (0, 1)


async def test_another_servers_place_can_not_be_chosen_by_hand(world: World) -> None:
    await help_channel(world)
    guild = world.env.create_guild("Strangers")
    await asked(world)
    press = interactions.press(world, world.robin, f"s:showwhere:{world.robin.id}:1", values=[str(guild.id)])
    assert (await press.arrives()).screen.text.startswith("No server of yours has a channel for that yet.")


@pytest.mark.parametrize("verb", ["showpost", "showpen", "showdrop", "shownopen", "shownleave"])
async def test_what_is_somebody_elses_can_not_be_reached(world: World, verb: str) -> None:
    channel = await help_channel(world)
    preview = await asked(world)
    for number in ("1", "99", "x"):
        press = interactions.press(world, world.mona, f"b:{verb}:{world.mona.id}:{number}")
        await press.arrives()
    assert posts(world, channel) == []
    assert (await preview.click("Post")).text.startswith("✓ Posted.")


async def test_a_post_of_another_server_is_not_reached_by_its_key(world: World) -> None:
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    (shown,) = await stored(world)
    guild = world.env.create_guild("Strangers")
    async with world.app.store.transaction() as rows:
        await rows.shown.save(shown._replace(guild=guild.id))
    told = await seen(world, channel, world.mona).click("Remove")
    assert told.text.startswith("That isn't there any more.")


# What is in the way is told before, and nothing is posted


async def test_who_may_not_write_there_is_told(world: World) -> None:
    channel = await help_channel(world)
    await deny(world, channel, discord.Permissions(send_messages=True), world.robin.id)
    preview = await asked(world)
    assert "You can't write in that channel yourself" in preview.text
    assert "Nothing was posted." in preview.text
    told = await preview.click("Post")
    assert "You can't write in that channel yourself" in told.text
    assert posts(world, channel) == []
    await deny(world, channel, discord.Permissions.none(), world.robin.id)
    await told.click("Post")
    assert len(posts(world, channel)) == 1


async def test_who_is_timed_out_is_told(world: World) -> None:
    channel = await help_channel(world)
    preview = await asked(world)
    until = (world.env.now() + timedelta(hours=1)).isoformat()
    world.env.backend.edit_member(world.guild.id, world.robin.id, {"timed_out_until": until})
    told = await preview.click("Post")
    assert "You're timed out in that server." in told.text
    assert posts(world, channel) == []


async def test_a_place_that_changed_since_the_preview_is_not_posted_into(world: World) -> None:
    channel = await help_channel(world)
    preview = await asked(world)
    await ready(world, help_channel=world.general.id)
    assert (await preview.click("Post")).text.startswith("The channel for it has changed since this preview.")
    assert posts(world, channel) == []
    assert world.general.history() == []


# What is kept of it


async def test_mydata_shows_exports_and_takes_it_all_back(world: World) -> None:
    channel, second = await help_channel(world), await showcase(world)
    await ready(world, help_channel=channel.id, showcase_channel=second.id)
    await (await asked(world)).click("Post")
    await (await made(world)).click("Post")
    text = json.dumps(await file_of(await world.robin.slash("mydata export")))
    for kept in (LINK, "no such file", str(channel.id), str(second.id)):
        assert kept in text
    card = await (await world.robin.slash("mydata show")).click("What others see of you")
    assert card.text.count("Open it") == 2
    assert "question in Model Trail" in card.text
    gone = await card.click("Take all back")
    assert "Nobody sees anything of you here" in gone.text
    assert posts(world, channel) + posts(world, second) == []
    text = json.dumps(await file_of(await world.robin.slash("mydata export")))
    assert "no such file" not in text


async def test_one_of_several_is_taken_back_from_the_list(world: World) -> None:
    channel, second = await help_channel(world), await showcase(world)
    await ready(world, help_channel=channel.id, showcase_channel=second.id)
    await (await asked(world)).click("Post")
    await (await made(world)).click("Post")
    card = await (await world.robin.slash("mydata show")).click("What others see of you")
    left = await card.choose(f"Question: {STEP}")
    assert left.text.count("Open it") == 1
    assert (len(posts(world, channel)), len(posts(world, second))) == (0, 1)


@pytest.mark.parametrize("forum", [False, True])
async def test_deleting_everything_takes_back_what_is_shown(world: World, forum: bool) -> None:
    channel = await help_channel(world, forum=forum)
    if forum:
        allow_threads(world)
    await (await asked(world)).click("Post")
    await (await world.robin.slash("mydata delete")).click("Delete")
    await run(world, after=1)
    assert posts(world, channel) == []
    assert channel.threads == []
    await world.app.retention.look()
    async with world.app.store.transaction() as rows:
        assert await rows.jobs.next_due() is None


async def test_previews_that_nobody_used_are_forgotten(world: World) -> None:
    await help_channel(world)
    preview = await asked(world)
    await world.env.advance_time((DRAFT_DAYS + 1) * DAY)
    with world.env.time_context():
        await world.app.retention.look()
    assert (await preview.click("Post")).text.startswith("That isn't there any more.")


# Choosing the places


async def test_the_second_page_of_setup_chooses_the_places(world: World) -> None:
    channel = world.guild.create_text_channel("help")
    page = await (await world.mona.slash("setup")).click("Community")
    assert "• Questions for help: no channel." in page.text
    page = await pick(page, "setuphelp", channel)
    assert f"✓ Questions for help go to <#{channel.id}>" in page.text
    assert "Ask for help" in (await world.robin.slash("next")).buttons
    page = await pick(page, "setuphelp")
    assert "• Questions for help: no channel." in page.text
    assert "Ask for help" not in (await world.robin.slash("next")).buttons
    assert "✗ No channel for updates yet." in (await page.click("Updates")).text


async def test_the_second_page_says_what_is_missing_and_asks_for_nothing_else(world: World) -> None:
    forum = world.guild.create_forum_channel("showcase")
    page = await (await world.mona.slash("setup")).click("Community")
    assert "give me" not in page.text
    await deny(world, forum, discord.Permissions(send_messages_in_threads=True, manage_threads=True))
    page = await pick(page, "setupshowcase", forum)
    assert "give me *Send Messages in Threads* there." in page.text
    await deny(world, forum, discord.Permissions(manage_threads=True))
    page = await page.click("Check again")
    assert f"✓ Showcase: <#{forum.id}>" in page.text
    assert "What is taken back there is emptied." in page.text
    world.env.backend.delete_channel(forum.id)
    await world.env.settle()
    assert "✗ Showcase: the channel is gone." in (await page.click("Check again")).text


async def test_the_second_page_is_for_manage_server(world: World) -> None:
    max_, _ = await guide(world)
    for custom_id in (f"b:setuppage:{max_.id}:community", f"b:setuphelp:{max_.id}"):
        told = (await interactions.press(world, max_, custom_id).arrives()).screen.text
        assert told.startswith("That takes *Manage Server* in this server.")


async def test_a_link_that_is_deleted_takes_back_what_was_shown_with_it(world: World) -> None:
    channel = await showcase(world)
    await (await made(world)).click("Post")
    assert len(posts(world, channel)) == 1
    where = "mlops-engineer/numpy-pandas"
    await interactions.press(world, world.robin, f"b:linkdrop:{world.robin.id}:{where}").arrives()
    await run(world)
    assert posts(world, channel) == []
    assert await stored(world) == ()


async def test_a_deletion_of_everything_begins_no_new_day(world: World, database_url: str) -> None:
    """Of whoever had everything deleted a mark is kept for a day, and nothing after it."""
    await help_channel(world)
    for _ in range(A_DAY):
        await (await asked(world)).click("Post")
    await (await world.robin.slash("mydata delete")).click("Delete")
    assert str(world.robin.id) not in "".join(everything(database_url))
    told = await (await asked(world)).click("Post")
    assert told.text.startswith(f"That's {A_DAY} posts within a day, which is the limit.")
    assert (await (await asked(world, world.mona)).click("Post")).text.startswith("✓ Posted")

    await world.env.advance_time(24 * 60 * 60 + 60)
    assert (await (await asked(world)).click("Post")).text.startswith("✓ Posted")
    with world.env.time_context():
        await world.app.retention.look()
    assert ask(database_url, "SELECT count(*) FROM shown_before") == [(0,)]
