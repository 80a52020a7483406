"""The one place where things are built: settings in, a bot ready to run out."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import discord
from discord.ext import commands

from bot.client.bot import Cairn
from bot.clocks import clock
from bot.cogs.actions import Actions
from bot.cogs.activity import ActivityCog
from bot.cogs.answers import AnswersCog
from bot.cogs.certifications import Certifications
from bot.cogs.community import Communities
from bot.cogs.drafts import Drafts
from bot.cogs.faqs import Faqs
from bot.cogs.help import Help
from bot.cogs.meanwhile import Meanwhile
from bot.cogs.mydata import MyData
from bot.cogs.notes import NotesCog
from bot.cogs.nudges import Nudges
from bot.cogs.progress import ProgressCog
from bot.cogs.projects import Projects
from bot.cogs.roadmap import Roadmaps
from bot.cogs.servers import Servers
from bot.cogs.setup import Setup
from bot.cogs.showing import Showing
from bot.cogs.start import Start
from bot.cogs.updates import Updates
from bot.content.gazetteer import ShippedGazetteer
from bot.content.live import LiveContent
from bot.delivery.circuit_breaker import CircuitBreaker
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.dm_channels import DMChannels
from bot.delivery.handlers.check_in import CheckIn
from bot.delivery.handlers.digest import Digest, Notice
from bot.delivery.handlers.handler import Handler
from bot.delivery.handlers.member_message import Farewell, MemberMessage
from bot.delivery.handlers.post import Post
from bot.delivery.handlers.roles import PhaseRole
from bot.delivery.handlers.showing import Removal, Show
from bot.delivery.handlers.word import AuthorNote, OwnerWord
from bot.delivery.lookout import Lookout
from bot.delivery.pictures import Pictures
from bot.delivery.places import Places
from bot.delivery.posts import Posts
from bot.delivery.rate_limit import Wait, by_the_loop
from bot.delivery.retention import Retention
from bot.delivery.roles import PhaseRoles
from bot.delivery.sender import DiscordSender
from bot.host.discord_checks import Commands, commands_of
from bot.host.health import Health
from bot.limits import INTERACTION_ANSWER
from bot.services.activity import Activity
from bot.services.answers import AnswerService
from bot.services.certifications import CertificationService
from bot.services.data import DataService
from bot.services.enrolment import Enrolment
from bot.services.names import Names
from bot.services.notes import NoteService
from bot.services.nudges import NudgeService
from bot.services.progress import ProgressService
from bot.services.questions import QuestionService
from bot.services.servers import ServerService
from bot.services.showing import ShowingService
from bot.services.updates import UpdateService
from bot.store import engines
from bot.store.store import Store
from bot.views.errors import explain

log = logging.getLogger(__name__)

PATIENCE_MS = (INTERACTION_ANSWER - 1) * 1000
"""How long to wait for another program's lock, so that a member hears of it while Discord takes an answer."""

CLOSE_SECONDS = 1.5
"""How long each part may take to close."""


@dataclass(frozen=True, slots=True)
class App:
    """A bot with its store and what it does unasked; `close` gives all back."""

    client: Cairn
    content: LiveContent
    store: Store
    sender: DiscordSender
    dispatcher: Dispatcher
    retention: Retention
    lookout: Lookout

    async def close(self) -> None:
        """Leave Discord, then close the database; what takes too long is left to the end of the process."""
        for close in (self.client.close, self.store.close):
            try:
                async with asyncio.timeout(CLOSE_SECONDS):
                    await close()
            except (TimeoutError, discord.DiscordException) as error:
                log.warning("did not close cleanly: %r", error)


async def build(
    database_url: str,
    content: LiveContent,
    now: Callable[[], int] = clock,
    rate: float = 2,
    pictures: Pictures | None = None,
    wait: Wait = by_the_loop,
    *,
    migrating: bool = True,
    **options: Any,
) -> App:
    """Bring the database up to date and wire the bot; `rate` is messages a second, `wait` waits for turns.

    Without `migrating` the database need not be there yet; `options` are discord.py's own. Raises
    StoreUnavailable.
    """
    if migrating:
        await engines.of(database_url).migrate(database_url)
    store, client = Store.open(database_url, PATIENCE_MS), Cairn(explain=explain, **options)
    sender = DiscordSender(client, wait=wait, outcomes=client.outcomes)
    pictures = pictures or Pictures()
    dispatcher = dispatching(store, sender, content, rate, now, wait, pictures)
    lookout = Lookout(store, Places(sender), now)
    app = App(client, content, store, sender, dispatcher, Retention(store, sender, now), lookout)
    for cog in _cogs(app, now, pictures):
        await client.add_cog(cog)
    return app


def health_of(app: App, tick_seconds: float, now: Callable[[], int]) -> Health:
    """What can be asked whether all of it works."""
    outcomes = app.client.outcomes
    return Health(app.client, app.store, app.dispatcher, app.sender, outcomes, app.content, tick_seconds, now)


async def known_commands(database_url: str, content: LiveContent) -> Commands:
    """The commands of this version, from a bot that is built and never started."""
    built = await build(database_url, content, migrating=False)
    try:
        return commands_of(built.client.tree)
    finally:
        await built.close()


def dispatching(
    store: Store,
    sender: DiscordSender,
    content: LiveContent,
    rate: float,
    now: Callable[[], int],
    wait: Wait = by_the_loop,
    pictures: Pictures | None = None,
) -> Dispatcher:
    """What does the jobs, with a handler for every kind; `rate` is requests a second."""
    posts, places = Posts(sender, content), Places(sender)
    channels, servers = DMChannels(store, sender, now, wait), ServerService(store, content)
    handlers: tuple[Handler, ...] = (
        MemberMessage(store, sender, channels, content, now),
        Farewell(store, sender, channels, content, now),
        Post(store, sender, posts, now),
        AuthorNote(store, sender, now, posts),
        OwnerWord(store, sender, now),
        Show(store, places, now, pictures or Pictures()),
        Removal(store, places, now),
        CheckIn(store, sender, places, now, content),
        Digest(store, sender, places, now, servers, content),
        Notice(store, sender, now, content, places),
        PhaseRole(store, PhaseRoles(sender), content, servers, now),
    )
    return Dispatcher(store, handlers, CircuitBreaker(store, now), rate, now, wait)


def _cogs(app: App, now: Callable[[], int], pictures: Pictures) -> Iterator[commands.Cog]:
    store, content, dispatcher = app.store, app.content, app.dispatcher
    posts, places = Posts(app.sender, content), Places(app.sender)
    names, servers, shown = (
        Names(store, content),
        ServerService(store, content),
        ShowingService(store, content),
    )
    progress, gazetteer = ProgressService(store, content, names), ShippedGazetteer()
    certifications, notes = CertificationService(store, content, names), NoteService(store, content, names)
    updates, questions, answers = UpdateService(store), QuestionService(store), AnswerService(store)
    yield Start(content, Enrolment(store, content), progress, names, dispatcher, gazetteer)
    yield Actions(content, progress, names, servers)
    yield Roadmaps(content, progress, names, servers)
    showing = Showing(shown, progress, names, servers, places, dispatcher, pictures)
    yield from (showing, ProgressCog(progress, certifications, notes, pictures, servers, shown, showing))
    yield NotesCog(progress, notes, names)
    yield Nudges(NudgeService(store, content), progress, dispatcher, gazetteer)
    yield Meanwhile(progress)
    yield Certifications(content, certifications, names)
    yield Projects(content, progress, names)
    yield Faqs(content, questions, answers, names, places)
    yield MyData(DataService(store), content)
    yield Help(servers)
    yield ActivityCog(Activity(store), progress)
    drafts = Drafts(updates, servers, posts, dispatcher)
    yield from (drafts, Updates(content, updates, servers, posts, names, drafts))
    yield Setup(servers, content, PhaseRoles(app.sender), gazetteer)
    yield from (AnswersCog(answers, questions, servers, names), Communities(servers, questions, names))
    yield Servers(app.client, servers, now)
