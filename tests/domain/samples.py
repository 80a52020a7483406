"""Small roadmaps to try the rules on."""

from bot.domain.roadmap import Action, Phase, Roadmap


def action(name: str, *formerly: str, retired: bool = False) -> Action:
    """An action of one hour."""
    return Action(name, f"Do {name}", "Why", "How", "it is done", 1, (), formerly=formerly, retired=retired)


def phase(name: str, *actions: Action, retired: bool = False) -> Phase:
    """A phase of one month."""
    return Phase(name, name.title(), 1, 1, "Aim", actions, retired=retired)


def roadmap(*phases: Phase, name: str = "trail") -> Roadmap:
    """A roadmap of nothing but phases."""
    return Roadmap(name, name.title(), "", (), phases)
