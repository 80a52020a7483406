"""What is stored about a member, told as a letter: whole sentences, and nothing that only a program needs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.goals import exams
from bot.domain.members import UNTIL_BACK, NudgeSchedule
from bot.domain.paths import Path, settled
from bot.domain.roadmap import Roadmap
from bot.views.certifications import day
from bot.views.components import clip, count, escape, rhythm_line, stamp

Row = Mapping[str, Any]
Rows = Sequence[Row]
Known = Mapping[str, Roadmap]
"""The roadmaps that are loaded, by id."""

SIZE = 3000
ABOUT = 300
TOLD = (
    *("members", "changes", "marks", "notes", "passed", "jobs", "member_guilds", "clicks"),
    *("updates", "update_changes", "questions", "shown", "roles", "setup_changes"),
    *("answers", "answer_changes"),
)
"""The tables that the letter has a sentence for; of any other it says how many entries there are."""


def letter(data: Mapping[str, Rows], names: Mapping[str, str], roadmaps: Sequence[Roadmap] = ()) -> str:
    """All of it, one thing a paragraph; `names` are what people call a table, `roadmaps` the loaded ones."""
    known = {each.id: each for each in roadmaps}
    parts = (
        *(_member(row, known) for row in data["members"]),
        *(_messages(row, data["jobs"]) for row in data["members"]),
        _progress(data["changes"], data["marks"], data["notes"]),
        *(_goal(row, data["passed"], known) for row in data["members"]),
        _shown(data["shown"]),
        _servers(data["member_guilds"], data["roles"]),
        _moderating(data["updates"], data["update_changes"], data["setup_changes"]),
        _answering(data["answers"], data["answer_changes"]),
        _questions(data["questions"]),
        *(
            f"{names.get(table, table)}: {len(rows)}"
            for table, rows in data.items()
            if rows and table not in TOLD
        ),
    )
    return clip("\n\n".join(filter(None, parts)), SIZE)


def _member(row: Row, known: Known) -> str:
    """Who they are, as far as that is known."""
    taken = ", ".join(
        f"*{escape(each)}*" for name, path in row["paths"].items() for each in _path(name, path, known)
    )
    roadmap = known.get(row["roadmap"])
    title = escape(roadmap.title if roadmap else row["roadmap"])
    return _sentences(
        f"You came on {day(row['enrolled_at'])}, and walk the roadmap *{title}*",
        f"The path you chose: {taken}" if taken else "",
        f"You were last here on {day(row['seen_day'])}",
        f"Discord tells me that your language is {escape(row['locale'])}" if row["locale"] else "",
        "I know you by your number at Discord, not by your name",
    )


def _path(name: str, path: Path, known: Known) -> list[str]:
    """What the options are called that were taken in a roadmap; their ids, where that is no more."""
    roadmap = known.get(name)
    if roadmap is None:
        return list(path.values())
    today = settled(roadmap.choices, path)
    return [
        each.title for choice in roadmap.choices for each in choice.options if each.id == today.get(choice.id)
    ]


def _messages(row: Row, jobs: Rows) -> str:
    """When they are written to, and what came."""
    schedule = NudgeSchedule(row["weekday"], row["minute"], row["zone"], row["every"])
    sent = sum(job["state"] == "sent" for job in jobs)
    return _sentences(
        f"I send you {rhythm_line(schedule)}" if row["nudged"] else "I send you no weekly message",
        _quiet(row),
        f"The next one comes on {_instant(row['weekly_at'])}" if row["weekly_at"] else "",
        f"One more is to come on {_instant(row['snooze_at'])}" if row["snooze_at"] else "",
        f"You have {count(row['hours'], 'hour')} a week" if row["hours"] else "",
        f"I sent you {count(sent, 'message')}, and keep for thirteen months when each one came"
        if sent
        else "",
        "The last ones didn't reach you" if row["refused_at"] else "",
    )


def _quiet(row: Row) -> str:
    """Why none comes for a while."""
    until = row["paused_until"]
    if until is not None:
        back = int(until.timestamp()) == UNTIL_BACK
        return f"They are paused until {'you come back' if back else _instant(until)}"
    return "They rest until you come back" if row["resting"] else ""


def _progress(changes: Rows, marks: Rows, notes: Rows) -> str:
    """What they did, and what they wrote beside it."""
    if not changes:
        return "Nothing is ticked yet."
    proofs = sum(bool(mark["evidence"]) for mark in marks)
    beside = ((len(notes), "note"), (proofs, "link"))
    kept = [count(number, what) for number, what in beside if number]
    taken_back = sum(change["undone_at"] is not None for change in changes)
    return _sentences(
        f"You changed your progress {_times(len(changes))}, first on {day(changes[0]['at'])}; "
        "I keep what, and when",
        f"{count(taken_back, 'change')} of these you took back" if taken_back else "",
        f"Beside it I keep {' and '.join(kept)}" if kept else "",
    )


def _goal(row: Row, passed: Rows, known: Known) -> str:
    taken = ", ".join(_exam(each["exam"], known) for each in passed)
    by = f", by {day(row['goal_by'])}" if row["goal_by"] else ""
    return _sentences(
        f"Your goal is {_exam(row['goal'], known)}{by}" if row["goal"] else "",
        f"You passed {taken}" if taken else "",
    )


def _shown(shown: Rows) -> str:
    return (
        f"You chose to show others {count(len(shown), 'thing')}, with the name you had then." if shown else ""
    )


def _servers(met: Rows, roles: Rows) -> str:
    return _sentences(
        f"You used `/start` in {count(len(met), 'server')}" if met else "",
        f"For phases you finished you took {count(len(roles), 'role')}" if roles else "",
    )


def _moderating(updates: Rows, edits: Rows, choices: Rows) -> str:
    return _sentences(
        f"You wrote {count(len(updates), 'update')}, signed with your name" if updates else "",
        f"You changed updates {_times(len(edits))}" if edits else "",
        f"You changed a server's setup {_times(len(choices))}" if choices else "",
    )


def _answering(answers: Rows, edits: Rows) -> str:
    return _sentences(
        f"You wrote {count(len(answers), 'answer')} for a server's `/faq`, signed with your name"
        if answers
        else "",
        f"You changed answers {_times(len(edits))}" if edits else "",
    )


def _questions(questions: Rows) -> str:
    if not questions:
        return ""
    about = ", ".join(f"*{escape(row['about'])}*" for row in questions)
    what = count(len(questions), "question")
    return f"I had no answer to {what} of yours, and forget each after 90 days: {clip(about, ABOUT)}."


def _exam(ref: str, known: Known) -> str:
    """What an exam is called; its id, where it is no more."""
    roadmap, _, name = ref.partition("/")
    found = exams(known[roadmap]).get(name) if roadmap in known else None
    return f"*{escape(found.title if found else name)}*"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _instant(at: datetime) -> str:
    return stamp(int(at.timestamp()))


def _sentences(*parts: str) -> str:
    return " ".join(f"{part}." for part in parts if part)
