"""The bot, driven the way members drive it: every command, button, menu and form."""
