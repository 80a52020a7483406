"""Under which ids progress on a step may have been stored: its own, and those it had before."""

from collections.abc import Iterator, Sequence

from bot.domain.roadmap import Action, Phase
from bot.domain.steps import Step


def with_all_ids(phases: Sequence[Phase]) -> tuple[Phase, ...]:
    """These phases with all that an author means by the `formerly` of their steps.

    As written it holds `old`, or `action/old` for a step that came in from another action. Whenever an action
    had another id, its steps had that before them, too: `docker/image` was `containers/image` before `docker`
    got its name. If another step lists that one, it is that one's, and not what the first was called.
    """
    ids = _Ids([action for phase in phases for action in phase.actions])
    return tuple(phase._replace(actions=tuple(map(ids.whole, phase.actions))) for phase in phases)


class _Ids:
    """What the actions of a roadmap, and their steps, are called and were called."""

    def __init__(self, actions: Sequence[Action]) -> None:
        steps = [(action, step) for action in actions for step in action.steps]
        self.today = {action.ref(step) for action, step in steps}
        self.listed = {ref for action, step in steps for ref in _listed(action, step)}
        # Of an id that several actions share after a split, what the first was called is what it was called.
        self.before = {name: action.formerly for action in reversed(actions) for name in action.ids}

    def whole(self, action: Action) -> Action:
        return action._replace(
            steps=tuple(step._replace(formerly=self.former(action, step)) for step in action.steps)
        )

    def former(self, action: Action, step: Step) -> tuple[str, ...]:
        """All that a step was called, what its author lists first."""
        listed = _listed(action, step)
        own = (ref for ref in self.earlier(action.ref(step)) if ref not in self.listed)
        theirs = (ref for old in listed for ref in self.earlier(old) if ref not in self.today)
        return tuple(dict.fromkeys((*listed, *own, *theirs))) if step.id else ()

    def earlier(self, ref: str) -> Iterator[str]:
        """The same step while its action had other ids."""
        owner, _, name = ref.partition("/")
        return (f"{former}/{name}" for former in self.before.get(owner, ()))


def _listed(action: Action, step: Step) -> tuple[str, ...]:
    """What a step was called as its author lists it, each time with its action."""
    return tuple(old if "/" in old else f"{action.id}/{old}" for old in step.formerly)
