"""The parameters of one request, read as leniently and refused as the Bot API server does."""

import json
from dataclasses import dataclass
from typing import Any

from playground.server.refusals import bad_request

Json = dict[str, Any]

TRUE = frozenset({"true", "yes", "1"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a request: its name, its media type and its content."""

    name: str
    mime_type: str
    content: bytes

    def __repr__(self) -> str:
        """Keep logs and failed tests short."""
        return f"Upload({self.name!r}, {len(self.content)} bytes)"


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a request carries.

    `values` by name: text, or JSON values of a JSON body; `attached`: files by NAME of attach://NAME.
    """

    values: Json
    attached: dict[str, Upload]

    def text(self, name: str) -> str:
        """Return a text, "" where it is absent."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number; what is none counts as absent, as on the server."""
        try:
            return int(self.values[name])
        except (KeyError, TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """Return a boolean, False where it is absent."""
        return str(self.values.get(name, "")).lower() in TRUE

    def structure(self, name: str, what: str) -> Any:
        """Return a JSON value, None where it is absent.

        `what` names it in the refusal of bad JSON.
        """
        value = self.values.get(name)
        if value in {None, ""} if isinstance(value, str | None) else False:
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def file(self, name: str) -> Upload | str:
        """Return the upload, or the file_id or address that stands for it.

        Raise Refused where there is nothing.
        """
        value = self.values.get(name)
        if isinstance(value, Upload):
            return value
        if not value:
            raise bad_request(f"there is no {name.replace('_', ' ')} in the request")
        return self.attachment(str(value))

    def attachment(self, reference: str) -> Upload | str:
        """Return what attach://NAME means, or the reference itself."""
        if not reference.startswith("attach://"):
            return reference
        name = reference.removeprefix("attach://")
        if name not in self.attached:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self.attached[name]


def collect(values: Json, uploads: dict[str, Upload]) -> Parameters:
    """Split uploads into parameters and those that a parameter refers to by attach://NAME."""
    texts = " ".join(json.dumps(value) for value in values.values())
    attached = {n: u for n, u in uploads.items() if f"attach://{n}" in texts}
    direct = {name: upload for name, upload in uploads.items() if name not in attached}
    return Parameters({**values, **direct}, attached)
