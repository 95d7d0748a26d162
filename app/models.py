"""`python -m app models [download]`: which model files are here, and how to get the others."""

from __future__ import annotations

import sys

from analysis import weights
from analysis.errors import ModelError
from app import readers, setup


def main(*, download: bool, names: tuple[str, ...]) -> int:
    """0 when all is well, 1 when a download failed or a file is damaged, 2 for an unknown name."""
    folder = setup.settings().models
    try:
        wanted = [weights.model(name) for name in names] or list(weights.MODELS)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 2
    status = _show_expression()
    for model in wanted:
        if download:
            try:
                weights.download(folder, (model.name,), progress=_show)
            except ModelError as error:
                print(error, file=sys.stderr)
                return 1
        lacking = weights.missing(folder, model)
        state = "here" if not lacking else f"missing {len(lacking)} of {len(model.files)} files"
        print(f"{model.name}: {state} ({model.size / 1e6:.1f} MB, {folder})")
    return status


def _show_expression() -> int:
    """0 when the one that comes with the program is whole, else 1."""
    model = readers.model_path()
    try:
        readers.check(model)
        print(f"expression: {readers.expression(model).version} (in the package)")
    except ModelError as error:
        print(f"expression: {error}; `python -m app doctor` says what to do", file=sys.stderr)
        return 1
    return 0


def _show(name: str, here: int, whole: int) -> None:
    end = "\n" if here >= whole else ""
    print(f"\r{name}: {here / 1e6:.1f} of {whole / 1e6:.1f} MB", end=end, flush=True)
