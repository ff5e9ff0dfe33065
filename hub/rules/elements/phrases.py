"""What the words of the rule vocabulary mean for the person who has to mend a document.

``{name}`` is an element in plain words with its tag, ``{some}`` what is allowed or not.
"""

from typing import Final

from hub.model.sentence import Sentence

__all__ = ["BECAUSE", "BOUNDS", "MISSING", "PHRASES", "STARTLESS", "STATES", "TWICE"]

PHRASES: Final[dict[tuple[str, bool], Sentence]] = {
    ("present", True): Sentence(
        "{name} is missing. Add it.",
        "{name} mangler. Tilføj det.",
        "{name} ontbreekt. Voeg het toe.",
    ),
    ("present", False): Sentence(
        "{name} is not allowed here. Leave it out.",
        "{name} er ikke tilladt her. Udelad det.",
        "{name} is hier niet toegestaan. Laat het weg.",
    ),
    ("filled", True): Sentence(
        "{name} is missing or empty. Fill it in.",
        "{name} mangler eller er tom. Udfyld det.",
        "{name} ontbreekt of is leeg. Vul het in.",
    ),
    ("filled", False): Sentence(
        "{name} must be empty here.",
        "{name} skal være tom her.",
        "{name} moet hier leeg zijn.",
    ),
    ("empty", False): Sentence(
        "{name} is empty. Fill it in, or leave it out.",
        "{name} er tom. Udfyld det, eller udelad det.",
        "{name} is leeg. Vul het in, of laat het weg.",
    ),
    ("count", True): Sentence(
        "{name} must stand here {some}.",
        "{name} skal stå her {some}.",
        "{name} moet hier {some} staan.",
    ),
    ("rare", True): Sentence(
        "{name} may stand here {some}.",
        "{name} må stå her {some}.",
        "{name} mag hier {some} staan.",
    ),
    ("length", True): Sentence(
        "{name} must be {some} characters long; “{value}” is not.",
        "{name} skal være {some} tegn lang; det er “{value}” ikke.",
        "{name} moet {some} tekens lang zijn; “{value}” is dat niet.",
    ),
    ("decimals", True): Sentence(
        "{name} must have {some} decimals; “{value}” has not.",
        "{name} skal have {some} decimaler; det har “{value}” ikke.",
        "{name} moet {some} decimalen hebben; “{value}” heeft die niet.",
    ),
    ("among", True): Sentence(
        "“{value}” is not allowed as {name}. Write {some}.",
        "“{value}” er ikke tilladt som {name}. Skriv {some}.",
        "“{value}” is niet toegestaan als {name}. Schrijf {some}.",
    ),
    ("among", False): Sentence(
        "“{value}” is not allowed as {name} here.",
        "“{value}” er ikke tilladt som {name} her.",
        "“{value}” is hier niet toegestaan als {name}.",
    ),
    ("begins", True): Sentence(
        "{name} must begin with {some}; “{value}” does not.",
        "{name} skal begynde med {some}; det gør “{value}” ikke.",
        "{name} moet met {some} beginnen; “{value}” doet dat niet.",
    ),
    ("contains", True): Sentence(
        "{name} must contain {some}; “{value}” does not.",
        "{name} skal indeholde {some}; det gør “{value}” ikke.",
        "{name} moet {some} bevatten; “{value}” doet dat niet.",
    ),
    ("contains", False): Sentence(
        "{name} may not contain {some}.",
        "{name} må ikke indeholde {some}.",
        "{name} mag {some} niet bevatten.",
    ),
    ("negative", False): Sentence(
        "{name} is {value}; it may not be negative.",
        "{name} er {value}; det må ikke være negativt.",
        "{name} is {value}; het mag niet negatief zijn.",
    ),
    ("zero", False): Sentence(
        "{name} is {value}; it may not be zero.",
        "{name} er {value}; det må ikke være nul.",
        "{name} is {value}; het mag niet nul zijn.",
    ),
    ("zero", True): Sentence(
        "{name} is {value}; it must be zero.",
        "{name} er {value}; det skal være nul.",
        "{name} is {value}; het moet nul zijn.",
    ),
    ("above", False): Sentence(
        "{name} is {value}; it may be {some} at most.",
        "{name} er {value}; det må højst være {some}.",
        "{name} is {value}; het mag hoogstens {some} zijn.",
    ),
    ("below", False): Sentence(
        "{name} is {value}; it may not be less than {some}.",
        "{name} er {value}; det må ikke være mindre end {some}.",
        "{name} is {value}; het mag niet minder zijn dan {some}.",
    ),
    ("number", True): Sentence(
        "{name} must be a number; “{value}” is not.",
        "{name} skal være et tal; det er “{value}” ikke.",
        "{name} moet een getal zijn; “{value}” is dat niet.",
    ),
    ("digits", True): Sentence(
        "{name} may hold digits only; “{value}” holds more.",
        "{name} må kun indeholde cifre; “{value}” indeholder andet.",
        "{name} mag alleen cijfers bevatten; “{value}” bevat meer.",
    ),
    ("same_as", True): Sentence(
        "“{value}” in {name} is not found in {some}. Make them agree.",
        "“{value}” i {name} findes ikke i {some}. Få dem til at stemme.",
        "“{value}” in {name} is niet te vinden in {some}. Maak ze gelijk.",
    ),
    ("same_as", False): Sentence(
        "{name} is the same as {some}; they must differ.",
        "{name} er den samme som {some}; de skal være forskellige.",
        "{name} is gelijk aan {some}; ze moeten verschillen.",
    ),
    ("repeated", False): Sentence(
        "“{value}” stands more than once as {name}. Give each its own.",
        "“{value}” står mere end én gang som {name}. Giv hver sin egen.",
        "“{value}” staat meer dan één keer als {name}. Geef elk een eigen.",
    ),
    ("document", True): Sentence(
        "This kind of document may not be sent so; only {some} may.",
        "Denne type dokument må ikke sendes sådan; kun {some} må.",
        "Dit soort document mag zo niet worden verzonden; alleen {some} mag dat.",
    ),
    ("any", True): Sentence(
        "Fill in or correct at least one of: {some}.",
        "Udfyld eller ret mindst én af: {some}.",
        "Vul ten minste één in of verbeter die: {some}.",
    ),
    ("all", True): Sentence(
        "Fill in or correct: {some}.",
        "Udfyld eller ret: {some}.",
        "Vul in of verbeter: {some}.",
    ),
}
"""By word and by what it must be."""

MISSING: Final = Sentence(
    "{name} is missing. Write {some}.",
    "{name} mangler. Skriv {some}.",
    "{name} ontbreekt. Schrijf {some}.",
)
STARTLESS: Final[dict[str, Sentence]] = {
    "begins": Sentence(
        "{name} is missing. Fill it in; it must begin with {some}.",
        "{name} mangler. Udfyld det; det skal begynde med {some}.",
        "{name} ontbreekt. Vul het in; het moet met {some} beginnen.",
    ),
    "contains": Sentence(
        "{name} is missing. Fill it in; it must contain {some}.",
        "{name} mangler. Udfyld det; det skal indeholde {some}.",
        "{name} ontbreekt. Vul het in; het moet {some} bevatten.",
    ),
}
"""What is said of a missing value of which a rule knows only a part."""
TWICE: Final = Sentence(
    "“{value}” as {name} was already used in line {before}. Give each line its own.",
    "“{value}” som {name} er allerede brugt i linje {before}. Giv hver linje sin egen.",
    "“{value}” als {name} is al gebruikt in regel {before}. Geef elke regel een eigen.",
)
BECAUSE: Final = Sentence(
    " This applies when {state}.", " Gælder, når {state}.", " Geldt als {state}."
)
STATES: Final[dict[str, Sentence]] = {
    "is": Sentence("{name} is {some}", "{name} er {some}", "{name} {some} is"),
    "is not": Sentence("{name} is not {some}", "{name} ikke er {some}", "{name} niet {some} is"),
    "there": Sentence("{name} is given", "{name} er angivet", "{name} is ingevuld"),
    "not there": Sentence("{name} is not given", "{name} ikke er angivet", "{name} ontbreekt"),
}
BOUNDS: Final[dict[str, Sentence]] = {
    "only": Sentence("exactly", "præcis", "precies"),
    "no less": Sentence("at least", "mindst", "ten minste"),
    "no more": Sentence("at most", "højst", "hoogstens"),
    "exactly": Sentence("exactly {low}", "præcis {low}", "precies {low}"),
    "at least": Sentence("at least {low}", "mindst {low}", "ten minste {low}"),
    "at most": Sentence("at most {high}", "højst {high}", "hoogstens {high}"),
    "between": Sentence("{low} to {high}", "{low} til {high}", "{low} tot {high}"),
    "times": Sentence("{bound} times", "{bound} gange", "{bound} keer"),
    "once": Sentence("{bound} once", "{bound} én gang", "{bound} één keer"),
    "or": Sentence("{first} or {last}", "{first} eller {last}", "{first} of {last}"),
    "list": Sentence(
        "a code of its code list", "en kode fra dens kodeliste", "een code uit de codelijst"
    ),
}
