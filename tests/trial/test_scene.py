"""What the page gets to see of places and messages."""

import discord

from bot.trial import scene
from bot.trial.world import World


async def test_a_thread_is_told_from_a_channel_and_its_beginning_from_a_message(world: World) -> None:
    channel = world.app.client.get_channel(world.general.id)
    assert isinstance(channel, discord.TextChannel)
    await (await channel.send("A question")).create_thread(name="Check-in")
    places = [scene.place(key, at, {}) for key, at in scene.places(world, world.robin).items()]
    assert [each["name"] for each in places] == [
        "#general", "Thread: Check-in", "#roadmap-updates", "Direct messages"
    ]  # fmt: skip
    said = [message["content"] for message in places[0]["messages"]]
    assert said == ["A question", "started a thread: **Check-in**"]
