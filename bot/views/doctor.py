"""`./cairn doctor`: each thing that has to be in order, as a line: ok, or what to do."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.guilds import Asked, Further, invite_link
from bot.views.permissions import label, listed, reason

CLOCK_SECONDS = 60
"""So many seconds a clock may be off before nudges come at a wrong time that somebody notices."""

SPARE_BYTES = 64 << 20
"""Room that has to be free beside a second copy of the database, for its log and for a backup."""

_MIB = 1 << 20


class Finding(NamedTuple):
    """One thing that was looked at; if it is not fine, what was said tells what to do."""

    fine: bool
    said: str

    @property
    def line(self) -> str:
        """As a terminal shows it."""
        return f"{'ok' if self.fine else '✗'} {self.said}"

    @property
    def json(self) -> str:
        """As a program reads it: a JSON object in a line."""
        return json.dumps({"ok": self.fine, "said": self.said}, ensure_ascii=False)


NO_TOKEN = Finding(
    False,
    "token: there is none, so nothing was asked of Discord. Put DISCORD_TOKEN into the environment or "
    "into .env; `./cairn try` works without one.",
)
"""Nothing that needs Discord can be looked at."""


ALL_COUNT = Finding(True, "ticks: all of them count")
"""The content knows whatever members ticked."""


def zones(package: str, system: str | None, *, of_system: bool) -> Finding:
    """Which rules of time zones are used: the newer of the package's and of the system's."""
    if of_system:
        return Finding(True, f"time zones: {system}, the system's; the package tzdata has {package}")
    other = f"the system has {system}" if system else "the system's have no version"
    return Finding(True, f"time zones: {package}, of the package tzdata; {other}")


def token(name: str) -> Finding:
    """Discord took it, and says whose it is."""
    return Finding(True, f"token: Discord knows it as {name}")


def application(name: str, *, code_grant: bool, elsewhere: str | None) -> Finding:
    """What is set in the Developer Portal; `elsewhere` is where Discord sends commands instead."""
    if elsewhere is not None:
        return Finding(
            False,
            f"application: Discord sends commands to {elsewhere} and not to this bot: empty the field "
            "Interactions Endpoint URL in the Developer Portal → General Information.",
        )
    if code_grant:
        return Finding(
            False,
            "application: it can't be added by a link: turn off Requires OAuth2 Code Grant in the "
            "Developer Portal → Bot.",
        )
    return Finding(True, f"application: {name}")


def intents(privileged: Sequence[str]) -> Finding:
    """Cairn needs none of the privileged ones; those that are switched on are named."""
    spare = f"; {listed(privileged)} may be turned off in the Developer Portal → Bot" if privileged else ""
    return Finding(True, f"intents: no privileged one is needed{spare}")


def commands(number: int, lacking: Sequence[str], changed: Sequence[str], spare: Sequence[str]) -> Finding:
    """Discord's global commands against this version's: what it lacks, has otherwise, and has too many."""
    differences = [
        f"{words} {listed(f'/{name}' for name in names)}"
        for words, names in (("it lacks", lacking), ("it has an older", changed), ("it still has", spare))
        if names
    ]
    said = f"commands: Discord's are others ({'; '.join(differences)}): `./cairn run` puts them in step."
    return Finding(False, said) if differences else Finding(True, f"commands: {number}, in step")


def stale_commands(server: str, names: Sequence[str], *, removed: bool) -> Finding:
    """Commands that stand in one server beside those that work everywhere."""
    listed_names = listed(f"/{name}" for name in names)
    if removed:
        return Finding(True, f"commands of {server}: {listed_names} taken away there")
    return Finding(
        False,
        f"commands of {server}: {listed_names} stand there a second time, from another version: "
        "`./cairn doctor --remove-server-commands` takes them away.",
    )


def no_stale_commands(servers: int) -> Finding:
    """How many servers were looked at in vain."""
    return Finding(True, f"commands of servers: none beside the others ({servers} looked at)")


def clock(ahead: int) -> Finding:
    """How many seconds the machine's clock is ahead of Discord's."""
    if abs(ahead) <= CLOCK_SECONDS:
        return Finding(True, "clock: agrees with Discord's")
    way = "ahead of" if ahead > 0 else "behind"
    return Finding(
        False,
        f"clock: {abs(ahead)} seconds {way} Discord's, so messages come at the wrong time: turn on network "
        "time on this machine.",
    )


def content(summary: str, faults: int) -> Finding:
    """What the content folder holds, in the words of `./cairn check`."""
    said = f"{summary}: `./cairn check` lists them." if faults else summary.removesuffix(": ok")
    return Finding(not faults, said)


def database(revision: str, newest: str, size: int, free: int | None) -> Finding:
    """A database that is in order; sizes in bytes, `free` None where the room is not on this machine."""
    step = "" if revision == newest else f", `./cairn run` brings it to {newest}"
    if free is None:
        return Finding(True, f"database: revision {revision}{step}, {size // _MIB} MiB")
    if free < _MIB:
        return trouble("database", "the disk is full, so nothing can be written: free some space.")
    if free < size + SPARE_BYTES:
        return Finding(
            False,
            f"database: {free // _MIB} MiB are free beside its {size // _MIB}: free "
            f"{(size + SPARE_BYTES - free) // _MIB + 1} MiB more, or a backup may not fit.",
        )
    return Finding(True, f"database: whole, revision {revision}{step}, {free // _MIB} MiB free")


def misspelt(written: str, meant: str) -> Finding:
    """A name that is set and means nothing."""
    return trouble("settings", f"{written} is no setting of Cairn's: if you meant {meant}, write it so.")


def open_files(names: Sequence[str]) -> Finding:
    """Files with what is nobody else's that others on the machine may open."""
    mend = f"`chmod 600 {' '.join(names)}`"
    return trouble("files", f"others on this machine may open {listed(names)}: {mend}.")


def server(name: str, channel: str, lacking: Sequence[Asked]) -> Finding:
    """What the bot may do in a server's channel for updates."""
    if not lacking:
        return Finding(True, f"server {name}: all permissions in #{channel}")
    wanted = listed(f"{label(permission)} ({reason(permission)})" for permission in lacking)
    return Finding(False, f"server {name}: give Cairn {wanted} in #{channel}.")


def wider(name: str, application_id: int, asked: Sequence[Further], lacking: Sequence[Asked]) -> Finding:
    """Whether the bot may in a server what the choices there ask of it."""
    if not lacking:
        return Finding(True, f"server {name}: all permissions that its choices for the community take")
    wanted = listed(f"{label(each)} ({reason(each)})" for each in lacking)
    link = invite_link(application_id, asked)
    return Finding(False, f"server {name}: its `/setup` needs {wanted}: open {link} for that server.")


def channel_gone(name: str) -> Finding:
    """The channel for updates was deleted."""
    return Finding(False, f"server {name}: its channel for updates is gone; `/setup` there chooses another.")


def server_gone(number: int) -> Finding:
    """The bot was removed while it was down."""
    return trouble(f"server {number}", "Cairn was removed from it; `./cairn run` notes that, and forgets it.")


def invite(application_id: int) -> Finding:
    """The link that adds the bot to a server, with the permissions it asks for."""
    return Finding(True, f"invite: {invite_link(application_id)}")


def trouble(about: str, sentence: str) -> Finding:
    """What can't be looked at or used, and why."""
    return Finding(False, f"{about}: {sentence}")
