"""What an answer says of the documents that it names."""

import datetime as dt

import pytest

from hub.formats.replies import MOST_REPLIES, replies_of
from hub.formats.summary import summary_of
from hub.model.applicationresponse import ApplicationResponse, DocumentResponse
from hub.model.orderreference import Response
from hub.model.reference import DocumentReference
from hub.model.summary import Reply
from hub.model.values import Code, Identifier

DAY = dt.date(2026, 1, 7)


def answer(*said: tuple[str, str], kind: str | None = None) -> ApplicationResponse:
    """An answer with a code for each number."""
    return ApplicationResponse(
        document_response=tuple(
            DocumentResponse(
                response=Response(response_code=Code(code)),
                document_reference=(
                    DocumentReference(
                        id=Identifier(number),
                        issue_date=DAY,
                        document_type_code=None if kind is None else Code(kind),
                    ),
                ),
            )
            for number, code in said
        )
    )


def test_what_is_said_last_counts() -> None:
    """A document that is answered many times in one answer is answered once."""
    said = replies_of(answer(("1", "AB"), ("2", "RE"), *[("1", "AP")] * 2000))
    assert said == (
        Reply("1", "accepted", "AP", issued=DAY),
        Reply("2", "rejected", "RE", issued=DAY),
    )


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("381", ("credit-note", "self-billed-credit-note")),
        ("CreditNote", ("credit-note", "self-billed-credit-note")),
        ("Invoice", ("invoice", "self-billed-invoice")),
        ("CataloguePricingUpdate", ("catalogue-pricing-update",)),
        ("ZZZ", ()),
        (None, ()),
    ],
)
def test_types_of_documents(said: str | None, kinds: tuple[str, ...]) -> None:
    """A type is a code or UBL's name; one that nobody knows leaves the kind open."""
    (reply,) = replies_of(answer(("1", "AP"), kind=said))
    assert reply.kinds == kinds


def test_very_many_are_counted() -> None:
    """The first are noted, the rest counted."""
    said = summary_of(
        answer(*((str(n), "AP") for n in range(MOST_REPLIES + 3))), "application-response"
    )
    assert [one.number for one in said.replies] == [str(n) for n in range(MOST_REPLIES)]
    assert said.unnoted == 3
