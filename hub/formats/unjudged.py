"""Why a layer of a report, or a rule of it, was not judged: what stands there in place of findings.

Not judged is not passed, so a reader is told, in the languages that findings have.
"""

from typing import Final

from hub.model.sentence import Sentence

__all__ = [
    "NEEDS_MEMORY",
    "NOT_INSTALLED",
    "NO_OWN_RULES",
    "NO_RULES",
    "NO_SCHEMA",
    "NO_XML",
    "OWN_FORMAT",
    "READ_ONLY",
]

NO_SCHEMA: Final = Sentence(
    en="this format has no schema",
    da="dette format har intet skema",
    nl="dit formaat heeft geen schema",
)
READ_ONLY: Final = Sentence(
    en="the hub has no schema of this format; it is judged while it is read",
    da="hubben har intet skema for dette format; det bedømmes, mens det læses",
    nl="de hub heeft geen schema van dit formaat; het wordt tijdens het lezen beoordeeld",
)
OWN_FORMAT: Final = Sentence(
    en="the hub's own format is checked while it is read",
    da="hubbens eget format kontrolleres, mens det læses",
    nl="het eigen formaat van de hub wordt tijdens het lezen gecontroleerd",
)
NOT_INSTALLED: Final = Sentence(
    en="no schema is installed for this format",
    da="der er ikke installeret et skema for dette format",
    nl="er is voor dit formaat geen schema geïnstalleerd",
)
NO_XML: Final = Sentence(
    en="the file is not readable as XML",
    da="filen kan ikke læses som XML",
    nl="het bestand is niet als XML te lezen",
)
NO_OWN_RULES: Final = Sentence(
    en="this format has no rules of its own in the hub",
    da="dette format har ingen egne regler i hubben",
    nl="dit formaat heeft geen eigen regels in de hub",
)
NO_RULES: Final = Sentence(
    en="no rules of receiver or format hold for this",
    da="ingen regler fra modtageren eller formatet gælder for dette",
    nl="hiervoor gelden geen regels van ontvanger of formaat",
)
NEEDS_MEMORY: Final = Sentence(
    en="needs what the hub remembers of earlier documents",
    da="kræver det, hubben husker af tidligere dokumenter",
    nl="vraagt wat de hub van eerdere documenten onthoudt",
)
"""Why a rule that asks for the hub's memory was not judged where there is none."""
