"""Cairn's tests; the folders bear the same names as those of bot/."""
