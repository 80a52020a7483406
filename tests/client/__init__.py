"""The client: what it makes of interactions, and how it answers."""
