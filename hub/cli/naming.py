"""Ids as people type them: the first characters are enough where they name one thing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from hub.cli.console import errors, printable, table
from hub.cli.failure import ExitCode

if TYPE_CHECKING:
    from hub.app.hub import Hub

__all__ = ["interchange_called", "not_found", "thing_called"]

SHORTEST = 8
"""Characters of an id that are enough to type."""
LISTED = 20


def thing_called(hub: "Hub", typed: str) -> str:
    """Return the id of the interchange, output or answer that a beginning names.

    For a document it is its interchange. What names nothing is returned as it is, so that
    whoever needs the thing says so. Leaves with the candidates when there are several.
    """
    found = {one["id"]: one for one in _candidates(hub, typed)}
    return str(_one(typed, found)["content"]) if found else typed


def interchange_called(hub: "Hub", typed: str) -> str:
    """Return the id of the interchange that a beginning names, or that what it names is of."""
    found = {one["interchange"]: one for one in _candidates(hub, typed)}
    return str(_one(typed, found)["interchange"]) if found else typed


def not_found(typed: str) -> None:
    """Say that an id names nothing, and how to find what was meant."""
    errors().print(f"Nothing here is called {printable(typed)}.", markup=False)
    if len(typed) < SHORTEST:
        errors().print(f"Of an id at least {SHORTEST} characters are needed.")
    errors().print("hub trace finds ids by document number, file name, account or party.")


def _one(typed: str, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    exact = found.get(typed.strip().lower())
    if exact is not None or len(found) == 1:
        return exact or next(iter(found.values()))
    said = f"{printable(typed)} is the beginning of several ids; type more of the one you mean:"
    errors().print(said, markup=False)
    rows = [(one["what"], key, one["name"], one["account"]) for key, one in found.items()]
    errors().print(table(("what", "id", "name", "account"), rows))
    raise typer.Exit(ExitCode.USAGE)


def _candidates(hub: "Hub", typed: str) -> Iterator[dict[str, Any]]:
    """Yield everything whose id begins so, with its interchange and what holds its content."""
    beginning = typed.strip().lower()
    if len(beginning) < SHORTEST:
        return
    for row in hub.archive.search(beginning, LISTED):
        whole = hub.archive.interchange(row["id"])
        if whole is None:
            continue
        common = {"interchange": row["id"], "account": row["account"]}
        things = [("interchange", row, row["id"], row["name"])]
        things += [("document", one, row["id"], one["number"]) for one in whole["documents"]]
        things += [(one["kind"], one, one["id"], one["name"]) for one in whole["deliveries"]]
        for what, thing, content, name in things:
            if thing["id"].startswith(beginning):
                said = {"what": what, "id": thing["id"], "content": content, "name": name or ""}
                yield common | said
