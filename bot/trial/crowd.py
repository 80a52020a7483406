"""More people for the simulated server, each somewhere else on the way."""

from bot.trial.people import Person
from bot.trial.world import World

NAMES = """
    Ada Ben Chika Dana Emre Farah Goran Hana Ines Jonas Kofi Lena Malik Nadia Oskar
    Priya Quinn Rosa Sami Tariq Uma Viktor Wanda Xenia Yusuf Zofia Aiko Bruno Clara Dmitri
"""
ZONES = ("Berlin", "London", "New York", "Sao Paulo", "Tokyo", "Lagos")
MOST_STEPS = 3


async def join(world: World) -> None:
    """Thirty members join: 25 enrol, in three phases, and most of them tick a step or two.

    Ten, ten and five are in a phase, so that `/community`, which rounds down by fives, shows them all.
    """
    phases = world.app.content.library.default.current_phases[:3]
    for number, name in enumerate(NAMES.split()):
        person = Person(world.env, world.guild.add_member(world.env.create_user(name)), world.general)
        if number % 6 == 0:
            continue
        phase, zone = phases[number % 5 // 2].id, ZONES[number % len(ZONES)]
        await person.slash("start", timezone=zone, phase=phase, hours=number % 9 + 2)
        for _ in range(number % MOST_STEPS):
            await (await person.slash("next")).click("Done")
