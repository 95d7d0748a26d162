"""The machine-readable Bot API, and what in a request or an answer is not in it.

The file is `telegram-bot-api.json` of the PaulSonOfLars/telegram-bot-api-spec format: "methods" and
"types" by name, each with "fields" of name, types and required.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playground.server.parameters import Upload

Json = dict[str, Any]


class Specification:
    """What the Bot API knows: methods, their parameters, and types."""

    def __init__(self, content: Json) -> None:
        """Take the file's JSON."""
        self.version: str = content["version"]
        self._types: dict[str, Json] = content["types"]
        self._methods = {name.lower(): method for name, method in content["methods"].items()}

    def knows(self, method: str) -> bool:
        """Say whether there is such a method (in any case of letters, as on the server)."""
        return method.lower() in self._methods

    def returns(self, method: str) -> list[str]:
        """Return the names of the types that a method may return."""
        return list(self._methods[method.lower()]["returns"])

    def check_call(self, method: str, params: Json) -> list[str]:
        """Return what is wrong with a request.

        Unknown, missing and mistyped parameters, one sentence each.
        """
        if not self.knows(method):
            return [f"{method}: unknown method"]
        fields = self._methods[method.lower()].get("fields", [])
        return [
            f"{method}: {problem}" for problem in self._check_fields(fields, params, "", sent=True)
        ]

    def check_answer(self, method: str, result: Any) -> list[str]:
        """Return what is wrong with a result of a method."""
        return [
            f"{method}: {p}"
            for p in self._check(self.returns(method), result, "result", sent=False)
        ]

    def check_value(self, type_name: str, value: Any) -> list[str]:
        """Return what is wrong with a value of a type, such as "Update"."""
        return list(self._check([type_name], value, type_name, sent=False))

    def _check_fields(
        self, fields: list[Json], values: Json, where: str, *, sent: bool
    ) -> Iterator[str]:
        """Yield what is wrong with an object's fields."""
        known = {field["name"]: field for field in fields}
        for name in values.keys() - known.keys():
            yield f"{where}{name} is unknown"
        for name, field in known.items():
            if name in values:
                yield from self._check(field["types"], values[name], f"{where}{name}", sent=sent)
            elif field["required"]:
                yield f"{where}{name} is missing"

    def _check(self, types: list[str], value: Any, where: str, *, sent: bool) -> Iterator[str]:
        """Yield what is wrong with a value that may have one of `types`.

        `sent` values may be JSON text.
        """
        problems: list[str] = []
        for type_name in types:
            problems = list(self._check_type(type_name, value, where, sent=sent))
            if not problems:
                return
        yield from problems if len(types) == 1 else [f"{where} is none of {', '.join(types)}"]

    def _check_type(self, type_name: str, value: Any, where: str, *, sent: bool) -> Iterator[str]:
        """Yield what is wrong with a value of one type."""
        if type_name in PLAIN:
            if not PLAIN[type_name](value, sent):
                yield f"{where} is no {type_name}"
        elif type_name == "InputFile":
            if not isinstance(value, (bytes, Upload)):
                yield f"{where} is no InputFile"
        elif type_name.startswith("Array of "):
            yield from self._check_array(
                type_name.removeprefix("Array of "), value, where, sent=sent
            )
        else:
            yield from self._check_object(type_name, value, where, sent=sent)

    def _check_array(self, item_type: str, value: Any, where: str, *, sent: bool) -> Iterator[str]:
        """Yield what is wrong with an array."""
        items = _decoded(value) if sent else value
        if not isinstance(items, list):
            yield f"{where} is no array"
            return
        for number, item in enumerate(items):
            yield from self._check([item_type], item, f"{where}[{number}]", sent=False)

    def _check_object(self, type_name: str, value: Any, where: str, *, sent: bool) -> Iterator[str]:
        """Yield what is wrong with an object, also of a type that is one of several."""
        values = _decoded(value) if sent else value
        if not isinstance(values, dict):
            yield f"{where} is no {type_name}"
            return
        candidates = self._candidates(type_name, values)
        found = [list(self._check_fields(f, values, f"{where}.", sent=False)) for f in candidates]
        yield from min(found, key=len)

    def _candidates(self, type_name: str, values: Json) -> list[list[Json]]:
        """Return the field lists that an object of this type may have.

        Those whose constants it carries.
        """
        definition = self._types[type_name]
        subtypes = definition.get("subtypes")
        if not subtypes:
            return [definition.get("fields", [])]
        lists: list[list[Json]] = [self._types[name].get("fields", []) for name in subtypes]
        return [fields for fields in lists if _constants_agree(fields, values)] or lists


def load(path: Path) -> Specification | None:
    """Return the specification, or None where the file is absent: then requests are not checked."""
    return Specification(json.loads(path.read_text("utf-8"))) if path.is_file() else None


def _decoded(value: Any) -> Any:
    """Return what a parameter means, which may be JSON text; text that is no JSON stays text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _constants_agree(fields: list[Json], values: Json) -> bool:
    """Compare `type`, `status` and `source` with the constant that the field's text ends in."""
    for field in fields:
        name = field["name"]
        if name in {"type", "status", "source"} and values.get(name) is not None:
            return bool(field["description"].split()[-1].strip('"“”.') == values[name])
    return True


def _is_integer(value: Any, sent: bool) -> bool:  # noqa: FBT001
    if sent and isinstance(value, str):
        return value.removeprefix("-").isdecimal()
    return isinstance(value, int) and not isinstance(value, bool)


def _is_boolean(value: Any, sent: bool) -> bool:  # noqa: FBT001
    return isinstance(value, bool) or (sent and str(value).lower() in {"true", "false", "1", "0"})


def _is_float(value: Any, sent: bool) -> bool:  # noqa: FBT001
    if sent and isinstance(value, str):
        return value.removeprefix("-").replace(".", "", 1).isdecimal()
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_string(value: Any, sent: bool) -> bool:  # noqa: ARG001, FBT001
    return isinstance(value, str)


PLAIN = {
    "Integer": _is_integer,
    "Boolean": _is_boolean,
    "Float": _is_float,
    "String": _is_string,
    "True": _is_boolean,
}
