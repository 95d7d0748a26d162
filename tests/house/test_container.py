"""The Dockerfile fits the tree: no engine is needed to see that."""

import json
import re
import shlex

from tests.house import tree

#: Nothing at run time needs it.
NOT_SHIPPED = {"training"}


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions in order, continued lines joined."""
    text = (tree.ROOT / "Dockerfile").read_text(encoding="utf-8")
    kept = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    joined = re.sub(r"\\\n\s*", " ", kept)
    return [
        (word, rest.strip())
        for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line.strip())
    ]


def values(word: str) -> list[str]:
    return [rest for name, rest in instructions() if name == word]


def copied() -> list[tuple[str, str]]:
    """What is copied from the tree, and where to."""
    pairs = [shlex.split(rest) for rest in values("COPY") if not rest.startswith("--from=")]
    assert all(len(pair) == 2 for pair in pairs)
    return [(source, target) for source, target in pairs]


def test_everything_that_is_copied_exists() -> None:
    assert [source for source, _ in copied() if not (tree.ROOT / source).exists()] == []


def test_every_room_that_runs_is_copied_to_its_own_name() -> None:
    rooms = {source: target for source, target in copied() if not source.startswith("requirements")}
    assert rooms == {f"{room}/": f"{room}/" for room in set(tree.rooms()) - NOT_SHIPPED}


def test_the_build_context_holds_just_what_is_copied() -> None:
    lines = (tree.ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in lines
    assert {line[1:] for line in lines if line.startswith("!")} == {
        source.rstrip("/") for source, _ in copied()
    }


def test_the_environment_is_installed_by_hash_in_a_stage_of_its_own() -> None:
    assert len(values("FROM")) == 2
    (install,) = [run for run in values("RUN") if "pip install" in run]
    assert "--require-hashes" in install
    assert "--no-cache-dir" in install


def test_the_image_is_pinned_to_the_python_that_the_tests_run_on() -> None:
    (base,) = values("ARG")
    assert base.startswith("BASE=python:3.11-slim-")
    assert all(stage.startswith("${BASE}") for stage in values("FROM"))


def test_the_process_is_not_root_and_owns_its_data() -> None:
    order = [name for name, _ in instructions()]
    assert values("USER") == ["10001:10001"]
    assert order.index("USER") > max(i for i, name in enumerate(order) if name == "RUN")
    assert values("VOLUME") == ["/data"]
    assert "MINDGITTER_DATA=/data" in values("ENV")[0].split()


def test_the_container_runs_the_bot_and_asks_it_for_its_health() -> None:
    assert json.loads(values("ENTRYPOINT")[0]) == ["python", "-m", "app"]
    assert json.loads(values("CMD")[0]) == ["run"]
    health = values("HEALTHCHECK")[0].partition("CMD ")[2]
    assert json.loads(health) == ["python", "-m", "app", "doctor", "--health"]
