"""Findings of the formats themselves: not recognised, not as declared."""

from hub.facts.money import MOST_DIGITS
from hub.model.finding import Finding, Place, Severity, Who
from hub.model.sentence import Sentence

__all__ = [
    "missing_field",
    "not_canonical",
    "overlong_number",
    "unknown_format",
    "unknown_root",
]

SHOWN = 40
"""Characters of an endless number that a report shows."""

_UNKNOWN = Sentence(
    "This is none of the formats the hub knows: it begins with {start}. Send one of the formats "
    "that you agreed on; hub formats lists them.",
    "Det er ikke et af de formater, hubben kender: filen begynder med {start}. Send et af de "
    "aftalte formater; hub formats viser dem.",
    "Dit is geen van de formaten die de hub kent: het begint met {start}. Stuur een van de "
    "afgesproken formaten; hub formats toont ze.",
)
_EMPTY = Sentence(
    "The file is empty. Was it cut off on the way? Send it again.",
    "Filen er tom. Blev den afbrudt undervejs? Send den igen.",
    "Het bestand is leeg. Is het onderweg afgebroken? Stuur het opnieuw.",
)
_ROOT = Sentence(
    "The hub knows no document {root}. Check name and namespace of the root element.",
    "Hubben kender ikke dokumentet {root}. Kontrollér rodelementets navn og navnerum.",
    "De hub kent geen document {root}. Controleer naam en naamruimte van het hoofdelement.",
)
_MISSING = Sentence(
    "{field} is missing. Fill it in.",
    "{field} mangler. Udfyld feltet.",
    "{field} ontbreekt. Vul het in.",
)
_OVERLONG = Sentence(
    "This number is {digits} characters long. No amount or quantity needs more than {most} "
    "digits: write fewer.",
    "Tallet er {digits} tegn langt. Intet beløb og ingen mængde kræver mere end {most} cifre: "
    "skriv færre.",
    "Dit getal is {digits} tekens lang. Geen bedrag of hoeveelheid heeft meer dan {most} cijfers "
    "nodig: schrijf er minder.",
)
_CANONICAL = Sentence(
    "This line does not fit the hub's own format, at {field}. Write it anew with the hub.",
    "Linjen passer ikke til hubbens eget format, ved {field}. Dan den igen med hubben.",
    "Deze regel past niet in het eigen formaat van de hub, bij {field}. Maak hem opnieuw met de "
    "hub.",
)


def unknown_format(start: str) -> Finding:
    """Return the finding for bytes that nobody recognises (FMT-01)."""
    sentence = _UNKNOWN.fill(start=start) if start else _EMPTY
    return Finding("FMT-01", Severity.FATAL, sentence, value=start or None, who=Who.SUPPLIER)


def unknown_root(root: str, customization: str) -> Finding:
    """Return the finding for an XML document of no known kind (FMT-02)."""
    value = f"{root} {customization}".strip()
    return Finding("FMT-02", Severity.FATAL, _ROOT.fill(root=root), value=value)


def missing_field(field: str, place: Place, severity: Severity) -> Finding:
    """Return the finding for a field that a mapping needs (FMT-03)."""
    return Finding("FMT-03", severity, _MISSING.fill(field=field), place, expected=field)


def not_canonical(line: int, field: str) -> Finding:
    """Return the finding for a line of the hub's own format that cannot be read (FMT-04)."""
    return Finding(
        "FMT-04", Severity.FATAL, _CANONICAL.fill(field=field), Place(line=line), expected="JSON"
    )


def overlong_number(text: str, place: Place, severity: Severity) -> Finding:
    """Return the finding for a number that cannot be computed with exactly (FMT-05)."""
    sentence = _OVERLONG.fill(digits=str(len(text)), most=str(MOST_DIGITS))
    shown = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
    return Finding("FMT-05", severity, sentence, place, value=shown, expected=str(MOST_DIGITS))
