"""How an author rewrites actions and steps so that nobody loses progress: what the guide for authors tells.

Who is who stands in the titles: every step and action bears a number for each thing that it goes back to.
"""

from collections.abc import Callable, Sequence

from hypothesis import strategies as st

from bot.domain.paths import Choice, Condition, Option
from bot.domain.roadmap import Action, Roadmap
from bot.domain.step_ids import with_all_ids
from bot.domain.steps import Step
from tests.domain.samples import action, phase, roadmap, step

CHOICE = Choice("cloud", "Which cloud?", (Option("aws", "A"), Option("google", "G")))

Actions = tuple[Action, ...]
Rewrite = Callable[[Actions, int, int], Actions]


def first() -> Actions:
    """Three actions, two steps of one id in each."""
    return tuple(
        action(name, steps=[_as(step("x"), n * 2), _as(step("y"), n * 2 + 1)])._replace(title=f"{100 + n}")
        for n, name in enumerate("abc")
    )


def as_roadmap(actions: Actions) -> Roadmap:
    """What the loader makes of it."""
    return roadmap(*with_all_ids([phase("only", *actions)]))


def origins(thing: Step | Action) -> set[str]:
    """The numbers of all that a step or an action goes back to; the last is its own."""
    return set(thing.title.split())


def own(thing: Step | Action) -> str:
    """The number that it bears since it has its id."""
    return thing.title.split()[-1]


def rename_step(actions: Actions, target: int, number: int) -> Actions:
    owner, old = _pick(actions, target)
    return _with(actions, owner, [_renamed(old, number) if each is old else each for each in owner.steps])


def split_step(actions: Actions, target: int, number: int) -> Actions:
    owner, old = _pick(actions, target)
    parts = [_renamed(old, number), _renamed(old, number + 1)]
    return _with(actions, owner, [new for each in owner.steps for new in (parts if each is old else [each])])


def merge_steps(actions: Actions, target: int, number: int) -> Actions:
    """One goes, the other lists it."""
    (owner, gone), (heir_owner, heir) = _pick(actions, target), _pick(actions, target + number + 1)
    if heir is gone or len(owner.steps) == 1:
        return actions
    title = f"{gone.title} {heir.title} {number}"
    listed = _refs(heir_owner, heir)
    more = tuple(ref for ref in _refs(owner, gone) if ref not in listed)
    merged = heir._replace(formerly=(*heir.formerly, *more), title=title)
    actions = _with(actions, heir_owner, [merged if each is heir else each for each in heir_owner.steps])
    owner = next(each for each in actions if each.id == owner.id)
    return _with(actions, owner, [each for each in owner.steps if each.id != gone.id])


def move_step(actions: Actions, target: int, number: int) -> Actions:
    owner, moved = _pick(actions, target)
    into = actions[(target + number) % len(actions)]
    if into is owner or len(owner.steps) == 1:
        return actions
    arrived = _arrived(actions, owner, moved, into, number)
    actions = _with(actions, owner, [each for each in owner.steps if each is not moved])
    return _with(actions, into, [arrived, *into.steps])


def retire_step(actions: Actions, target: int, _: int) -> Actions:
    owner, old = _pick(actions, target)
    return _with(
        actions, owner, [each._replace(retired=True) if each is old else each for each in owner.steps]
    )


def add_step(actions: Actions, target: int, number: int) -> Actions:
    owner, _ = _pick(actions, target)
    return _with(actions, owner, [_as(step(f"s{number}"), number), *owner.steps])


def reorder(actions: Actions, target: int, _: int) -> Actions:
    turned = (*actions[target % len(actions) :], *actions[: target % len(actions)])
    return tuple(each._replace(steps=each.steps[::-1]) for each in turned)


def rename_action(actions: Actions, target: int, number: int) -> Actions:
    old, _ = _pick(actions, target)
    return tuple(_renamed_action(each, number) if each is old else each for each in actions)


def split_action(actions: Actions, target: int, number: int) -> Actions:
    old, _ = _pick(actions, target)
    if len(old.steps) == 1:
        return actions
    one = _renamed_action(old, number)._replace(steps=old.steps[:1])
    two = _renamed_action(old, number + 1)._replace(steps=old.steps[1:])
    return tuple(new for each in actions for new in ((one, two) if each is old else (each,)))


def merge_actions(actions: Actions, target: int, number: int) -> Actions:
    """One goes, the other lists it and takes in its steps."""
    gone, into = actions[target % len(actions)], actions[(target + 1) % len(actions)]
    if gone is into:
        return actions
    arrived = [_arrived(actions, gone, each, into, number + n) for n, each in enumerate(gone.steps)]
    merged = into._replace(
        steps=(*into.steps, *arrived),
        formerly=tuple(dict.fromkeys((*into.formerly, *gone.ids))),
        title=f"{gone.title} {into.title} {number}",
    )
    return tuple(merged if each is into else each for each in actions if each is not gone)


def change_hours(actions: Actions, target: int, _: int) -> Actions:
    owner, old = _pick(actions, target)
    hours = 1 + target % 7 / 2
    return _with(actions, owner, [s._replace(hours=hours) if s is old else s for s in owner.steps])


def change_repeat(actions: Actions, target: int, _: int) -> Actions:
    """Raised, lowered, or a habit from now on."""
    owner, old = _pick(actions, target)
    return _with(actions, owner, [s._replace(repeat=1 + target % 4) if s is old else s for s in owner.steps])


def mean_for_some(actions: Actions, target: int, _: int) -> Actions:
    """A step is from now on for one option of the choice, or for everybody again."""
    owner, old = _pick(actions, target)
    meant = ((), *((Condition(CHOICE.id, (option.id,)),) for option in CHOICE.options))[target % 3]
    return _with(actions, owner, [s._replace(only_for=meant) if s is old else s for s in owner.steps])


def retire_action(actions: Actions, target: int, _: int) -> Actions:
    old, _step = _pick(actions, target)
    return tuple(each._replace(retired=True) if each is old else each for each in actions)


STEPS: Sequence[Rewrite] = (rename_step, split_step, merge_steps, move_step, retire_step, add_step, reorder)
ACTIONS: Sequence[Rewrite] = (rename_action, split_action)
FIGURES: Sequence[Rewrite] = (change_hours, change_repeat, mean_for_some, retire_action)
ALL: Sequence[Rewrite] = (*STEPS, *ACTIONS, merge_actions)


def rewrites(kinds: Sequence[Rewrite]) -> st.SearchStrategy[list[tuple[Rewrite, int]]]:
    """Some edits of these kinds, each with what it is about."""
    return st.lists(st.tuples(st.sampled_from(kinds), st.integers(0, 30)), max_size=12)


def versions(edits: Sequence[tuple[Rewrite, int]]) -> list[Actions]:
    """The actions before and after each of these edits."""
    made = [first()]
    for number, (rewrite, target) in enumerate(edits, start=2):
        made.append(rewrite(made[-1], target, number * 100))
    return made


def _pick(actions: Actions, target: int) -> tuple[Action, Step]:
    everything = [(each, step) for each in actions for step in each.steps]
    return everything[target % len(everything)]


def _with(actions: Actions, owner: Action, steps: Sequence[Step]) -> Actions:
    return tuple(each._replace(steps=tuple(steps)) if each.id == owner.id else each for each in actions)


def _as(made: Step, number: int) -> Step:
    return made._replace(title=f"{number}")


def _renamed(old: Step, number: int) -> Step:
    former = (old.id, *old.formerly)
    return old._replace(id=f"s{number}", formerly=former, title=f"{old.title} {number}")


def _renamed_action(old: Action, number: int) -> Action:
    return old._replace(id=f"a{number}", formerly=old.ids, title=f"{old.title} {number}")


def _refs(owner: Action, old: Step) -> tuple[str, ...]:
    return tuple(name if "/" in name else f"{owner.id}/{name}" for name in (old.id, *old.formerly))


def _arrived(actions: Actions, owner: Action, moved: Step, into: Action, number: int) -> Step:
    """A step in another action, under its own id unless one there bears it, or once did."""
    used = {
        ref
        for each in as_roadmap(actions).phases[0].actions
        for other in each.steps
        for ref in each.step_ids(other)
    }
    taken = any(f"{name}/{moved.id}" in used for name in into.ids)
    name = f"s{number}" if taken else moved.id
    return moved._replace(id=name, formerly=_refs(owner, moved), title=f"{moved.title} {number}")
