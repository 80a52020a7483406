"""Logging: one line an event, as text or as JSON. Never a user id, never the token."""

import json
import logging
import re
import sys

_PERSON = re.compile(r"(/(?:users|members)/)\d+")


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def _without_people(record: logging.LogRecord) -> bool:
    """discord.py logs the address of a request that went wrong, and some addresses name a person."""
    if record.name.startswith("discord"):
        record.msg, record.args = _PERSON.sub(r"\1…", record.getMessage()), ()
    return True


def set_up(level: str, style: str) -> None:
    """Log to standard error from this level up; `style` is "text" or "json"."""
    handler = logging.StreamHandler(sys.stderr)
    text = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(_Json() if style == "json" else text)
    handler.addFilter(_without_people)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # At DEBUG both print what they carry, user ids among it.
    for name in ("discord", "aiosqlite"):
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLevelName(level)))
    # It tells of its own parts before it comes to the database.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # It tells of every run, several times a minute, and of every one that the last one still stands for.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
