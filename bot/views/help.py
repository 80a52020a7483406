"""`/help`: what Cairn does, by who asks."""

from discord import ui

from bot.views.controls import button
from bot.views.kit import card, link, row, rule, small

PRIVACY = "https://github.com/cairn-bot/cairn/blob/main/PRIVACY.md"


def helped(version: str, owner: int) -> ui.LayoutView:
    """The commands, the version, the privacy page."""
    return card(
        "## Cairn\nA career roadmap, one action at a time. What you see about yourself, only you see.",
        rule(),
        "**On the trail**\n"
        "`/start` enrol, set your time zone\n"
        "`/next` the one next thing to do\n"
        "`/done` tick an action off · `/undo` take the last change back\n"
        "`/progress` how far you are; `share` shows it in the channel\n"
        "`/nudges` your weekly message: when, pause, off",
        "**Looking around**\n"
        "`/roadmap` the role and its phases · `/phase` one phase with its actions\n"
        "`/certs` certifications · `/faq` common questions",
        "**For moderators**\n"
        "`/update` post, schedule, edit or retract an update · `/setup` channel, roles, time zone",
        "**Your data**\n`/mydata` see it, take it with you, delete it at once",
        small(f"Cairn {version} · {link('Privacy', PRIVACY)}"),
        below=[row(button("My next action", "next", owner), button("The roadmap", "roadmap", owner))],
    )
