"""The answer as a page of text, in the language of the account."""

from collections.abc import Iterator
from typing import Any

from hub.model.finding import NOWHERE, Place, Severity
from hub.model.sentence import Language, Sentence
from hub.render.pagewording import kind_words
from hub.render.wording import Wording

__all__ = ["TAKEN", "answer_text", "shortfalls"]

TAKEN = frozenset({"accepted", "duplicate", "held"})
"""Outcomes that leave the sender nothing to do."""

URGENCY = tuple(severity.value for severity in Severity)
"""From what has to be corrected to what the hub has repaired."""

FINDINGS_SHOWN = 20
LINES_SHOWN = 50

WORDS = {
    "accepted": Sentence(en="accepted", da="modtaget", nl="geaccepteerd"),
    "rejected": Sentence(en="rejected", da="afvist", nl="afgewezen"),
    "duplicate": Sentence(
        en="already received; nothing was sent again",
        da="allerede modtaget; intet er sendt igen",
        nl="al ontvangen; er is niets opnieuw verzonden",
    ),
    "conflict": Sentence(
        en="rejected: its number was used for another document",
        da="afvist: nummeret er brugt til et andet dokument",
        nl="afgewezen: het nummer is voor een ander document gebruikt",
    ),
    "unroutable": Sentence(
        en="not sent on: nobody is set up to receive it",
        da="ikke sendt videre: ingen er sat op til at modtage det",
        nl="niet doorgestuurd: niemand is ingericht om het te ontvangen",
    ),
    "held": Sentence(en="held back", da="holdt tilbage", nl="aangehouden"),
    "routed": Sentence(
        en="on its way, {lines} lines", da="på vej, {lines} linjer", nl="onderweg, {lines} regels"
    ),
    "routed-one": Sentence(en="on its way, 1 line", da="på vej, 1 linje", nl="onderweg, 1 regel"),
    "refused": Sentence(
        en="refused by the receiver's rules",
        da="afvist efter modtagerens regler",
        nl="geweigerd door de regels van de ontvanger",
    ),
    "waiting": Sentence(
        en="waits for the operator of the hub; you need not do anything",
        da="afventer hubbens drift; I skal ikke gøre noget",
        nl="wacht op de beheerder van de hub; u hoeft niets te doen",
    ),
    "unsent": Sentence(
        en="not sent: what the hub wrote for this receiver was wrong, which its operator sees to; "
        "the document itself is rejected all the same",
        da="ikke sendt: det, hubben skrev til denne modtager, var forkert, og det tager dens drift "
        "sig af; selve dokumentet er alligevel afvist",
        nl="niet verzonden: wat de hub voor deze ontvanger schreef was fout, en daar zorgt de "
        "beheerder voor; het document zelf is toch afgewezen",
    ),
    "refused_lines": Sentence(
        en="{count} lines were left out",
        da="{count} linjer er udeladt",
        nl="{count} regels zijn weggelaten",
    ),
    "refused_lines-one": Sentence(
        en="1 line was left out", da="1 linje er udeladt", nl="1 regel is weggelaten"
    ),
    "until": Sentence(en="until {until}", da="indtil {until}", nl="tot {until}"),
    "more": Sentence(
        en="... and {count} more; the full list is in the .json report",
        da="... og {count} mere; hele listen er i .json-rapporten",
        nl="... en nog {count}; de volledige lijst staat in het .json-rapport",
    ),
    "rest": Sentence(
        en="... and {count} more; all of it is in the .json report that comes beside this",
        da="... og {count} mere; det hele står i .json-rapporten, der kommer ved siden af",
        nl="... en nog {count}; alles staat in het .json-rapport dat hiernaast komt",
    ),
    "more_lines": Sentence(
        en="... and {count} more lines",
        da="... og {count} linjer mere",
        nl="... en nog {count} regels",
    ),
    "more_lines-one": Sentence(
        en="... and 1 more line", da="... og 1 linje mere", nl="... en nog 1 regel"
    ),
    "losses": Sentence(
        en="Not carried over as it was:",
        da="Ikke overført som det var:",
        nl="Niet overgenomen zoals het was:",
    ),
    "earlier": Sentence(
        en="the first one: {file}, {accepted_at}",
        da="den første: {file}, {accepted_at}",
        nl="de eerste: {file}, {accepted_at}",
    ),
    "partly": Sentence(
        en="{taken} of {count} documents in this file are taken, the others are not. "
        "Correct those; you may send the whole file again: what is taken is not sent on twice.",
        da="{taken} af {count} dokumenter i filen er modtaget, de andre er det ikke. "
        "Ret dem; hele filen må sendes igen: det modtagne går ikke videre to gange.",
        nl="{taken} van de {count} documenten in dit bestand zijn aangenomen, de andere niet. "
        "Corrigeer die; u mag het hele bestand opnieuw sturen: wat is aangenomen, "
        "gaat niet nog eens verder.",
    ),
    "reference": Sentence(en="Reference", da="Reference", nl="Referentie"),
    "document": Sentence(en="Document", da="Dokument", nl="Document"),
    "line": Sentence(en="line", da="linje", nl="regel"),
    "row": Sentence(en="row", da="række", nl="rij"),
}


def answer_text(told: dict[str, Any], language: Language) -> str:
    """Return the text; ``told`` is the JSON answer."""
    lines = [told["file"], f"{_word('reference', language)}: {told['interchange']}", ""]
    ended = [document["outcome"] in TAKEN for document in told["documents"]]
    if any(ended) and not all(ended):
        # The file lies with what is rejected, though some of it went on.
        lines += [_word("partly", language, taken=sum(ended), count=len(ended)), ""]
    for document in told["documents"]:
        lines += [*_document(document, language), ""]
    return "\n".join(lines)


def _document(document: dict[str, Any], language: Language) -> Iterator[str]:
    said = {key: document[key] for key in ("kind", "number", "version")}
    if said["kind"] is not None:
        said["kind"] = kind_words(said["kind"]).speak(language)
    named = " ".join(str(one) for one in said.values() if one is not None)
    title = f"{_word('document', language)} {document['position']}"
    yield f"{title}{f' ({named})' if named else ''}: {_word(document['outcome'], language)}"
    yield from (f"  {line}" for line in _until(document, language))
    yield from (f"  {line}" for line in _first_one(document.get("earlier", {}), language))
    yield from _findings(document["report"], language, "  ")
    for way in document.get("routes", ()):
        if way["state"] == "waiting" and document["outcome"] == "rejected":
            # Both are true, of two things: the sender has to act, whatever the operator does.
            way = {**way, "state": "unsent"}  # noqa: PLW2901 - the same way, said otherwise
        yield from _route(way, language)


def _until(document: dict[str, Any], language: Language) -> Iterator[str]:
    if document.get("until"):
        yield _word("until", language, until=document["until"])


def _first_one(earlier: dict[str, Any], language: Language) -> Iterator[str]:
    if "file" in earlier:
        at = earlier["accepted_at"][:19]
        yield _word("earlier", language, file=earlier["file"], accepted_at=at)


def shortfalls(document: dict[str, Any], language: Language) -> Iterator[str]:
    """Yield what of a document that was taken is not on its way, whole, to all whom it was for."""
    if document["outcome"] == "held":
        yield _word("held", language)
        yield from _until(document, language)
    for way in document.get("routes", ()):
        if _falls_short(way):
            yield from (line.strip() for line in _ending(way, language))
    if document["outcome"] == "duplicate":
        yield from _earlier_shortfalls(document["earlier"], language)


def _earlier_shortfalls(earlier: dict[str, Any], language: Language) -> Iterator[str]:
    """Yield the same of the document that this one repeats; what is not known is not whole."""
    short = [way for way in earlier.get("routes", ()) if _falls_short(way)]
    if short or earlier.get("outcome") != "accepted":
        yield _word("duplicate", language)
        yield from _first_one(earlier, language)
    for way in short:
        yield f"{way['receiver']}: {_word(way['state'], language, lines=way['lines'])}"
        if way["refused_lines"]:
            yield _word("refused_lines", language, count=way["refused_lines"])


def _falls_short(way: dict[str, Any]) -> bool:
    return way["state"] != "routed" or bool(way["refused_lines"])


def _route(way: dict[str, Any], language: Language) -> Iterator[str]:
    yield from _ending(way, language)
    if "report" in way:
        yield from _losses(way["report"], language)


def _ending(way: dict[str, Any], language: Language) -> Iterator[str]:
    state = _word(way["state"], language, lines=way.get("lines", 0))
    agreement = f" ({way['agreement']})" if way["agreement"] else ""
    yield f"  {way['name']}{agreement}: {state}"
    if way.get("refused_lines"):
        yield "    " + _word("refused_lines", language, count=way["refused_lines"])
        yield from _left_out(way, language)
    if "report" in way:
        yield from _findings(way["report"], language, "    ")


def _left_out(way: dict[str, Any], language: Language) -> Iterator[str]:
    """Name the lines that were left out, each with the rules that refused it."""
    shown = way["left_out"][:LINES_SHOWN]
    for one in shown:
        place = _word("line", language) + f" {one['line']}"
        if one["row"] is not None:
            place = _word("row", language) + f" {one['row']}"
        item = "" if one["item"] is None else f", {one['item']}"
        rules = ", ".join(one["rules"])
        yield f"      {place}{item}{f': {rules}' if rules else ''}"
    more = way["refused_lines"] - len(shown)
    if more > 0:
        yield "      " + _word("more_lines", language, count=more)


def _findings(report: dict[str, Any], language: Language, indent: str) -> Iterator[str]:
    """Yield what was found: first what has to be corrected, as there is not room for everything."""
    once = [
        finding
        for layer in report["layers"]
        for finding in layer["findings"]
        if "repeats" not in finding
    ]
    listed = sum(len(layer["findings"]) for layer in report["layers"])
    total = sum(count for layer in report["layers"] for count in layer["counts"].values())
    words = Wording(language)
    once.sort(key=lambda finding: URGENCY.index(finding["severity"]))
    for finding in once[:FINDINGS_SHOWN]:
        todo = words.say(f"severity-{finding['severity']}")
        place = _place(finding, report.get("file"), words)
        yield f"{indent}{todo} [{finding['rule']}] {place}{finding['message']}"
    more = total - listed + max(0, len(once) - FINDINGS_SHOWN)
    if more > 0:
        yield indent + _word("more", language, count=more)


def _losses(report: dict[str, Any], language: Language) -> Iterator[str]:
    if report["losses"]:
        yield "    " + _word("losses", language)
        words = Wording(language)
        for loss in report["losses"]:
            # Reports that were kept by an earlier version do not say of which part it was.
            said = [words.say(f"part-{loss['part']}")] if "part" in loss else []
            part = "".join(f"{one}: " for one in said)
            how = words.say(f"kind-{loss['kind']}")
            yield f"      {part}{words.field(loss['field'])} ({how}): {loss['count']}"


def _place(finding: dict[str, Any], file: str | None, words: Wording) -> str:
    """Return where it stands, as a person looks it up; the file itself is not named again."""
    sheet = finding.get("sheet")
    row, column = finding.get("row"), finding.get("column")
    place = Place(
        line=finding.get("line") if row is None else None,
        row=row,
        column=None if column is None else str(column),
        sheet=None if sheet == file else sheet,
    )
    return "" if place == NOWHERE else f"{words.place(place)}: "


def _word(key: str, language: Language, **values: object) -> str:
    one = f"{key}-one"
    if one in WORDS and 1 in (values.get("lines"), values.get("count")):
        key = one
    return WORDS[key].speak(language).format(**values)
