"""The roadmap as it is for one member, who chose a path or has yet to choose."""

from dataclasses import replace

from bot.domain.members import Member
from bot.domain.paths import Path, first_options, fitting, settled
from bot.domain.roadmap import Action, Phase, Roadmap, actions_of
from bot.domain.steps import Step


def along(roadmap: Roadmap, path: Path) -> Roadmap:
    """The same roadmap along a path: what is not meant for it is retired, that is, known and not counted.

    Ids stay what they are, and with them everything that was stored. Certifications stay as well: one may be
    a goal from the time of another path.
    """
    if not roadmap.choices:
        return roadmap
    key = tuple(sorted(settled(roadmap.choices, path).items()))
    if key not in roadmap.paths:
        roadmap.paths[key] = _along(roadmap, path)
    return roadmap.paths[key]


def on_path(member: Member, roadmap: Roadmap, path: Path) -> Member:
    """The member with this path through a roadmap; what it makes longer did not grow."""
    told = member.told_hours
    if told is not None and member.roadmap == roadmap.id:
        told += along(roadmap, path).hours - along(roadmap, member.path(roadmap.id)).hours
    return member._replace(paths={**member.paths, roadmap.id: path}, told_hours=told)


def along_first(roadmap: Roadmap) -> Roadmap:
    """The same roadmap with the first option of each choice: for what is said of it to everybody."""
    return along(roadmap, first_options(roadmap.choices))


def _along(roadmap: Roadmap, path: Path) -> Roadmap:
    made = {**first_options(roadmap.choices), **settled(roadmap.choices, path)}

    def of_phase(phase: Phase) -> Phase:
        kept = {action.id for action in fitting(actions_of(phase), roadmap.choices, path)}
        return phase._replace(actions=tuple(of_action(each, each.id in kept) for each in phase.actions))

    def of_action(action: Action, kept: bool) -> Action:
        pages = fitting(action.resources, roadmap.choices, path)
        now, later = (of_steps(action, each) for each in (path, made))
        grows = action.grows or later.effort_hours > now.effort_hours
        return now._replace(resources=pages, retired=not kept, grows=grows)

    def of_steps(action: Action, path: Path) -> Action:
        current = {step.id for step in fitting(action.current_steps, roadmap.choices, path)}
        return action._replace(steps=tuple(of_step(step, step.id in current) for step in action.steps))

    def of_step(step: Step, kept: bool) -> Step:
        pages = fitting(step.resources, roadmap.choices, path)
        if kept != step.retired and len(pages) == len(step.resources):
            return step
        return step._replace(resources=pages, retired=not kept)

    return replace(roadmap, phases=tuple(map(of_phase, roadmap.phases)))
