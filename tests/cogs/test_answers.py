"""`/answers`: what members ask in vain is answered by moderators, in this server's `/faq`."""

import discord
import pytest
from sqlalchemy import select

from bot.domain.acts import Act
from bot.domain.answers import A_SERVER, Answer, AnswerStage
from bot.domain.answers import QUESTION as LONGEST_QUESTION
from bot.domain.answers import TEXT as LONGEST_TEXT
from bot.store.answers import answer_changes
from bot.trial.people import NotThere, Person, Screen
from bot.trial.world import World
from tests.cogs.answering import ASKED, GIST, QUESTION, TEXT, answered, ask_in_vain, draft, newest
from tests.cogs.moderating import guide, person
from tests.interactions import command, press

SIGNED = "-# — Mona, for this server"
CHANGED = "This answer has changed since you opened it, so nothing was done."


async def last_but_one(world: World) -> str:
    """What Mona sees above the last answer that she got."""
    return Screen(world.mona, world.general.history(viewer=world.mona.member)[-2]).text


async def changes(world: World, *names: str) -> list[tuple[object, ...]]:
    """These columns of all that was changed in answers."""
    query = select(*(answer_changes.c[name] for name in names)).order_by(answer_changes.c.id)
    return [tuple(row) for row in await world.app.store.read.connection.execute(query)]


async def test_what_was_asked_in_vain_is_answered_and_found(world: World) -> None:
    people = await ask_in_vain(world)
    card = await world.mona.slash("answers open")
    assert card.private
    assert f"- {GIST}" in card.text
    form = await card.choose_form(GIST)
    assert form.modal["components"][0]["component"]["value"] == GIST

    preview = await form.send(question=QUESTION, text=TEXT)
    assert preview.private
    assert preview.text.startswith(f"### {QUESTION}\n{TEXT}\n{SIGNED}")
    assert "I have no answer to" in (await people[0].slash("faq", question=ASKED)).text

    done = await preview.click("Add to /faq")
    assert "✓ `/faq` here answers it now." in done.text
    for asked in (ASKED, QUESTION, "when's the xyzzy evening"):
        found = await people[0].slash("faq", question=asked)
        assert found.text.startswith(f"### {QUESTION}\n{TEXT}\n{SIGNED}"), asked
    assert "Nothing is waiting." in (await world.mona.slash("answers open")).text


async def test_whoever_asked_is_never_named(world: World) -> None:
    people = await ask_in_vain(world)
    texts = [(await world.mona.slash(name)).text for name in ("answers open", "community")]
    for text in texts:
        assert GIST in text
    assert not [each for each in people for text in texts if str(each.id) in text or each.name in text]
    assert "`/answers open` answers them." in texts[1]


async def test_what_two_people_asked_is_shown_to_nobody(world: World) -> None:
    await ask_in_vain(world, number=2)
    card = await world.mona.slash("answers open")
    assert card.text.startswith("Nothing is waiting. What three people ask here in vain comes to this place")


async def test_an_answer_of_another_server_is_not_found(world: World) -> None:
    await answered(world)
    elsewhere = world.env.create_guild("Elsewhere")
    kim = elsewhere.add_member(world.env.create_user("Kim"))
    there = Person(world.env, kim, elsewhere.create_text_channel("general"))
    for who in (there, world.robin.in_dm()):
        assert TEXT not in (await who.slash("faq", question=QUESTION)).text
    number = (await newest(world)).id
    told = await press(world, world.robin, f"b:faq:{world.robin.id}:own/{number + 1}").arrives()
    assert told.screen.text.startswith("This server has no such answer, or has it no more.")


async def test_it_is_offered_while_typing_and_stands_first_in_the_list(world: World) -> None:
    await answered(world)
    offered = await world.robin.choices("faq", "question", "xyzzy")
    assert (offered[0]["name"], offered[0]["value"]) == (QUESTION, f"own/{(await newest(world)).id}")
    assert (await world.robin.slash("faq", question=offered[0]["value"])).text.startswith(f"### {QUESTION}")
    assert await world.robin.offered("faq", "question", "phd")
    listed = await world.robin.slash("faq", question=" ")
    assert listed.text.index("From this server") < listed.text.index("The role")
    chosen = await (await listed.choose("From this server")).choose(QUESTION)
    assert chosen.text.startswith(f"### {QUESTION}")


async def test_what_the_roadmap_answers_it_still_answers(world: World) -> None:
    await answered(world, "Is a degree needed to join our study group?", "No.")
    card = await world.robin.slash("faq", question="do i need a phd?")
    assert card.text.startswith("### Is a PhD or a Master's degree required?")
    card = await world.robin.slash("faq", question="is a degree needed to join the study group")
    assert card.text.startswith("### Is a degree needed to join our study group?")


async def test_it_goes_to_somebody_and_to_a_message_as_others_do(world: World) -> None:
    await answered(world)
    card = await world.robin.slash("faq", question=QUESTION, for_member=world.mona.user)
    assert not card.private
    assert card.text.startswith(f"<@{world.mona.id}>\n### {QUESTION}\n{TEXT}\n{SIGNED}")
    await world.mona.say("when is the xyzzy evening?")
    seen = await world.robin.message_menu("Answer from the roadmap", world.general.history()[-1])
    posted = await seen.click("Answer in the channel")
    assert not posted.private
    assert QUESTION in posted.text


async def test_edited_it_is_found_as_it_is_now(world: World) -> None:
    await answered(world)
    form = await world.mona.slash_form("answers edit", answer=str((await newest(world)).id))
    assert form.modal["components"][1]["component"]["value"] == TEXT
    edited = await form.send(question=QUESTION, text="Never again.")
    assert "✓ Edited." in edited.text
    assert "Never again." in (await world.robin.slash("faq", question=QUESTION)).text
    assert await changes(world, "what", "author_id", "question_before", "text_before") == [
        ("answered", world.mona.id, None, None),
        ("edited", world.mona.id, QUESTION, TEXT),
    ]


async def test_retracted_it_is_found_no_more_and_waits_again(world: World) -> None:
    await ask_in_vain(world)
    form = await (await world.mona.slash("answers open")).choose_form(GIST)
    await (await form.send(question=QUESTION, text=TEXT)).click("Add to /faq")
    old = await world.robin.slash("faq", question=" ")
    offered = await world.mona.choices("answers retract", "answer", "evening")
    asked = await world.mona.slash("answers retract", answer=offered[0]["value"])
    assert asked.text.startswith(f"This takes **{QUESTION}** out of `/faq` here")
    assert asked.buttons == ["Retract", "All answers"]
    assert "Retracted: nobody finds it any more." in (await asked.click("Retract")).text
    assert "I have no answer to" in (await world.robin.slash("faq", question=ASKED)).text
    assert GIST in (await world.mona.slash("answers open")).text
    gone = await old.choose("From this server")
    assert "From this server" not in gone.text
    listed = await world.mona.slash("answers list")
    assert f"**{QUESTION}**\n-# Retracted," in listed.text
    again = await world.mona.slash("answers edit", answer=str((await newest(world)).id))
    assert again.text.startswith("That answer was retracted or discarded, so it stays as it is.")


async def test_a_draft_is_kept_and_discarded_by_one_click(world: World) -> None:
    preview = await draft(world)
    listed = await world.mona.slash("answers list")
    assert "-# A draft," in listed.text
    seen = await listed.choose(QUESTION)
    assert "Add to /faq" in seen.buttons
    assert "Discarded. Nobody else saw it." in (await preview.click("Discard")).text
    assert "No answers yet." in (await world.mona.slash("answers list")).text


async def test_a_name_that_was_offered_is_understood_as_well(world: World) -> None:
    """Some clients send a choice's name instead of its value."""
    await answered(world)
    (name,) = await world.mona.offered("answers edit", "answer", "")
    assert name == f"{QUESTION} (in /faq)"
    form = await world.mona.slash_form("answers edit", answer=name)
    assert form.modal["components"][0]["component"]["value"] == QUESTION
    for unknown in ("no such", "9" * 30, "\u0663"):
        told = await world.mona.slash("answers edit", answer=unknown)
        assert told.text.startswith("This server has no such answer")


@pytest.mark.parametrize(
    ("question", "text"), [("\u200b", TEXT), (QUESTION, "\u200b"), (QUESTION, "**\u200b**")]
)
async def test_what_nobody_could_see_is_no_answer(world: World, question: str, text: str) -> None:
    answer = await draft(world, question=question, text=text)
    assert answer.text.startswith("An answer needs a question of up to 90 characters")
    assert "No answers yet." in (await world.mona.slash("answers list")).text


async def test_mentions_and_masked_links_do_nothing_and_are_remarked_on(world: World) -> None:
    text = "@everyone <@1> [here](https://x.example) ```py"
    preview = await draft(world, question="@everyone, `when`?", text=text)
    for remark in ("Mentions in it ping nobody.", "links behind words", "A code block in it is not closed."):
        assert remark in preview.text
    await preview.click("Add to /faq")
    await world.robin.slash("faq", question="@everyone, `when`?", for_member=world.mona.user)
    bodies = [each.json for each in world.env.http_requests if each.path.endswith("/callback")]
    assert bodies[-1]["data"]["allowed_mentions"] == {"parse": [], "users": [world.mona.id]}  # type: ignore[index]


async def test_the_longest_answer_has_room_everywhere(world: World) -> None:
    question, text = "W" * LONGEST_QUESTION, "*" * (LONGEST_TEXT - 1) + "W"
    for number in range(10):
        await answered(world, f"{number}{question}"[:LONGEST_QUESTION], text)
    first = await world.mona.slash("answers list")
    older = await first.click("Older")
    assert "Newest" in older.buttons
    await (await older.choose(f"0{question}"[:LONGEST_QUESTION])).click("Retract")
    await world.robin.slash("faq", question=f"1{question}"[:LONGEST_QUESTION], for_member=world.mona.user)


async def test_only_moderators_come_to_it(world: World) -> None:
    """At every step, by every button; the moderator role does."""
    max_, _ = await guide(world)
    kim = person(world, "Kim")
    preview = await draft(world)
    number = (await newest(world)).id
    for name in ("answers open", "answers list"):
        told = await command(world, kim, name).arrives()
        assert told.screen.text.startswith("That takes *Manage Server* or the moderator role")
    for verb in ("awrite", "akeep", "adiscard", "alist", "aopen", "aedit", "aretract", "aretractnow"):
        told = await press(world, kim, f"b:{verb}:{kim.id}:{number}").arrives()
        assert told.screen.text.startswith("That takes *Manage Server* or the moderator role"), verb
    assert (await newest(world)).stage is AnswerStage.DRAFT
    told = await press(world, kim, f"b:akeep:{world.mona.id}:{number}", on=preview).arrives()
    assert told.screen.text.startswith("That button belongs to someone else's roadmap.")
    by_role = await command(world, max_, "answers open").arrives()
    assert by_role.screen.text.startswith("Nothing is waiting.")


async def test_the_number_of_another_servers_answer_is_none_here(world: World) -> None:
    there = world.env.create_guild("Elsewhere")
    act = Act(1, there.id, 1, 0)
    made = Answer(0, there.id, 1, "Kim", "mlops-engineer", "", QUESTION, TEXT, AnswerStage.STANDS, 0)
    async with world.app.store.transaction() as rows:
        foreign = await rows.answers.add(act, made)
    for verb in ("akeep", "adiscard", "aopen", "aedit", "aretract", "aretractnow"):
        told = await press(world, world.mona, f"b:{verb}:{world.mona.id}:{foreign.id}").arrives()
        assert told.screen.text.startswith("This server has no such answer"), verb
    assert TEXT not in (await world.robin.slash("faq", question=QUESTION)).text


async def test_two_clicks_on_one_button_add_it_once(world: World) -> None:
    preview = await draft(world)
    seen = next(part for part in meanings(preview) if ":akeep:" in part)
    first, second = (press(world, world.mona, seen, on=preview) for _ in range(2))
    for each in (first, second):
        world.env.backend.emit("INTERACTION_CREATE", dict(each.payload))
    await world.env.settle()
    for each in (first, second):
        assert "✓ `/faq` here answers it now." in each.screen.text
    assert await changes(world, "what") == [("answered",)]


def meanings(card: Screen) -> list[str]:
    """What the buttons of a card mean."""
    rows = [part for part in card.data["components"] if part["type"] == 1]
    return [part["custom_id"] for row in rows for part in row["components"]]


async def two(world: World) -> Person:
    """Somebody who moderates beside Mona."""
    role = world.guild.create_role("Deputies", permissions=discord.Permissions(manage_guild=True))
    return person(world, "Max", role)


async def test_an_edit_over_what_somebody_else_wrote_is_refused_with_both_at_hand(world: World) -> None:
    max_ = await two(world)
    await answered(world)
    mine = await (await (await world.mona.slash("answers list")).choose(QUESTION)).opens("Edit")
    theirs = await (await (await max_.slash("answers list")).choose(QUESTION)).opens("Edit")
    await theirs.send(question=QUESTION, text="Theirs, and first.")
    told = await mine.send(question=QUESTION, text="Written over the old one.")
    assert CHANGED in told.text
    assert "Written over the old one." in told.text
    assert "Theirs, and first." in await last_but_one(world)
    assert (await newest(world)).text == "Theirs, and first."


@pytest.mark.parametrize("button", ["Add to /faq", "Discard"])
async def test_a_preview_does_it_with_what_it_shows_or_not_at_all(world: World, button: str) -> None:
    max_ = await two(world)
    preview = await draft(world)
    theirs = await (await (await max_.slash("answers list")).choose(QUESTION)).opens("Edit")
    await theirs.send(question=QUESTION, text="Words that Mona never saw.")
    assert CHANGED in (await preview.click(button)).text
    assert (await newest(world)).stage is AnswerStage.DRAFT
    assert "Words that Mona never saw." in await last_but_one(world)


async def test_two_answers_to_one_question_are_one(world: World) -> None:
    max_ = await two(world)
    await ask_in_vain(world)
    forms = [await (await who.slash("answers open")).choose_form(GIST) for who in (world.mona, max_)]
    previews = [await form.send(question=QUESTION, text=TEXT) for form in forms]
    await previews[1].click("Add to /faq")
    told = await previews[0].click("Add to /faq")
    assert told.text.startswith("Somebody has answered that question here by now")
    assert [each.stage for each in await world.app.store.read.answers.listed(world.guild.id)] == [
        AnswerStage.STANDS,
        AnswerStage.DRAFT,
    ]
    with pytest.raises(NotThere):
        await (await world.mona.slash("answers open")).choose_form(GIST)


async def test_a_server_has_no_more_than_can_be_searched(world: World) -> None:
    async with world.app.store.transaction() as rows:
        for number in range(A_SERVER):
            made = Answer(0, world.guild.id, 1, "Kim", "r", "", f"{number}?", TEXT, AnswerStage.STANDS, 0)
            await rows.answers.add(Act(1, world.guild.id, number, 0), made)
    told = await (await draft(world)).click("Add to /faq")
    assert told.text.startswith(f"This server has {A_SERVER} answers, which is the limit.")
    assert (await newest(world)).stage is AnswerStage.DRAFT


@pytest.mark.breaks
async def test_without_its_database_the_roadmap_is_answered_from(world: World) -> None:
    await answered(world)
    await world.env.advance_time(61)
    await world.app.store.close()
    card = await world.robin.slash("faq", question="do i need a phd?")
    assert card.text.startswith("### Is a PhD or a Master's degree required?")


async def test_who_has_their_data_deleted_leaves_answer_and_signature(world: World) -> None:
    await world.mona.slash("start", timezone="Berlin")
    await answered(world)
    shown = await world.mona.slash("mydata show")
    assert "You wrote 1 answer for a server's `/faq`, signed with your name." in shown.text
    assert "You changed answers once." in shown.text
    await (await world.mona.slash("mydata delete")).click("Delete")
    assert (await newest(world)).author is None
    assert SIGNED in (await world.robin.slash("faq", question=QUESTION)).text
    assert await changes(world, "author_id") == [(None,)]
