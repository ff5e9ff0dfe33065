"""Findings of the formats themselves: not recognised, not as declared."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from hub.facts.money import MOST_DIGITS
from hub.model.finding import Finding, Place, Severity, Who
from hub.model.sentence import Sentence

__all__ = [
    "foreign_kind",
    "missing_field",
    "nearly_a_sheet",
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
_NEARLY = Sentence(
    "It is most like “{title}”, but no column is headed {missing}. If that is what it is, call the "
    "columns so again.",
    "Det ligner mest “{title}”, men ingen kolonne har overskriften {missing}. Er det dét, så giv "
    "kolonnerne de overskrifter igen.",
    "Het lijkt het meest op “{title}”, maar geen kolom heet {missing}. Als het dat is, geef de "
    "kolommen dan weer die koppen.",
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


_FOREIGN: Mapping[str, Sentence] = MappingProxyType(
    {
        "pdf": Sentence(
            "What this file holds is a PDF. The hub reads nothing out of PDF: send the "
            "workbook, CSV or XML that it was made from.",
            "Filens indhold er en PDF. Hubben læser intet ud af PDF: send det regneark, "
            "den CSV eller den XML, den er lavet af.",
            "De inhoud van dit bestand is een pdf. De hub leest niets uit pdf: stuur het "
            "werkblad, de CSV of de XML waaruit hij is gemaakt.",
        ),
        "picture": Sentence(
            "What this file holds is a picture. The hub reads nothing out of pictures: "
            "send the workbook, CSV or XML itself.",
            "Filens indhold er et billede. Hubben læser intet ud af billeder: send "
            "selve regnearket, CSV-filen eller XML-filen.",
            "De inhoud van dit bestand is een afbeelding. De hub leest niets uit plaatjes: "
            "stuur het werkblad, de CSV of de XML zelf.",
        ),
        "writing": Sentence(
            "This is a text document of a word processor. Put the rows into a workbook (XLSX) or "
            "CSV file and send that.",
            "Det er et tekstdokument fra et tekstbehandlingsprogram. Sæt rækkerne ind i et "
            "regneark (XLSX) eller en CSV-fil, og send den.",
            "Dit is een tekstdocument van een tekstverwerker. Zet de regels in een werkblad (XLSX) "
            "of CSV-bestand en stuur dat.",
        ),
        "web-page": Sentence(
            "This is a web page or XML table that is only named like a workbook. Open it in the "
            "spreadsheet program, save it as XLSX, and send that.",
            "Det er en webside eller XML-tabel, som blot hedder som et regneark. Åbn den i "
            "regnearksprogrammet, gem den som XLSX, og send den.",
            "Dit is een webpagina of XML-tabel die alleen heet als een werkblad. Open hem in het "
            "rekenprogramma, sla hem op als XLSX en stuur die.",
        ),
        "wide-text": Sentence(
            "This text is saved as Unicode text (UTF-16). Save it as CSV UTF-8, with semicolons, "
            "and send that.",
            "Teksten er gemt som Unicode-tekst (UTF-16). Gem den som CSV UTF-8 med semikolon, og "
            "send den.",
            "Deze tekst is opgeslagen als Unicode-tekst (UTF-16). Sla hem op als CSV UTF-8, met "
            "puntkomma's, en stuur die.",
        ),
        "packed": Sentence(
            "This is an archive that the hub does not open. Unpack it and send the file itself, or "
            "a ZIP.",
            "Det er en pakket fil, hubben ikke åbner. Pak den ud, og send selve filen eller en "
            "ZIP.",
            "Dit is een archief dat de hub niet opent. Pak het uit en stuur het bestand zelf, of "
            "een ZIP.",
        ),
        "empty-archive": Sentence(
            "The ZIP holds no file. Pack it again and send it.",
            "ZIP-filen indeholder ingen fil. Pak den igen, og send den.",
            "De ZIP bevat geen bestand. Pak hem opnieuw in en stuur hem.",
        ),
        "damaged-archive": Sentence(
            "The ZIP or workbook cannot be opened: it is damaged, was cut off on the way, or holds "
            "far too many files. Save it anew and send it again.",
            "ZIP-filen eller regnearket kan ikke åbnes: det er beskadiget, blev afbrudt undervejs "
            "eller rummer alt for mange filer. Gem det igen, og send det en gang til.",
            "De ZIP of werkmap is niet te openen: beschadigd, onderweg afgebroken, of met veel te "
            "veel bestanden. Sla hem opnieuw op en stuur hem nog eens.",
        ),
        "members": Sentence(
            "The ZIP holds {names}, and the hub knows no format that is packed so. Send the file "
            "itself, unpacked.",
            "ZIP-filen indeholder {names}, og hubben kender intet format, der er pakket sådan. "
            "Send selve filen, pakket ud.",
            "De ZIP bevat {names}, en de hub kent geen formaat dat zo is ingepakt. Stuur het "
            "bestand zelf, uitgepakt.",
        ),
        "sheets": Sentence(
            "By its headings this workbook (sheets: {names}) is none of the formats that the hub "
            "knows. Use the agreed template, or ask to have your own sheet set up once "
            "(`hub mappings new --from` does that).",
            "Efter overskrifterne er regnearket (ark: {names}) ingen af de formater, hubben "
            "kender. Brug den aftalte skabelon, eller bed om at få jeres eget ark sat op én gang "
            "(det gør `hub mappings new --from`).",
            "Naar de koppen is deze werkmap (bladen: {names}) geen formaat dat de hub kent. "
            "Gebruik het afgesproken sjabloon, of laat uw eigen blad één keer instellen "
            "(dat doet `hub mappings new --from`).",
        ),
        "old-office": Sentence(
            "This is an old document or mail file that the hub does not open. Save it as XLSX or "
            "CSV and send that.",
            "Det er et gammelt dokument eller en mailfil, som hubben ikke åbner. Gem det som XLSX "
            "eller CSV, og send den.",
            "Dit is een oud document of mailbestand dat de hub niet opent. Sla het op als XLSX of "
            "CSV en stuur dat.",
        ),
    }
)
"""What is said of files that are of a well-known kind, but of none that the hub reads (FMT-01)."""


def foreign_kind(kind: str, names: str = "") -> Finding:
    """Return the finding for a file of a kind that the hub reads nothing of (FMT-01)."""
    sentence = _FOREIGN[kind].fill(names=names)
    return Finding("FMT-01", Severity.FATAL, sentence, value=names or None, who=Who.SUPPLIER)


def unknown_format(start: str) -> Finding:
    """Return the finding for bytes that nobody recognises (FMT-01)."""
    sentence = _UNKNOWN.fill(start=start) if start else _EMPTY
    return Finding("FMT-01", Severity.FATAL, sentence, value=start or None, who=Who.SUPPLIER)


def nearly_a_sheet(title: str, missing: Sequence[str]) -> Finding:
    """Return the finding for a sheet that lacks some headings of one that is known (FMT-01)."""
    listed = ", ".join(missing)
    sentence = _NEARLY.fill(title=title, missing=listed)
    return Finding(
        "FMT-01", Severity.FATAL, sentence, value=title, expected=listed, who=Who.SUPPLIER
    )


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
