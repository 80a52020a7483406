"""The command line: `cairn run`, `try`, `check` and more. A failure is one sentence and an exit code."""

import argparse
import asyncio
import gc
import io
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from bot import __version__, logs
from bot.app import known_commands
from bot.clocks import clock
from bot.content.check import check
from bot.content.faults import ContentBroken, clipped
from bot.content.live import LiveContent
from bot.content.new import CannotBegin, begin
from bot.domain.errors import StoreUnavailable
from bot.domain.schedule import DAY
from bot.domain.signs import printable
from bot.host import doctor, reports, zone_data
from bot.host.cards import unbuilt
from bot.host.reload import ask_to_reload
from bot.host.startup_errors import TROUBLES, PortUnusable, words
from bot.run import run
from bot.settings import (
    BadSettings,
    Settings,
    asks_for_json,
    file_address,
    misspelt,
    read_settings,
    server_address,
)
from bot.store import engines
from bot.store.copy import copy
from bot.store.sqlite.backup import verify
from bot.views.doctor import Finding

log = logging.getLogger(__name__)

PRIVATE = 0o077
"""What nobody but the bot's own user may do with the files it makes."""

OK, FAILED, UNAVAILABLE, MISCONFIGURED = 0, 1, 69, 78
INTERRUPTED = 130  # as a shell has it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 ok, 1 check failed, 2 usage, 69 a needed service or the token is not usable, 78 bad configuration.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whose encoding may know no arrows
            stream.reconfigure(errors="backslashreplace")
    options, unknown = _parser().parse_known_args(arguments)
    if unknown:
        options.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    zone_data.use_newest()
    try:
        return int(options.command(options))
    except (BadSettings, ContentBroken, StoreUnavailable, PortUnusable, OSError) as error:
        return _ended(error)
    except KeyboardInterrupt:
        return INTERRUPTED


def _ended(error: Exception) -> int:
    """Say what happened and what to do; the exit code."""
    match error:
        case BadSettings():
            return _fail(MISCONFIGURED, *error.sentences)
        case ContentBroken():
            broken = "the content can't be used: mend the faults above."
            return _fail(MISCONFIGURED, *map(str, error.faults), broken)
        case BrokenPipeError():  # whoever reads has read enough
            _say_no_more()
            return OK
        case TimeoutError():
            return _fail(UNAVAILABLE, "this machine takes longer for it than it ever should: try again.")
        case OSError():  # a file or a folder in a state that nobody thought of
            _say_no_more()
            what = f"{error.filename} can't be used" if error.filename else "something can't be written"
            return _fail(UNAVAILABLE, f"{what} ({error.strerror or error}): mend that and try again.")
        case _:
            return _fail(UNAVAILABLE, str(error))


class _Parser(argparse.ArgumentParser):
    """Repeats what was typed as something that does nothing to a terminal, and says what there is."""

    def error(self, message: str) -> NoReturn:
        super().error(f"{printable(message)}; `./{self.prog} --help` says what there is")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser("cairn", description="A career roadmap for Discord, one action at a time.")
    parser.add_argument("--version", action="version", version=f"cairn {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(
        name: str, does: Callable[[argparse.Namespace], int], summary: str
    ) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = commands.add_parser(name, help=summary)
        added.set_defaults(command=does, parser=added)
        return added

    command("run", _run, "run the bot; needs DISCORD_TOKEN")
    trial = command("try", _try, "try it without a token, in the browser")
    trial.add_argument("--tour", action="store_true", help="print a whole story in the terminal instead")
    trial.add_argument("--port", type=int, default=0, help="the port of the page; any free one by default")
    checking = command("check", _check, "check the content; needs no token")
    checking.add_argument("folder", nargs="?", type=Path, help="the content folder; CONTENT_DIR by default")
    checking.add_argument(
        "--against", type=Path, metavar="FOLDER", help="say what changes for members since this older content"
    )
    beginning = command("new", _new, "write a small roadmap to start from")
    beginning.add_argument(
        "folder", type=Path, help="a folder that is not there yet, like content/data-analyst"
    )
    command("reload", _reload, "let the running bot read its content again, if that has no faults")
    _of_the_database(command)
    return parser


def _of_the_database(command: Callable[..., argparse.ArgumentParser]) -> None:
    command("migrate", _migrate, "bring the database up to date; `run` does so by itself")
    reporting = command("report", _report, "weekly messages by week, and questions without an answer")
    reporting.add_argument(
        "--weeks", type=_weeks, default=8, help="how many weeks back, at least 1; 8 by default"
    )
    command("faqs", _faqs, "answers of servers, as YAML for the roadmap's authors").add_argument(
        "--server", type=int, metavar="ID", help="only of this server"
    )
    looking = command("doctor", _doctor, "token, database, content, permissions: ok, or what to do")
    looking.add_argument(
        "--remove-server-commands",
        action="store_true",
        help="take away commands that stand in one server alone, left there by another version",
    )
    looking.add_argument("--json", action="store_true", help="each finding as a JSON object in a line")
    copying = command("backup", _backup, "copy the database, while the bot runs or not")
    copying.add_argument("file", type=Path, help="the copy; an older one of that name is replaced")
    copying.add_argument("--verify", action="store_true", help="then read the copy from end to end")
    moving = command("copy", _copy, "copy a database file into an empty PostgreSQL database")
    moving.add_argument("source", metavar="FROM", help="sqlite+aiosqlite:///cairn.db; its bot must not run")
    moving.add_argument("target", metavar="TO", help="postgresql+asyncpg://…")


def _weeks(text: str) -> int:
    weeks = text.lstrip("0") if text.isascii() and text.isdecimal() else ""
    if not weeks:
        raise argparse.ArgumentTypeError(f"{clipped(text)} is no number of weeks; write 1 or more")
    return int(weeks[:6])  # which is all of them already


def _run(_: argparse.Namespace) -> int:
    os.umask(PRIVATE)
    logs.set_up("INFO", "json" if asks_for_json() else "text")
    settings = read_settings()
    logs.set_up(settings.log_level, settings.log_format)
    for written, meant in misspelt().items():
        log.warning("%s is no setting of Cairn's: if you meant %s, write it so", written, meant)
    if settings.discord_token is None:
        raise BadSettings(
            "there is no token: put DISCORD_TOKEN into the environment or into .env. "
            "`./cairn try` works without one."
        )
    gc.disable()  # until all is there that stays: of the content and the bot hardly any is garbage
    content = LiveContent.open(settings.content_dir)
    try:
        asyncio.run(run(settings, settings.discord_token.get_secret_value(), content))
    except TROUBLES as error:
        return _fail(UNAVAILABLE, words(error))
    return OK


def _try(options: argparse.Namespace) -> int:
    try:
        from bot import trial  # noqa: PLC0415 - what it needs is only installed for trying and testing
    except ModuleNotFoundError as error:
        return _fail(UNAVAILABLE, f"{error.name} is missing: start it as `./cairn try`, which installs it.")
    return trial.main(tour=options.tour, port=options.port)


def _check(options: argparse.Namespace) -> int:
    today = datetime.fromtimestamp(clock(), UTC).date()
    report = check(options.folder or read_settings().content_dir, today)
    warnings = [f"{warning} (warning)" for warning in report.warnings]
    cards = [*unbuilt(report.library)] if report.library else []
    _say(*warnings, *report.faults, *cards, report.summary)
    if options.against and report.library is not None:
        before = check(options.against, today)
        if before.library is None:
            return _fail(MISCONFIGURED, *map(str, before.faults))
        _say(*asyncio.run(reports.edits(read_settings().database_url, before.library, report.library)))
    return FAILED if report.faults or cards else OK


def _new(options: argparse.Namespace) -> int:
    try:
        written = begin(options.folder)
    except CannotBegin as error:
        return _fail(FAILED, str(error))
    folder, content = options.folder.parent, read_settings().content_dir
    _say(*(f"{file}: written" for file in written))
    if folder.resolve() != content.resolve():
        _say(f"The bot reads {content} alone: move {options.folder} into it.")
    _say(f"Put your own words into them. `./cairn check {folder}` says what is wrong with them.")
    return OK


def _migrate(_: argparse.Namespace) -> int:
    os.umask(PRIVATE)
    url = read_settings().database_url
    before, after = asyncio.run(engines.of(url).migrate(url))
    done = f"{after}, nothing to do" if before == after else f"{before or 'new'} → {after}"
    _say(f"database: {done}")
    return OK


def _report(options: argparse.Namespace) -> int:
    since = max(0, clock() - options.weeks * 7 * DAY)
    _say(*asyncio.run(reports.report(read_settings().database_url, since)))
    return OK


def _faqs(options: argparse.Namespace) -> int:
    settings = read_settings()
    library = LiveContent.open(settings.content_dir).library
    _say(*asyncio.run(reports.faqs(settings.database_url, library, options.server)))
    return OK


def _doctor(options: argparse.Namespace) -> int:
    def tell(finding: Finding) -> None:
        _say(finding.json if options.json else finding.line)

    try:
        settings = read_settings()
    except BadSettings as error:
        for sentence in error.sentences:
            tell(Finding(False, f"settings: {sentence}"))
        return FAILED
    return OK if asyncio.run(_all_fine(settings, tell, take_away=options.remove_server_commands)) else FAILED


async def _all_fine(settings: Settings, tell: Callable[[Finding], None], *, take_away: bool) -> bool:
    fine = True
    async for finding in doctor.examine(settings, clock, known_commands, take_away=take_away):
        tell(finding)
        fine = fine and finding.fine
    return fine


def _reload(_: argparse.Namespace) -> int:
    settings = read_settings()
    report = check(settings.content_dir, datetime.fromtimestamp(clock(), UTC).date())
    if report.faults:
        _say(*report.faults, "nothing was changed: mend the faults above.")
        return FAILED
    _say(ask_to_reload(settings.database_url))
    return OK


def _backup(options: argparse.Namespace) -> int:
    os.umask(PRIVATE)
    url = read_settings().database_url
    asyncio.run(engines.of(url).backup(url, options.file))
    _say(f"backup: {options.file} written")
    if options.verify:
        rows = asyncio.run(verify(options.file))
        whole = f"{rows['members']} members and {rows['changes']} changes in it"
        _say(f"backup: {options.file} is whole, {whole}")
    return OK


def _copy(options: argparse.Namespace) -> int:
    os.umask(PRIVATE)
    copied = asyncio.run(copy(file_address(options.source), server_address(options.target)))
    _say(*(f"{table}: {rows}" for table, rows in copied.items()))
    _say(f"copied: {sum(copied.values())} rows; let DATABASE_URL name the new database from now on")
    return OK


def _say(*lines: object) -> None:
    """Print lines that do nothing to a terminal, whatever files, servers and content are called."""
    print(*(printable(str(line)) for line in lines), sep="\n", flush=True)


def _say_no_more() -> None:
    """What is still to be printed would be tried again at the end, with a traceback."""
    with suppress(OSError):  # what is no file holds nothing back
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(code: int, *sentences: str) -> int:
    logs.count_up()
    if logs.as_json():
        for sentence in sentences:
            log.critical("%s", sentence)
    else:
        print(*(f"cairn: {printable(sentence)}" for sentence in sentences), sep="\n", file=sys.stderr)
    return code
