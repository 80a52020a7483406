"""Small roadmaps and updates to try the rules on."""

from collections.abc import Sequence

from bot.domain.roadmap import Action, Phase, Roadmap
from bot.domain.steps import Step
from bot.domain.updates import Stage, Update, Wording

NOW = 1_800_000_000
MODERATOR = 22


def step(name: str, *formerly: str, hours: float = 1, repeat: int = 1, retired: bool = False) -> Step:
    """A step of one hour."""
    done = "it is done"
    return Step(name, f"Go {name}", hours, done_when=done, repeat=repeat, formerly=formerly, retired=retired)


def action(name: str, *formerly: str, steps: Sequence[Step] = (), retired: bool = False) -> Action:
    """An action with these steps, or in one go of an hour."""
    made = tuple(steps) or (Step("", f"Do {name}", 1, done_when="it is done"),)
    return Action(
        name, f"Do {name}", "Why", "How", "it is done", made, (), formerly=formerly, retired=retired
    )


def phase(name: str, *actions: Action, retired: bool = False) -> Phase:
    """A phase of one month."""
    return Phase(name, name.title(), 1, 1, "Aim", actions, retired=retired)


def roadmap(*phases: Phase, name: str = "trail") -> Roadmap:
    """A roadmap of nothing but phases."""
    return Roadmap(name, name.title(), "", (), phases)


def update(stage: Stage = Stage.DRAFT, **more: int | None) -> Update:
    """An update that Mona wrote a minute ago."""
    made = Update(7, 1, MODERATOR, "Mona", Wording("Title", "Text"), stage, NOW - 60)
    return made._replace(**more)  # type: ignore[arg-type]
