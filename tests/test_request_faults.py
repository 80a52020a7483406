"""The checker of request bodies: it is silent about good ones and names what is wrong with broken ones."""

import json
from pathlib import Path
from typing import Any

import pytest
from discord import ui

from tests.request_faults import faults, record, view_faults

Json = dict[str, Any]
ANSWER = "/interactions/1/simcord_interaction_1/callback"
NOBODY: Json = {"parse": []}


def text(content: str = "Words") -> Json:
    return {"type": 10, "content": content}


def button(custom_id: str = "b:next:1", **more: Any) -> Json:
    return {"type": 2, "style": 2, "label": "Next", "custom_id": custom_id, **more}


def menu(**more: Any) -> Json:
    return {"type": 3, "custom_id": "s:x:1", "options": [{"label": "A", "value": "a"}], **more}


def row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def frame(*parts: Json) -> Json:
    return {"type": 17, "components": list(parts)}


def section(*parts: Json, **more: Any) -> Json:
    return {"type": 9, "components": list(parts), "accessory": button("b:tick:1"), **more}


def card(*components: Json, **more: Any) -> Json:
    return {"flags": 1 << 15, "components": list(components), "allowed_mentions": NOBODY, **more}


def field(**more: Any) -> Json:
    return {"type": 18, "label": "City", "component": {"type": 4, "custom_id": "zone", "style": 1, **more}}


def form(*parts: Json, **more: Any) -> Json:
    return {"type": 9, "data": {"title": "Zone", "custom_id": "f:zone:1", "components": list(parts), **more}}


def command(**more: Any) -> Json:
    return {
        "name": "next",
        "description": "Next.",
        "type": 1,
        "contexts": [0],
        "integration_types": [0],
        **more,
    }


def option(name: str = "action", **more: Any) -> Json:
    return {"type": 3, "name": name, "description": "Which.", **more}


GOOD: list[tuple[str, str, Any]] = [
    ("GET", "/oauth2/applications/@me", None),
    ("POST", "/users/@me/channels", {"recipient_id": 1}),
    ("POST", "/channels/1/messages", {"content": "x" * 2000, "nonce": "n", "allowed_mentions": NOBODY}),
    ("POST", ANSWER, {"type": 5, "data": {"flags": 64}}),
    ("POST", ANSWER, {"type": 6}),
    ("POST", ANSWER, {"type": 8, "data": {"choices": [{"name": "A", "value": "a"}] * 25}}),
    ("POST", ANSWER, {"type": 4, "data": card(frame(text(), section(text())), row(button()), row(menu()))}),
    ("POST", ANSWER, form(field(max_length=60, placeholder="Berlin"))),
    ("PATCH", "/webhooks/1/simcord_interaction_1/messages/@original", card(text("x" * 4000))),
    ("PUT", "/applications/1/commands", [command(options=[option(required=True), option("more")])]),
]

BROKEN: list[tuple[Json, str]] = [
    (card(frame(*[text()] * 40)), "41 components, at most 40 fit"),
    (card(*[section(text())] * 14), "42 components"),
    (card(text("x" * 2000), frame(text("y" * 2001))), "4001 characters of text, at most 4000 fit"),
    (card(text(" ")), "a text without words"),
    (card(row(button(), button())), "custom_id 'b:next:1' 2 times"),
    (card(row(button("x" * 101))), "a custom_id has 101 characters, at most 100 fit"),
    (card(row(button(""))), "a custom_id is empty"),
    (card(row(button(label="x" * 81))), "a button's label has 81 characters, at most 80 fit"),
    (
        card(row({"type": 2, "style": 5, "label": "Open", "url": "https://" + "x" * 512})),
        "a button's address",
    ),
    (card(row(button(style=5, url="https://x.example"))), "a link button with a custom_id"),
    (card(row(*(button(f"b:x:{n}") for n in range(6)))), "a row of [2, 2, 2, 2, 2, 2]"),
    (card(row(menu(), button())), "a row of [3, 2]"),
    (card(row()), "a row of []"),
    (card(row(menu(options=[]))), "0 options in a menu, 1 to 25 fit"),
    (card(row(menu(options=[{"label": "A", "value": f"{n}"} for n in range(26)]))), "26 options in a menu"),
    (card(row(menu(options=[{"label": "A", "value": "a"}] * 2))), "option value 'a' 2 times"),
    (card(row(menu(options=[{"label": "x" * 101, "value": "a"}]))), "an option's label has 101"),
    (
        card(row(menu(options=[{"label": "A", "value": "a", "description": "x" * 101}]))),
        "description has 101",
    ),
    (
        card(row(menu(options=[{"label": "A", "value": f"{n}", "default": True} for n in range(2)]))),
        "two options are chosen already",
    ),
    (card(row(menu(placeholder="x" * 151))), "a placeholder has 151 characters, at most 150 fit"),
    (card(section(*[text()] * 4)), "a section holds one to three texts"),
    (card(section(text(), accessory=menu())), "a section without a button or picture"),
    (card(button()), "component type 2 at the top"),
    (card(frame()), "a container of []"),
    (card(frame(frame(text()))), "a container of [17]"),
    (card(frame({"type": 13, "file": {"url": "attachment://a.json"}})), "a.json is shown but not sent along"),
    (card({"type": 12, "items": []}), "0 pictures in a gallery"),
    (
        card({"type": 12, "items": [{"media": {"url": "attachment://a.png"}, "description": "x" * 1025}]}),
        "a picture's description has 1025",
    ),
    (card(text(), content="Words"), "components V2 next to content or embeds"),
    ({"components": [text()], "allowed_mentions": NOBODY}, "components V2 without their flag"),
    ({"components": [row(button(str(n))) for n in range(6)], "allowed_mentions": NOBODY}, "6 rows"),
    ({"content": "x" * 2001, "allowed_mentions": NOBODY}, "content has 2001 characters, at most 2000 fit"),
    ({"content": "Words", "nonce": "n" * 26, "allowed_mentions": NOBODY}, "nonce has 26"),
    (
        {"content": "Words", "enforce_nonce": True, "allowed_mentions": NOBODY},
        "enforce_nonce without a nonce",
    ),
    ({"content": "Words"}, "everybody could be mentioned"),
    ({"content": "Words", "allowed_mentions": {"parse": ["everyone"]}}, "everybody could be mentioned"),
    ({"content": ""}, "an empty message"),
    ({"embeds": [{"title": "x"}] * 11}, "11 embeds"),
    ({"embeds": [{"title": "x" * 257}]}, "an embed's title has 257"),
    ({"embeds": [{"description": "x" * 4097}]}, "an embed's description has 4097"),
    ({"embeds": [{"footer": {"text": "x" * 2049}}]}, "an embed's footer has 2049"),
    ({"embeds": [{"fields": [{"name": "x", "value": "y"}] * 26}]}, "26 fields in an embed"),
    ({"embeds": [{"fields": [{"name": "x" * 257, "value": "y" * 1025}]}]}, "a field's value has 1025"),
    ({"embeds": [{"description": "x" * 4000}, {"description": "y" * 2001}]}, "6001 characters in embeds"),
]

BROKEN_FORMS: list[tuple[Json, str]] = [
    (form(), "0 parts in a form"),
    (form(*[text()] * 6), "6 parts in a form"),
    (form(field(), title="x" * 46), "a form's title has 46 characters, at most 45 fit"),
    (form(field(), custom_id=""), "a custom_id is empty"),
    (form(field(), field()), "custom_id 'zone' 2 times"),
    (form(field(value="x" * 61, max_length=60)), "a field's text has 61"),
    (form(field(max_length=4001)), "a field for 4001 characters"),
    (form(field(placeholder="x" * 101)), "a field's placeholder has 101"),
    (form({**field(), "label": "x" * 46}), "a label has 46 characters, at most 45 fit"),
    (form({**field(), "description": "x" * 101}), "a label's text has 101"),
    (form(row(button())), "component type 1 in a form"),
    ({"type": 8, "data": {"choices": [{"name": "A", "value": "a"}] * 26}}, "26 choices, at most 25 fit"),
    ({"type": 8, "data": {"choices": [{"name": "x" * 101, "value": ""}]}}, "a choice's value is empty"),
    ({"type": 5, "data": {"content": "Words"}}, "a deferral carries only flags"),
    ({"type": 12}, "an answer of type 12 is none of ours"),
]

BROKEN_COMMANDS: list[tuple[Json, str]] = [
    (command(name="Next"), "'Next' is no name"),
    (command(name="x" * 33), "is no name"),
    (command(description=""), "the description of next is empty"),
    (command(description="x" * 101), "the description of next has 101"),
    (command(contexts=None), "/next: says nothing about contexts"),
    (command(integration_types=[]), "/next: says nothing about installs"),
    (command(options=[option(f"o{n}") for n in range(26)]), "26 options"),
    (command(options=[option(), option()]), "option name 'action' 2 times"),
    (command(options=[option(), option("more", required=True)]), "an optional option before a required one"),
    (command(options=[option(autocomplete=True, choices=[{"name": "A", "value": "a"}])]), "choices and auto"),
    (
        command(
            options=[option(f"o{n}", choices=[{"name": "x" * 99, "value": "y" * 99}] * 25) for n in range(2)]
        ),
        "characters, at most 8000 fit",
    ),
]


@pytest.mark.parametrize(("method", "path", "body"), GOOD)
def test_nothing_is_said_about_good_bodies(method: str, path: str, body: Any) -> None:
    assert faults(method, path, body) == []


@pytest.mark.parametrize(("body", "fault"), BROKEN)
@pytest.mark.parametrize("answer", [True, False])
def test_a_broken_message_is_found(body: Json, fault: str, answer: bool) -> None:
    sent = {"type": 4, "data": body} if answer else body
    found = faults("POST", ANSWER if answer else "/channels/1/messages", sent)
    assert any(fault in sentence for sentence in found)


@pytest.mark.parametrize(("body", "fault"), BROKEN_FORMS)
def test_a_broken_form_or_answer_is_found(body: Json, fault: str) -> None:
    assert any(fault in sentence for sentence in faults("POST", ANSWER, body))


@pytest.mark.parametrize(("body", "fault"), BROKEN_COMMANDS)
def test_a_broken_command_is_found(body: Json, fault: str) -> None:
    assert any(fault in sentence for sentence in faults("PUT", "/applications/1/commands", [body]))


def test_a_request_without_a_rule_is_a_fault() -> None:
    assert faults("POST", "/guilds/1/bans/2", {}) == [
        "POST /guilds/…/bans/…: no rule is known for this request; write one"
    ]


def test_views_are_checked_without_a_request() -> None:
    view = ui.LayoutView()
    view.add_item(ui.TextDisplay("Words"))
    assert view_faults(view) == []
    view.add_item(ui.File("attachment://a.json"))
    assert view_faults(view, ["a.json"]) == []
    assert view_faults(view) == ["a.json is shown but not sent along"]


def test_requests_are_recorded_where_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "bodies.jsonl"
    body = card(text(), attachments=[{"id": 0, "filename": "a.json"}])
    record("POST", ANSWER, {"type": 4, "data": body})
    monkeypatch.setenv("CAIRN_RECORD_BODIES", str(file))
    record("POST", ANSWER, {"type": 4, "data": body})
    record("PATCH", "/channels/1/messages/2", {"content": "Words"})
    record("GET", "/oauth2/applications/@me", None)
    first, second = map(json.loads, file.read_text().splitlines())
    assert first == {"method": "POST", "path": ANSWER, "json": {"type": 4, "data": body}, "files": ["a.json"]}
    assert second == {"method": "PATCH", "path": "/channels/1/messages/2", "json": {"content": "Words"}}
