"""The Discord client: hands commands, clicks and forms to the cogs, and words every failure privately."""

import inspect
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import aiohttp
import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client.acts import Interaction
from bot.client.answers import Answers, Outcome
from bot.client.replies import typed_in, whisper
from bot.client.shards import Sharded
from bot.client.troubles import trouble_of
from bot.client.turns import Turns
from bot.domain.custom_id import FORMS, RESENT, Press, Unkept, Verb, read
from bot.domain.errors import MemberError, NotYours, Outdated, StoreUnavailable
from bot.domain.outcomes import Outcomes
from bot.domain.signs import clean
from bot.logs import COUNTED

log = logging.getLogger(__name__)

# No voice here, so nothing is missing without these libraries.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

# Answers that come too late or twice: Unknown interaction, and already acknowledged. Nothing is left to say.
_TOO_LATE = (10062, 40060)

# What may go wrong on the way to Discord and back.
_TROUBLE = (TimeoutError, OSError, aiohttp.ClientError, discord.DiscordException)

_EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)

Handler = TypeVar("Handler", bound=Callable[..., Awaitable[None]])


def on_press(*verbs: Verb) -> Callable[[Handler], Handler]:
    """Mark a cog's method `(interaction, press)` as the one that answers these verbs."""

    def mark(handler: Handler) -> Handler:
        handler.__press_verbs__ = verbs  # type: ignore[attr-defined]  # functions take attributes
        return handler

    return mark


def on_message_menu(name: str) -> Callable[[Handler], Handler]:
    """Mark a cog's method `(interaction, message)` as what the menu of a message has under this name."""

    def mark(handler: Handler) -> Handler:
        handler.__message_menu__ = name  # type: ignore[attr-defined]  # functions take attributes
        return handler

    return mark


class _Tree(app_commands.CommandTree[Any]):
    """The commands; cleans what they are given, and notes when one begins: discord.py tells of its end."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Nobody is kept out here, only in turn; what was typed is cleaned before anything reads it."""
        await interaction.client.turns.take()
        data: Any = interaction.data or {}
        _clean_options(data.get("options", ()))
        interaction.client.answers.begin(interaction)
        return True


class Cairn(Sharded):
    """The bot; `explain` words an error of an instant (epoch seconds).

    `outcomes` knows whether Discord takes what is sent, `answers` counts what was answered. Unless a command
    says otherwise, it works in servers, in DMs and as a user install. Dispatches the event `answered` with
    the interaction after every answer that is not our own failure.
    """

    def __init__(self, *, explain: Callable[[Exception, int], ui.LayoutView], **options: Any) -> None:
        super().__init__(
            commands.when_mentioned,
            help_command=None,
            tree_cls=_Tree,
            allowed_contexts=_EVERYWHERE,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=30,
            **options,
        )
        self.tree.error(self.fail)
        self._explain = explain
        self.syncing: Callable[[], Awaitable[dict[str, int]]] = self.sync
        self.outcomes = Outcomes()
        self.answers = Answers()
        self.turns = Turns()
        self.command_ids: dict[str, int] = {}
        self._presses: dict[Verb, Callable[[Interaction, Press], Awaitable[None]]] = {}

    async def setup_hook(self) -> None:
        """Put the commands in step with this version, or let one of several processes do so."""
        self.command_ids = await self.syncing()

    async def sync(self) -> dict[str, int]:
        """Put the commands in step with this version; by what id each is called from a text."""
        return {command.name: command.id for command in await self.tree.sync()}

    async def add_cog(self, cog: commands.Cog, /, **options: Any) -> None:
        """Add a cog, with what it has in the menu of messages, and register its handlers of presses.

        Two for one verb are a mistake in the code.
        """
        await super().add_cog(cog, **options)
        for _, method in inspect.getmembers(cog, inspect.ismethod):
            if name := getattr(method, "__message_menu__", ""):
                self.tree.add_command(app_commands.ContextMenu(name=name, callback=method))
            for verb in getattr(method, "__press_verbs__", ()):
                if verb in self._presses:
                    raise ValueError(f"two handlers for {verb!r}")
                self._presses[verb] = method

    async def on_app_command_completion(self, interaction: Interaction, _: object) -> None:
        """Commands end in the same event as presses."""
        self._answered(interaction)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a click, a choice or a form, for its owner only. Its custom_id says all there is to know,
        so that it works for ever, and no restart loses what was typed.
        """
        if interaction.type not in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            return
        await self.turns.take()
        self.answers.begin(interaction)
        try:
            press = _read(interaction)
            if not press.is_for(interaction.user.id):
                raise NotYours
            with _kept(press):
                await self._presses[press.verb](interaction, press)
            self._answered(interaction)
        except Exception as error:  # whatever happens, the member gets an answer
            await self.fail(interaction, error)

    async def fail(self, interaction: Interaction, error: Exception) -> None:
        """Say privately what went wrong; log what is not the member's doing, once, without naming them."""
        error = getattr(error, "original", error)
        if isinstance(error, discord.InteractionResponded) or getattr(error, "code", None) in _TOO_LATE:
            log.info("answer to interaction %s came too late or twice", interaction.id, extra=COUNTED)
            self.answers.end(interaction, _name(interaction), Outcome.LATE)
            return
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            error = Outdated()
        cause = error.why if isinstance(error, Unkept) else error
        if isinstance(cause, _TROUBLE):
            self.outcomes.note(trouble_of(cause))
        _complain(interaction, cause)
        try:
            await whisper(interaction, self._explain(error, int(interaction.created_at.timestamp())))
            self.outcomes.note()
        except _TROUBLE as again:
            self.outcomes.note(trouble_of(again))
            log.info("could not answer interaction %s: %s", interaction.id, again, extra=COUNTED)
        self.answers.end(interaction, _name(interaction), _outcome(cause))
        if isinstance(cause, MemberError):
            self.dispatch("answered", interaction)

    def _answered(self, interaction: Interaction) -> None:
        self.outcomes.note()
        self.answers.end(interaction, _name(interaction), Outcome.ANSWERED)
        self.dispatch("answered", interaction)

    async def on_error(self, event: str, /, *_: object, **__: object) -> None:
        """Log what went wrong in a listener, which nobody waits for."""
        error = sys.exception()
        if isinstance(error, StoreUnavailable):
            log.error("%s: %s", event, error)
        else:
            log.error("%s failed", event, exc_info=error)


def _clean_options(options: Iterable[dict[str, Any]]) -> None:
    for option in options:
        if isinstance(option.get("value"), str):
            option["value"] = clean(option["value"]).replace("\n", " ")  # of one line
        _clean_options(option.get("options", ()))


def _read(interaction: Interaction) -> Press:
    data: Any = interaction.data
    inputs = [label["component"] for label in data.get("components", ()) if "component" in label]
    fields = {field["custom_id"]: clean(field.get("value") or "") for field in inputs}
    press = read(data["custom_id"], data.get("values", ()), fields)
    if press is None:
        raise Outdated
    return _resent(interaction, press) if data["custom_id"].startswith(RESENT) else press


def _resent(interaction: Interaction, press: Press) -> Press:
    """A form as it was sent before, with what was chosen in its first field."""
    typed = typed_in(interaction)
    names = FORMS[press.verb].fields if press.verb in FORMS else ()
    fields = {name: typed.get(at, "") for at, name in enumerate(names)}
    return press._replace(values=(), fields=fields | dict(zip(names[:1], press.values, strict=False)))


@contextmanager
def _kept(press: Press) -> Iterator[None]:
    """What was typed into a form comes back to its author with whatever goes wrong in here."""
    try:
        yield
    except Unkept:  # it knows best what was typed, and what is wrong with it
        raise
    except Exception as error:  # nobody should have to type it again, for any reason
        if not press.fields:
            raise
        raise Unkept(error, press) from error


def _complain(interaction: Interaction, cause: Exception) -> None:
    """Log what is not the member's doing, without naming them; a page only of what is a mistake of ours."""
    number, name = interaction.id, _name(interaction)
    if isinstance(cause, StoreUnavailable):
        log.error("interaction %s (%s): %s", number, name, cause)
    elif isinstance(cause, _TROUBLE) and getattr(cause, "status", None) != 400:  # which is said of our body
        log.error("interaction %s (%s): %r", number, name, cause)
    elif not isinstance(cause, MemberError):
        log.error("interaction %s (%s) failed", number, name, exc_info=cause)


def _outcome(cause: Exception) -> Outcome:
    match cause:
        case MemberError():
            return Outcome.REFUSED
        case StoreUnavailable():
            return Outcome.UNAVAILABLE
        case _:
            return Outcome.FAILED


def _name(interaction: Interaction) -> str:
    command = interaction.command
    if command is not None:
        menu = isinstance(command, app_commands.ContextMenu)
        return command.qualified_name if menu else f"/{command.qualified_name}"
    data: Any = interaction.data or {}
    return ":".join(str(data.get("custom_id", "unknown")).split(":")[:2])
