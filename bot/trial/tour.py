"""`cairn try --tour`: a whole story in the terminal, told by the real bot."""

from bot.content.live import LiveContent
from bot.domain.library import Library
from bot.domain.schedule import DAY
from bot.settings import read_settings
from bot.trial.people import Form, Person, Screen
from bot.trial.story import Chapter
from bot.trial.world import World, a_world

HOUR = 60 * 60
SHIPPED = "mlops-engineer"
"""The roadmap that the story is about; whatever others are there, it is told with this one alone."""


async def tell() -> None:
    """Print the story from beginning to end; NotThere where the content has gone too far from the shipped."""
    content = LiveContent.open(read_settings().content_dir)
    content.library = Library((content.library.active(SHIPPED),))
    async with a_world(content) as world:
        print("Cairn on a simulated Discord: the real bot, a made-up server. Times are UTC.\n")
        for scene in (_enrols, _looks_around, _ticks, _hears, _posts, _plans, _looks_back, _is_seen):
            await scene(world)
    print("That was the tour. `./cairn try` lets you do all of it yourself.")


async def _enrols(world: World) -> None:
    _scene("Robin wants to become an MLOps engineer", Chapter.ENROL)
    answer = await _types(world.robin, "start", hours=9)
    _sees("Robin chooses Berlin in the menu", await answer.choose("Berlin"))
    _sees("and finds a welcome in the direct messages", world.robin.inbox()[-1])


async def _looks_around(world: World) -> None:
    _scene("Robin looks around")
    answer = await _types(world.robin, "roadmap")
    phase = world.app.content.library.default.current_phases[1].title
    _sees("Robin opens a phase in the menu", await answer.choose(phase))
    await _types(world.robin, "certs", certification="aws-ml-specialty")
    await _types(world.robin, "faq", question="do i need a phd?")
    await _types(world.robin, "faq", question="math")


async def _ticks(world: World) -> None:
    _scene("Robin sets to work", Chapter.TICK)
    answer = await _types(world.robin, "next")
    _sees("a while later, Robin presses Done", await answer.click("Done"))
    answer = await _types(world.robin, "done", action="ml-course", evidence="https://github.com/robin/notes")
    _sees("that was too early; Robin presses Undo", await answer.click("Undo"))
    await _types(world.robin, "progress")


async def _posts(world: World) -> None:
    _scene("Mona, a moderator, has news about Robin's phase", Chapter.POST)
    _typed(world.mona, "setup")
    answer = await world.mona.slash("setup")
    _sees("Mona chooses #roadmap-updates in the menu", await answer.choose_channel(world.updates))
    form = await _writes(world.mona, "update post", about="ml-course")
    preview = await form.send(title="The course has a new form", text="Ask there; the teachers read it.")
    _sees("Mona fills in the form, and sees what everybody would see", preview)
    _sees("Mona presses Post", await preview.click("Post"))
    print("… it stands in #roadmap-updates, with a letter missing")
    form = await _writes(world.mona, "update edit", update="1")
    edited = await form.send(title="The course has a new forum", text="Ask there; the teachers read it.")
    _sees("Mona mends the title in the same form", edited)
    post = Screen(world.robin, world.updates.history()[0])
    _sees("and this is what stands in #roadmap-updates now", post)


async def _hears(world: World) -> None:
    _scene("Robin hears of it", Chapter.WEEK)
    await world.pass_time(7 * DAY)
    message = world.robin.inbox()[-1]
    _sees("on Monday morning, in the direct messages", message)
    _scene("Robin presses Done on it", Chapter.PRESS)
    _sees("the message says what is next, and Undo is there", await message.click("Done"))
    print("… Robin looks at when the next one comes, and what can be changed about that")
    await _types(world.robin, "nudges")


async def _plans(world: World) -> None:
    _scene("The next Monday the message tells Mona's news, and Robin has a plan")
    message = await _next_message(world)
    _sees("in the direct messages", message)
    asked = await message.click("Plan it")
    _sees("Robin presses Plan it", asked)
    _sees("and then Tomorrow", await asked.click("Tomorrow"))
    _sees("on Tuesday, in the direct messages", await _next_message(world))


async def _looks_back(world: World) -> None:
    _scene("Every fourth message looks back")
    message = await _next_message(world)
    while "Keep a note" not in message.buttons:
        message = await _next_message(world)
    _sees("on a Monday, in the direct messages", message)
    form = await message.opens("Keep a note")
    _sees(
        "Robin keeps a line for later", await form.send(note="A pipe is a sentence: read it left to right.")
    )


async def _is_seen(world: World) -> None:
    _scene("Mona gives people places where they may be seen, and Robin chooses to be")
    _typed(world.mona, "setup")
    page = await (await world.mona.slash("setup")).click("Community")
    showcase, check_in = (world.guild.create_text_channel(name) for name in ("showcase", "check-in"))
    page = await page.choose_channel(showcase, "showcase")
    _sees("Mona chooses #showcase and #check-in", await page.choose_channel(check_in, "check-in"))
    answer = await _types(
        world.robin, "done", action="numpy-pandas", evidence="https://github.com/robin/bikes"
    )
    preview = await answer.click("Show it")
    _sees("Robin presses Show it, and sees what everybody would see", preview)
    _sees("Robin presses Post", await preview.click("Post"))
    _sees("and this stands in #showcase", Screen(world.robin, showcase.history()[0]))
    while not check_in.threads:
        await world.pass_time(HOUR)
    post = Screen(world.robin, next(each for each in check_in.history() if each.components))
    _sees("on Monday, in #check-in, with a thread below", post)
    preview = await post.click("Share my step")
    _sees("Robin presses Share my step", preview)
    await preview.click("Post")
    shared = Screen(world.robin, check_in.threads[0].history()[-1])
    _sees("Robin presses Post, and this stands in the thread", shared)
    _sees("Robin thinks better of it, and presses Take back", await shared.click("Take back"))


async def _next_message(world: World) -> Screen:
    """Let time pass until something new is in Robin's direct messages."""
    known = len(world.robin.inbox())
    while len(world.robin.inbox()) == known:
        await world.pass_time(HOUR)
    return world.robin.inbox()[-1]


async def _types(person: Person, command: str, **options: object) -> Screen:
    _typed(person, command, **options)
    screen = await person.slash(command, **options)
    print(f"{screen.drawn}\n")
    return screen


async def _writes(person: Person, command: str, **options: str) -> Form:
    _typed(person, command, **options)
    return await person.slash_form(command, **options)


def _typed(person: Person, command: str, **options: object) -> None:
    typed = " ".join((f"/{command}", *(f"{name}: {value}" for name, value in options.items())))
    print(f"{person.name} types  {typed}")


def _scene(what: str, chapter: Chapter | None = None) -> None:
    title = f"{chapter.title}: {what}" if chapter else what
    print(f"── {title} ".ljust(100, "─") + "\n")


def _sees(what: str, screen: Screen) -> None:
    print(f"… {what}\n{screen.drawn}\n")
