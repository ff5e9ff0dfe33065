"""What is kept of a document for matching, as the store is told it."""

from dataclasses import dataclass

from hub.matching.papers import Billed, Mark, Paper

__all__ = ["Filed"]


@dataclass(frozen=True, slots=True)
class Filed:
    """A paper to be kept for a buyer, under which marks, and which papers decided about it.

    ``seen`` names the documents of those; None where nothing was looked up. ``stirs`` says that
    bills that wait under one of the marks have to be looked at again; ``asked`` are the marks
    that were looked under.
    """

    buyer: str
    paper: Paper
    marks: tuple[Mark, ...]
    seen: frozenset[str] | None = None
    stirs: bool = True
    asked: tuple[Mark, ...] = ()

    @property
    def billed(self) -> Billed | None:
        """The bill and its verdict, where it is one."""
        return self.paper.content if isinstance(self.paper.content, Billed) else None
