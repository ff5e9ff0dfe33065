"""Commands about publishers' own releases: install one, say what is there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.console import out, printable
from hub.cli.failure import told
from hub.official.declaration import Declaration
from hub.official.engine import is_here
from hub.official.release import read_release
from hub.official.shelf import InstalledRelease, installed
from hub.official.shelf import install as put

__all__ = ["install", "show_releases"]

OFFICIAL = "official"
"""Installs whatever publisher's release it is."""


def install(
    publisher: Annotated[
        str,
        typer.Argument(
            metavar="PUBLISHER", help="Whose release it is; official: find that out from the files."
        ),
    ],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="The release archive, or all that belong to it."),
    ],
) -> None:
    """Take in a publisher's own release of its rules, as a second opinion beside the hub's.

    What was installed of the publisher before is replaced. It is kept beside the schemas and
    asked only where HUB_SECOND_OPINION is on, and by hub check --official. It never changes a
    verdict.
    """
    with told():
        tools = Toolbox(Settings.from_environment())
        known = tools.publishers
        if publisher != OFFICIAL:
            known = tuple(one for one in known if one.authority == publisher)
        if not known:
            named = ", ".join((OFFICIAL, *(one.authority for one in tools.publishers)))
            raise typer.BadParameter(f"{publisher}: is none of {named}", param_hint="PUBLISHER")
        release = read_release(files, known)
        note = put(tools.settings.schemas, release)
        out().print(_described(note, tools.settings.schemas), markup=False)
        for sentence in (*_cautions(note), *_absent(note, known)):
            out().print(sentence, markup=False)


def show_releases(tools: Toolbox) -> None:
    """Print for each publisher whether its release is installed, and whether it is whole."""
    home = tools.settings.schemas
    state = "on" if tools.settings.second_opinion else "off"
    out().print(f"Second opinions (HUB_SECOND_OPINION is {state}):", markup=False)
    for declared in tools.publishers:
        note = installed(home, declared.authority)
        if note is None:
            out().print(
                f"{declared.authority}: no release of the publisher is installed "
                f"(hub rules install {declared.authority} FILE)",
                markup=False,
            )
            continue
        out().print(_described(note, home), markup=False)
        for sentence in (*_cautions(note), *_absent(note, (declared,))):
            out().print(sentence, markup=False)
        damaged = note.damaged(home)
        if damaged:
            said = f"  damaged: {', '.join(damaged)}; install the release again"
            out().print(said, markup=False)


def _described(note: InstalledRelease, home: Path) -> str:
    sheets = ", ".join(sorted(note.sheets))
    return (
        f"{note.authority}: release {printable(note.name)} of the publisher is installed in "
        f"{home}, {len(note.sheets)} stylesheets: {sheets}"
    )


def _cautions(note: InstalledRelease) -> Iterator[str]:
    """Yield what an operator should know about a release."""
    for source in note.sources:
        yield f"  from {printable(source.name)}, sha256 {source.sha256}"
    if note.genuine is False:
        yield (
            "  This is not, byte by byte, the archive that the hub knows under this number. "
            "Compare its hash with the publisher's before you rely on it."
        )
    elif note.genuine is None:
        yield "  The hub knows no archive of this release; compare its hash yourself."
    lacking = sorted({one.version for one in note.sheets.values() if not is_here(one.version)})
    if lacking:
        yield (
            f"  Its stylesheets are XSLT {', '.join(lacking)}, which this installation cannot run "
            "yet; type: pip install 'hub[official]'"
        )


def _absent(note: InstalledRelease, known: tuple[Declaration, ...]) -> Iterator[str]:
    """Yield for which documents nobody can be asked, because files were not given."""
    declared = next(one for one in known if one.authority == note.authority)
    lacking = declared.named - set(note.sheets)
    documents = sorted(
        document for document, sheets in declared.documents.items() if lacking & set(sheets)
    )
    if documents:
        yield (
            f"  Not among its files: {', '.join(sorted(lacking))}. It is not asked about "
            f"{', '.join(documents)} until all files are installed in one go."
        )
