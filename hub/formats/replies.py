"""What a receiver answers: which document, and whether it is accepted there."""

from types import MappingProxyType
from typing import Any

from hub.matching.identification import number_of
from hub.model.applicationresponse import ApplicationResponse
from hub.model.summary import Reply

__all__ = ["replies_of"]

_MEANING = MappingProxyType(
    {
        # UNCL 4343
        "AP": "accepted",
        "CA": "accepted",
        "RE": "rejected",
        "PD": "paid",
        "AB": "noted",
        "IP": "noted",
        "UQ": "queried",
        # the words that some profiles of UBL 2.0 have for them
        "BusinessAccept": "accepted",
        "BusinessReject": "rejected",
        "ProfileAccept": "noted",
        "ProfileReject": "rejected",
        "TechnicalAccept": "noted",
        "TechnicalReject": "rejected",
    }
)


def replies_of(header: Any) -> tuple[Reply, ...]:
    """Return what an answer says of each document that it names; nothing where it is none."""
    if not isinstance(header, ApplicationResponse):
        return ()
    return tuple(
        Reply(number, _MEANING.get(code, "noted"), code)
        for one in header.document_response
        for named in one.document_reference
        if (number := number_of(named.id)) is not None and (code := _code(one.response)) is not None
    )


def _code(response: Any) -> str | None:
    given = None if response is None else response.response_code
    return None if given is None else given.value.strip() or None
