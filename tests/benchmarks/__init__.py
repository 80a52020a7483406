"""What Cairn costs beside a bare discord.py bot; run by hand, one module at a time."""
