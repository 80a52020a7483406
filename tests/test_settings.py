"""Settings: what counts, what is refused in which words, and that the token never shows."""

import os
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import BadSettings, Settings, differing, misspelt, read_settings

TOKEN = "MTIzNDU2Nzg5.made-up.token_for_tests"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the environment of whoever runs the tests nor their folder says anything."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    """The one sentence that this value of this variable earns."""
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as caught:
        read_settings()
    (sentence,) = caught.value.sentences
    return sentence


def test_nothing_has_to_be_set() -> None:
    settings = read_settings()
    assert settings.discord_token is None
    assert settings.database_url == "sqlite+aiosqlite:///cairn.db"
    assert settings.discord_api_url == "https://discord.com"
    assert (settings.nudge_rate, settings.nudge_tick_seconds) == (2, 20)
    assert settings.shard_count is None
    assert (settings.log_level, settings.log_format, settings.health_port) == ("INFO", "text", None)


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"DISCORD_TOKEN='{TOKEN}'\nNUDGE_RATE=5\nLOG_LEVEL=debug\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("NUDGE_RATE", "7")
    settings = read_settings()
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == TOKEN
    assert (settings.nudge_rate, settings.log_level) == (7, "DEBUG")


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy"])
def test_the_proxy_is_for_what_is_encrypted_and_not_left_out(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "robin:secret@proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "inside.example, .near.example")
    settings = read_settings()
    for url in ("https://discord.com/api/v10", "wss://gateway.discord.gg/"):
        assert settings.proxy_for(url) == "http://robin:secret@proxy.example:3128"
    for url in (
        "http://127.0.0.1:80",
        "ws://rest",
        "https://inside.example/api",
        "wss://a.near.example:443/",
    ):
        assert settings.proxy_for(url) is None
    assert "secret" not in repr(settings)


def test_without_a_proxy_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.setenv(name, " ")
    assert misspelt() == {}
    assert read_settings().proxy_for("https://discord.com") is None


@pytest.mark.parametrize("written", ["JSON", "Json", " json "])
def test_case_and_spaces_around_a_word_do_not_matter(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("LOG_FORMAT", written)
    monkeypatch.setenv("LOG_LEVEL", " Warning")
    settings = read_settings()
    assert (settings.log_format, settings.log_level) == ("json", "WARNING")


def test_an_empty_variable_is_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEALTH_PORT", "")
    monkeypatch.setenv("DISCORD_TOKEN", " ")
    settings = read_settings()
    assert (settings.health_port, settings.discord_token) == (None, None)


def test_shipped_content_serves_where_the_working_folder_has_none(tmp_path: Path) -> None:
    assert (read_settings().content_dir / "mlops-engineer").is_dir()
    (tmp_path / "content").mkdir()
    assert read_settings().content_dir == Path("content")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://discord.com/api/v10/", "https://discord.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://proxy:3000/discord/api", "http://proxy:3000/discord"),
    ],
)
def test_an_address_may_end_in_the_api_s_path(monkeypatch: pytest.MonkeyPatch, given: str, kept: str) -> None:
    monkeypatch.setenv("DISCORD_API_URL", given)
    assert read_settings().discord_api_url == kept


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "NUDGE_RATE",
            "fast",
            "NUDGE_RATE is no number: "
            "write how many weekly messages to send in a second, more than 0 and at most 45, such as 2.",
        ),
        ("NUDGE_RATE", "0", "NUDGE_RATE is too small: write how many"),
        ("NUDGE_RATE", "46", "NUDGE_RATE is too large: write how many"),
        ("NUDGE_RATE", "nan", "NUDGE_RATE is no number: write how many"),
        ("NUDGE_TICK_SECONDS", "0.5", "NUDGE_TICK_SECONDS is too small: write seconds between"),
        ("NUDGE_TICK_SECONDS", "inf", "NUDGE_TICK_SECONDS is no number: write seconds between"),
        ("HEALTH_PORT", "http", "HEALTH_PORT is no whole number: write a free port"),
        ("HEALTH_PORT", "70000", "HEALTH_PORT is too large: write a free port"),
        ("SHARD_COUNT", "0", "SHARD_COUNT is too small: write how many shards to take, at least 1"),
        ("SHARD_COUNT", "auto", "SHARD_COUNT is no whole number: write how many shards to take"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL can't be used as it is: write DEBUG, INFO, WARNING or ERROR."),
        (
            "DATABASE_URL",
            "sqlite+aiosqlite:///file::memory:",
            "DATABASE_URL names no SQLite file: write sqlite+aiosqlite:/// and the file, such as "
            "sqlite+aiosqlite:///cairn.db, or ",
        ),
        (
            "DATABASE_URL",
            "sqlite+aiosqlite:///what?.db",
            "DATABASE_URL takes no options: write sqlite+aiosqlite:/// and the file, such as "
            "sqlite+aiosqlite:///cairn.db, or ",
        ),
        *(
            (
                "HTTPS_PROXY",
                proxy,
                "HTTPS_PROXY is no address of an HTTP proxy: write the address of an HTTP proxy, such as "
                "http://proxy.example:3128 or http://name:password@proxy.example.",
            )
            for proxy in (
                "socks5://proxy.example:1080",
                "http://",
                "http://x:99999",
                "http://x:y",
                "http://a..b:1",
                "http://.example:1",
                f"http://{'a' * 70}.example:1",
                "http://pro xy:3128",
                "http://me:pass word@proxy:3128",
                "http://p\x1b:1",
                "http://[::1]\u2028:3128",
                "http://\u3164:3128",
            )
        ),
        *(
            ("DISCORD_API_URL", url, "DISCORD_API_URL is no address that can be used: write an address")
            for url in (
                f"http://{'a' * 70}.example",
                "http://disc ord",
                "https://disc\x1bord",
                "https://1.2.3",
            )
        ),
        *(
            ("HEALTH_HOST", host, "HEALTH_HOST is no address of a machine: write an address of this machine")
            for host in (
                "a..b",
                f"{'a' * 70}.b",
                "no such",
                "localhost:80",
                "[::1]",
                "x\x1b",
                "*",
                "256.1.1.1",
            )
        ),
        ("LOG_FORMAT", "xml", "LOG_FORMAT can't be used as it is: write text or json."),
        ("DATABASE_URL", "postgresql://me:pass@db/cairn", "DATABASE_URL names no SQLite file: write sqlite+"),
        ("DATABASE_URL", "sqlite+aiosqlite:///cairn.db/", "DATABASE_URL names no SQLite file: write sqlite+"),
        ("DATABASE_URL", "sqlite+aiosqlite:////", "DATABASE_URL names no SQLite file: write sqlite+"),
        ("SHARD_IDS", "first", "SHARD_IDS is no list of shards: write which shards this process may take"),
        ("SHARD_IDS", "1-", "SHARD_IDS is no list of shards: write which shards this process may take"),
        ("DATABASE_URL", "sqlite+aiosqlite:///:memory:", "DATABASE_URL names no SQLite file: write sqlite+"),
        (
            "DISCORD_API_URL",
            "discord.com",
            "DISCORD_API_URL is no address that can be used: write an address",
        ),
        (
            "DISCORD_API_URL",
            "http://me:secret@proxy",
            "DISCORD_API_URL is no address that can be used: write",
        ),
        ("DISCORD_API_URL", "http://[::1", "DISCORD_API_URL is no address that can be used: write"),
        ("DISCORD_API_URL", "http://a..b", "DISCORD_API_URL is no address that can be used: write"),
        ("DISCORD_API_URL", "http://", "DISCORD_API_URL is no address that can be used: write"),
        ("DISCORD_TOKEN", f"Bot {TOKEN}", "DISCORD_TOKEN has characters in it that no token has: write the"),
    ],
)
def test_a_fault_says_variable_and_remedy(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    said = refused(monkeypatch, name, value)
    assert said.startswith(sentence)
    assert said.endswith(".")


def test_all_faults_are_told_in_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUDGE_RATE", "-1")
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(BadSettings) as caught:
        read_settings()
    assert [sentence.split()[0] for sentence in caught.value.sentences] == ["NUDGE_RATE", "LOG_FORMAT"]


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadSettings, match=r"\.env can't be read: make it a UTF-8 text file"):
        read_settings()


@pytest.mark.parametrize("what", ["a folder", "a link to itself", "a dangling link", "a pipe", "a device"])
def test_what_stands_in_the_place_of_the_file_is_said(tmp_path: Path, what: str) -> None:
    file = tmp_path / ".env"
    match what:
        case "a folder":  # as Docker makes one where a file to be mounted is missing
            file.mkdir()
        case "a link to itself":
            file.symlink_to(file)
        case "a dangling link":
            file.symlink_to("nowhere")
        case "a pipe":  # which nobody writes into
            os.mkfifo(file)
        case _:
            file.symlink_to("/dev/zero")
    with pytest.raises(
        BadSettings, match=r"^\.env is no file: put a text file in its place, or take it away\.$"
    ):
        read_settings()


def test_lines_of_the_file_that_set_nothing_are_told_one_by_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / ".env").write_text(
        "# mine\nLOG_LEVEL INFO\n\n \n=x\nexport NUDGE_RATE=3\nDISCORD_TOKEN='a.b\nLOG_FORMAT=xml\n"
    )
    with pytest.raises(BadSettings) as caught:
        read_settings()
    said = [f".env, line {line}, sets nothing: write NAME=value." for line in (2, 5, 7)]
    assert list(caught.value.sentences) == said
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("host", "kept"),
    [("::1", "::1"), (" localhost ", "localhost"), ("b\u00fccher.example.", "xn--bcher-kva.example")],
)
def test_hosts_of_this_machine(monkeypatch: pytest.MonkeyPatch, host: str, kept: str) -> None:
    monkeypatch.setenv("HEALTH_HOST", host)
    assert read_settings().health_host == kept


@pytest.mark.parametrize("proxy", ["http://pr\u00f6xy:1", "http://u:p@ss@proxy_1:3128", "http://[::1]:3128"])
def test_proxies_of_all_kinds(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    assert read_settings().proxy_for("https://discord.com") == proxy


def test_nothing_changes_after_the_start() -> None:
    settings = read_settings()
    with pytest.raises(ValidationError):
        settings.__setattr__("nudge_rate", 3.0)


def test_the_token_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    settings = read_settings()
    shown = f"{settings!r}{settings}{settings.model_dump()}{settings.model_dump_json()}{vars(settings)}"
    assert TOKEN not in shown


def test_a_refused_token_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", f'"{TOKEN}" ')
    monkeypatch.setenv("NUDGE_RATE", TOKEN)
    with pytest.raises(BadSettings) as told:
        read_settings()
    with pytest.raises(ValidationError) as raw:
        Settings.model_validate({"nudge_rate": TOKEN})
    assert TOKEN not in f"{told.value}{told.value!r}{told.value.__cause__!r}{raw.value}{raw.value!r}"


def test_a_name_that_is_nearly_ours_is_found_in_the_environment_and_in_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NUDGE_RAT", "45")
    monkeypatch.setenv("LOG_FILE", "somebody else's")
    Path(".env").write_text("DISCORD_BOT_TOKEN=x\nCOMPOSE_PROJECT_NAME=cairn\nlog_level=INFO\n")
    assert misspelt() == {"DISCORD_BOT_TOKEN": "DISCORD_TOKEN", "NUDGE_RAT": "NUDGE_RATE"}


def test_what_is_set_otherwise_than_by_default_is_known_but_for_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert differing(read_settings()) == {}
    monkeypatch.setenv("NUDGE_RATE", "2")
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:///other.db")
    monkeypatch.setenv("HEALTH_PORT", "8080")
    assert differing(read_settings()) == {"HEALTH_PORT": "8080"}


def test_a_pause_between_two_looks_that_no_clock_can_count(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(monkeypatch, "NUDGE_TICK_SECONDS", "1e300").startswith("NUDGE_TICK_SECONDS is too large")


def test_options_of_the_database_are_refused_as_they_would_be_ignored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = refused(monkeypatch, "DATABASE_URL", "sqlite+aiosqlite:///cairn.db?mode=ro")
    assert said.startswith("DATABASE_URL takes no options: write sqlite+aiosqlite:///")


def test_shards_are_named_one_by_one_or_in_ranges(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert read_settings(tmp_path / ".env").shard_ids is None
    monkeypatch.setenv("SHARD_IDS", "4, 0-2,1")
    assert read_settings(tmp_path / ".env").shard_ids == (0, 1, 2, 4)


def test_without_its_driver_postgresql_is_no_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://cairn:secret@localhost/cairn")
    assert read_settings(tmp_path / ".env").database_url.startswith("postgresql")
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(BadSettings) as caught:
        read_settings(tmp_path / ".env")
    (sentence,) = caught.value.sentences
    assert sentence.startswith("DATABASE_URL leads to PostgreSQL, whose driver is missing: install it with")
    assert "secret" not in sentence
