"""Commands as their own process, the way an operator runs them."""

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended and what it said."""

    status: int
    out: str
    errors: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on standard output."""
        value = json.loads(self.out)
        assert isinstance(value, dict)
        return value


async def app(folder: Path, *arguments: str, given: bytes = b"", **settings: str) -> Done:
    """Run `python -m app` with `arguments` in `folder`, with these settings alone."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MINDGITTER_")}
    environment |= {"PYTHONPATH": str(ROOT), "MINDGITTER_DATA": str(folder / "data")}
    environment |= {f"MINDGITTER_{name}": value for name, value in settings.items()}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app",
        *arguments,
        cwd=folder,
        env=environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await process.communicate(given)
    assert process.returncode is not None
    return Done(process.returncode, out.decode(), errors.decode())
