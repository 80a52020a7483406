"""`/help`: what Cairn does, by who asks."""

from discord import ui

from bot.domain.custom_id import Verb
from bot.views.components import card, link, row, rule, small
from bot.views.controls import button


def helped(version: str, owner: int, privacy: str | None) -> ui.LayoutView:
    """The commands, the version, and the privacy page that the host has set for the application, if any."""
    page = link("Privacy", privacy) if privacy else "Privacy: `/mydata` shows all I keep"
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
        "`/update` post, schedule, edit or retract an update · `/setup` channel, roles, time zone\n"
        "`/community` whether the community moves",
        "**Your data**\n`/mydata` see it, take it with you, delete it at once",
        small(f"Cairn {version} · {page}"),
        below=[row(button("My next action", Verb.NEXT, owner), button("The roadmap", Verb.ROADMAP, owner))],
    )
