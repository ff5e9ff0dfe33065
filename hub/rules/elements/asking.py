"""What the words of the rule vocabulary ask for, told without a document in hand.

``{name}`` is an element in plain words with its tag, ``{some}`` what is allowed or not. The keys
are those of ``PHRASES``.
"""

from typing import Final

from hub.model.sentence import Sentence

__all__ = ["ASKED"]

ASKED: Final[dict[tuple[str, bool], Sentence]] = {
    ("present", True): Sentence(
        "{name} must be there.", "{name} skal være der.", "{name} moet er zijn."
    ),
    ("present", False): Sentence(
        "{name} is not allowed here.",
        "{name} er ikke tilladt her.",
        "{name} is hier niet toegestaan.",
    ),
    ("filled", True): Sentence(
        "{name} must be filled in.", "{name} skal være udfyldt.", "{name} moet ingevuld zijn."
    ),
    ("empty", False): Sentence(
        "{name} may not be empty.", "{name} må ikke være tom.", "{name} mag niet leeg zijn."
    ),
    ("length", True): Sentence(
        "{name} must be {some} characters long.",
        "{name} skal være {some} tegn lang.",
        "{name} moet {some} tekens lang zijn.",
    ),
    ("decimals", True): Sentence(
        "{name} must have {some} decimals.",
        "{name} skal have {some} decimaler.",
        "{name} moet {some} decimalen hebben.",
    ),
    ("among", True): Sentence(
        "{name} must be {some}.", "{name} skal være {some}.", "{name} moet {some} zijn."
    ),
    ("among", False): Sentence(
        "{name} may not be {some} here.",
        "{name} må ikke være {some} her.",
        "{name} mag hier niet {some} zijn.",
    ),
    ("begins", True): Sentence(
        "{name} must begin with {some}.",
        "{name} skal begynde med {some}.",
        "{name} moet met {some} beginnen.",
    ),
    ("contains", True): Sentence(
        "{name} must contain {some}.",
        "{name} skal indeholde {some}.",
        "{name} moet {some} bevatten.",
    ),
    ("negative", False): Sentence(
        "{name} may not be negative.",
        "{name} må ikke være negativt.",
        "{name} mag niet negatief zijn.",
    ),
    ("zero", False): Sentence(
        "{name} may not be zero.", "{name} må ikke være nul.", "{name} mag niet nul zijn."
    ),
    ("zero", True): Sentence(
        "{name} must be zero.", "{name} skal være nul.", "{name} moet nul zijn."
    ),
    ("above", False): Sentence(
        "{name} may be {some} at most.",
        "{name} må højst være {some}.",
        "{name} mag hoogstens {some} zijn.",
    ),
    ("below", False): Sentence(
        "{name} may not be less than {some}.",
        "{name} må ikke være mindre end {some}.",
        "{name} mag niet minder zijn dan {some}.",
    ),
    ("number", True): Sentence(
        "{name} must be a number.", "{name} skal være et tal.", "{name} moet een getal zijn."
    ),
    ("digits", True): Sentence(
        "{name} may hold digits only.",
        "{name} må kun indeholde cifre.",
        "{name} mag alleen cijfers bevatten.",
    ),
    ("same_as", True): Sentence(
        "{name} must be found in {some} too.",
        "{name} skal også findes i {some}.",
        "{name} moet ook in {some} te vinden zijn.",
    ),
    ("same_as", False): Sentence(
        "{name} must differ from {some}.",
        "{name} skal være forskellig fra {some}.",
        "{name} moet verschillen van {some}.",
    ),
    ("repeated", False): Sentence(
        "No two may have the same {name}.",
        "Der må ikke være to med samme {name}.",
        "Er mogen er geen twee zijn met hetzelfde {name}.",
    ),
    ("any", True): Sentence(
        "At least one of these must be right: {some}.",
        "Mindst én af disse skal være rigtig: {some}.",
        "Ten minste één hiervan moet juist zijn: {some}.",
    ),
    ("all", True): Sentence(
        "All of these must be right: {some}.",
        "Alle disse skal være rigtige: {some}.",
        "Al deze moeten juist zijn: {some}.",
    ),
}
"""By word and by what it must be; what is not here is told alike with a document and without."""
