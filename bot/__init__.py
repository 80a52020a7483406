"""Cairn: a Discord bot that walks a community along a career roadmap."""

__version__ = "0.1.0"
