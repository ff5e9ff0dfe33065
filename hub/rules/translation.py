"""A repairing rule that says a head or a line in the words of another format.

What goes over unchanged in meaning is not mentioned. The rest is one of four: lost, because
the target has no place for it; joined, because it stands there in one field with others; derived,
because a published rule of the target demands it; or impossible, which refuses the document.
Nothing is approximated.
"""

from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from hub.model.finding import Severity
from hub.model.loss import LossKind
from hub.rules.rule import Hit

__all__ = ["NONE", "Translation"]

NONE: tuple[()] = ()
"""A repeated field of which there is none; there is only one empty tuple."""

_SAID = (str, Decimal)
"""What a value with attributes holds, and a group does not: text or number."""


class Translation:
    """Collects what one translation has to tell, by model path."""

    def __init__(self, within: str = "") -> None:
        self._within = within
        self._losses: list[tuple[str, LossKind, object]] = []
        self._refusals: list[Hit] = []

    def inside(self, group: str) -> "Translation":
        """Return one that tells of the fields of a group; what it is told is told here."""
        inner = Translation(f"{self._within}{group}.")
        inner._losses, inner._refusals = self._losses, self._refusals
        return inner

    def lost(self, field: str, value: object) -> None:
        """Say that the target has no place for a value or for any of a group."""
        if value is not None:
            self._lose(f"{self._within}{field}", value)

    def lost_but(self, field: str, group: Struct, *kept: str) -> None:
        """Say that the target has no place for a group but for the fields named."""
        path = f"{self._within}{field}"
        for name, value in zip(group.__struct_fields__, astuple(group), strict=True):
            if value is not None and value is not NONE and name not in kept:
                self._lose(f"{path}.{name}", value)

    def _lose(self, path: str, value: Any) -> None:
        """Note what a value or group says, by path; most fields of a group are not given."""
        if isinstance(value, tuple):
            for one in value:
                self._lose(path, one)
        elif isinstance(value, Struct) and not isinstance(getattr(value, "value", None), _SAID):
            for name, inner in zip(value.__struct_fields__, astuple(value), strict=True):
                if inner is not None and inner is not NONE:
                    self._lose(f"{path}.{name}", inner)
        else:
            self._losses.append((path, LossKind.NO_HOME, _shown(value)))

    def narrowed(self, field: str, value: object) -> None:
        """Say that a value arrives as a coarser one."""
        self._losses.append((f"{self._within}{field}", LossKind.NARROWED, _shown(value)))

    def joined(self, field: str, value: object) -> None:
        """Say that a value has no field of its own, and stands whole in this one with others."""
        self._losses.append((f"{self._within}{field}", LossKind.JOINED, _shown(value)))

    def derived(self, field: str, value: object) -> None:
        """Say that a rule of the target, not the sender, gave a value."""
        self._losses.append((f"{self._within}{field}", LossKind.DERIVED, _shown(value)))

    def derived_instead(self, field: str, value: object) -> None:
        """Say so of a value that a step before derived otherwise: only this one is written."""
        known = (f"{self._within}{field}", LossKind.DERIVED)
        # The list is shared with translations of groups inside this one.
        self._losses[:] = [one for one in self._losses if one[:2] != known]
        self.derived(field, value)

    def impossible(
        self,
        rule: str,
        field: str,
        value: object = None,
        expected: object = None,
        variant: str | None = None,
    ) -> None:
        """Refuse the document by a rule of the family that translates.

        ``variant`` picks the sentence that says what to write, where the rule has several.
        """
        self._refusals.append(
            Hit(
                f"{self._within}{field}",
                _shown(value),
                expected,
                rule=rule,
                variant=variant,
                severity=Severity.FATAL,
            )
        )

    @property
    def refused(self) -> bool:
        """Whether anything could not be said."""
        return bool(self._refusals)

    def hits(self, before: Any, after: Any) -> list[Hit]:
        """Return what the rule's check returns."""
        if self._refusals:
            return self._refusals
        if not self._losses and after is before:
            return []
        losses = tuple(self._losses)
        return [Hit(severity=Severity.FIX, quiet=True, repaired=after, losses=losses)]


def _shown(value: object) -> object:
    """Return a value as reports show it: of a value with attributes only what it says."""
    return getattr(value, "value", value)
