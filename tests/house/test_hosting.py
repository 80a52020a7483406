"""The files a host starts from, and the guide beside them, agree with each other and with what is tested."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = sorted(ROOT.glob("compose*.yaml"))
SERVICES: dict[str, Mapping[str, Any]] = {
    f"{file.name}: {name}": service
    for file in COMPOSE
    for name, service in yaml.safe_load(file.read_text(encoding="utf-8"))["services"].items()
}
OURS = [name for name, service in SERVICES.items() if "build" in service]
IMAGE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
PART = re.compile(r"http://127\.0\.0\.1:.*?(/\w+z)\b")


@pytest.mark.parametrize("name", SERVICES)
def test_no_log_fills_the_disk(name: str) -> None:
    assert SERVICES[name]["logging"]["options"].keys() >= {"max-size", "max-file"}


@pytest.mark.parametrize("name", OURS)
def test_compose_asks_whether_members_are_served(name: str) -> None:
    """It starts nothing anew for the answer."""
    assert PART.findall(SERVICES[name]["healthcheck"]["test"][-1]) == ["/readyz"]


def test_what_starts_it_anew_asks_only_whether_it_lives() -> None:
    """A new start mends nothing else, and one in a loop costs the bot its token."""
    (check,) = re.findall(r"^HEALTHCHECK .*\\\n.*", IMAGE, re.MULTILINE)
    (cron,) = re.findall(r"^ +\* \* \* \* \* root .*try-restart.*", GUIDE, re.MULTILINE)
    assert PART.findall(check) == ["/livez"]
    assert PART.findall(cron) == ["/livez"]


def test_the_image_has_a_python_that_the_tests_pass_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (python,) = re.findall(r"^FROM python:(\d+\.\d+)", IMAGE, re.MULTILINE)
    assert f"Programming Language :: Python :: {python}" in project["classifiers"]


def test_the_unit_keeps_files_to_itself_and_starts_no_wrong_setting_again() -> None:
    (unit,) = re.findall(r"```ini\n(\[Unit\]\n.*?-m bot run\n.*?)```", GUIDE, re.DOTALL)
    assert {"UMask=0077", "RestartPreventExitStatus=78"} <= set(unit.splitlines())
