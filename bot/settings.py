"""What a host can set, from the environment or a `.env` file: the names are the fields' names in capitals."""

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)

from bot.domain.hosts import spelt
from bot.domain.signs import printable

DISCORD = "https://discord.com"
"""Where Discord itself lives; any other address is a proxy or a stand-in."""

CLOSE = 0.8
"""How alike, from 0 to 1, a name is to one of ours before somebody is asked whether they meant it."""

_SQLITE = "sqlite+aiosqlite:///"
_POSTGRES = "postgresql+asyncpg://"
_RANGE = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?", re.ASCII)
_API_PATH = re.compile(r"/api(/v\d+)?$")
_TOKEN = re.compile(r"[\w.-]+", re.ASCII)
_HERE = Path(__file__).parent

_WRONG = {
    "float_parsing": "is no number",
    "finite_number": "is no number",
    "int_parsing": "is no whole number",
    "greater_than": "is too small",
    "greater_than_equal": "is too small",
    "less_than_equal": "is too large",
}


def _upper(text: str) -> str:
    return text.strip().upper()


def _lower(text: str) -> str:
    return text.strip().lower()


class BadSettings(Exception):
    """What is set can't be used; `sentences` say which variable, what is wrong and what to write instead."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def _content() -> Path:
    """The working folder's own content, else what was shipped: in the wheel, or in the checkout."""
    places = (Path("content"), _HERE / "_data" / "content", _HERE.parent / "content")
    return next((place for place in places if os.path.isdir(place)), places[0])  # noqa: PTH112 - never raises


class Settings(BaseModel):
    """Everything that can be set. A description is what people are told to write.

    Build it with `read_settings`, which words what is wrong; the token never shows in a text made of it.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    discord_token: SecretStr | None = Field(
        None,
        description='the token alone, as the Developer Portal shows it, without "Bot " and without quotes',
    )
    database_url: str = Field(
        f"{_SQLITE}cairn.db",
        description="sqlite+aiosqlite:/// and the file, such as sqlite+aiosqlite:///cairn.db, or postgresql+asyncpg://…",
    )
    content_dir: Path = Field(
        default_factory=_content, description="the folder that holds the roadmap folders"
    )
    discord_api_url: str = Field(
        DISCORD, description="an address such as https://discord.com, without user name, password or query"
    )
    nudge_rate: float = Field(
        2,
        gt=0,
        le=45,
        allow_inf_nan=False,
        description="how many weekly messages to send in a second, more than 0 and at most 45, such as 2",
    )
    nudge_tick_seconds: float = Field(
        20,
        ge=1,
        le=3600,
        allow_inf_nan=False,
        description="seconds between two looks for what is due, 1 to 3600, such as 20",
    )
    shard_count: int | None = Field(
        None, ge=1, description="how many shards to take, at least 1, or leave it away for Discord's number"
    )
    shard_ids: tuple[int, ...] | None = Field(
        None,
        description="which shards this process may take, such as 0-3 or 0,2, or leave it away for any",
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(_lower)] = Field(
        "text", description="text or json"
    )
    health_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="a free port, 1 to 65535, or leave it away for no /livez, /readyz and /metrics",
    )
    health_host: str = Field(
        "127.0.0.1", description="an address of this machine, such as 127.0.0.1, which nobody else can reach"
    )
    https_proxy: SecretStr | None = Field(
        None,
        description="the address of an HTTP proxy, such as http://proxy.example:3128 or http://name:password@proxy.example",
    )
    no_proxy: str = Field(
        "", description="hosts that are reached without the proxy, with commas between them"
    )

    def proxy_for(self, url: str) -> str | None:
        """The proxy on the way to this address, if there is one; it is for https and wss alone."""
        parts = urlsplit(url)
        if self.https_proxy is None or parts.scheme not in ("https", "wss"):
            return None
        near = (host.strip().lstrip(".") for host in self.no_proxy.split(","))
        if any(host == "*" or f".{parts.hostname}".endswith(f".{host}") for host in near if host):
            return None
        return self.https_proxy.get_secret_value()

    @field_validator("discord_token")
    @classmethod
    def _bare_token(cls, token: SecretStr | None) -> SecretStr | None:
        bare = token.get_secret_value().strip() if token else ""
        if bare and not _TOKEN.fullmatch(bare):
            raise ValueError("has characters in it that no token has")
        return SecretStr(bare) if bare else None

    @field_validator("health_host")
    @classmethod
    def _spelt_host(cls, host: str) -> str:
        if found := spelt(host.strip()):
            return found
        raise ValueError("is no address of a machine")

    @field_validator("https_proxy")
    @classmethod
    def _http_proxy(cls, proxy: SecretStr | None) -> SecretStr | None:
        written = proxy.get_secret_value().strip() if proxy else ""
        url = written if "://" in written or not written else f"http://{written}"
        if url and not _web(url):
            raise ValueError("is no address of an HTTP proxy")
        return SecretStr(url) if url else None

    @field_validator("database_url")
    @classmethod
    def _one_database(cls, url: str) -> str:
        return _server(url) if url.startswith(_POSTGRES) else _file(url)

    @field_validator("shard_ids", mode="before")
    @classmethod
    def _in_ranges(cls, text: str | None) -> tuple[int, ...] | None:
        if text is None:
            return None
        parts = [_RANGE.fullmatch(part.strip()) for part in text.split(",")]
        if not all(parts):
            raise ValueError("is no list of shards")
        ends = [(int(part[1]), int(part[2] or part[1])) for part in parts if part]
        return tuple(sorted({shard for least, most in ends for shard in range(least, most + 1)}))

    @field_validator("discord_api_url")
    @classmethod
    def _bare_address(cls, url: str) -> str:
        parts = _web(url)
        if parts is None or parts.query or parts.fragment or "@" in parts.netloc:
            raise ValueError("is no address that can be used")
        return _API_PATH.sub("", url.rstrip("/")).rstrip("/")


def differing(settings: Settings) -> dict[str, str]:
    """What is set otherwise than by default, by name; neither the token nor the database's address."""
    return {
        name.upper(): str(value)
        for name, value in settings
        if name in settings.model_fields_set - {"discord_token", "database_url"}
        and value != Settings.model_fields[name].get_default(call_default_factory=True)
    }


def misspelt(env_file: Path = Path(".env")) -> dict[str, str]:
    """Names in the environment and in the file that are nearly ours, and which ones they are close to."""
    # The names of proxies are everybody's.
    ours = [name.upper() for name in Settings.model_fields if not name.endswith("_proxy")]
    written = {*os.environ, *_written(env_file)}
    others = sorted(name for name in written if name.upper() not in ours)
    close = {name: get_close_matches(name.upper(), ours, 1, CLOSE) for name in others}
    return {name: near[0] for name, near in close.items() if near}


def read_settings(env_file: Path = Path(".env")) -> Settings:
    """What the environment says, and after it the file; BadSettings, with a sentence for every fault."""
    try:
        _readable(env_file)
        return Settings.model_validate(_set_in(_written(env_file)) | _set_in(os.environ))
    except ValidationError as error:
        raise BadSettings(*(_sentence(fault) for fault in error.errors(include_input=False))) from None
    except (OSError, UnicodeDecodeError):
        raise BadSettings(
            f"{env_file} can't be read: make it a UTF-8 text file that this user may read."
        ) from None


def asks_for_json(env_file: Path = Path(".env")) -> bool:
    """Whether lines are to be JSON, also those that say what is wrong with all the rest."""
    said = _set_in(os.environ)
    with suppress(OSError, UnicodeDecodeError):
        said = _set_in(_written(env_file)) | said
    return said.get("log_format", "").lower() == "json"


def _written(env_file: Path) -> Mapping[str, str | None]:
    """What the file says, if there is one."""
    return dotenv_values(env_file) if env_file.is_file() else {}


def _set_in(written: Mapping[str, str | None]) -> dict[str, str]:
    """What is ours of it, in capitals or not, by our fields' names; what is empty is not set."""
    ours = {name.lower(): value for name, value in written.items() if value}
    return {name: ours[name] for name in Settings.model_fields if name in ours}


def file_address(url: str) -> str:
    """An address that names a database file; BadSettings for any other."""
    return _given(url, _file, f"{_SQLITE} and the file, such as {_SQLITE}cairn.db")


def server_address(url: str) -> str:
    """An address that leads to PostgreSQL; BadSettings for any other."""
    return _given(url, _server, f"{_POSTGRES}user:password@host/name")


def _given(url: str, read: Callable[[str], str], remedy: str) -> str:
    try:
        return read(url)
    except ValueError as error:
        raise BadSettings(f"the address {error}: write {remedy}.") from None


def _file(url: str) -> str:
    file = url.removeprefix(_SQLITE)
    if file in (url, "", ":memory:") or file.startswith("file:") or file.endswith("/"):
        raise ValueError("names no SQLite file")
    if "?" in url:
        raise ValueError("takes no options")
    return url


def _server(url: str) -> str:
    if not url.startswith(_POSTGRES):
        raise ValueError("leads to no PostgreSQL database")
    if find_spec("asyncpg") is None:
        raise ValueError(
            "leads to PostgreSQL, whose driver is missing: install it with "
            "`.venv/bin/python -m pip install --require-hashes -r requirements-postgres.lock`, or as "
            "`cairn[postgres]`; without it"
        )
    return url


def _readable(env_file: Path) -> None:
    """Raise BadSettings for what is no file, and for every line of it that sets nothing."""
    if not env_file.is_file():
        if env_file.exists() or env_file.is_symlink():
            raise BadSettings(f"{env_file} is no file: put a text file in its place, or take it away.")
        return
    with env_file.open(encoding="utf-8") as file:
        wrong = [found.original for found in parse_stream(file) if found.error]
    if wrong:
        lines = (each.line + _above(each.string) for each in wrong)
        raise BadSettings(*(f"{env_file}, line {line}, sets nothing: write NAME=value." for line in lines))


def _above(text: str) -> int:
    """How many empty lines a text begins with."""
    return text[: len(text) - len(text.lstrip())].count("\n")


def _web(url: str) -> SplitResult | None:
    """The parts of a web address; None where no machine could be asked at it."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.port != 0 and spelt(parts.hostname or "")
    except ValueError:
        return None
    return parts if usable and printable(url) == url and " " not in url else None


def _sentence(fault: Mapping[str, Any]) -> str:
    name = str(fault["loc"][0])
    own_words = fault.get("ctx", {}).get("error")
    wrong = str(own_words) if own_words else _WRONG.get(fault["type"], "can't be used as it is")
    return f"{name.upper()} {wrong}: write {Settings.model_fields[name].description}."
