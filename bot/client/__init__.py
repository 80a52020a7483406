"""The Discord client, what it hands on, and the ways in which it answers."""

from bot.client.acts import Interaction, act_of, name_of
from bot.client.bot import Cairn, on_message_menu, on_press
from bot.client.replies import open_form, present, revise, show, take_away, think, whisper

__all__ = ["Cairn", "Interaction", "act_of", "name_of", "on_press", "open_form", "present", "revise", "show"]
__all__ += ["on_message_menu", "take_away", "think", "whisper"]
