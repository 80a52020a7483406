"""Three small roadmaps, one of them with exams and one with steps, and acts."""

from dataclasses import replace
from datetime import date

from bot.domain.acts import Act, Clicked
from bot.domain.library import Library
from bot.domain.paths import Choice, Condition, Option
from bot.domain.roadmap import Certification
from tests.domain.samples import action, phase, roadmap, step

NOON = 1_767_960_000
"""Friday, 9 January 2026, 12:00 UTC."""

SITE = "https://example.org"
EXAM = Certification(
    "exam", "Exam", "Somebody", "Something", "second", SITE, "active", date(2026, 1, 1), SITE
)
GONE = EXAM._replace(id="gone", title="Gone", status="retired")
TRAIL = replace(
    roadmap(
        phase("first", action("a0"), action("a1")), phase("second", action("a2"), action("a3"), action("a4"))
    ),
    certifications=(EXAM, GONE),
)
CLOUD = Choice("cloud", "Which cloud?", (Option("aws", "A"), Option("google", "G", ("gcp",))))
FORK = [step(option.id)._replace(only_for=(Condition("cloud", (option.id,)),)) for option in CLOUD.options]
WAY = replace(
    roadmap(
        phase(
            "only",
            action("b0", steps=[step("x"), step("y"), step("h", repeat=3)]),
            action("b1", steps=[step("x"), *FORK]),
        ),
        name="way",
    ),
    choices=(CLOUD,),
)
"""One with steps, a habit and a choice."""

PATH = roadmap(phase("only", action("a0"), action("a1"), action("a2")), name="path")
LIBRARY = Library((TRAIL, PATH, WAY))


def act(
    interaction: int, user: int = 1, at: int = NOON, guild: int | None = None, clicked: Clicked | None = None
) -> Act:
    """What somebody does at noon, in a direct message."""
    return Act(user, guild, interaction, at, "de", clicked)
