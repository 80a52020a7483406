"""The files a host starts from, and the guide beside them, agree with each other and with what is tested."""

import re
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import make_url

from bot.settings import Settings
from bot.store.engines import POSTGRES

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
SEVERAL = (ROOT / "docs" / "several.md").read_text(encoding="utf-8")
PART = re.compile(r"http://127\.0\.0\.1:.*?(/\w+z)\b")


@pytest.mark.parametrize("name", SERVICES)
def test_no_log_fills_the_disk(name: str) -> None:
    assert SERVICES[name]["logging"]["options"].keys() >= {"max-size", "max-file"}


@pytest.mark.parametrize("name", OURS)
def test_compose_asks_whether_members_are_served(name: str) -> None:
    """It starts nothing anew for the answer."""
    assert PART.findall(SERVICES[name]["healthcheck"]["test"][-1]) == ["/readyz"]


def test_compose_starts_a_database_and_two_processes_that_reach_it() -> None:
    """As the guide for several says; neither of the two asks for what only one of them could have."""
    # Built anew: Compose has an image by that name already where the other file ran, without the driver.
    (named,) = re.findall(r"docker compose -f (\S+) up -d --build$", SEVERAL, re.MULTILINE)
    database, ours = SERVICES[f"{named}: database"], SERVICES[f"{named}: cairn"]
    there, environment = database["environment"], ours["environment"]
    assert ours["deploy"]["replicas"] == 2
    assert ours.keys().isdisjoint({"container_name", "hostname", "ports", "volumes"})
    assert ours["depends_on"] == {"database": {"condition": "service_healthy"}}

    url = make_url(environment["DATABASE_URL"].replace("${POSTGRES_PASSWORD}", "s3cret"))
    assert (url.drivername, url.password, url.host) == (POSTGRES, "s3cret", "database")
    assert (url.username, url.database) == (there["POSTGRES_USER"], there["POSTGRES_DB"])
    assert there["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?"), "who forgets it is told"
    assert {name.lower() for name in environment} <= Settings.model_fields.keys()
    assert f"127.0.0.1:{environment['HEALTH_PORT']}/" in ours["healthcheck"]["test"][-1]

    least = int(re.findall(r"PostgreSQL (\d+) or newer", SEVERAL)[0])
    assert int(database["image"].removeprefix("postgres:")) >= least
    (kept,) = database["volumes"]
    assert kept.partition(":")[0] in yaml.safe_load((ROOT / named).read_text(encoding="utf-8"))["volumes"]
    locks = ours["build"]["args"]["LOCKS"].removeprefix("-r ").split(" -r ")
    assert [lock for lock in locks if (ROOT / lock).exists() and lock in IMAGE] == locks
    assert "requirements-postgres.lock" in locks


def test_docker_is_given_what_the_image_is_made_of_and_nothing_else() -> None:
    """No database, no token: what is not asked for stays out of the image."""
    everything, *rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    copied = {
        source for line in re.findall(r"^COPY (.+) \S+$", IMAGE, re.MULTILINE) for source in line.split()
    }
    assert everything == "*"
    assert {rule.removeprefix("!") for rule in rules if rule.startswith("!")} == copied
    assert all((ROOT / source).exists() for source in copied)

    kept_out = [rule.removeprefix("**/") for rule in rules if not rule.startswith("!")]
    files = [file for source in copied for file in (ROOT / source).rglob("*") if file.is_file()]
    ours = [file for file in files if "__pycache__" not in file.parts]
    assert {file.suffix for file in ours} >= {".py", ".yaml", ".tsv"}
    assert not [file for file in ours if any(fnmatch(file.name, rule) for rule in kept_out)]


def test_with_docker_what_is_copied_is_what_the_one_file_kept_to_what_the_other_has() -> None:
    """Both files at once: the volume of the first, and the address of the second, which comes last."""
    ((first, last, source, target),) = re.findall(
        r"docker compose -f (\S+) -f (\S+) run .* cairn -c 'python -m bot copy (\S+) \"\$(\w+)\"'", SEVERAL
    )
    before, after = (SERVICES[f"{file}: cairn"] for file in (first, last))
    assert source == before["environment"][target]
    assert make_url(after["environment"][target]).drivername == POSTGRES
    assert before["volumes"] == ["data:/data"]
    assert make_url(source).database == "/data/cairn.db"


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
