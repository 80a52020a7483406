"""How much a roadmap may hold, and what is allowed though it looks like a fault."""

from pathlib import Path

import pytest

from tests.content.edits import C, Edit, F, R, told

ACTION = """      - id: extra-{n}
        title: Extra {n}
        why: It is one more.
        detail: Do it once more.
        done_when: it is done again.
        hours: 1
        resources: [{{title: Hills, url: "https://hills.example.org/{n}"}}]
"""
PHASE = """  - id: phase-{n}
    title: Phase {n}
    first_month: 1
    last_month: 3
    aim: Walk on.
    actions:
"""
CERTIFICATION = """  - id: exam-{n}
    title: Exam {n}
    issuer: The guild
    validates: Walking.
    phase: summit
    url: https://guild.example.org/{n}
    status: active
    checked_on: 2026-11-01
    source: https://guild.example.org/exams
"""
QUESTION = """  - id: more-{n}
    question: And {n}?
    answer: That too.
"""


LAST_ACTION = "      - id: walk-up\n"
SECOND_ACTION = "      - id: stack-stones\n"


def more(template: str, count: int, prefix: str = "") -> str:
    """As many entries as that, each with its own id and title."""
    return "".join(template.format(n=f"{prefix}{n}") for n in range(count))


def phases(count: int, actions: int) -> Edit:
    """Phases with so many actions each, put before the last one."""
    made = [PHASE.format(n=n) + more(ACTION, actions, f"{n}-") for n in range(count)]
    return before(R, "  - id: summit\n", "".join(made))


def before(file: str, line: str, text: str) -> Edit:
    return (file, line, text + line)


def certifications(count: int) -> Edit:
    return before(C, "  - id: stone-setter\n", more(CERTIFICATION, count))


def questions(count: int) -> Edit:
    return before(F, "  - id: dogs\n", more(QUESTION, count))


FULL = (phases(6, 8), before(R, LAST_ACTION, more(ACTION, 7)))


@pytest.mark.parametrize(
    ("edits", "sentence"),
    [
        ((before(R, LAST_ACTION, more(ACTION, 8)),), "9 actions in this phase, and at most 8 fit"),
        ((phases(7, 1),), "9 phases, and at most 8 fit"),
        ((*FULL, before(R, SECOND_ACTION, more(ACTION, 3, "g"))), "61 actions, and at most 60 fit"),
        ((certifications(24),), "26 certifications, and at most 25 fit"),
        ((questions(24),), "26 questions, and at most 25 fit"),
    ],
    ids=["actions in a phase", "phases", "actions", "certifications", "questions"],
)
def test_one_too_many_is_told(tmp_path: Path, edits: tuple[Edit, ...], sentence: str) -> None:
    (line,) = told(tmp_path, *edits)
    assert line.endswith(f": is one too many: {sentence}")


def test_as_many_as_fit_are_fine(tmp_path: Path) -> None:
    ground = before(R, SECOND_ACTION, more(ACTION, 2, "g"))
    assert told(tmp_path, *FULL, ground, certifications(23), questions(23)) == []


def test_a_retired_action_takes_no_room(tmp_path: Path) -> None:
    retired = more(ACTION, 8).replace("hours: 1\n", "hours: 1\n        retired: true\n", 1)
    assert told(tmp_path, before(R, LAST_ACTION, retired)) == []


def test_texts_that_fit_each_but_not_together_are_told(tmp_path: Path) -> None:
    long = f"detail: {'d' * 1200}"
    pages = "".join(
        f'\n          - {{title: Page {n}, url: "https://x.example.org/{"p" * 480}"}}' for n in range(5)
    )
    (line,) = told(
        tmp_path,
        (R, "detail: Go slowly.", long),
        (R, '\n          - {title: Hills, url: "https://hills.example.org"}', pages),
    )
    assert line == (
        "roadmap.yaml:41:9: phases.summit.actions.walk-up: 3822 characters in title, why, detail, done_when, "
        "needs and resources together; at most 3600 fit on its card"
    )


def test_a_roadmap_keeps_one_phase_at_least(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        (R, "    aim: Walk up.\n", "    aim: Walk up.\n    retired: true\n"),
        (R, "    aim: Know the ground you walk on.\n", "    aim: Know.\n    retired: true\n"),
        (F, "    links: [read-map, summit]\n", ""),
        (C, "    phase: ground\n", "    phase: ground\n    retired: true\n"),
        (C, "    phase: summit\n", "    phase: summit\n    retired: true\n"),
    )
    assert found == ["roadmap.yaml:7:3: phases: all phases are retired; keep at least one"]


def test_an_action_may_be_split_in_two(tmp_path: Path) -> None:
    split = "        hours: 8\n        formerly: [pile-stones]\n"
    assert told(tmp_path, (R, "        hours: 8\n", split)) == []


def test_a_successor_may_be_listed_as_a_certification_too(tmp_path: Path) -> None:
    listed = CERTIFICATION.format(n=0).replace("exam-0", "cairn-builder").replace("Exam 0", "Cairn Builder")
    assert told(tmp_path, before(C, "  - id: stone-setter\n", listed)) == []
