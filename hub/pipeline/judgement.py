"""Findings the line itself makes about a document, besides schemas and rules."""

from hub.model.finding import NOWHERE, Finding, Place, Severity, Who
from hub.model.sentence import Sentence

__all__ = [
    "ADDRESSED_ELSEWHERE",
    "AGREEMENT_AMBIGUOUS",
    "AGREEMENT_UNKNOWN",
    "BODY_LIMIT",
    "CONFLICT",
    "FALLBACK",
    "NOTHING_FOR_RECEIVER",
    "NOT_ALONE",
    "NOT_AUTHORISED",
    "NO_CONVERSION",
    "NO_MAPPING",
    "NO_ROUTE",
    "NO_ROUTE_ASKED",
    "ORDER_UNKNOWN",
    "REPLIES_LIMIT",
    "RESOURCE_LIMIT",
    "judge",
]

NOT_AUTHORISED = "sender-not-authorised"
CONFLICT = "duplicate-id-different-content"
NO_ROUTE = "no-route"
ADDRESSED_ELSEWHERE = "addressed-elsewhere"
AGREEMENT_AMBIGUOUS = "agreement-ambiguous"
AGREEMENT_UNKNOWN = "agreement-unknown"
NO_MAPPING = "no-mapping"
NO_CONVERSION = "no-conversion"
FALLBACK = "sent-as-it-came"
NOT_ALONE = "document-not-alone"
NOTHING_FOR_RECEIVER = "nothing-for-receiver"
RESOURCE_LIMIT = "resource-limit"
BODY_LIMIT = "body-too-long"
REPLIES_LIMIT = "answers-too-many"
ORDER_UNKNOWN = "order-unknown"

SENTENCES = {
    NOT_AUTHORISED: Sentence(
        en="The document says it comes from {value}, but account {account} may not send for "
        "that party. Send it from that party's own account, or correct the sender.",
        da="Dokumentet angiver {value} som afsender, men kontoen {account} må ikke sende for "
        "den part. Send det fra partens egen konto, eller ret afsenderen.",
        nl="Het document noemt {value} als afzender, maar account {account} mag niet voor die "
        "partij verzenden. Verzend het via het account van die partij, of verbeter de afzender.",
    ),
    CONFLICT: Sentence(
        en="Number {value} was already used for another document. Give a changed document a "
        "new number or a higher version.",
        da="Nummer {value} er allerede brugt til et andet dokument. Giv et ændret dokument et "
        "nyt nummer eller en højere version.",
        nl="Nummer {value} is al voor een ander document gebruikt. Geef een gewijzigd document "
        "een nieuw nummer of een hogere versie.",
    ),
    NO_ROUTE: Sentence(
        en="Nobody is set up to receive documents of type {kind}{target}. The hub keeps a copy "
        "that its operator can send on: ask there, or correct the receiver and send it again.",
        da="Ingen er sat op til at modtage dokumenter af typen {kind}{target}. Hubben gemmer en "
        "kopi, som driften kan sende videre: spørg dér, eller ret modtageren, og send igen.",
        nl="Niemand is ingericht om documenten van het type {kind}{target} te ontvangen. De "
        "hub bewaart een kopie die de beheerder kan doorsturen: vraag het daar, of verbeter de "
        "ontvanger en verstuur het opnieuw.",
    ),
    ADDRESSED_ELSEWHERE: Sentence(
        en="It is addressed to {value}, not {expected}. Correct the receiver in the document, or "
        "ask about {value}.",
        da="Det er adresseret til {value}, ikke {expected}. Ret modtageren i dokumentet, eller "
        "spørg om {value}.",
        nl="Het is gericht aan {value}, niet aan {expected}. Verbeter de ontvanger in het "
        "document, of vraag naar {value}.",
    ),
    AGREEMENT_UNKNOWN: Sentence(
        en="No agreement {value} between you and a receiver is known here. Check the agreement "
        "number; the receiver issued it.",
        da="Aftale {value} mellem jer og en modtager kendes ikke her. Kontrollér "
        "aftalenummeret; modtageren har udstedt det.",
        nl="Overeenkomst {value} tussen u en een ontvanger is hier niet bekend. Controleer het "
        "nummer; de ontvanger heeft het uitgegeven.",
    ),
    AGREEMENT_AMBIGUOUS: Sentence(
        en="You have several agreements with {receiver}: {value}. Send the catalogue once for "
        "each, and name the agreement in it.",
        da="I har flere aftaler med {receiver}: {value}. Send kataloget én gang for hver, og "
        "angiv aftalen i det.",
        nl="U hebt meerdere overeenkomsten met {receiver}: {value}. Stuur de catalogus voor elk "
        "apart, en noem de overeenkomst erin.",
    ),
    NO_MAPPING: Sentence(
        en="{receiver} wants {expected}, and the hub cannot make that of {value}. The operator of "
        "the hub must change the receiver's set-up.",
        da="{receiver} ønsker {expected}, og det kan hubben ikke danne af {value}. Hubbens drift "
        "skal ændre modtagerens opsætning.",
        nl="{receiver} wil {expected}, en dat kan de hub niet van {value} maken. De beheerder van "
        "de hub moet de inrichting van de ontvanger aanpassen.",
    ),
    NO_CONVERSION: Sentence(
        en="The hub has no conversion from {value} to {expected}. Choose another format, or send "
        "the document as it is.",
        da="Hubben kan ikke konvertere {value} til {expected}. Vælg et andet format, eller send "
        "dokumentet, som det er.",
        nl="De hub kan {value} niet naar {expected} omzetten. Kies een ander formaat, of verzend "
        "het document zoals het is.",
    ),
    FALLBACK: Sentence(
        en="{receiver} wants {value}, which cannot say this document. It is sent to them as it "
        "came, by the way they have for that.",
        da="{receiver} ønsker {value}, som ikke kan rumme dette dokument. Det sendes, som det kom, "
        "ad den vej, de har til det.",
        nl="{receiver} wil {value}, waarin dit document niet kan worden gezegd. Het gaat zoals het "
        "kwam, langs de weg die zij daarvoor hebben.",
    ),
    NOT_ALONE: Sentence(
        en="The document came in one file with others, and cannot be passed on to {receiver} as it "
        "came without them. Send it in a file of its own.",
        da="Dokumentet kom i samme fil som andre og kan ikke sendes videre til {receiver}, som det "
        "kom, uden dem. Send det i en fil for sig.",
        nl="Het document kwam met andere in één bestand, en kan niet zonder die andere ongewijzigd "
        "naar {receiver} worden doorgestuurd. Stuur het in een eigen bestand.",
    ),
    NOTHING_FOR_RECEIVER: Sentence(
        en="No line of the document is for this receiver, so nothing is sent there.",
        da="Ingen linje i dokumentet er til denne modtager, så intet sendes dertil.",
        nl="Geen enkele regel van het document is voor deze ontvanger; er gaat niets heen.",
    ),
    RESOURCE_LIMIT: Sentence(
        en="The document needed more memory or time than one document may use, twice. Split it "
        "into smaller files.",
        da="Dokumentet brugte to gange mere hukommelse eller tid, end ét dokument må. Del det i "
        "mindre filer.",
        nl="Het document gebruikte tweemaal meer geheugen of tijd dan één document mag. Splits het "
        "in kleinere bestanden.",
    ),
    BODY_LIMIT: Sentence(
        en="A message of {value} MiB is too long; the limit is {expected} MiB. Post the document "
        "over HTTP instead (POST /v1/accounts/{account}/documents), or send it in parts.",
        da="En meddelelse på {value} MiB er for lang; grænsen er {expected} MiB. Send i stedet "
        "dokumentet via HTTP (POST /v1/accounts/{account}/documents), eller del det.",
        nl="Een bericht van {value} MiB is te lang; de grens is {expected} MiB. Verstuur het "
        "document via HTTP (POST /v1/accounts/{account}/documents), of in delen.",
    ),
    REPLIES_LIMIT: Sentence(
        en="The answer speaks of {value} documents. It goes on whole, but only the first "
        "{expected} of them show here what was answered. Split such answers.",
        da="Svaret omtaler {value} dokumenter. Det går videre i sin helhed, men kun ved de første "
        "{expected} ses det her, hvad der er svaret. Del sådanne svar.",
        nl="Het antwoord gaat over {value} documenten. Het gaat in zijn geheel door, maar alleen "
        "bij de eerste {expected} is hier te zien wat er is geantwoord. Splits zulke antwoorden.",
    ),
    ORDER_UNKNOWN: Sentence(
        en="Order {value} has not gone from you to {receiver} through this hub. What you say of it "
        "goes on all the same; check the number, and that {receiver} has the order.",
        da="Ordre {value} er ikke gået fra jer til {receiver} gennem denne hub. Det, I skriver om "
        "den, sendes videre alligevel; kontrollér nummeret, og at {receiver} har ordren.",
        nl="Order {value} is niet via deze hub van u naar {receiver} gegaan. Wat u erover zegt "
        "gaat toch door; controleer het nummer, en of {receiver} de order heeft.",
    ),
}


NO_ROUTE_ASKED = Sentence(
    en="Nobody is set up to receive documents of type {kind}{target}. Correct the receiver, or "
    "ask the operator of the hub to set it up.",
    da="Ingen er sat op til at modtage dokumenter af typen {kind}{target}. Ret modtageren, "
    "eller bed hubbens drift om at sætte den op.",
    nl="Niemand is ingericht om documenten van het type {kind}{target} te ontvangen. Verbeter "
    "de ontvanger, of vraag de beheerder van de hub om hem in te richten.",
)
"""What ``NO_ROUTE`` says where somebody only asks: nothing is kept then."""


def judge(
    rule: str,
    *,
    said: Sentence | None = None,
    place: Place = NOWHERE,
    value: str | None = None,
    expected: str | None = None,
    who: Who = Who.SUPPLIER,
    receiver: str | None = None,
    **words: str | Sentence,
) -> Finding:
    """Return the line's own fatal finding, its sentence filled with the values.

    ``said`` is another sentence than the rule's own, for the same rule.
    """
    sentence = (said or SENTENCES[rule]).fill(
        value=value or "", expected=expected or "", receiver=receiver or "", **words
    )
    return Finding(
        rule=rule,
        severity=Severity.FATAL,
        message=sentence,
        place=place,
        value=value,
        expected=expected,
        who=who,
        receiver=receiver,
    )
