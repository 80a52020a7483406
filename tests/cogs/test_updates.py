"""`/update list`, `edit` and `retract`, and what is offered while a moderator types."""

import pytest

from bot.domain.acts import Act
from bot.domain.updates import Stage, Trouble, Wording
from bot.services.updates import UpdateService
from bot.trial.people import Screen
from bot.trial.world import World
from tests import interactions
from tests.cogs.moderating import TEXT, TITLE, dismiss, draft, guide, newest, posted, ready, standing
from tests.conftest import Restart
from tests.stored import ask

POST = "/channels/*/messages/*"


async def written(world: World, *titles: str) -> None:
    """Drafts with these titles, oldest first."""
    updates = UpdateService(world.app.store)
    for number, title in enumerate(titles, start=1):
        act = Act(world.mona.id, world.guild.id, number, world.now())
        await updates.draft(act, "Mona", Wording(title, TEXT), None)


async def opened(world: World, title: str = TITLE) -> Screen:
    """An update as Mona opens it in the list."""
    return await (await world.mona.slash("update list")).choose(title)


async def test_an_empty_list_says_how_to_begin(world: World) -> None:
    answer = await world.mona.slash("update list")
    assert answer.private
    assert answer.text == "No updates yet. `/update post` writes the first."


async def test_the_list_says_where_each_stands_and_who_wrote_it(world: World) -> None:
    await ready(world)
    post = await posted(world)
    await (await draft(world, title="Later", when="2026-01-05 09:00")).click("Schedule")
    await draft(world, title="Perhaps")
    await (await draft(world, title="Thrown away")).click("Discard")
    lines = (await world.mona.slash("update list")).text.splitlines()
    assert lines[0] == "## Updates"
    assert lines[1::2] == ["**Perhaps**", "**Later**", f"**[{TITLE}](<{post.link}>)**"]
    states = [line.split(",")[0].removeprefix("-# ") for line in lines[2::2]]
    assert states == ["Draft", "Scheduled", "Posted"]
    assert all(line.endswith("Mona") for line in lines[2::2])


async def test_a_long_list_has_pages(world: World) -> None:
    await written(world, *(f"Number {n}" for n in range(30)))
    seen = []
    page = await world.mona.slash("update list")
    assert page.buttons == ["Older"]
    while True:
        seen += [line[2:-2] for line in page.text.splitlines() if line.startswith("**")]
        if "Older" not in page.buttons:
            break
        page = await page.click("Older")
    assert seen == [f"Number {n}" for n in reversed(range(30))]
    assert page.buttons == ["Newest"]
    assert (await (await page.click("Newest")).choose("Number 29")).text.startswith("**Number 29**")


async def test_an_old_one_is_found_by_part_of_its_title(world: World) -> None:
    await written(world, "The very first one", *(f"Number {n}" for n in range(30)))
    assert len(await world.mona.offered("update edit", "update")) == 25
    assert await world.mona.offered("update edit", "update", "VERY f") == ["The very first one (draft)"]
    assert await world.mona.offered("update edit", "update", "%") == []


async def test_what_is_offered_keeps_the_state_of_a_long_title_and_names_one_without(world: World) -> None:
    await written(world, "x" * 100, "")
    assert await world.mona.offered("update edit", "update") == [
        "(no title) (draft)",
        f"{'x' * 91}… (draft)",
    ]
    assert "**(no title)**" in (await opened(world, "(no title)")).text


async def test_only_posts_are_offered_for_retracting(world: World) -> None:
    await ready(world)
    await posted(world)
    await draft(world, title="Perhaps")
    assert await world.mona.offered("update retract", "update") == [f"{TITLE} (posted)"]
    assert await world.mona.offered("update edit", "update") == ["Perhaps (draft)", f"{TITLE} (posted)"]


async def test_what_is_offered_is_taken_by_its_name_and_by_its_value(world: World) -> None:
    await ready(world)
    await posted(world)
    (post,) = await world.mona.choices("update retract", "update", "")
    for sent in (post["name"], post["value"]):
        assert "Retract" in (await world.mona.slash("update retract", update=sent)).buttons
    for time in (await world.mona.choices("update post", "when", ""))[:3]:
        for sent in (time["name"], time["value"]):
            form = await world.mona.slash_form("update post", when=sent)
            assert form.modal["title"]


async def test_times_are_offered_once_the_zone_is_set(world: World) -> None:
    assert await world.mona.offered("update post", "when") == []
    await ready(world)
    assert (await world.mona.offered("update post", "when"))[0] == "today 09:00 (2026-01-01 09:00)"
    assert await world.mona.offered("update post", "when", "tomorrow 1") == [
        "2026-01-02 01:00",
        "tomorrow 12:00 (2026-01-02 12:00)",
        "tomorrow 18:00 (2026-01-02 18:00)",
    ]


async def test_phases_actions_and_certifications_are_offered(world: World) -> None:
    offered = await world.mona.offered("update post", "about", "docker")
    assert any("Docker" in name for name in offered)
    assert "Core tools" in await world.mona.offered("update post", "about", "core")


async def test_what_an_update_cannot_be_about(world: World) -> None:
    await ready(world)
    told = await world.mona.slash("update post", about="gardening")
    assert "I don't know a phase, action or certification called “gardening”." in told.text


async def test_nothing_is_offered_to_others_and_nothing_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await ready(world)
    await posted(world)
    max_, role = await guide(world)
    command = world.env.backend.find_command("update", world.guild.id, type=1)
    assert command is not None
    world.guild.set_command_permissions(int(command["id"]), {max_.user: True})
    assert len(await max_.offered("update edit", "update")) == 1
    await dismiss(world, max_, role)
    assert await max_.offered("update edit", "update") == []
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.mark.parametrize("name", ["post", "list", "edit", "retract"])
async def test_commands_are_for_moderators(world: World, name: str) -> None:
    await ready(world)
    options = {"update": "1"} if name in ("edit", "retract") else {}
    told = (await interactions.command(world, world.robin, f"update {name}", **options).arrives()).screen
    assert "That takes *Manage Server* or the moderator role" in told.text
    assert told.private


async def test_an_edit_changes_the_post_and_keeps_what_it_said(
    world: World, restart: Restart, database_url: str
) -> None:
    role = world.guild.create_role("learners", mentionable=True)
    await ready(world, ping_role=role.id)
    await posted(world)
    form = await world.mona.slash_form("update edit", update="1")
    await restart()
    done = await form.send(title="MLflow 3 is out", text="Have a look.")
    assert done.text.startswith("✓ Edited. ↗ [Open it]")
    (post,) = world.updates.history()
    assert post.content == f"<@&{role.id}> **MLflow 3 is out**"
    assert post.embeds[0].description == "Have a look."
    assert Screen(world.robin, post).buttons == ["My next action"]
    query = "SELECT what, title_before, text_before FROM update_changes"
    assert ask(database_url, query) == [("posted", None, None), ("edited", TITLE, TEXT)]


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (429, 0), (503, 0)])
async def test_an_edit_that_discord_does_not_take_is_kept_and_tried_again(
    world: World, status: int, code: int
) -> None:
    await ready(world)
    await posted(world)
    world.env.inject_error("PATCH", POST, status=status, code=code)
    told = await (await world.mona.slash_form("update edit", update="1")).send(title="New", text=TEXT)
    assert told.text.startswith("Your text is saved, but Discord didn't take the edit.")
    assert standing(world) == [f"**{TITLE}**"]
    form = await world.mona.slash_form("update edit", update="1")
    assert form.modal["components"][0]["component"]["value"] == "New"
    assert (await form.send(title="New", text=TEXT)).text.startswith("✓ Edited.")
    assert standing(world) == ["**New**"]


async def delete_by_hand(world: World) -> None:
    """Somebody deletes the post in Discord, or its whole channel."""
    (post,) = world.updates.history()
    world.env.backend.delete_message(world.updates.id, post.id)
    await world.env.settle()


async def test_an_edit_notices_that_the_post_was_deleted_by_hand(world: World) -> None:
    await ready(world)
    await posted(world)
    await delete_by_hand(world)
    told = await (await world.mona.slash_form("update edit", update="1")).send(title="New", text=TEXT)
    assert told.text.startswith("Somebody deleted it by hand in Discord.")
    update = await newest(world)
    assert (update.stage, update.trouble, update.wording.title) == (Stage.RETRACTED, Trouble.DELETED, "New")


async def test_an_edit_notices_that_the_channel_was_deleted(world: World) -> None:
    await ready(world)
    await posted(world)
    world.env.backend.delete_channel(world.updates.id)
    await world.env.settle()
    told = await (await world.mona.slash_form("update edit", update="1")).send(title="New", text=TEXT)
    assert told.text.startswith("Somebody deleted it by hand in Discord.")


@pytest.mark.parametrize(("title", "text"), [(" ", TEXT), (TITLE, " "), (TITLE, "x" * 3501)])
async def test_a_post_is_never_left_without_words(world: World, title: str, text: str) -> None:
    await ready(world)
    await posted(world)
    custom_id = f"f:ureword:{world.mona.id}:1"
    told = (await interactions.form(world, world.mona, custom_id, title=title, text=text).arrives()).screen
    assert "so it stays as it is." in told.text
    assert text.strip() in told.text
    assert (await newest(world)).wording == Wording(TITLE, TEXT)


async def test_whoever_lost_the_role_gets_the_edited_text_back(world: World) -> None:
    max_, role = await guide(world)
    await posted(world)
    await dismiss(world, max_, role)
    form = interactions.form(world, max_, f"f:ureword:{max_.id}:1", title="New title", text="New text")
    told = (await form.arrives()).screen
    assert told.text.startswith("That takes *Manage Server*")
    assert "```\nNew title\n```\n```\nNew text\n```" in told.text
    assert standing(world) == [f"**{TITLE}**"]


async def test_retract_asks_once_removes_the_post_and_keeps_the_record(world: World) -> None:
    await ready(world)
    await posted(world)
    asked = await world.mona.slash("update retract", update="1")
    assert asked.private
    assert TITLE in (await asked.click("All updates")).text
    assert standing(world) == [f"**{TITLE}**"]
    asked = await world.mona.slash("update retract", update="1")
    done = await asked.click("Retract")
    assert done.message.id == asked.message.id
    assert done.text == f"Retracted: **{TITLE}**. The post is gone. `/update list` keeps the record."
    assert standing(world) == []
    listed = await world.mona.slash("update list")
    assert f"**{TITLE}**" in listed.text
    assert "-# Retracted, " in listed.text
    record = await listed.choose(TITLE)
    assert TEXT in record.text
    assert record.buttons == []


async def test_a_post_can_be_retracted_and_edited_from_the_list(world: World) -> None:
    await ready(world)
    await posted(world)
    screen = await opened(world)
    assert screen.buttons == ["Edit", "Retract"]
    edited = await (await screen.opens("Edit")).send(title="New", text=TEXT)
    assert edited.message.id == screen.message.id
    asked = await (await opened(world, "New")).click("Retract")
    await asked.click("Retract")
    assert standing(world) == []


async def test_retracting_twice_and_by_two_is_retracting_once(world: World) -> None:
    max_, _ = await guide(world)
    await posted(world)
    presses = [interactions.press(world, who, f"b:uretractnow:{who.id}:1") for who in (world.mona, max_)]
    for press in (*presses, presses[0]):
        assert (await press.arrives()).screen.text.startswith("Retracted:")
    assert standing(world) == []


async def test_what_was_deleted_by_hand_is_said_when_it_is_retracted(world: World) -> None:
    await ready(world)
    await posted(world)
    await delete_by_hand(world)
    done = await (await world.mona.slash("update retract", update="1")).click("Retract")
    assert done.text.startswith(f"Retracted: **{TITLE}**. Somebody deleted it by hand in Discord.")


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (429, 0), (503, 0)])
async def test_a_post_that_discord_keeps_stays_posted(world: World, status: int, code: int) -> None:
    await ready(world)
    await posted(world)
    world.env.inject_error("DELETE", POST, status=status, code=code)
    told = await (await world.mona.slash("update retract", update="1")).click("Retract")
    assert told.text.startswith("Discord didn't remove")
    assert (await newest(world)).stage is Stage.POSTED
    await (await world.mona.slash("update retract", update="1")).click("Retract")
    assert standing(world) == []


async def test_retracting_what_is_not_posted_shows_what_can_be_done(world: World) -> None:
    await ready(world)
    await draft(world)
    assert (await world.mona.slash("update retract", update="1")).buttons == [
        "Post",
        "Schedule",
        "Edit",
        "Discard",
    ]


@pytest.mark.parametrize("over", ["Discard", "Retract"])
async def test_what_is_over_cannot_be_edited(world: World, over: str) -> None:
    await ready(world)
    preview = await draft(world)
    form = await preview.opens("Edit")
    if over == "Retract":
        await preview.click("Post")
        await (await world.mona.slash("update retract", update="1")).click("Retract")
    else:
        await preview.click("Discard")
    told = await form.send(title="New", text="Too late")
    assert told.text.startswith("That update was retracted or discarded, so it stays as it is.")
    assert "```\nNew\n```\n```\nToo late\n```" in told.text
    assert (await world.mona.slash("update edit", update="1")).text.startswith("That update was retracted")


@pytest.mark.parametrize("name", ["edit", "retract"])
@pytest.mark.parametrize("typed", ["99", "-1", "²", "x", "9" * 40, "1; DROP TABLE updates"])
async def test_a_made_up_update_gets_a_sentence(world: World, name: str, typed: str) -> None:
    await ready(world)
    told = await world.mona.slash(f"update {name}", update=typed)
    assert told.text == "This server has no such update. `/update list` shows what there is."


async def test_moderator_commands_are_for_servers_with_the_bot_only(world: World) -> None:
    (group,) = [c for c in world.app.client.tree.get_commands() if c.name == "update"]
    said = group.to_dict(world.app.client.tree)
    assert (said["contexts"], said["integration_types"]) == ([0], [0])
    assert int(said["default_member_permissions"]) == 1 << 5
