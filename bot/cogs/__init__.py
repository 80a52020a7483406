"""Inbound: slash commands, and the clicks and forms that belong to them."""
