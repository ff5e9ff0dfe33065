"""Names of sheets that a spreadsheet accepts."""

import re
from collections.abc import Sequence

__all__ = ["sheet_titles"]

LONGEST = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$")
ENDING = re.compile(r"\.(csv|txt)$", re.IGNORECASE)


def sheet_titles(names: Sequence[str], first: str) -> dict[str, str]:
    r"""Return a title for each name; the sheet before them all, ``first``, is called "".

    A title has at most 31 characters, none of ``[]:*?/\``, and differs from the others by
    more than case. Of a path only the file's name is left, without its ending.
    """
    taken: set[str] = {"history"}  # a name that spreadsheets keep for themselves
    titles = {}
    for name in names:
        titles[name] = _free(ENDING.sub("", re.split(r"[/\\]", name)[-1]), taken)
    titles[""] = _free(first, taken)
    return titles


def _free(wanted: str, taken: set[str]) -> str:
    plain = FORBIDDEN.sub("_", wanted).strip() or "_"
    title, number = plain[:LONGEST], 1
    while title.casefold() in taken:
        number += 1
        ending = f" ({number})"
        title = plain[: LONGEST - len(ending)] + ending
    taken.add(title.casefold())
    return title
