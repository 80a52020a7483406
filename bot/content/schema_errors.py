"""Whether one file has the right shape: pydantic's findings, in words that say what to write instead."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.content.faults import Fault, did_you_mean
from bot.content.models import DAY, HTTPS, KEBAB, ONE_LINE, SENTENCE
from bot.content.source import Source, Steps

File = TypeVar("File", bound=BaseModel)

# So much of a wrong value is repeated; its place is known anyway.
QUOTED = 60


def fit(source: Source, model: type[File]) -> tuple[File | None, tuple[Fault, ...]]:
    """The file as its model, or every fault of its shape. A file that could not be read has neither."""
    if source.data is None:
        return None, ()
    try:
        return model.model_validate(source.data), ()
    except ValidationError as error:
        found = error.errors(include_url=False)
        return None, tuple(_fault(source, model, details) for details in found)


@dataclass(frozen=True, slots=True)
class _Finding:
    """A value, how it is written, the numbers around it, and the model it is part of or should be."""

    key: str
    value: object
    written: str
    context: dict[str, Any]
    model: type[BaseModel]


def _fault(source: Source, model: type[BaseModel], details: ErrorDetails) -> Fault:
    steps: Steps = details["loc"]
    kind = details["type"]
    finding = _Finding(
        key=str(steps[-1]),
        value=details["input"],
        written=_clipped(source.mark(steps).text),
        context=details.get("ctx", {}),
        model=_model_at(model, steps if kind == "model_type" else steps[:-1]),
    )
    place = source.keys[steps] if kind == "extra_forbidden" else None
    return source.fault(steps, _SENTENCES[kind](finding), place)


def _clipped(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"


def _model_at(model: type[BaseModel], steps: Steps) -> type[BaseModel]:
    for step in steps:
        if isinstance(step, str):
            model = next(iter(_models_in(model.model_fields[step].annotation)), model)
    return model


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    for kind in get_args(annotation):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield kind


def _kind(value: object) -> str:
    kinds = {int: "a number", float: "a number", date: "a date", list: "a list", dict: "keys"}
    return kinds.get(type(value), "a text")


def _missing(it: _Finding) -> str:
    description = it.model.model_fields[it.key].description or ""
    return f'is missing; add "{it.key}:" ({description[:1].lower()}{description[1:]})'


def _unknown(it: _Finding) -> str:
    fields = it.model.model_fields
    known = sorted(fields, key=lambda key: not fields[key].is_required())
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
    if it.context["pattern"] != HTTPS:
        example = "-".join(re.findall("[a-z0-9]+", written.lower())) or "core-tools"
        return _PATTERNS[it.context["pattern"]].format(written=written, example=example)
    if written.startswith("http://"):
        return f"is not https; write https://{written.removeprefix('http://')} if that page exists"
    if written.startswith("https://") and set(written) & set('()[]<>"'):
        return "has a bracket or a quote, which ends a link early; write ( as %28, ) as %29, and so on"
    return f'"{written}" is no https address; write one such as https://docs.python.org/3/'


_PATTERNS = {
    KEBAB: '"{written}" is no id; write lower case with single hyphens, such as "{example}"',
    ONE_LINE: "has a line break; write it in one line (after >- instead of |)",
    SENTENCE: '"{written}" has no full stop; end it with one, in one line',
    DAY: '"{written}" is no year, month or day; write "2026", "2026-11" or "2026-11-23"',
}


def _not_whole(it: _Finding) -> str:
    digits = re.fullmatch(r"0*([0-9]+)(\.0*)?", it.written)
    if digits:
        return f"needs a whole number; write {digits[1]} without quotes, leading zeros or a point"
    return f"needs a whole number such as 6{_instead(it)}"


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


def _not_keys(it: _Finding) -> str:
    needed = (f"{key}:" for key, field in it.model.model_fields.items() if field.is_required())
    return f"needs keys ({', '.join(needed)}){_instead(it)}"


_SENTENCES: dict[str, Callable[[_Finding], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "string_type": _not_text,
    "string_too_short": lambda it: "is blank; write a text",
    "string_too_long": _too_long,
    "string_pattern_mismatch": _pattern,
    "int_type": _not_whole,
    "greater_than_equal": lambda it: f"{it.value} is too small; write {it.context['ge']} or more",
    "less_than_equal": lambda it: f"{it.value} is too large; write {it.context['le']} or less",
    "bool_type": lambda it: f"needs true or false{_instead(it)}",
    "date_type": _not_date,
    "literal_error": _choice,
    "list_type": lambda it: f'needs a list, each entry on its own line after "- "{_instead(it)}',
    "too_short": lambda it: f"has no entry; write at least {it.context['min_length']}",
    "too_long": lambda it: f"{it.context['actual_length']} entries; at most {it.context['max_length']} fit",
    "model_type": _not_keys,
}
