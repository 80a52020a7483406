"""What pressing an old control has to come to, by the words that the record has for it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.roadmap import Roadmap, title_of
from bot.domain.zones import city
from bot.trial.drawing import plain
from tests.upgrade.hands import Answer, Old
from tests.upgrade.record import NOTHING, Control, Sent


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press and its answer.

    `was` is how its owner stood before it, `letters` and `posts` what there was in their DM and in their
    server's channel for updates.
    """

    old: Old
    sent: Sent
    control: Control
    answer: Answer
    was: dict[str, Any] | None
    letters: list[str]
    posts: list[str]

    @property
    def who(self) -> str:
        """Whose it is."""
        return self.sent.whose

    @property
    def about(self) -> str:
        """What the control is about."""
        return self.control.about

    @property
    def member(self) -> dict[str, Any]:
        """How its owner stands now."""
        return self.old.standing.member(self.who) or {}

    @property
    def way(self) -> dict[str, str]:
        """What its owner's actions are now."""
        return self.old.standing.way(self.who)

    @property
    def roadmap(self) -> Roadmap:
        """The roadmap that its owner is on."""
        return self.old.library.active(self.member.get("roadmap"))

    @property
    def set_up(self) -> dict[str, Any]:
        """What is set in the server where it was pressed."""
        return self.old.standing.server(self.old.places.where(self.sent))

    @property
    def update(self) -> dict[str, Any]:
        """The update that it is about, as it is now."""
        return self.old.standing.update(int(self.about.split()[0]))

    def tells(self, *titles: str) -> bool:
        """Whether the answer names all of these."""
        return all(plain(title) in self.answer.text for title in titles)

    def title(self, ref: str) -> str:
        """What an action, a phase, an exam or a question is called today."""
        roadmap, _, name = ref.partition("/")
        item = self.old.library.roadmap(roadmap).item(name)
        assert item is not None, f"{ref} is in no roadmap"
        return title_of(item)


Check = Callable[[Pressed], bool]
MEANINGS: dict[str, Check] = {}


def means(words: str) -> Callable[[Check], Check]:
    """Mark what has to hold after a press on what means this."""

    def mark(check: Check) -> Check:
        MEANINGS[words] = check
        return check

    return mark


# The way


@means("shows the next action")
def _(it: Pressed) -> bool:
    settled = {ref.partition("/")[2] for ref in it.way}
    return it.tells(next(f"{a.short}, step" for a in it.roadmap.actions if a.id not in settled))


@means("shows the progress")
def _(it: Pressed) -> bool:
    mine = [it.way.get(f"{it.roadmap.id}/{action.id}") for action in it.roadmap.actions]
    return it.tells(f"{mine.count('done')} of {len(mine) - mine.count('skipped')} actions")


@means("shows the roadmap")
def _(it: Pressed) -> bool:
    return it.tells(*(phase.title for phase in it.roadmap.current_phases))


@means("opens the action")
def _(it: Pressed) -> bool:
    return it.tells(it.title(it.about))


@means("opens the phase")
def _(it: Pressed) -> bool:
    return it.tells(it.title(it.about))


@means("ticks")
def _(it: Pressed) -> bool:
    return it.way[it.about] == "done"


@means("skips")
def _(it: Pressed) -> bool:
    return it.way[it.about] == "skipped"


@means("leaves done")
def _(it: Pressed) -> bool:
    return it.way[it.about] == "done"


@means("takes back")
def _(it: Pressed) -> bool:
    return it.about.split()[0] not in it.way


# Questions and exams


@means("answers")
def _(it: Pressed) -> bool:
    return it.answer.private and it.tells(it.title(it.about))


@means("answers somebody")
def _(it: Pressed) -> bool:
    ref, somebody = it.about.split()
    return not it.answer.private and it.tells(it.title(ref), f"<@{somebody}>")


@means("lists the questions")
def _(it: Pressed) -> bool:
    """Their topics: by now there are more questions than fit one menu."""
    return it.tells("Pick a topic, then a question.", *(each.title for each in it.roadmap.topics))


@means("opens the exam")
def _(it: Pressed) -> bool:
    return it.tells(it.title(it.about))


@means("lists the exams")
def _(it: Pressed) -> bool:
    return it.tells(*(each.title for each in it.roadmap.certifications if not each.retired))


@means("offers what took the place of")
def _(it: Pressed) -> bool:
    gone = it.roadmap.certification(it.about.partition("/")[2]).replaced_by
    return gone is not None and it.tells(gone.title) and bool(it.answer.controls)


@means("sets the goal")
def _(it: Pressed) -> bool:
    return bool(it.member["goal"] == it.about)


@means("drops the goal")
def _(it: Pressed) -> bool:
    return "goal" not in it.member


@means("notes as passed")
def _(it: Pressed) -> bool:
    exam, day = it.about.split(" on ")
    return it.old.standing.passed()[f"{it.who} {exam}"] == f"on {day}, {it.control.fields['link']}"


# The weekly message


@means("shows the message settings")
def _(it: Pressed) -> bool:
    return it.tells(it.member["day"], it.member["time"], city(it.member["zone"]))


@means("sets the day")
def _(it: Pressed) -> bool:
    return bool(it.member["day"] == it.about)


@means("sets the time")
def _(it: Pressed) -> bool:
    return bool(it.member["time"] == it.about)


@means("sets the time zone")
def _(it: Pressed) -> bool:
    return bool(it.member["zone"] == it.about)


@means("writes again tomorrow")
def _(it: Pressed) -> bool:
    zone = ZoneInfo(it.member["zone"])
    tomorrow = datetime.fromtimestamp(it.old.world.now(), zone) + timedelta(days=1)
    comes = datetime.fromisoformat(it.member["next"]).astimezone(zone)
    return comes.date() == tomorrow.date() and f"{comes:%H:%M}" == it.member["time"]


@means("leaves the messages as they are")
def _(it: Pressed) -> bool:
    return it.was is not None and {**it.was, "seen on": it.member["seen on"]} == it.member


@means("pauses for weeks")
def _(it: Pressed) -> bool:
    until = datetime.fromisoformat(it.member["paused until"]).timestamp()
    weeks = (until - it.old.world.now()) / (7 * 24 * 60 * 60)
    return int(it.about) - 1 / 7 < weeks <= int(it.about)  # counted in days of theirs


@means("pauses until they are back")
def _(it: Pressed) -> bool:
    return bool(it.member["paused until"] == "they are back")


@means("asks for how long to pause")
def _(it: Pressed) -> bool:
    return bool(it.answer.controls) and "paused until" not in it.member


@means("ends the pause")
def _(it: Pressed) -> bool:
    return "paused until" not in it.member and "next" in it.member


@means("turns the messages on")
def _(it: Pressed) -> bool:
    return "wants messages" in it.member and "next" in it.member


@means("turns the messages off")
def _(it: Pressed) -> bool:
    return "wants messages" not in it.member and "next" not in it.member


@means("keeps everything")
def _(it: Pressed) -> bool:
    return "wants messages" in it.member and "resting" not in it.member and "next" in it.member


@means("sends a test")
def _(it: Pressed) -> bool:
    return len(it.old.inbox(it.who)) == len(it.letters) + 1


@means("tries to write again")
def _(it: Pressed) -> bool:
    return len(it.old.inbox(it.who)) == len(it.letters) + 1 and "refused since" not in it.member


# What is kept


@means("asks before everything is deleted")
def _(it: Pressed) -> bool:
    return bool(it.answer.controls and it.member)


@means("deletes everything")
def _(it: Pressed) -> bool:
    return not it.member and not it.way


# Servers


@means("shows the setup")
def _(it: Pressed) -> bool:
    return it.tells(f"<#{it.set_up['channel for updates']}>")


@means("sets the channel for updates")
def _(it: Pressed) -> bool:
    return _named(it.set_up["channel for updates"]) == it.about


@means("sets the role to ping")
def _(it: Pressed) -> bool:
    return _named(it.set_up["role to ping"]) == it.about


@means("sets the moderators' role")
def _(it: Pressed) -> bool:
    return _named(it.set_up["moderators' role"]) == it.about


@means("sets the server's time zone")
def _(it: Pressed) -> bool:
    return bool(it.set_up["time zone"] == it.about)


@means("publishes to followers")
def _(it: Pressed) -> bool:
    return bool(it.set_up["publishes"] == (it.about == "on"))


def _named(number: int | None) -> str:
    return NOTHING if number is None else str(number)


# Updates


@means("lists the updates")
def _(it: Pressed) -> bool:
    return any(it.tells(each["title"]) for each in it.old.standing.updates())


@means("opens the update")
def _(it: Pressed) -> bool:
    return it.tells(it.update["title"])


@means("opens the words of the update")
def _(it: Pressed) -> bool:
    return it.update["title"] in json.dumps(it.answer.form, ensure_ascii=False)


@means("keeps a draft")
def _(it: Pressed) -> bool:
    newest = it.old.standing.update(it.old.standing.updates()[-1]["number"])
    said = f"about {newest['about'] or 'nothing'}, for {newest['for'] or 'no time'}"
    same = all(newest[name] == it.control.fields[name] for name in ("title", "text"))
    return same and said == it.about and newest["stage"] == "draft"


@means("changes the words of the update")
def _(it: Pressed) -> bool:
    return all(it.update[name] == it.control.fields[name] for name in ("title", "text"))


@means("schedules the update")
def _(it: Pressed) -> bool:
    return it.update["stage"] == "scheduled" and it.about == f"{it.update['number']} for {it.update['for']}"


@means("takes the update off the schedule")
def _(it: Pressed) -> bool:
    return it.update["stage"] == "draft" and it.update["for"] is None


@means("discards the update")
def _(it: Pressed) -> bool:
    return bool(it.update["stage"] == "discarded")


@means("posts the update")
def _(it: Pressed) -> bool:
    *before, post = it.old.places.texts(it.update["channel"])
    return it.update["stage"] == "posted" and before == it.posts and it.update["title"] in plain(post)


@means("tells what became of the update")
def _(it: Pressed) -> bool:
    return it.tells(it.update["title"]) and it.old.places.texts(it.update["channel"]) == it.posts


@means("asks before the update is retracted")
def _(it: Pressed) -> bool:
    return it.update["stage"] == "posted" and it.tells(it.update["title"]) and bool(it.answer.controls)


@means("retracts the update")
def _(it: Pressed) -> bool:
    left = it.old.places.texts(it.update["channel"])
    return it.update["stage"] == "retracted" and len(left) == len(it.posts) - 1


# What only opens a form


def _opens_a_form(it: Pressed) -> bool:
    return it.answer.form is not None


for _words in (
    "asks by when",
    "asks when it was passed",
    "asks for a time",
    "asks for a time zone",
    "asks for the server's time zone",
    "asks when to post the update",
    "opens the form for an update",
):
    means(_words)(_opens_a_form)
