"""What moderators and channels see of an update: it fits whatever is written, and the preview is the post."""

from typing import Any

import pytest
from discord import ui

from bot.domain.custom_id import ANYONE, Arg, Press, Unkept, Verb, read
from bot.domain.errors import NotModerator, StoreUnavailable
from bot.domain.fences import unfenced
from bot.domain.jobs import JobKey, JobKind
from bot.domain.updates import TEXT, TITLE, Remark, Stage, Trouble, Update, Wording
from bot.views import drafts
from bot.views import updates as views
from bot.views.errors import explain
from bot.views.messages import ClassicMessage
from tests.component_faults import of_modal
from tests.request_faults import faults, view_faults
from tests.views.longest import NOW, PHASE, USER
from tests.views.test_messages import body

NUMBER = 10**17
KEY = JobKey.of(JobKind.POST, NOW)
WIDE = "W" * TITLE
TRICKS = ("*" * TITLE, "@everyone " * 10, "<@&123456789012345678>" * 4, "[x](https://x.example)" * 4, WIDE)
REMARKED = "[x](y) @everyone ``` ".ljust(TEXT, "W")


def update(title: str = TRICKS[0], stage: Stage = Stage.POSTED, **more: object) -> Update:
    """An update of a moderator with as long a name as there is, about all that can be remarked on."""
    made = Update(NUMBER, USER, USER, "*" * 32, Wording(title, REMARKED), stage, NOW, NOW)
    known: dict[str, object] = {"key": KEY, "posted_at": NOW, "channel": USER, "message": USER}
    return made._replace(**{**known, **more})  # type: ignore[arg-type]


def post(made: Update) -> ClassicMessage:
    return drafts.post(made, USER, PHASE.title)


def allowed(letter: ClassicMessage) -> dict[str, Any]:
    """Whom it may ping, as Discord is told."""
    return dict(letter.mentions.to_dict())


def letter_faults(letter: ClassicMessage) -> list[str]:
    return faults("POST", "/channels/1/messages", body(letter))


@pytest.mark.parametrize("title", [*TRICKS, "*" * 4000, ""])
@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("trouble", [None, *Trouble])
def test_letters_fit(title: str, stage: Stage, trouble: Trouble | None) -> None:
    made = update(title, stage, trouble=trouble)
    for letter in (
        post(made),
        drafts.preview(made, drafts.Look(post(made), USER, "seen"), USER, trouble),
        views.opened(made, post(made), USER),
        views.outcome(made),
        views.not_posted(made, "*" * 100, USER, KEY),
        views.retract_asked(made, USER),
        views.not_retracted(made),
        views.edited(made, reached=True, gone=False),
        views.edited(made, reached=False, gone=False),
        views.edited(made, reached=False, gone=True),
    ):
        assert letter_faults(letter) == []


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_words_and_fits_its_button(trouble: Trouble) -> None:
    longest = f"{'r' * 24}/{'i' * 32}"
    blocked = drafts.blocked(trouble, USER, 10**10, longest)
    assert letter_faults(blocked) == []
    assert blocked.content.endswith(".")


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SCHEDULED])
def test_the_preview_is_the_post_with_other_buttons_and_a_notice(stage: Stage) -> None:
    made = update(stage=stage)
    sent, shown = post(made), drafts.preview(made, drafts.Look(post(made), USER, "seen"), USER, None)
    assert (shown.content, shown.embed) == (sent.content, sent.embed)
    assert shown.embeds == [sent.embed, shown.notice]
    assert sent.notice is None


@pytest.mark.parametrize(
    ("stage", "scheduled_at", "labels"),
    [
        (Stage.DRAFT, None, ["Post", "Schedule", "Edit", "Discard"]),
        (Stage.DRAFT, NOW, ["Schedule", "Post", "Edit", "Discard"]),
        (Stage.SCHEDULED, NOW, ["Edit", "Change time", "Post now", "Unschedule"]),
    ],
)
def test_a_time_brings_schedule_to_the_front(
    stage: Stage, scheduled_at: int | None, labels: list[str]
) -> None:
    made = update(stage=stage, scheduled_at=scheduled_at)
    buttons = (
        drafts.preview(made, drafts.Look(post(made), USER, "seen"), USER, None)
        .view()
        .to_components()[0]["components"]
    )
    assert [button["label"] for button in buttons] == labels
    assert [button["style"] for button in buttons] == [1, 2, 2, 2]


def test_a_look_up_finds_a_post_by_its_button_and_everybody_may_press_it() -> None:
    (button,) = post(update()).view().to_components()[0]["components"]
    press = read(button["custom_id"])
    assert press is not None
    assert (press.verb, press.owner, press.key) == (Verb.NEXT, ANYONE, KEY)


def test_a_post_that_no_job_has_the_key_of_carries_the_number_as_in_the_first_edition() -> None:
    (button,) = post(update(key=None)).view().to_components()[0]["components"]
    press = read(button["custom_id"])
    assert press is not None
    assert press.key == NUMBER


def test_a_look_up_finds_a_note_to_its_author_by_its_button() -> None:
    (button,) = views.not_posted(update(), "Trail", USER, KEY).view().to_components()[0]["components"]
    press = read(button["custom_id"])
    assert press is not None
    assert (press.verb, press.owner, press.key) == (Verb.MESSAGE_SEEN, USER, KEY)


@pytest.mark.parametrize("title", TRICKS)
def test_only_the_chosen_role_can_be_pinged(title: str) -> None:
    sent = post(update(title))
    assert sent.content.count("<@&") == 1
    assert allowed(sent) == {"parse": [], "roles": [USER]}
    assert allowed(drafts.post(update(title), None, None)) == {"parse": []}


@pytest.mark.parametrize("title", TRICKS)
@pytest.mark.parametrize("stage", Stage)
def test_a_full_page_of_the_list_fits(title: str, stage: Stage) -> None:
    page = [update(title, stage, id=NUMBER + n) for n in range(views.PAGE)]
    for listing in (
        views.listing(page, USER, newest=False, older=True),
        views.listing([update("", stage)], USER),
        views.listing([], USER),
    ):
        assert view_faults(listing) == []


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("title", ["", "T", "x" * TITLE])
def test_choices_fit_and_say_where_an_update_stands(title: str, stage: Stage) -> None:
    choice = views.choice(update(title, stage))
    assert 1 <= len(choice) <= 100
    assert choice.endswith(")")


@pytest.mark.parametrize(
    "form",
    [
        drafts.wording_form(Verb.UPDATE_DRAFT, USER, 10**10, f"{'r' * 24}/{'i' * 32}"),
        drafts.wording_form(Verb.UPDATE_REWORD, USER, NUMBER, now=Wording("*" * 4000, "x" * 4000)),
        drafts.wording_form(Verb.UPDATE_REWORD, USER, NUMBER, now=Wording("", "")),
        drafts.moment_form(Verb.UPDATE_WHEN, USER, "Dumont d'Urville, Antarctica", 10**10, NUMBER, "seen"),
    ],
)
def test_forms_fit(form: ui.Modal) -> None:
    assert list(of_modal(form.to_dict())) == []


def test_the_form_has_exactly_two_fields() -> None:
    parts = drafts.wording_form(Verb.UPDATE_DRAFT, USER, 0, "-").to_dict()["components"]
    fields = [(part["label"], part["component"]["style"], part["component"]["max_length"]) for part in parts]
    assert fields == [("Title", 1, 100), ("Text", 2, 3500)]


def sent(title: str, text: str) -> Press:
    """The form of a draft, as it was sent."""
    args = {Arg.AT: str(10**10), Arg.REF: f"{'r' * 24}/{'i' * 32}"}
    return Press(Verb.UPDATE_DRAFT, USER, args, fields={"title": title, "text": text})


@pytest.mark.parametrize("why", [NotModerator(), StoreUnavailable("locked"), ValueError("x" * 9000)])
@pytest.mark.parametrize("texts", [(TRICKS[0], "`" * TEXT), ("x" * 4000, "```" * 1300), ("", "")])
def test_what_could_not_be_kept_comes_back_whole_where_it_may_be_written(
    why: Exception, texts: tuple[str, ...]
) -> None:
    assert view_faults(explain(Unkept(why, sent(*texts)), 0)) == []


def test_what_comes_back_is_what_was_written() -> None:
    text = "```py\npass\n```\n`````` ````` ".ljust(TEXT, "W")
    card = explain(Unkept(NotModerator(), sent(WIDE, text)), 0)
    said = [part.content for part in card.walk_children() if isinstance(part, ui.TextDisplay)]
    assert [unfenced(each) for each in said[-2:]] == [WIDE, text]
    assert said[1] == "-# So that it isn't lost, here is what you wrote:"
    assert all(each.count("```") == 2 for each in said[-2:])


def test_of_what_does_not_fit_only_the_end_is_cut_and_that_is_said() -> None:
    text = ("```py\npass\n```\n" * 300)[:TEXT]
    card = explain(Unkept(NotModerator(), sent(WIDE, text)), 0)
    said = [part.content for part in card.walk_children() if isinstance(part, ui.TextDisplay)]
    title, shown = (unfenced(each) for each in said[-2:])
    assert title == WIDE
    assert text.startswith(shown)
    assert TEXT - 350 < len(shown) < TEXT
    assert said[1] == "-# So that it isn't lost, here is what you wrote, all but its end, which doesn't fit:"


@pytest.mark.parametrize("remark", Remark)
def test_every_remark_is_made_beside_the_post(remark: Remark) -> None:
    made = update(stage=Stage.DRAFT)
    assert remark in made.wording.remarks
    notice = drafts.preview(made, drafts.Look(post(made), USER, "seen"), USER, None).notice
    assert notice is not None
    assert len((notice.description or "").splitlines()) == 1 + len(Remark)
