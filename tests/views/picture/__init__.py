"""Tests of bot.views.picture."""
