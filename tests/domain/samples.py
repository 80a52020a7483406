"""Small roadmaps and updates to try the rules on."""

from dataclasses import replace

from bot.domain.roadmap import Action, Phase, Roadmap
from bot.domain.updates import Stage, Update, Wording

NOW = 1_800_000_000
MODERATOR = 22


def action(name: str, *formerly: str, retired: bool = False) -> Action:
    """An action of one hour."""
    return Action(name, f"Do {name}", "Why", "How", "it is done", 1, (), formerly=formerly, retired=retired)


def phase(name: str, *actions: Action, retired: bool = False) -> Phase:
    """A phase of one month."""
    return Phase(name, name.title(), 1, 1, "Aim", actions, retired=retired)


def roadmap(*phases: Phase, name: str = "trail") -> Roadmap:
    """A roadmap of nothing but phases."""
    return Roadmap(name, name.title(), "", (), phases)


def update(stage: Stage = Stage.DRAFT, **more: int | None) -> Update:
    """An update that Mona wrote a minute ago."""
    made = Update(7, 1, MODERATOR, "Mona", Wording("Title", "Text"), stage, NOW - 60)
    return replace(made, **more)  # type: ignore[arg-type]
