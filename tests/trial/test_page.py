"""`cairn try` as a process: it answers on loopback, keys turn to other places and times, it ends cleanly."""

import http.client
import os
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import time as clock
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest

from bot.content.live import LiveContent
from bot.settings import read_settings

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/#\S+")
SHIPPED = LiveContent.open(read_settings().content_dir).library.default
MORNING = datetime.combine(max(exam.checked_on for exam in SHIPPED.certifications), time(9)) + timedelta(
    days=1
)
"""The day after the exams were looked up: it begins then."""

SECONDS = 100
"""For so long we wait for what must come; a busy machine may take its time."""


@dataclass
class Terminal:
    """`cairn try` with a keyboard and a screen."""

    process: subprocess.Popen[bytes]
    ours: int
    seen: str = ""

    def read_until(self, words: str) -> str:
        """What came on the screen, up to and with these words."""
        end = clock.monotonic() + SECONDS
        while words not in self.seen:
            ready, _, _ = select.select([self.ours], [], [], max(0, end - clock.monotonic()))
            assert ready, f"no {words!r} in {self.seen!r}"
            self.seen += os.read(self.ours, 4096).decode()
        before, _, self.seen = self.seen.partition(words)
        return before + words

    def press(self, key: str) -> None:
        """Press a key."""
        os.write(self.ours, key.encode())


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    ours, theirs = pty.openpty()
    process = _started(stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def test_the_page_is_there_and_keys_turn_to_other_places_and_times(terminal: Terminal) -> None:
    address = ADDRESS.search(terminal.read_until("a week passes"))
    assert address
    assert _page(address[1]) == 200
    terminal.press("d")
    assert f"Robin's direct messages, {_told(MORNING)}" in terminal.read_until("Reload the page.")
    assert _page(address[1]) == 200
    terminal.press("h")
    assert f"Robin's direct messages, {_told(MORNING + timedelta(hours=1))}" in terminal.read_until(
        "Reload the page."
    )
    terminal.press("?w")
    assert f"Robin's direct messages, {_told(MORNING + timedelta(days=7, hours=1))}" in terminal.read_until(
        "Reload the page."
    )
    terminal.press("u")
    assert "#roadmap-updates" in terminal.read_until("Reload the page.")
    terminal.press("Q")
    assert terminal.process.wait(SECONDS) == 0


def test_nobody_gets_in_without_the_address(terminal: Terminal) -> None:
    address = ADDRESS.search(terminal.read_until("a week passes"))
    assert address
    assert _answer(address[1], "POST", "/api/pages")[0] == 401


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_without_a_word_also_where_there_is_no_keyboard(number: signal.Signals) -> None:
    process = _started()
    assert process.stdout
    while b"Ctrl+C ends it" not in (line := process.stdout.readline()):
        assert line, process.communicate()
    process.send_signal(number)
    out, err = process.communicate(timeout=SECONDS)
    assert (process.returncode, out.strip(), err) == (0, b"", b"")


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        process = _started("--port", str(port))
        out, err = process.communicate(timeout=SECONDS)
    assert (process.returncode, out) == (69, b"")
    assert err.decode() == (
        f"cairn: port {port} can't be used here: name another one with --port, or leave --port away.\n"
    )


def _told(at: datetime) -> str:
    return f"{at:%A %d %B %Y, %H:%M}"


def _started(
    *options: str,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bot", "try", *options]
    return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr)


def _page(port: str) -> int:
    status, body = _answer(port, "GET", "/")
    assert b"<html" in body
    return status


def _answer(port: str, method: str, path: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", int(port), timeout=SECONDS)) as connection:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read()
