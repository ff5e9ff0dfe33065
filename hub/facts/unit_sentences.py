"""What the sender is told about a unit, in three languages, by rule id."""

from collections.abc import Mapping
from types import MappingProxyType

from hub.model.sentence import Sentence

__all__ = ["UNIT_SENTENCES", "either"]

UNIT_SENTENCES: Mapping[str, Sentence] = MappingProxyType(
    {
        "UOM-01": Sentence(
            en="“{value}” is not on the list of units. Did you mean {near}?",
            da="“{value}” står ikke på listen over enheder. Mente du {near}?",
            nl="“{value}” staat niet op de lijst van eenheden. Bedoelde u {near}?",
        ),
        "UOM-01-nothing-near": Sentence(
            en="“{value}” is not on the list of units, and no unit looks like it. "
            "Use a code of that list.",
            da="“{value}” står ikke på listen over enheder, og ingen enhed ligner den. "
            "Brug en kode fra listen.",
            nl="“{value}” staat niet op de lijst van eenheden, en geen eenheid lijkt "
            "erop. Gebruik een code van die lijst.",
        ),
        "UOM-01-empty": Sentence(
            en="The unit is missing; give a code of the list of units, such as EA.",
            da="Enheden mangler; angiv en kode fra listen over enheder, f.eks. EA.",
            nl="De eenheid ontbreekt; geef een code van de lijst van eenheden, zoals EA.",
        ),
        "UOM-02": Sentence(
            en="“{value}” was read as {code}.",
            da="“{value}” er læst som {code}.",
            nl="“{value}” is gelezen als {code}.",
        ),
        "UOM-02-ambiguous": Sentence(
            en="“{value}” was read as {code}, but people mean different things by it. Check it and "
            "write the code.",
            da="“{value}” er læst som {code}, men ordet bruges forskelligt. Kontrollér det, og "
            "skriv koden.",
            nl="“{value}” is gelezen als {code}, maar het woord wordt verschillend gebruikt. "
            "Controleer dit en schrijf de code.",
        ),
        "UOM-02a": Sentence(
            en="“{value}” is everyday language for {code} and also the code {other} ({name}). On a "
            "supplier's sheet the everyday word holds: it was read as {code}.",
            da="“{value}” er daglig tale for {code} og samtidig koden {other} ({name}). På en "
            "leverandørs ark gælder det daglige ord: det er læst som {code}.",
            nl="“{value}” is dagelijkse taal voor {code} en ook de code {other} ({name}). Op een "
            "blad van een leverancier geldt het dagelijkse woord: het is gelezen als {code}.",
        ),
        "UOM-02b": Sentence(
            en="“{value}” fits no code safely: a jerrycan is no pail. Write the code yourself; the "
            "nearest are {near}.",
            da="“{value}” passer ikke sikkert til en kode: en dunk er ikke en spand. Skriv selv "
            "koden; de nærmeste er {near}.",
            nl="“{value}” past bij geen code met zekerheid: een jerrycan is geen emmer. Schrijf "
            "zelf de code; het dichtst komen {near}.",
        ),
        "UOM-02b-nothing-near": Sentence(
            en="“{value}” fits no code safely, and the list of units has nothing near it. Choose "
            "a code of that list.",
            da="“{value}” passer ikke sikkert til en kode, og listen over enheder har ingen, der "
            "ligner. Vælg en kode fra den liste.",
            nl="“{value}” past bij geen code met zekerheid, en de lijst van eenheden heeft "
            "niets dat erop lijkt. Kies een code van die lijst.",
        ),
        "UOM-03": Sentence(
            en="“{value}” says more than a unit. Write only the unit here{unit}, and its content "
            "in the fields for content and pack size.",
            da="“{value}” siger mere end en enhed. Skriv kun enheden her{unit}, og indholdet i "
            "felterne for indhold og pakkestørrelse.",
            nl="“{value}” zegt meer dan een eenheid. Schrijf hier alleen de eenheid{unit}, en de "
            "inhoud in de velden voor inhoud en verpakkingsgrootte.",
        ),
        "UOM-06": Sentence(
            en="“{value}” is not on the receiver's list and was replaced by {code}, as this "
            "receiver wants it. Prices per unit may now be wrong.",
            da="“{value}” står ikke på modtagerens liste og er erstattet af {code}, som modtageren "
            "ønsker det. Priser pr. enhed kan nu være forkerte.",
            nl="“{value}” staat niet op de lijst van de ontvanger en is vervangen door {code}, "
            "zoals deze ontvanger wil. Prijzen per eenheid kunnen nu onjuist zijn.",
        ),
    }
)


def either(codes: tuple[str, ...]) -> Sentence:
    """Return codes as a choice: ``EA, BX or PK``."""
    if len(codes) < 2:  # noqa: PLR2004 - a choice begins with two
        text = "".join(codes)
        return Sentence(text, text, text)
    head, last = ", ".join(codes[:-1]), codes[-1]
    return Sentence(f"{head} or {last}", f"{head} eller {last}", f"{head} of {last}")
