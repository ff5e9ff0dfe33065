"""Columns of a sheet that are for people: the hub's own remarks beside a supplier's rows."""

from hub.model.sentence import LANGUAGES, Sentence

__all__ = ["TO_DO", "WHAT_TO_DO", "heads_remarks"]

TO_DO = Sentence("# To do", "# Gør", "# Doen")
"""Heads the column that says how grave it is, in the workbook of ``hub check --xlsx``."""

WHAT_TO_DO = Sentence("# What to do", "# Hvad der skal gøres", "# Wat te doen")
"""Heads the column of the sentences."""

_HEADS = tuple(one.speak(language) for one in (TO_DO, WHAT_TO_DO) for language in LANGUAGES)


def heads_remarks(head: str) -> bool:
    """Whether a heading is one of the hub's own, perhaps with what is said of the header row.

    Readers pass over such a column. A supplier's own heading may begin with the same sign.
    """
    return head in _HEADS or head.startswith(tuple(f"{one}: " for one in _HEADS))
