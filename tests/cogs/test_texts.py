"""What people write: what nobody could see is refused, what turns a line is straightened, links are read."""

import pytest

from bot.domain.updates import Stage
from bot.trial.world import World
from tests.cogs.conftest import Follow
from tests.cogs.moderating import draft, newest, posted, ready, standing
from tests.interactions import form, press

ACTION = "linux-git-cloud"
REF = f"mlops-engineer/{ACTION}"
UNSEEN = ("   ", "\u200b", "\u3164\u2060", "\u2800", "\u202e\u202c", "\ufe0f \u00ad")
HEBREW = "\u05e9\u05dc\u05d5\u05dd"
TURNED = "\u202egpj.exe\u2067 x\u202d"


@pytest.mark.parametrize("unseen", [*UNSEEN, "_ _", "||\u200b||"])
async def test_an_update_that_nobody_could_see_is_not_posted(world: World, unseen: str) -> None:
    await ready(world)
    for title, text in (("A title", unseen), (unseen, "A text")):
        if title in ("_ _", "||\u200b||"):  # a title's markup shows
            continue
        preview = await draft(world, title=title, text=text)
        assert "✗ The title or the text is empty. Press **Edit** and write something there." in preview.text
        assert (await newest(world)).stage is Stage.DRAFT
        await preview.click("Post")
    assert standing(world) == []


async def test_a_post_keeps_its_words_when_it_is_edited_to_nothing(world: World) -> None:
    await ready(world)
    update = await posted(world)
    typed = f"f:ureword:{world.mona.id}:{update.id}"
    refused = await form(world, world.mona, typed, title="\u200b", text="Something").arrives()
    assert "a text of up to 3,500 that people can see, so it stays as it is." in refused.screen.text
    assert "Something" in refused.screen.text
    assert (await newest(world)).wording == update.wording


async def test_a_post_turns_nothing_around(world: World) -> None:
    await ready(world)
    await (await draft(world, title=f"New {TURNED}", text=f"Read {TURNED}\n{HEBREW}")).click("Post")
    (post,) = world.updates.history()
    assert post.content.endswith("New gpj.exe x**")
    assert post.embeds[0].description == f"Read gpj.exe x\n{HEBREW}"


@pytest.mark.parametrize("name", ["\u202eanoM", "\u2066Mona\u2069"])
async def test_a_signature_turns_nothing_around(world: World, name: str) -> None:
    await ready(world)
    world.env.backend.edit_member(world.guild.id, world.mona.id, {"nick": name})
    await world.env.settle()
    await (await draft(world)).click("Post")
    footer = world.updates.history()[0].embeds[0].footer.text
    assert footer == f"— {name.strip(chr(0x202E) + chr(0x2066) + chr(0x2069))}"


async def test_a_name_that_nobody_can_see_signs_with_that_of_the_account(world: World) -> None:
    await ready(world)
    world.env.backend.edit_member(world.guild.id, world.mona.id, {"nick": "\u3164"})
    await world.env.settle()
    await (await draft(world)).click("Post")
    assert world.updates.history()[0].embeds[0].footer.text == "— Mona"


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("done", "action"),
        ("phase", "phase"),
        ("certs", "certification"),
        ("project", "guide"),
        ("faq", "question"),
        ("start", "roadmap"),
    ],
)
async def test_what_is_repeated_turns_nothing_around(world: World, command: str, option: str) -> None:
    answer = await world.robin.slash(command, **{option: f"qqzzj {TURNED}"})
    assert "qqzzj gpj.exe x" in answer.text


@pytest.mark.parametrize("unseen", UNSEEN)
async def test_a_question_that_nobody_could_see_brings_the_list(world: World, unseen: str) -> None:
    answer = await world.robin.slash("faq", question=unseen)
    assert "Pick a topic, then a question." in answer.text
    assert "I have no answer" not in answer.text


@pytest.mark.parametrize("unseen", UNSEEN)
async def test_a_note_that_nobody_could_see_is_none(world: World, unseen: str) -> None:
    await world.robin.slash("done", action=ACTION)
    typed = await form(world, world.robin, f"f:notekeep:{world.robin.id}:{REF}", note=unseen).arrives()
    assert "No note yet." in typed.screen.text


async def test_a_note_keeps_its_line_and_no_controls(world: World) -> None:
    await world.robin.slash("done", action=ACTION)
    note = f"one\r\ntwo\x00\x1b[31m {TURNED}"
    typed = await form(world, world.robin, f"f:notekeep:{world.robin.id}:{REF}", note=note).arrives()
    assert "> one two\\[31m gpj.exe x" in typed.screen.text


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("my notes", "has a space in it."),
        ("notes", "doesn't begin with a site I can read."),
        ("ftp://x.example/a", "isn't the address of a web page."),
        ("https://robin:pw@x.example/", "has a name or a password before the @."),
        ("https://x.example:99999/", "has a port that doesn't exist"),
        ("https://x.example/" + "x" * 300, "is a link of more than 300 characters."),
    ],
)
async def test_a_link_that_can_not_be_kept_costs_nobody_the_tick(
    world: World, way: Follow, typed: str, why: str
) -> None:
    answer = await world.robin.slash("done", action=ACTION, evidence=typed)
    assert "Your tick counts; the link can come later." in answer.text
    assert why in answer.text
    assert (await way(world.robin)).progress.tally().done == 1
    opened = await press(world, world.robin, f"b:linkpen:{world.robin.id}:{REF}").arrives()
    assert opened.result.modal is not None
    assert answer.buttons == ["Add a link"]
    later = f"f:linkkeep:{world.robin.id}:{REF}"
    kept = await form(world, world.robin, later, link="x.example/a_(b)").arrives()
    assert "Link: <https://x.example/a_(b)>" in kept.screen.text


async def test_a_name_that_is_none_brings_the_link_back(world: World) -> None:
    answer = await world.robin.slash("done", action="no-such", evidence="https://x.example/a")
    assert "I don't know an action called “no-such”." in answer.text
    assert "```\nhttps://x.example/a\n```" in answer.text


async def test_a_form_with_a_link_that_can_not_be_kept_comes_back(world: World) -> None:
    passed = f"f:passed:{world.robin.id}:mlops-engineer/google-ml-engineer"
    refused = await form(world, world.robin, passed, on="2025-12-01", link="my badge").arrives()
    assert "“my badge” has a space in it." in refused.screen.text
    assert "```\n2025-12-01\n```\n```\nmy badge\n```" in refused.screen.text
    link = f"f:linkkeep:{world.robin.id}:{REF}"
    refused = await form(world, world.robin, link, link="x" * 250).arrives()
    assert "x" * 250 in refused.screen.text
