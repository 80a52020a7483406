"""The log: one line an event, each trouble once and then counted, nobody in it."""

import json
import logging
import sys
from collections.abc import Iterator

import aiohttp
import pytest

from bot import logs

log = logging.getLogger("bot.somewhere")


class Log:
    """A log as it is set up when the bot runs; `lines` is what was written since the last look."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured

    def begin(self, style: str = "text") -> None:
        """Set it up, in the test itself: standard error is another one before."""
        logs.set_up("INFO", style)

    @property
    def lines(self) -> list[str]:
        return self._captured.readouterr().err.splitlines()

    def at(self, seconds: float, message: str, *arguments: object, level: int = logging.ERROR) -> None:
        """Something that is logged at an instant."""
        record = logging.LogRecord("bot.somewhere", level, __file__, 1, message, arguments, None)
        record.created = seconds
        log.handle(record)


@pytest.fixture
def text(capsys: pytest.CaptureFixture[str]) -> Iterator[Log]:
    """A log that is to begin."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    yield Log(capsys)
    root.handlers, sys.excepthook, logging.raiseExceptions = handlers, hook, True
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def test_a_time_names_its_zone(text: Log) -> None:
    text.begin()
    log.info("hello")
    (line,) = text.lines
    assert line.endswith(" INFO bot.somewhere: hello")
    assert line[len("2026-11-26T22:41:37")] in "+-"


def test_a_trouble_is_told_once_and_then_counted(text: Log) -> None:
    """What differs in numbers alone is the same trouble."""
    text.begin()
    for second in range(118):
        text.at(second, "interaction %s (/next): the disk is full", second)
    assert [line.partition(": ")[2] for line in text.lines] == ["interaction 0 (/next): the disk is full"]
    text.at(logs.AGAIN, "all is well", level=logging.INFO)
    assert [line.partition(": ")[2] for line in text.lines] == [
        "interaction 0 (/next): the disk is full (and 117 times more)",
        "all is well",
    ]
    text.at(logs.AGAIN + 1, "interaction 999 (/next): the disk is full")
    assert "interaction 999" in text.lines[0]


def test_what_is_no_trouble_is_told_each_time(text: Log) -> None:
    text.begin()
    for _ in range(2):
        log.info("jobs: 2 sent")
        log.error("content: a fault", extra=logs.EACH_TIME)
    assert len(text.lines) == 4


def test_another_trouble_is_another_line(text: Log) -> None:
    text.begin()
    text.at(1, "the disk is full")
    text.at(2, "the database is locked")
    text.at(3, "the disk is full", level=logging.WARNING)
    assert len(text.lines) == 3


def test_what_was_only_counted_is_told_at_the_end(text: Log) -> None:
    text.begin()
    text.at(1, "the disk is full")
    text.at(2, "the disk is full")
    logs.count_up()
    assert text.lines[-1].endswith("the disk is full (and once more)")


def suggested(error: Exception) -> None:
    """What discord.py does when suggestions fail."""
    try:
        raise error
    except Exception:  # as discord.py does, whatever it is
        logging.getLogger("discord.app_commands.tree").exception("Ignoring exception in autocomplete")


def test_suggestions_that_come_too_late_are_one_line(text: Log) -> None:
    text.begin()
    suggested(aiohttp.ClientConnectionError("cut"))
    (line,) = text.lines
    assert "(ClientConnectionError: cut)" in line


def test_a_fault_of_ours_in_suggestions_has_its_page(text: Log) -> None:
    text.begin()
    suggested(KeyError("stone"))
    assert "Traceback" in "\n".join(text.lines)


def test_a_lost_connection_is_one_line(text: Log) -> None:
    text.begin()
    try:
        raise aiohttp.ClientConnectionError("cut")
    except aiohttp.ClientConnectionError as error:
        logging.getLogger("discord.shard").error(
            "Attempting a reconnect for shard ID %s in %.2fs", 0, 1.5, exc_info=error
        )
    (line,) = text.lines
    assert line.endswith("Attempting a reconnect for shard ID 0 in 1.50s (ClientConnectionError: cut)")


@pytest.mark.parametrize(
    "address",
    [
        "/api/v10/users/812345678901234567",
        "/api/v10/channels/812345678901234567/messages",
        "/api/v10/guilds/1/members/812345678901234567",
        "/api/v10/webhooks/1/812345678901234567/messages/@original",
        "/api/v10/interactions/1/812345678901234567/callback",
    ],
)
def test_addresses_of_discord_name_nobody(text: Log, address: str) -> None:
    text.begin()
    logging.getLogger("discord.http").warning(
        "We are being rate limited. %s %s responded with 429.", "GET", address
    )
    (line,) = text.lines
    assert "/api/v10/" in line
    assert "8123456789" not in line


def test_who_typed_when_something_went_wrong_is_not_told(text: Log) -> None:
    text.begin()
    told = "Ignoring exception in autocomplete for %r (Guild: %s, User: %s)"
    logging.getLogger("discord.app_commands.tree").error(told, "done", 900000000000000010, 812345678901234567)
    (line,) = text.lines
    assert line.endswith("autocomplete for 'done' (Guild: 900000000000000010, User: …)")


def test_every_line_is_json_to_the_last(text: Log) -> None:
    text.begin("json")
    log.warning("careful")
    try:
        raise ValueError("a mistake")
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    first, last = map(json.loads, text.lines)
    assert first["message"] == "careful"
    assert first["at"][-5] in "+-"
    assert (last["level"], last["message"]) == ("CRITICAL", "ended by an error of its own")
    assert "ValueError: a mistake" in last["error"]


def test_a_log_that_can_not_be_written_is_no_reason_to_write_more(
    text: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    text.begin()

    class Full:
        written = 0

        def write(self, _: str) -> None:
            self.written += 1
            raise OSError(28, "No space left on device")

        def flush(self) -> None: ...

    full = Full()
    (handler,) = logging.getLogger().handlers
    monkeypatch.setattr(handler, "stream", full)
    monkeypatch.setattr(sys, "stderr", full)
    log.error("the disk is full")
    assert full.written == 1


NASTY = "\x1b]0;owned\x07 \x9b31m \u202egpj.exe\u2028\n2027-01-01 CRITICAL bot: forged\r\x7f\udce4"


@pytest.mark.parametrize("style", ["text", "json"])
def test_nothing_that_is_logged_moves_a_terminal_or_looks_like_an_event(text: Log, style: str) -> None:
    text.begin(style)
    log.error("interaction %s failed", NASTY)
    (line,) = text.lines
    assert [sign for sign in line if not sign.isprintable()] == []
    assert "\\u001b]0;owned" in line
    if style == "json":
        assert json.loads(line)["message"] == f"interaction {NASTY} failed"


@pytest.mark.parametrize("style", ["text", "json"])
def test_a_traceback_does_neither(text: Log, style: str) -> None:
    text.begin(style)
    try:
        raise ValueError(NASTY)
    except ValueError:
        log.exception("failed")
    lines = text.lines
    assert [sign for line in lines for sign in line if not sign.isprintable()] == []
    if style == "json":
        assert NASTY in json.loads(lines[0])["error"]
    else:
        assert all(line.startswith("  ") for line in lines[1:])
        assert any(line.startswith("  2027-01-01 CRITICAL bot: forged") for line in lines)
