"""What stands under deploy/, read once for the tests about it, and the commands there are."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main
import yaml

from hub.app.task import ROLES
from hub.cli.main import app

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"


def load(path: Path) -> Any:
    """A YAML file of the folder."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


COMPOSE = load(DEPLOY / "compose.yaml")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
HUB = {name: one for name, one in SERVICES.items() if one["image"] == "procurement-hub"}


def commands() -> set[tuple[str, ...]]:
    """The words of every command of the hub."""

    def walk(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        inner = getattr(command, "commands", None)
        if inner is None:
            yield words
            return
        for name, sub in inner.items():
            yield from walk(sub, (*words, name))

    return set(walk(typer.main.get_command(app), ()))


def is_command(words: list[str]) -> bool:
    """Whether these words begin with a command, and a role where one belongs."""
    if words[:1] != ["hub"] or not any(tuple(words[1 : len(c) + 1]) == c for c in commands()):
        return False
    return words[1] != "run" or all(word in ROLES for word in words[2:])
