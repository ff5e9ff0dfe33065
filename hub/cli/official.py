"""Commands about publishers' own releases: install one, say what is there."""

from pathlib import Path
from typing import Annotated

import typer

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.console import out, printable
from hub.cli.failure import told
from hub.official.engine import is_here
from hub.official.release import read_release
from hub.official.shelf import InstalledRelease, installed
from hub.official.shelf import install as put

__all__ = ["install", "show_releases"]

OFFICIAL = "official"


def install(
    what: Annotated[
        str, typer.Argument(metavar="official", help="What is installed: official, nothing else.")
    ],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The release archive that you downloaded.")
    ],
) -> None:
    """Take in a publisher's own release of its rules, as a second opinion beside the hub's.

    The archive is kept beside the schemas and asked only where HUB_SECOND_OPINION is on, and
    by hub check --official. It never changes a verdict.
    """
    if what != OFFICIAL:
        raise typer.BadParameter(f"{what}: the only thing to install is {OFFICIAL}")
    with told():
        tools = Toolbox(Settings.from_environment())
        note = put(tools.settings.schemas, read_release(file, tools.publishers))
        out().print(_described(note, tools.settings.schemas), markup=False)
        for sentence in _cautions(note):
            out().print(sentence, markup=False)


def show_releases(tools: Toolbox) -> None:
    """Print for each publisher whether its release is installed, and whether it is whole."""
    home = tools.settings.schemas
    for declared in tools.publishers:
        note = installed(home, declared.authority)
        if note is None:
            out().print(
                f"{declared.authority}: no release of the publisher is installed for a second "
                "opinion (hub rules install official FILE)",
                markup=False,
            )
            continue
        out().print(_described(note, home), markup=False)
        for sentence in _cautions(note):
            out().print(sentence, markup=False)
        damaged = note.damaged(home)
        if damaged:
            said = f"  damaged: {', '.join(damaged)}; install the release again"
            out().print(said, markup=False)
        state = "on" if tools.settings.second_opinion else "off"
        out().print(f"  HUB_SECOND_OPINION is {state}", markup=False)


def _described(note: InstalledRelease, home: Path) -> str:
    roots = ", ".join(sorted(note.sheets))
    return (
        f"{note.authority}: release {printable(note.name)} of the publisher is installed in "
        f"{home}, {len(note.sheets)} kinds of document: {roots}"
    )


def _cautions(note: InstalledRelease) -> list[str]:
    """Return what an operator should know about a release."""
    said = [f"  from {printable(note.source)}, sha256 {note.sha256}"]
    if note.genuine is False:
        said.append(
            "  This is not, byte by byte, the archive that the hub knows under this number. "
            "Compare its hash with the publisher's before you rely on it."
        )
    elif note.genuine is None:
        said.append("  The hub knows no archive of this release; compare its hash yourself.")
    lacking = sorted({one.version for one in note.sheets.values() if not is_here(one.version)})
    if lacking:
        said.append(
            f"  Its stylesheets are XSLT {', '.join(lacking)}, which this installation cannot run "
            "yet; type: pip install 'hub[official]'"
        )
    return said
