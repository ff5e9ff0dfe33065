"""What can be wrong with the bytes of an XML file, in words for the sender.

The sentences are the hub's own: text of the parser's exceptions is never shown.
"""

from typing import Final

from lxml import etree

from hub.model.finding import Finding, Place, Severity
from hub.model.sentence import Sentence

__all__ = ["SYNTAX_RULES", "Unusable", "syntax_finding", "syntax_finding_of"]

SYNTAX_RULES: Final[dict[str, Sentence]] = {
    "SYN-01": Sentence(
        "The file is not correct XML: opening and closing tags do not fit together here.",
        "Filen er ikke korrekt XML: start- og sluttags passer ikke sammen her.",
        "Het bestand is geen correcte XML: begin- en eindtags passen hier niet bij elkaar.",
    ),
    "SYN-02": Sentence(
        "The file has a DOCTYPE; for safety such files are refused. Remove the DOCTYPE.",
        "Filen har en DOCTYPE; af sikkerhedsgrunde afvises sådanne filer. Fjern DOCTYPE.",
        "Het bestand heeft een DOCTYPE; zulke bestanden worden om veiligheidsredenen "
        "geweigerd. Verwijder de DOCTYPE.",
    ),
    "SYN-03": Sentence(
        "The file, or one line of it, is larger than {limit} MB. Split it into smaller files.",
        "Filen, eller en enkelt linje i den, er større end {limit} MB. Del den op i mindre filer.",
        "Het bestand, of één regel ervan, is groter dan {limit} MB. "
        "Splits het in kleinere bestanden.",
    ),
    "SYN-04": Sentence(
        "The characters do not fit the encoding the file names ({encoding}). Save it as UTF-8.",
        "Tegnene passer ikke til den tegnkodning, filen angiver ({encoding}). Gem den som UTF-8.",
        "De tekens passen niet bij de codering die het bestand noemt ({encoding}). "
        "Sla het op als UTF-8.",
    ),
    "SYN-05": Sentence(
        "Elements are nested more than 256 levels deep; no business document needs that.",
        "Elementer er indlejret i mere end 256 niveauer; det behøver intet forretningsdokument.",
        "Elementen zijn meer dan 256 niveaus diep genest; geen zakelijk document heeft dat nodig.",
    ),
    "SYN-06": Sentence(
        "One text or attachment is over 10 MB (about 7 MB before encoding). Send it as a link.",
        "En tekst eller et bilag fylder over 10 MB (ca. 7 MB før kodning). Send det som et link.",
        "Eén tekst of bijlage is groter dan 10 MB (circa 7 MB vóór codering). "
        "Stuur een link in plaats daarvan.",
    ),
    "SYN-07": Sentence(
        "There are far too many elements in one line, or before the first line.",
        "Der er alt for mange elementer i en enkelt linje eller før den første linje.",
        "Er staan veel te veel elementen in één regel, of vóór de eerste regel.",
    ),
    "SYN-08": Sentence(
        "The file is empty or not XML.",
        "Filen er tom eller ikke XML.",
        "Het bestand is leeg of geen XML.",
    ),
    "SYN-09": Sentence(
        "The file stops before its end. Was it cut off on the way? Send it again.",
        "Filen stopper, før den er færdig. Blev den afbrudt undervejs? Send den igen.",
        "Het bestand stopt vóór het einde. Is het onderweg afgebroken? Stuur het opnieuw.",
    ),
    "SYN-10": Sentence(
        "There is something after the end of the document. Send one document in each file.",
        "Der står noget efter dokumentets slutning. Send ét dokument i hver fil.",
        "Er staat iets na het einde van het document. Stuur één document per bestand.",
    ),
    "SYN-11": Sentence(
        "There is a character here that XML does not allow, such as a control character.",
        "Her står et tegn, som XML ikke tillader, for eksempel et kontroltegn.",
        "Hier staat een teken dat XML niet toelaat, bijvoorbeeld een stuurteken.",
    ),
    "SYN-12": Sentence(
        "A name here has a prefix (the part before the colon) that the file never explains.",
        "Et navn her har et præfiks (delen før kolon), som filen ikke forklarer.",
        "Een naam hier heeft een voorvoegsel (vóór de dubbele punt) dat nergens verklaard is.",
    ),
    "SYN-13": Sentence(
        "A & or < stands by itself in a text here; write &amp; or &lt; in its place.",
        "Et & eller < står alene i en tekst her; skriv &amp; eller &lt; i stedet.",
        "Een & of < staat hier los in een tekst; schrijf &amp; of &lt; in plaats daarvan.",
    ),
}
"""Every way in which bytes are unusable, by stable rule id."""

_ErrorTypes = etree.ErrorTypes
_RULE_OF_CODE: Final[dict[int, str]] = {
    _ErrorTypes.ERR_DOCUMENT_EMPTY: "SYN-08",
    _ErrorTypes.ERR_DOCUMENT_END: "SYN-10",
    _ErrorTypes.ERR_TAG_NOT_FINISHED: "SYN-09",
    _ErrorTypes.ERR_INVALID_CHAR: "SYN-11",
    _ErrorTypes.ERR_INVALID_CHARREF: "SYN-11",
    _ErrorTypes.ERR_INVALID_ENCODING: "SYN-04",
    _ErrorTypes.ERR_UNSUPPORTED_ENCODING: "SYN-04",
    _ErrorTypes.ERR_UNKNOWN_ENCODING: "SYN-04",
    _ErrorTypes.I18N_CONV_FAILED: "SYN-04",
    _ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE: "SYN-12",
    _ErrorTypes.ERR_NAME_REQUIRED: "SYN-13",
    _ErrorTypes.ERR_UNDECLARED_ENTITY: "SYN-13",
    _ErrorTypes.ERR_ENTITYREF_SEMICOL_MISSING: "SYN-13",
    _ErrorTypes.ERR_COMMENT_NOT_FINISHED: "SYN-09",
    _ErrorTypes.ERR_CDATA_NOT_FINISHED: "SYN-09",
    _ErrorTypes.ERR_PI_NOT_FINISHED: "SYN-09",
    _ErrorTypes.ERR_LT_REQUIRED: "SYN-09",
    _ErrorTypes.ERR_GT_REQUIRED: "SYN-09",
}


class Unusable(Exception):
    """Carries a syntax finding up to the edge of ``hub.xml``, where it becomes a value."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.rule)


def syntax_finding(rule: str, line: int | None = None, **values: object) -> Finding:
    """Return the fatal finding for one of ``SYNTAX_RULES``; ``values`` fill its sentence."""
    sentence = SYNTAX_RULES[rule]
    return Finding(
        rule=rule,
        severity=Severity.FATAL,
        message=sentence.fill(**values) if values else sentence,
        place=Place(line=line),
    )


def syntax_finding_of(error: etree.XMLSyntaxError, encoding: str, *, cut_off: bool) -> Finding:
    """Return what a parser's exception means for the sender, with its line.

    ``cut_off`` says that the file ended inside a tag or text: what the parser took for a
    lone sign or a bad tag is then its end. Raises ``MemoryError`` when the parser ran out of
    memory: that says nothing about the document.
    """
    if error.code == _ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError from error
    rule = _RULE_OF_CODE.get(error.code, "SYN-01")
    if cut_off and rule in ("SYN-01", "SYN-11", "SYN-13"):
        rule = "SYN-09"
    text = error.msg or ""
    if error.code == _ErrorTypes.ERR_RESOURCE_LIMIT:
        rule = "SYN-05" if "depth" in text else "SYN-06"
    elif "too big" in text or "too long" in text:
        rule = "SYN-06"
    line = error.lineno or None
    if rule == "SYN-04":
        return syntax_finding(rule, line, encoding=encoding)
    return syntax_finding(rule, line)
