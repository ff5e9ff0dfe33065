"""Whether installed releases can be asked on this machine: tried, not guessed."""

from collections.abc import Sequence
from pathlib import Path

from hub.official.child import WARM_UP
from hub.official.keeper import Keeper, Leash
from hub.official.shelf import InstalledRelease

__all__ = ["trial"]


def trial(home: Path, releases: Sequence[InstalledRelease]) -> tuple[str, ...]:
    """Return why releases cannot be asked, one sentence each; nothing when all is well.

    A stylesheet of each version of XSLT among theirs is run over a document of one element.
    """
    wrong = []
    for release in releases:
        damaged = release.damaged(home)
        if damaged:
            wrong.append(f"{release.authority}: {', '.join(damaged)} missing or changed")
    versions = sorted({one.version for release in releases for one in release.sheets.values()})
    with Keeper(Leash()) as keeper:
        for version in versions:
            sheet = WARM_UP.format(version=version).encode()
            answer = keeper.ask(version, lambda sheet=sheet: sheet, b"<a/>")  # type: ignore[misc]
            if answer.trouble is not None:
                wrong.append(answer.trouble.en)
    return tuple(wrong)
