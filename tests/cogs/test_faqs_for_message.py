"""**Answer from the roadmap**, in a message's menu: to who asks, and with one more click in the channel."""

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from bot.trial.people import Screen
from bot.trial.world import World
from tests import interactions
from tests.stored import everything

MENU, HERE = "Answer from the roadmap", "Answer in the channel"
DEGREE = "### Is a PhD or a Master's degree required?"
UNSURE = "what about a mathematical certificate"


async def asked(
    world: World, text: str = "do i need a phd?", where: ChannelHandle | None = None
) -> discord.Message:
    """What Mona asks, as people ask each other."""
    place = where or world.general
    await world.mona.at(place).say(text)
    return place.history()[-1]


def in_public(world: World, where: ChannelHandle | None = None) -> list[str]:
    """What the bot wrote there for all to read."""
    said = (where or world.general).history()
    mine = [each for each in said if each.author == world.env.bot.user and not each.flags.ephemeral]
    return [Screen(world.robin, each).text for each in mine]


def meanings(card: Screen) -> list[str]:
    """What the buttons and menus of a card mean."""
    rows = [part for part in card.data["components"] if part["type"] == 1]
    return [part["custom_id"] for row in rows for part in row["components"]]


def options(card: Screen) -> list[str]:
    """What else an answer leads to."""
    rows = [part for part in card.data["components"] if part["type"] == 1]
    menus = [part for row in rows for part in row["components"] if part["type"] == 3]
    return [option["label"] for menu in menus for option in menu["options"]]


async def test_it_is_seen_first_and_posted_with_one_click(world: World) -> None:
    message = await asked(world)
    card = await world.robin.message_menu(MENU, message)
    assert card.private
    assert card.text.startswith(DEGREE)
    assert in_public(world) == []

    posted = await card.click(HERE)
    assert not posted.private
    link = f"https://discord.com/channels/{world.guild.id}/{world.general.id}/{message.id}"
    assert posted.text.startswith(f"↗ [The question](<{link}>)\n{DEGREE}")
    assert posted.buttons == []


async def test_it_pings_nobody(world: World) -> None:
    message = await asked(world, f"{world.mona.member.mention} do i need a phd?")
    await (await world.robin.message_menu(MENU, message)).click(HERE)
    bodies = [each.json for each in world.env.http_requests if each.path.endswith("/callback")]
    assert bodies[-1]["data"]["allowed_mentions"] == {"parse": [], "users": []}  # type: ignore[index]


async def test_nothing_of_the_message_is_kept(world: World, database_url: str) -> None:
    """Neither of one with an answer nor of one without, whose gist is kept where it is asked of `/faq`."""
    before = everything(database_url)
    for text in ("do i need a phd?", "xyzzy plugh", UNSURE):
        await world.robin.message_menu(MENU, await asked(world, text))
    assert everything(database_url) == before
    await world.robin.slash("faq", question="xyzzy plugh")
    assert everything(database_url) != before


async def test_what_was_meant_is_chosen_first(world: World) -> None:
    card = await world.robin.message_menu(MENU, await asked(world, UNSURE))
    assert card.private
    assert card.text.startswith(f"The message: “{UNSURE}”")
    label = card.buttons[0]
    chosen = await card.click(label)
    assert chosen.private
    assert chosen.text.startswith(f"### {label}")
    assert f"### {label}" in (await chosen.click(HERE)).text
    assert len(in_public(world)) == 1


@pytest.mark.parametrize("text", ["xyzzy plugh", "?!", "", UNSURE])
async def test_any_answer_can_be_chosen_from_the_list(world: World, text: str) -> None:
    """Also for a message of nothing but a picture, which has no words; and what an answer leads to."""
    message = await asked(world, text) if text else await a_picture(world)
    card = await world.robin.message_menu(MENU, message)
    listed = await card.click("None of these") if text == UNSURE else card
    chosen = await (await listed.choose("Getting in")).choose("Is a PhD or a Master's degree required?")
    assert chosen.private
    other = await chosen.choose(options(chosen)[0])
    posted = await other.click(HERE)
    assert not posted.private
    assert f"/{message.id}>" in posted.text


async def a_picture(world: World) -> discord.Message:
    """A message without words."""
    return await world.mona.member.send(world.general, "", attachments=[("cat.png", b"no words")])


async def test_the_step_that_was_meant_is_posted_with_its_action(world: World) -> None:
    question = "where do i learn the dockerfile and a healthcheck for my image"
    card = await world.robin.message_menu(MENU, await asked(world, question))
    assert "In it: **" in card.text
    step = card.text[card.text.index("In it: **") :].split("**")[1]
    assert f"In it: **{step}**" in (await card.click(HERE)).text


async def test_the_longest_message_is_answered(world: World) -> None:
    """Its words are echoed as far as there is room, and do nothing."""
    message = await asked(world, f"{UNSURE} {'@everyone [x](https://x.example) ' * 70}"[:2000])
    card = await world.robin.message_menu(MENU, message)
    assert card.private
    assert "@everyone" not in card.text
    assert "\\[x\\]" in card.text


async def test_two_clicks_at_once_post_one_answer(world: World) -> None:
    card = await world.robin.message_menu(MENU, await asked(world))
    meant = next(each for each in meanings(card) if ":faqhere:" in each)
    first, second = (interactions.press(world, world.robin, meant, on=card) for _ in range(2))
    for each in (first, second):
        world.env.backend.emit("INTERACTION_CREATE", dict(each.payload))
    await world.env.settle()
    assert len(in_public(world)) == 1
    told = second.screen if second.screen.private else first.screen
    assert told.text.startswith("I've just answered that message in the channel, so this is for you alone.")
    assert DEGREE in told.text


async def test_two_people_post_one_answer_to_one_message(world: World) -> None:
    message = await asked(world)
    await (await world.robin.message_menu(MENU, message)).click(HERE)
    again = await (await world.mona.message_menu(MENU, message)).click(HERE)
    assert again.private
    assert HERE not in again.buttons
    await world.env.advance_time(10 * 60)
    assert not (await (await world.mona.message_menu(MENU, message)).click(HERE)).private


async def test_nobody_answers_more_than_five_within_the_hour(world: World) -> None:
    """The same five as with `/faq for_member`."""
    cards = [await world.robin.message_menu(MENU, await asked(world)) for _ in range(5)]
    await world.robin.slash("faq", question="degree", for_member=world.mona.user)
    posted = [await card.click(HERE) for card in cards]
    assert [each.private for each in posted] == [False] * 4 + [True]
    assert posted[-1].text.startswith("You've answered five times within the hour, so this is for you alone.")


async def test_a_message_that_was_deleted_meanwhile_is_not_answered(world: World) -> None:
    """And it does not count."""
    message = await asked(world)
    card = await world.robin.message_menu(MENU, message)
    await world.mona.member.delete(message)
    for _ in range(6):
        told = await card.click(HERE)
        assert told.private
        assert told.text == "That message isn't there any more, so I posted nothing."
    assert in_public(world) == []
    assert not (await (await world.robin.message_menu(MENU, await asked(world))).click(HERE)).private


async def test_where_the_bot_may_not_look_it_answers_all_the_same(world: World) -> None:
    """Who may speak there decides, and an answer to a click needs no right of the bot's."""
    me = world.env.backend.bot_user.id
    hidden = Overwrite(me, OverwriteType.MEMBER, deny=discord.Permissions(read_message_history=True).value)
    message = await asked(world)
    card = await world.robin.message_menu(MENU, message)
    world.env.backend.set_overwrite(world.general.id, hidden)
    posted = await card.click(HERE)
    assert not posted.private
    looked = [each for each in world.env.http_requests if each.path.endswith(f"/messages/{message.id}")]
    assert looked == []


@pytest.mark.breaks
async def test_if_discord_does_not_say_it_answers_all_the_same(world: World) -> None:
    card = await world.robin.message_menu(MENU, await asked(world))
    world.env.inject_error("GET", "/channels/*/messages/*", status=400, code=50035)
    assert not (await card.click(HERE)).private


async def test_who_may_not_write_there_is_answered_alone(world: World) -> None:
    everyone = world.env.bot.get_guild(world.guild.id).default_role  # type: ignore[union-attr]
    silent = {everyone: discord.PermissionOverwrite(send_messages=False)}
    lobby = world.guild.create_text_channel("lobby", overwrites=silent)
    world.env.backend.create_message(lobby.id, world.mona.id, "do i need a phd?")
    card = await world.robin.at(lobby).message_menu(MENU, lobby.history()[-1])
    assert card.private
    assert card.text.startswith(f"You can't write in this channel, so this is for you alone.\n{DEGREE}")
    assert HERE not in card.buttons


async def test_who_lost_that_right_meanwhile_posts_nothing(world: World) -> None:
    card = await world.robin.message_menu(MENU, await asked(world))
    everyone = world.env.bot.get_guild(world.guild.id).default_role  # type: ignore[union-attr]
    silent = Overwrite(everyone.id, OverwriteType.ROLE, deny=discord.Permissions(send_messages=True).value)
    world.env.backend.set_overwrite(world.general.id, silent)
    told = await card.click(HERE)
    assert told.text.startswith("You can't write in this channel, so this is for you alone.")
    assert in_public(world) == []


@pytest.mark.parametrize("locked", [False, True])
async def test_a_thread_that_was_locked_meanwhile_takes_no_answer(world: World, locked: bool) -> None:
    """But from who may still write there, who moderates threads."""
    number = world.env.backend.create_thread(world.general.id, "Questions", owner_id=world.mona.id).id
    (thread,) = [each for each in world.general.threads if each.id == number]
    card = await world.robin.at(thread).message_menu(MENU, await asked(world, where=thread))
    if locked:
        world.env.backend.edit_channel(number, {}, thread_metadata={"locked": True})
        await world.env.settle()
    posted = await card.click(HERE)
    assert posted.private is locked
    assert len(in_public(world, thread)) == (0 if locked else 1)


async def test_a_message_of_another_server_is_not_answered(world: World) -> None:
    """The link leads to where the click was made, and there no such message stands."""
    elsewhere = world.env.create_guild("Elsewhere").create_text_channel("general")
    foreign = world.env.backend.create_message(elsewhere.id, world.env.backend.bot_user.id, "Hello")
    written = f"b:faqhere:{world.robin.id}:degree:{foreign.id}"
    told = await interactions.press(world, world.robin, written).arrives()
    assert told.screen.private
    assert told.screen.text == "That message isn't there any more, so I posted nothing."


async def test_where_the_bot_is_no_member_it_writes_nothing(world: World) -> None:
    message = await asked(world)
    made = interactions.press(world, world.robin, f"b:faqhere:{world.robin.id}:degree:{message.id}")
    elsewhere = {**made.payload, "guild_id": "77", "guild": {"id": "77", "features": [], "locale": "en-US"}}
    told = await interactions.Delivery(world, world.robin, made.interaction, elsewhere).arrives()
    assert told.screen.private
    assert told.screen.text.startswith("I'm no member of this server, so I answer nobody in it;")


async def test_the_button_of_somebody_else_is_theirs(world: World) -> None:
    card = await world.robin.message_menu(MENU, await asked(world))
    meant = next(each for each in meanings(card) if ":faqhere:" in each)
    told = await interactions.press(world, world.mona, meant, on=card).arrives()
    assert told.screen.text.startswith("That button belongs to someone else's roadmap.")
    assert in_public(world) == []


async def test_what_the_content_lost_meanwhile_is_told(world: World) -> None:
    message = await asked(world)
    written = f"b:faqhere:{world.robin.id}:gone-question:{message.id}"
    told = await interactions.press(world, world.robin, written).arrives()
    assert told.screen.private
    assert "I don't know a question called" in told.screen.text


async def test_it_stands_in_the_menu_everywhere(world: World) -> None:
    (put,) = [each for each in world.env.http_requests if each.method == "PUT"]
    (command,) = [each for each in put.json if each["name"] == MENU]  # type: ignore[union-attr]
    assert command["type"] == 3
    assert command["contexts"] == [0, 1, 2]
    assert sorted(command["integration_types"]) == [0, 1]
