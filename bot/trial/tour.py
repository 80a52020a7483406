"""`cairn try --tour`: a whole story in the terminal, told by the real bot."""

from bot.trial.people import Person, Screen
from bot.trial.world import World, a_world


async def tell() -> None:
    """Print the story from beginning to end."""
    async with a_world() as world:
        print("Cairn on a simulated Discord: the real bot, a made-up server. Times are UTC.\n")
        await _enrols(world)
        await _looks_around(world)
        await _ticks(world)
    print("That was the tour. `./cairn try` lets you do all of it yourself.")


async def _enrols(world: World) -> None:
    _scene("Robin wants to become an MLOps engineer and enrols in #general")
    answer = await _types(world.robin, "start")
    _show(answer)
    _acts("Robin chooses Berlin in the menu")
    _show(await answer.choose("Berlin"))
    _acts("and finds a welcome in the direct messages")
    for letter in world.robin.inbox():
        _show(letter)


async def _looks_around(world: World) -> None:
    _scene("Robin looks around")
    answer = await _types(world.robin, "roadmap")
    _show(answer)
    _acts("Robin opens a phase in the menu")
    _show(await answer.choose("Core tools"))
    _show(await _types(world.robin, "certs", certification="aws-ml-specialty"))
    _show(await _types(world.robin, "faq", question="do i need a phd?"))
    answer = await _types(world.robin, "faq", question="math")
    _show(answer)


async def _ticks(world: World) -> None:
    _scene("Robin sets to work")
    answer = await _types(world.robin, "next")
    _show(answer)
    _acts("a while later, Robin presses Done")
    _show(await answer.click("Done"))
    answer = await _types(world.robin, "done", action="ml-course", evidence="https://github.com/robin/notes")
    _show(answer)
    _acts("that was too early; Robin presses Undo")
    _show(await answer.click("Undo"))
    _show(await _types(world.robin, "progress"))


async def _types(person: Person, command: str, **options: str) -> Screen:
    typed = " ".join((f"/{command}", *(f"{name}: {value}" for name, value in options.items())))
    print(f"{person.name} types  {typed}")
    return await person.slash(command, **options)


def _scene(what: str) -> None:
    print(f"── {what} ".ljust(100, "─") + "\n")


def _acts(what: str) -> None:
    print(f"… {what}")


def _show(screen: Screen) -> None:
    print(f"{screen.drawn}\n")
