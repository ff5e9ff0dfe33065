"""What the sender is told about a wrong identifier, in three languages."""

from types import MappingProxyType

from hub.facts.verdict import Fault
from hub.model.sentence import Sentence

__all__ = ["IDENTIFIER_SENTENCES", "NO_CHECK_DIGIT", "digits", "speak"]

NO_CHECK_DIGIT = Sentence(
    en="{name} {value} was never issued: no check digit fits its first digits. "
    "Copy the number again.",
    da="{name} {value} er aldrig udstedt: intet kontrolciffer passer til de første cifre. "
    "Kopiér nummeret igen.",
    nl="{name} {value} is nooit uitgegeven: bij de eerste cijfers past geen controlecijfer. "
    "Neem het nummer opnieuw over.",
)

IDENTIFIER_SENTENCES = MappingProxyType(
    {
        Fault.EMPTY: Sentence(
            en="The {name} is missing; write {expected}.",
            da="{name} mangler; skriv {expected}.",
            nl="Het {name} ontbreekt; vul {expected} in.",
        ),
        Fault.CHARACTERS: Sentence(
            en="{name} {value} holds “{found}”; write {expected}.",
            da="{name} {value} indeholder “{found}”; skriv {expected}.",
            nl="{name} {value} bevat “{found}”; schrijf {expected}.",
        ),
        Fault.LENGTH: Sentence(
            en="{name} {value} has {found} characters; write {expected}.",
            da="{name} {value} har {found} tegn; skriv {expected}.",
            nl="{name} {value} heeft {found} tekens; schrijf {expected}.",
        ),
        Fault.START: Sentence(
            en="{name} {value} cannot begin with {found}; write {expected}.",
            da="{name} {value} kan ikke begynde med {found}; skriv {expected}.",
            nl="{name} {value} kan niet met {found} beginnen; schrijf {expected}.",
        ),
        Fault.CHECK_DIGIT: Sentence(
            en="{name} {value} has the wrong check digit {found}; with these digits it would be "
            "{right}. A digit was probably mistyped.",
            da="{name} {value} har forkert kontrolciffer {found}; til disse cifre hører {right}. "
            "Et ciffer er nok tastet forkert.",
            nl="{name} {value} heeft een onjuist controlecijfer {found}; bij deze cijfers hoort "
            "{right}. Waarschijnlijk is een cijfer verkeerd getypt.",
        ),
        Fault.PREFIX: Sentence(
            en="{name} {value} begins with {found}, which is no register; write {expected}.",
            da="{name} {value} begynder med {found}, som ikke er et register; skriv {expected}.",
            nl="{name} {value} begint met {found}, wat geen register is; schrijf {expected}.",
        ),
        Fault.SUFFIX: Sentence(
            en="{name} {value} ends in {found}; it must end in {right}.",
            da="{name} {value} slutter på {found}; det skal slutte på {right}.",
            nl="{name} {value} eindigt op {found}; het moet op {right} eindigen.",
        ),
        Fault.DATE: Sentence(
            en="{name} {value} does not begin with a date; write {expected}.",
            da="{name} {value} begynder ikke med en dato; skriv {expected}.",
            nl="{name} {value} begint niet met een datum; schrijf {expected}.",
        ),
        Fault.FORM: Sentence(
            en="{name} {value} is not a valid number; write {expected}.",
            da="{name} {value} er ikke et gyldigt nummer; skriv {expected}.",
            nl="{name} {value} is geen geldig nummer; schrijf {expected}.",
        ),
        Fault.NO_NUMBER: Sentence(
            en="“{value}” is no {name}. Write {expected}, or leave it empty when there is none.",
            da="“{value}” er ikke et {name}. Skriv {expected}, eller lad feltet stå tomt, hvis der "
            "ikke er noget.",
            nl="“{value}” is geen {name}. Schrijf {expected}, of laat het leeg als er geen is.",
        ),
        Fault.ROUNDED: Sentence(
            en="{name} {value} ends in {found}: a spreadsheet has probably rounded it, and its "
            "last digits are lost. Make the column a text column, and enter {expected} again from "
            "your own system or from the goods.",
            da="{name} {value} ender på {found}: et regneark har nok afrundet det, og de sidste "
            "cifre er gået tabt. Gør kolonnen til tekst, og indtast {expected} igen fra jeres eget "
            "system eller fra varen.",
            nl="{name} {value} eindigt op {found}: een rekenblad heeft het waarschijnlijk "
            "afgerond, en de laatste cijfers zijn weg. Maak er een tekstkolom van en voer "
            "{expected} opnieuw in vanuit uw eigen systeem of vanaf het artikel.",
        ),
        Fault.SPREADSHEET: Sentence(
            en="A spreadsheet has turned the {name} into the number {value}; make the column a "
            "text column and write {expected}.",
            da="Et regneark har gjort {name} til tallet {value}; gør kolonnen til tekst og skriv "
            "{expected}.",
            nl="Een rekenblad heeft van het {name} het getal {value} gemaakt; maak er een "
            "tekstkolom van en schrijf {expected}.",
        ),
    }
)


def digits(count: int) -> Sentence:
    """Return the words for so many digits."""
    return Sentence(f"{count} digits", f"{count} cifre", f"{count} cijfers")


def speak(template: Sentence, expected: Sentence, **values: str) -> Sentence:
    """Return a template filled, with the expected form in the language of each sentence."""
    return Sentence(
        template.en.format(expected=expected.en, **values),
        template.da.format(expected=expected.da, **values),
        template.nl.format(expected=expected.nl, **values),
    )
