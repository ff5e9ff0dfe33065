"""The documentation names what exists, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from hub.app.settings import SETTINGS
from hub.cli.failure import ExitCode
from hub.cli.main import app

ROOT = Path(__file__).parents[1]
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, list[str]]]:
    """Yield every command with its options."""
    group = typer.main.get_command(app)

    def walk(command: object, words: str) -> Iterator[tuple[str, list[str]]]:
        inner = getattr(command, "commands", None)
        if inner is not None:
            for name, sub in inner.items():
                yield from walk(sub, f"{words} {name}")
            if not getattr(command, "invoke_without_command", False) or words == "hub":
                return
        options = [
            option
            for parameter in command.params  # type: ignore[attr-defined]
            for option in parameter.opts
            if option.startswith("--") and option != "--help"
        ]
        yield words, options

    yield from walk(group, "hub")


@pytest.mark.parametrize(("command", "options"), list(commands()))
def test_command_is_documented(command: str, options: list[str]) -> None:
    """Every command and each of its long options stands in docs/commands.md."""
    rows = [row for row in COMMANDS.splitlines() if row.startswith(f"| `{command}")]
    assert rows, f"docs/commands.md has no row for {command}"
    for option in options:
        assert any(option in row for row in rows), f"{command} {option} is not documented"


def test_documented_commands_exist() -> None:
    """No row of docs/commands.md is about a command that does not exist."""
    known = {command for command, _ in commands()}
    for words in re.findall(r"^\| `(hub[a-z ]*)", COMMANDS, re.MULTILINE):
        assert any(words.strip() == name or words.startswith(f"{name} ") for name in known), words


def test_settings_are_documented() -> None:
    """docs/settings.md has a row for every setting and none besides."""
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(HUB_[A-Z_]+)`", text, re.MULTILINE)) == set(SETTINGS)


def test_exit_codes_are_documented() -> None:
    """docs/commands.md names every exit code."""
    sentence = COMMANDS.split("Exit codes:")[1].split("\n\n")[0]
    for code in ExitCode:
        assert re.search(rf"\b{int(code)} ", sentence), code


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page leads to a file of the project."""
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_tour_names_every_step_of_the_line() -> None:
    """Each module that process.py takes something from is introduced in the tour."""
    line = (ROOT / "hub" / "pipeline" / "process.py").read_text(encoding="utf-8")
    tour = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
    plain = {"hub.errors", "hub.formats.document", "hub.formats.payload", "hub.model.report"}
    plain |= {"hub.pipeline.ending", "hub.pipeline.workbench", "hub.model.finding"}
    for module in re.findall(r"^from (hub[\w.]+) import", line, re.MULTILINE):
        if module not in plain:
            assert module.replace(".", "/") + ".py" in tour, module
