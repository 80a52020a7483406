"""What Discord would refuse in components, menus and forms; and the small checks that all others use."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot import limits

Json = Mapping[str, Any]

ROW, BUTTON, MENU, INPUT, SECTION, TEXT, THUMBNAIL, GALLERY = 1, 2, 3, 4, 9, 10, 11, 12
FILE, SEPARATOR, CONTAINER, LABEL = 13, 14, 17, 18
MENUS = {MENU, 5, 6, 7, 8}  # the others choose users, roles, both, channels
FRAMED = {ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR}
LINK_STYLE = 5

# What Discord's documentation says beside the numbers of bot/limits.py.
TEXTS_IN_SECTION = 3
GALLERY_ITEMS = 10
INPUT_PLACEHOLDER = 100
COMPONENTS_PER_MESSAGE = 40
BUTTONS_PER_ROW = 5
PLACEHOLDER = 150
MODAL_COMPONENTS = 5
LABEL_TEXT = 45
LABEL_DESCRIPTION = 100
TEXT_INPUT = 4000


def of_components(components: Sequence[Json], files: set[str]) -> Iterator[str]:
    """Faults of a message's components; `files` are the names of what is sent along."""
    everything = list(walk(components))
    most = COMPONENTS_PER_MESSAGE
    yield from unless(len(everything) <= most, f"{len(everything)} components, at most {most} fit")
    text = sum(len(component["content"]) for component in everything if component["type"] == TEXT)
    most = limits.TEXT_PER_MESSAGE
    yield from unless(text <= most, f"{text} characters of text, at most {most} fit")
    yield from unique((c["custom_id"] for c in everything if "custom_id" in c), "custom_id")
    yield from unique((c["id"] for c in everything if c.get("id")), "component id")
    for component in components:
        fine = component["type"] in FRAMED | {CONTAINER}
        yield from unless(fine, f"component type {component['type']} at the top")
    for component in everything:
        yield from _CHECKS.get(component["type"], _nothing)(component)
    for url in (url for component in everything for url in _urls(component)):
        scheme, _, name = url.partition("://")
        yield from unless(scheme != "attachment" or name in files, f"{name} is shown but not sent along")


def _nothing(_: Json) -> Iterator[str]:
    yield from ()


def _of_container(container: Json) -> Iterator[str]:
    kinds = {child["type"] for child in container["components"]}
    yield from unless(bool(kinds) and kinds <= FRAMED, f"a container of {sorted(kinds)}")


def _of_section(section: Json) -> Iterator[str]:
    kinds = [child["type"] for child in section["components"]]
    fine = 1 <= len(kinds) <= TEXTS_IN_SECTION and set(kinds) == {TEXT}
    yield from unless(fine, "a section holds one to three texts")
    beside = (section.get("accessory") or {}).get("type")
    yield from unless(beside in (BUTTON, THUMBNAIL), "a section without a button or picture beside it")


def _of_text(text: Json) -> Iterator[str]:
    yield from unless(bool(text["content"].strip()), "a text without words")


def _of_gallery(gallery: Json) -> Iterator[str]:
    items = gallery["items"]
    yield from unless(1 <= len(items) <= GALLERY_ITEMS, f"{len(items)} pictures in a gallery")
    for item in items:
        yield from at_most(limits.ALT_TEXT, item.get("description") or "", "a picture's description")


def _urls(component: Json) -> list[str]:
    items = [*component.get("items", ()), {"media": component["file"]} if "file" in component else {}]
    return [item["media"]["url"] for item in items if "media" in item]


def _of_row(row: Json) -> Iterator[str]:
    kinds = [child["type"] for child in row["components"]]
    buttons = all(kind == BUTTON for kind in kinds) and 1 <= len(kinds) <= BUTTONS_PER_ROW
    yield from unless(buttons or (len(kinds) == 1 and kinds[0] in MENUS), f"a row of {kinds}")


def _of_button(button: Json) -> Iterator[str]:
    yield from between(limits.BUTTON_LABEL, button.get("label") or "", "a button's label")
    if button["style"] == LINK_STYLE:
        yield from between(limits.BUTTON_URL, button.get("url") or "", "a button's address")
        yield from unless("custom_id" not in button, "a link button with a custom_id")
    else:
        yield from between(limits.CUSTOM_ID, button.get("custom_id") or "", "a custom_id")


def _of_menu(menu: Json) -> Iterator[str]:
    yield from between(limits.CUSTOM_ID, menu.get("custom_id") or "", "a custom_id")
    yield from at_most(PLACEHOLDER, menu.get("placeholder") or "", "a placeholder")
    if menu["type"] != MENU:
        return
    options = menu.get("options") or []
    fine = 1 <= len(options) <= limits.SELECT_OPTIONS
    yield from unless(fine, f"{len(options)} options in a menu, 1 to {limits.SELECT_OPTIONS} fit")
    yield from unless(sum(bool(o.get("default")) for o in options) <= 1, "two options are chosen already")
    yield from unique((option["value"] for option in options), "option value")
    for option in options:
        yield from between(limits.OPTION_TEXT, option["label"], "an option's label")
        yield from between(limits.OPTION_TEXT, option["value"], "an option's value")
        yield from at_most(limits.OPTION_TEXT, option.get("description") or "", "an option's description")


_CHECKS: Mapping[int, Callable[[Json], Iterator[str]]] = {
    CONTAINER: _of_container,
    SECTION: _of_section,
    TEXT: _of_text,
    GALLERY: _of_gallery,
    ROW: _of_row,
    BUTTON: _of_button,
    **dict.fromkeys(MENUS, _of_menu),
}


def of_modal(modal: Json) -> Iterator[str]:
    """Faults of a form."""
    yield from between(limits.MODAL_TITLE, modal["title"], "a form's title")
    yield from between(limits.CUSTOM_ID, modal["custom_id"], "a custom_id")
    parts = modal["components"]
    yield from unless(1 <= len(parts) <= MODAL_COMPONENTS, f"{len(parts)} parts in a form")
    inputs = [part["component"] for part in parts if part["type"] == LABEL]
    yield from unique((field["custom_id"] for field in inputs), "custom_id")
    for part in parts:
        yield from unless(part["type"] in (LABEL, TEXT), f"component type {part['type']} in a form")
        if part["type"] == LABEL:
            yield from between(LABEL_TEXT, part["label"], "a label")
            yield from at_most(LABEL_DESCRIPTION, part.get("description") or "", "a label's text")
            yield from _of_field(part["component"])


def _of_field(field: Json) -> Iterator[str]:
    yield from between(limits.CUSTOM_ID, field["custom_id"], "a custom_id")
    if field["type"] == INPUT:
        most = field.get("max_length") or TEXT_INPUT
        yield from unless(most <= TEXT_INPUT, f"a field for {most} characters")
        yield from at_most(most, field.get("value") or "", "a field's text")
        yield from at_most(INPUT_PLACEHOLDER, field.get("placeholder") or "", "a field's placeholder")
    else:
        yield from _of_menu(field)


def of_choices(choices: Sequence[Json]) -> Iterator[str]:
    """Faults of the choices of an option."""
    yield from unless(len(choices) <= limits.CHOICES, f"{len(choices)} choices, at most 25 fit")
    for choice in choices:
        yield from between(limits.CHOICE, choice["name"], "a choice's name")
        if isinstance(choice["value"], str):
            yield from between(limits.CHOICE, choice["value"], "a choice's value")


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """The components and everything in them; not what is in a form's labels."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())
        if component.get("accessory"):
            yield component["accessory"]


def at_most(most: int, text: str, what: str) -> Iterator[str]:
    """A fault if the text is too long."""
    yield from unless(len(text) <= most, f"{what} has {len(text)} characters, at most {most} fit")


def between(most: int, text: str, what: str) -> Iterator[str]:
    """A fault if the text is empty or too long."""
    yield from unless(bool(text), f"{what} is empty")
    yield from at_most(most, text, what)


def unique(values: Iterable[Any], what: str) -> Iterator[str]:
    """A fault for every value that comes twice."""
    for value, times in Counter(values).items():
        yield from unless(times == 1, f"{what} {value!r} {times} times")


def unless(fine: bool, fault: str) -> Iterator[str]:
    """The fault, unless all is fine."""
    if not fine:
        yield fault
