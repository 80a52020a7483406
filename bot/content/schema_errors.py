"""Whether one file has the right shape: pydantic's findings, in words that say what to write instead."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.content.faults import Fault, clipped, did_you_mean, nearest
from bot.content.fields import DAY, KEBAB, ONE_LINE, REF, SENTENCE, kebab
from bot.content.reading import Loc
from bot.content.source import Source

File = TypeVar("File", bound=BaseModel)


def fit(source: Source, model: type[File]) -> tuple[File | None, Source]:
    """The file as its model, None with any fault of its shape, and the source with all of those.

    A key with a slip in it is told, and then read as what was meant: one slip is one fault.
    """
    if source.data is None:
        return None, source
    slips: dict[Loc, Fault] = {}
    file, found = _tried(source, model)
    while meant := _meant(source, model, found):
        for loc, name, details in meant:
            slips[*loc[:-1], name] = _fault(source, model, details)
        source = source.renamed({loc: name for loc, name, _ in meant})
        file, found = _tried(source, model)
    wrong = (_fault(source, model, details) for details in found if details["loc"] not in slips)
    refused = frozenset(details["loc"] for details in found)
    # What is no text, but a list or keys, is told once, and nothing of what stands in it.
    inside = tuple(
        f"{source.name(details['loc'])}." for details in found if details["type"].endswith("_type")
    )
    read = (fault for fault in source.faults if not fault.path.startswith(inside))
    faults = (*read, *slips.values(), *wrong)
    return None if slips else file, replace(source, faults=faults, refused=refused)


def _tried(source: Source, model: type[File]) -> tuple[File | None, list[ErrorDetails]]:
    try:
        return model.model_validate(source.data), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _meant(
    source: Source, model: type[BaseModel], found: list[ErrorDetails]
) -> list[tuple[Loc, str, ErrorDetails]]:
    """Keys that are none, and the missing ones that each of them is close to."""
    meant: dict[Loc, tuple[Loc, str, ErrorDetails]] = {}
    for details in (each for each in found if each["type"] == "extra_forbidden"):
        loc: Loc = details["loc"]
        name = nearest(str(loc[-1]), _known(_model_at(model, loc[:-1])))
        if name and name not in source.around(loc):
            meant.setdefault((*loc[:-1], name), (loc, name, details))
    return list(meant.values())


class _Finding(NamedTuple):
    """A value, how it is written, the numbers around it, and the model it is part of or should be."""

    key: str
    value: object
    written: str
    context: dict[str, Any]
    model: type[BaseModel]


def _fault(source: Source, model: type[BaseModel], details: ErrorDetails) -> Fault:
    loc: Loc = details["loc"]
    kind = details["type"]
    finding = _Finding(
        key=str(loc[-1]),
        value=details["input"],
        written=clipped(source.mark(loc).text),
        context=details.get("ctx", {}),
        model=_model_at(model, loc if kind == "model_type" else loc[:-1]),
    )
    place = source.keys[loc] if kind == "extra_forbidden" else None
    return source.fault(loc, _SENTENCES[kind](finding), place)


def _keys(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The keys of a model as an author writes them."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    for key in loc:
        if isinstance(key, str) and key in _keys(model):
            model = next(iter(_models_in(_keys(model)[key].annotation)), model)
    return model


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    for kind in get_args(annotation):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield kind


def _kind(value: object) -> str:
    kinds = {int: "a number", float: "a number", date: "a date", list: "a list", dict: "keys"}
    return kinds.get(type(value), "a text")


def _missing(it: _Finding) -> str:
    description = _keys(it.model)[it.key].description or ""
    return f'is missing; add "{it.key}:" ({description[:1].lower()}{description[1:]})'


def _known(model: type[BaseModel]) -> list[str]:
    """The keys that anybody should write, the needed ones first."""
    fields = {key: field for key, field in _keys(model).items() if not field.deprecated}
    return sorted(fields, key=lambda key: not fields[key].is_required())


def _unknown(it: _Finding) -> str:
    known = _known(it.model)
    return "is no key here" + (did_you_mean(it.key, known) or f"; the keys are {', '.join(known)}")


def _not_text(it: _Finding) -> str:
    if it.value is None:
        return "is empty; write a text"
    if isinstance(it.value, list | dict):
        return f"needs a text, not {_kind(it.value)}; a text that begins with [ or {{ needs quotes"
    read_as = str(it.value).lower() if isinstance(it.value, bool) else _kind(it.value)
    return f'YAML reads {it.written} as {read_as}; put it in quotes: "{it.written}"'


def _pattern(it: _Finding) -> str:
    written = str(it.value).strip()
    example = kebab(written) or "core-tools"
    return _PATTERNS[it.context["pattern"]].format(written=written, example=example)


_PATTERNS = {
    KEBAB: '"{written}" is no id; write lower case with single hyphens, such as "{example}"',
    REF: '"{written}" is no id; write "old-step", or "old-action/old-step" if it was in another action',
    ONE_LINE: "has a line break; write it in one line (after >- instead of |)",
    SENTENCE: '"{written}" has no full stop; end it with one, in one line',
    DAY: '"{written}" is no year, month or day; write "2026", "2026-11" or "2026-11-23"',
}


def _not_whole(it: _Finding) -> str:
    digits = re.fullmatch(r"0*([0-9]+)(\.0*)?", it.written)
    if digits:
        return f"needs a whole number; write {digits[1]} without quotes, leading zeros or a point"
    return f"needs a whole number such as 6{_instead(it)}"


def _not_hours(it: _Finding) -> str:
    number = re.fullmatch(r"([0-9]+([.][0-9]+)?)( ?h(ours?)?)?", it.written)
    return f"needs hours{f'; write {number[1]} alone' if number else f' such as 2 or 1.5{_instead(it)}'}"


def _not_halves(it: _Finding) -> str:
    return f"{it.written} is no whole or half number; write {round(float(it.written) * 2) / 2 or 0.5:g}"


def _not_date(it: _Finding) -> str:
    try:
        return f"needs a date; write it without quotes: {date.fromisoformat(str(it.value).strip())}"
    except ValueError:
        return f"needs a date as year-month-day, such as 2026-11-23{_instead(it)}"


def _choice(it: _Finding) -> str:
    allowed = re.findall(r"'([^']+)'", it.context["expected"])
    return f"needs to be one of {', '.join(allowed)}{_instead(it)}{did_you_mean(it.written, allowed)}"


def _instead(it: _Finding) -> str:
    if it.value is None:
        return "; it is empty"
    return ", not " + (_kind(it.value) if isinstance(it.value, list | dict) else f'"{it.written}"')


def _too_long(it: _Finding) -> str:
    return f"{len(str(it.value).strip())} characters; at most {it.context['max_length']} fit"


def _too_short(it: _Finding) -> str:
    least = it.context["min_length"]
    has = "1 entry" if it.context["actual_length"] else "has no entry"
    return f"{has}; write at least {least}"


def _not_keys(it: _Finding) -> str:
    needed = (f"{key}:" for key, field in _keys(it.model).items() if field.is_required())
    return f"needs keys ({', '.join(needed)}){_instead(it)}"


_SENTENCES: dict[str, Callable[[_Finding], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "string_type": _not_text,
    "string_too_short": lambda it: "is blank; write a text",
    "string_too_long": _too_long,
    "string_pattern_mismatch": _pattern,
    "own": lambda it: it.context["sentence"],
    "int_type": _not_whole,
    "float_type": _not_hours,
    "multiple_of": _not_halves,
    "greater_than_equal": lambda it: f"{it.value} is too small; write {it.context['ge']:g} or more",
    "less_than_equal": lambda it: f"{it.value} is too large; write {it.context['le']:g} or less",
    "bool_type": lambda it: f"needs true or false{_instead(it)}",
    "date_type": _not_date,
    "literal_error": _choice,
    "list_type": lambda it: f'needs a list, each entry on its own line after "- "{_instead(it)}',
    "dict_type": lambda it: f'needs choices with their options: "{{cloud: [aws]}}"{_instead(it)}',
    "too_short": _too_short,
    "too_long": lambda it: f"{it.context['actual_length']} entries; at most {it.context['max_length']} fit",
    "model_type": _not_keys,
}
