"""Logging: one line an event, as text or as JSON; each trouble once, then counted; no user id, no token."""

import json
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from bot.domain.signs import printable

AGAIN = 10 * 60
"""Seconds for which a trouble that was told is only counted: a full disk must not fill the log as well."""

EACH_TIME = {"each_time": True}
"""Given as `extra`: somebody waits for these words, so they are told however often they come."""

COUNTED = {"counted": True}
"""Given as `extra`: no trouble of ours, but one that may come in crowds."""

_ZONED = "%Y-%m-%dT%H:%M:%S%z"
_NUMBER = re.compile(r"\d+")
# discord.py logs the address of a request that went wrong: it names a person, their direct messages, or the
# token with which an interaction can be answered. Whoever typed when something went wrong it names outright.
_NAMES = re.compile(r"(/(?:users|members|channels|(?:webhooks|interactions)/\d+)/|User: )[^/\s)]+")
_CONNECTION = ("discord.client", "discord.shard", "discord.gateway")
_SUGGESTIONS = "discord.app_commands.tree"


class _Text(logging.Formatter):
    """One line an event, a traceback below it; nothing in either moves a terminal or looks like an event."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        return printable(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        return "\n".join(f"  {printable(line)}" for line in super().formatException(ei).split("\n"))


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": self.formatTime(record, _ZONED),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        # What JSON leaves as it is may still move a terminal.
        return printable(json.dumps(entry, ensure_ascii=False))


@dataclass(slots=True)
class _Trouble:
    first: logging.LogRecord
    more: int = 0


class Repeats:
    """Knows which troubles were told lately. What differs in numbers alone is the same trouble."""

    def __init__(self) -> None:
        self._told: dict[tuple[object, ...], _Trouble] = {}

    def is_new(self, record: logging.LogRecord) -> bool:
        """Whether it has to be told; otherwise it is counted."""
        counts = record.levelno >= logging.WARNING or getattr(record, "counted", False)
        if not counts or getattr(record, "each_time", False):
            return True
        kind = record.exc_info[0] if record.exc_info else None
        key = (record.name, record.levelno, _NUMBER.sub("#", record.getMessage()), kind)
        known = self._told.setdefault(key, _Trouble(record))
        known.more += known.first is not record
        return known.first is record

    def over(self, now: float) -> Iterator[logging.LogRecord]:
        """The counts of what was told so long ago that it will be told anew, as records."""
        for key, trouble in list(self._told.items()):
            since = now - trouble.first.created
            if since >= AGAIN:
                del self._told[key]
                if trouble.more:
                    yield _counted(trouble)


class _Handler(logging.StreamHandler):  # type: ignore[type-arg]  # standard error, whatever it is by then
    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self._repeats = Repeats()

    def emit(self, record: logging.LogRecord) -> None:
        for count in self._repeats.over(record.created):
            super().emit(count)
        if self._repeats.is_new(record):
            super().emit(record)

    def count_up(self) -> None:
        """Tell of everything that was only counted so far."""
        for count in self._repeats.over(float("inf")):
            super().emit(count)

    def close(self) -> None:
        self.count_up()
        super().close()


def set_up(level: str, style: str) -> None:
    """Log to standard error from this level up; `style` is "text" or "json"."""
    handler = _Handler()
    text = _Text("%(asctime)s %(levelname)s %(name)s: %(message)s", _ZONED)
    handler.setFormatter(_Json() if style == "json" else text)
    handler.addFilter(_made_fit)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # A log that can't be written is no reason to write about that.
    logging.raiseExceptions = False
    logging.captureWarnings(style == "json")
    sys.excepthook = _uncaught if style == "json" else sys.__excepthook__
    # At DEBUG both print what they carry, user ids among it.
    for name in ("discord", "aiosqlite"):
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLevelName(level)))
    # It tells of its own parts before it comes to the database.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # It tells of every run, several times a minute, and of every one that the last one still stands for.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def count_up() -> None:
    """Tell of every trouble that was only counted so far, so that the last line can be the last."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, _Handler):
            handler.count_up()


def as_json() -> bool:
    """Whether every line has to be JSON, so that no sentence may stand beside the log."""
    return any(isinstance(handler.formatter, _Json) for handler in logging.getLogger().handlers)


def _made_fit(record: logging.LogRecord) -> bool:
    """discord.py names people, and prints a page for each connection that is lost."""
    if record.name.startswith("discord"):
        record.msg, record.args = _NAMES.sub(r"\1…", record.getMessage()), ()
    if record.exc_info and _is_from_outside(record.name, record.exc_info[0]):
        kind, error, _ = record.exc_info
        record.msg = f"{record.msg} ({kind.__name__ if kind else 'Error'}: {error})"
        record.exc_info = record.exc_text = None
    return True


def _is_from_outside(logger: str, kind: type[BaseException] | None) -> bool:
    """Whether the way to Discord failed: of a fault of ours in suggestions the page is wanted."""
    outside = kind is not None and kind.__module__.startswith(("discord.", "aiohttp."))
    return logger in _CONNECTION or (logger == _SUGGESTIONS and outside)


def _counted(trouble: _Trouble) -> logging.LogRecord:
    first, times = trouble.first, "once" if trouble.more == 1 else f"{trouble.more} times"
    said = f"{first.getMessage()} (and {times} more)"
    return logging.LogRecord(first.name, first.levelno, first.pathname, first.lineno, said, (), None)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("bot").critical("ended by an error of its own", exc_info=(kind, error, trace))
