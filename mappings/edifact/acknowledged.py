"""Answers that come in: APERAK about one document, CONTRL about a whole interchange."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.model.applicationresponse import ApplicationResponse, DocumentResponse
from hub.model.orderreference import Response
from hub.model.party import DocumentParty
from hub.model.reference import DocumentReference
from hub.model.sentence import Sentence
from hub.model.values import Code, Identifier, Text
from hub.rules.module import sibling

acknowledging = sibling(__file__, "acknowledging")
gathering = sibling(__file__, "gathering")
parties = sibling(__file__, "parties")

NUMBERS = MappingProxyType({one: code for code, one in acknowledging.NUMBERS.items()})
SIDES = MappingProxyType({"MS": "sender_party", "MR": "receiver_party"})
GLN = "14"
"""The qualifier of a location number in UNB (0007)."""

A_CODE = Sentence(
    "312 for an acknowledgement or 313 for an error",
    "312 for en kvittering eller 313 for en fejl",
    "312 voor een ontvangstbevestiging of 313 voor een fout",
)


class AnswerReading:
    """One APERAK on its way into the model.

    ``values`` is the module that the reader has, which knows trouble by its class.
    """

    def __init__(self, message: Any, values: Any) -> None:
        self._message = message
        self._values = values
        self.unread: list[Any] = []
        self.narrowed: list[Any] = []
        self._head: dict[str, Any] = {}
        self._about: list[DocumentReference] = []
        self._words: list[Text] = []
        self._reference: Identifier | None = None
        self._code = ""
        self._error = ""
        self._told: set[str] = set()

    def read(self) -> tuple[Any, list[Any]]:
        """Return the head; raises ``values.Trouble``."""
        for segment in self._message.segments:
            if not self._take(segment):
                self.unread.append(segment)
        self._wordless()
        response = Response(
            reference_id=self._reference,
            response_code=Code(self._verdict()),
            description=tuple(self._words),
        )
        about = DocumentResponse(response=response, document_reference=tuple(self._about))
        return ApplicationResponse(**self._head, document_response=(about,)), []

    def _verdict(self) -> str:
        if self._code == acknowledging.REFUSED:
            return "RE"
        # An acknowledgement with remarks says no more than that it came.
        return "AB" if self._words else "AP"

    def _take(self, one: Any) -> bool:
        read: Callable[[Any], bool] | None = getattr(self, f"_{one.tag.lower()}", None)
        return read is not None and read(one)

    def _bgm(self, one: Any) -> bool:
        self._code = one.get(0)
        if self._code not in (acknowledging.TAKEN, acknowledging.REFUSED):
            raise self._values.Trouble(one, A_CODE)
        return bool(gathering.put(self._head, "id", Identifier(one.get(1))))

    def _dtm(self, one: Any) -> bool:
        if one.get(0) == "137":
            return bool(gathering.put(self._head, "issue_date", self._values.moment(one)[0]))
        if one.get(0) != "171" or not self._about:
            return False
        day, _ = self._values.moment(one)
        self._about[-1] = replace(self._about[-1], issue_date=day)
        return True

    def _rff(self, one: Any) -> bool:
        qualifier, number = one.get(0), Identifier(one.get(0, 1))
        if qualifier == acknowledging.PREVIOUS:
            self._reference = number
            return True
        if qualifier not in NUMBERS:
            return False
        kind = Code(NUMBERS[qualifier])
        self._about.append(DocumentReference(number, document_type_code=kind))
        return True

    def _nad(self, one: Any) -> bool:
        name = SIDES.get(one.get(0))
        party = parties.Side(one, _Nothing()).party()
        return name is not None and bool(gathering.put(self._head, name, party))

    def _erc(self, one: Any) -> bool:
        self._wordless()
        code = one.get(0)
        # A long sentence stands in several errors of one code.
        known = code == acknowledging.NO_RULE or code in self._told
        self._error = "" if known else code
        self._told.add(code)
        return True

    def _ftx(self, one: Any) -> bool:
        words = gathering.free(one)
        if not words:
            return False
        # The hub's own sentences begin with their rule; others say it as a code alone.
        named = f"[{self._error}] " if self._error else ""
        self._words.append(Text(words if words.startswith(named) else f"{named}{words}"))
        self._error = ""
        return True

    def _wordless(self) -> None:
        """Keep the code of an error that has no sentence."""
        if self._error:
            self._words.append(Text(f"[{self._error}]"))
            self._error = ""


class _Nothing:
    """What follows a party that has nothing behind it."""

    def take(self, *_: str) -> tuple[Any, ...]:
        """Return no segment."""
        return ()


class ReceiptReading:
    """One CONTRL on its way into the model; its sides are those of its interchange."""

    def __init__(self, message: Any) -> None:
        self._message = message
        self.unread: list[Any] = []
        self.narrowed: list[Any] = []

    def read(self) -> tuple[Any, list[Any]]:
        """Return the head."""
        made = []
        for one in self._message.segments:
            if one.tag == "UCI":
                made.append(
                    DocumentResponse(
                        response=_response(one, 3),
                        issuer_party=_side(one, 1),
                        recipient_party=_side(one, 2),
                    )
                )
            elif one.tag == "UCM":
                made.append(DocumentResponse(response=_response(one, 2, ":".join(one.parts(1)))))
            else:
                self.unread.append(one)
        head = ApplicationResponse(
            id=Identifier(self._message.reference),
            sender_party=_party(self._message.sender),
            receiver_party=_party(self._message.receiver),
            document_response=tuple(made),
        )
        return head, []


def _response(one: Any, action: int, words: str = "") -> Response:
    refused = one.get(action) == acknowledging.REJECTED
    return Response(
        reference_id=Identifier(one.get(0)),
        response_code=Code("RE" if refused else "AP"),
        description=(Text(words),) if words else (),
    )


def _side(one: Any, element: int) -> DocumentParty:
    return DocumentParty(endpoint_id=Identifier(":".join(one.parts(element))))


def _party(address: tuple[str, str]) -> DocumentParty:
    number, qualifier = address
    scheme = parties.GLN if qualifier == GLN else None
    return DocumentParty(endpoint_id=Identifier(number, scheme_id=scheme))
