"""What a route knows besides the document: parties, agreement, options, the time."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.model.identity import EndpointID, FormatId

__all__ = ["Agreement", "PartyCard", "RouteContext"]


@dataclass(frozen=True, slots=True)
class PartyCard:
    """What outputs and rules need to know of a configured party.

    ``numbers`` holds the party's identifiers by the hub's scheme names, without check of
    use: ``{"DK:CVR": "10000009"}``.
    """

    key: str
    name: str
    country: str
    endpoints: tuple[EndpointID, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    address: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract between one seller and one buyer.

    ``product_groups`` are UNSPSC prefixes of 2, 4, 6 or 8 digits; empty means all.
    """

    id: str
    seller: str
    buyer: str
    product_groups: tuple[str, ...] = ()
    unspsc_version: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RouteContext:
    """What a writer and a receiver's rules know besides the document.

    ``now`` is aware UTC and the same for a whole document, so that a second run over the
    same document writes the same bytes. ``options`` are the profile's keys as configured
    for this receiver (``allow_cut``, ``partial_ok``, ``unit_policy``, ...).
    """

    now: dt.datetime
    sender: PartyCard | None = None
    receiver: PartyCard | None = None
    agreement: Agreement | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    source: FormatId | None = None
    day: dt.date | None = None

    @property
    def today(self) -> dt.date:
        """The receiver's day, or that of UTC where nobody has said which it is."""
        return self.now.date() if self.day is None else self.day
