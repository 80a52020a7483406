"""`cairn try` as a process: it answers on loopback, to whoever has its address, and ends when it is told."""

import http.client
import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)(/\S+/)")
SECONDS = 100
"""For so long we wait for what must come; a busy machine may take its time."""

Site = tuple[str, str]


@pytest.fixture
def process() -> Iterator[subprocess.Popen[str]]:
    started = _started()
    yield started
    started.kill()
    started.communicate()


@pytest.fixture
def site(process: subprocess.Popen[str]) -> Site:
    """Its port and its path."""
    assert process.stdout
    for line in process.stdout:
        if found := ADDRESS.search(line):
            return found[1], found[2]
    pytest.fail(f"it never said where it is: {process.communicate()}")


def test_whoever_has_the_address_gets_the_page_and_nobody_else_does(site: Site) -> None:
    port, path = site
    status, body = _answer(port, "GET", path)
    assert (status, b"<html" in body) == (200, True)
    for elsewhere in ("/", "/static/page.js", "/act/pass", path[:-2] + "/"):
        assert _answer(port, "GET", elsewhere)[0] == 404
    assert _answer(port, "POST", "/act/pass", {"span": "day"})[0] == 404


def test_a_page_of_somebody_else_can_neither_frame_nor_script_it(site: Site) -> None:
    port, path = site
    with closing(http.client.HTTPConnection("127.0.0.1", int(port), timeout=SECONDS)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        policy = answer.headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'self'", "frame-ancestors 'none'"} <= set(policy)
        assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("deed", "sent"),
    [
        ("press", {"who": "robin", "where": "dm", "message": "1", "custom_id": "b:next:1"}),
        ("slash", {"who": "robin", "where": "dm", "command": "setup", "options": {}}),
        ("slash", {"who": "robin", "where": "nowhere", "command": "next", "options": {}}),
        ("submit", {"who": "mona", "where": "dm", "form": "f:none", "values": {}}),
        ("dance", {}),
    ],
)
def test_what_is_not_there_can_not_be_acted_on(site: Site, deed: str, sent: dict[str, object]) -> None:
    port, path = site
    assert _answer(port, "POST", f"{path}act/{deed}", sent) == (404, b"That is not there any more.")
    assert _answer(port, "GET", f"{path}files/attachments/1/2/none.png")[0] == 404


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_without_a_word(
    process: subprocess.Popen[str], site: Site, number: signal.Signals
) -> None:
    port, path = site
    with closing(http.client.HTTPConnection("127.0.0.1", int(port), timeout=SECONDS)) as watching:
        watching.request("GET", f"{path}events")
        assert watching.getresponse().status == 200
        process.send_signal(number)
        _, err = process.communicate(timeout=SECONDS)
    assert (process.returncode, err) == (0, "")


def test_it_opens_the_browser_where_somebody_sits_in_front_of_a_screen(tmp_path: Path) -> None:
    """A browser that writes down where it was sent."""
    ours, theirs = pty.openpty()
    opened = tmp_path / "opened"
    environment = {**os.environ, "DISPLAY": ":0", "BROWSER": f"sh -c 'echo %s >{opened}; kill -TERM $PPID'"}
    process = subprocess.run(
        [sys.executable, "-m", "bot", "try"], env=environment, check=False, stdout=theirs, timeout=SECONDS
    )
    os.close(theirs)
    os.close(ours)
    assert process.returncode == 0
    assert ADDRESS.match(opened.read_text())


@pytest.mark.parametrize("port", ["taken", "700000"])
def test_a_port_that_is_taken_is_one_sentence(port: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = port.replace("taken", str(server.getsockname()[1]))
        out, err = _started("--port", port).communicate(timeout=SECONDS)
    assert out == ""
    assert (
        err == f"cairn: port {port} can't be used here: name another one with --port, or leave --port away.\n"
    )


def _started(*options: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "bot", "try", *options]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True)


def _answer(port: str, method: str, path: str, sent: object = None) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", int(port), timeout=SECONDS)) as connection:
        connection.request(method, path, json.dumps(sent))
        answer = connection.getresponse()
        return answer.status, answer.read()
