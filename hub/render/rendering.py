"""A document as a PDF and as the text of a mail, or the reason why there is none."""

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec import Struct

from hub.model.finding import Finding, Severity, Who
from hub.model.sentence import Language, Sentence
from hub.render.cleaning import clean
from hub.render.composing import compose
from hub.render.leaflet import Leaflet
from hub.render.pagewording import wording
from hub.render.pdf import MOST_PAGES, TooLong, on_paper

__all__ = ["PDF_TOO_LONG", "Rendered", "render", "too_long"]

PDF_TOO_LONG = "pdf-too-long"

_TOO_LONG = Sentence(
    en="As a PDF this document would have more than {most} pages. Send it in parts, or agree on "
    "a port that takes the document itself.",
    da="Som PDF ville dokumentet få flere end {most} sider. Send det i dele, eller aftal en port, "
    "der tager selve dokumentet.",
    nl="Als PDF zou dit document meer dan {most} bladzijden krijgen. Stuur het in delen, of spreek "
    "een poort af die het document zelf aanneemt.",
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document for people: the file, and what a mail that brings it says."""

    pdf: bytes
    number: str
    subject: str
    text: str


def render(
    kind: str, header: Struct, lines: Iterable[Struct], language: Language, *, paper: bool = True
) -> Rendered | Finding:
    """Return a document as people read it, or what keeps it from being one.

    Without ``paper`` there are only words, and the PDF is empty.
    """
    leaflet = compose(kind, header, lines, language)
    try:
        pdf = on_paper(leaflet, language) if paper else b""
    except TooLong:
        return too_long()
    number = clean(leaflet.number).replace("\n", " ")
    return Rendered(pdf, number, _subject(leaflet, language), _text(leaflet, language))


def too_long() -> Finding:
    """Return what is said of a document that nobody could read on paper."""
    message = _TOO_LONG.fill(most=MOST_PAGES)
    return Finding(PDF_TOO_LONG, Severity.FATAL, message, who=Who.SUPPLIER)


def _subject(leaflet: Leaflet, language: Language) -> str:
    said = wording(language).say("mail.subject")
    parts = (leaflet.title, leaflet.number, leaflet.sender)
    kind, number, sender = (clean(part).replace("\n", " ") for part in parts)
    return said.format(kind=kind, number=number, sender=sender).strip()


def _text(leaflet: Leaflet, language: Language) -> str:
    """Return what a reader wants to know before opening anything."""
    say = wording(language).say
    empty = say("mail.empty")
    pairs = [
        (say("mail.number"), leaflet.number),
        (say("fact.date"), leaflet.date),
        (say("party.delivery"), leaflet.delivery),
        (say("fact.lines"), str(len(leaflet.rows))),
        (say("total.payable"), leaflet.total),
    ]
    told = [f"{label}: {clean(value).replace(chr(10), ' ') or empty}" for label, value in pairs]
    return "\n".join([clean(leaflet.title), "", *told]) + "\n"
