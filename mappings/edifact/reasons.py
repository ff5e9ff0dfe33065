"""Why an interchange cannot be taken apart, in the languages of its senders."""

from hub.model.sentence import Sentence

TOO_LONG = Sentence("it is longer than 8 MB", "den er længere end 8 MB", "het is langer dan 8 MB")
CHARACTERS = Sentence(
    "characters outside {level}", "tegn, der ikke er i {level}", "tekens buiten {level}"
)
SIGNS = Sentence(
    "UNA does not name four different signs",
    "UNA nævner ikke fire forskellige tegn",
    "UNA noemt geen vier verschillende tekens",
)
NO_END = Sentence(
    "UNT of message {message} is missing",
    "UNT for meddelelse {message} mangler",
    "UNT van bericht {message} ontbreekt",
)
NO_LAST = Sentence(
    "UNZ is missing, so messages may be missing too",
    "UNZ mangler, så der kan også mangle meddelelser",
    "UNZ ontbreekt, dus er kunnen ook berichten ontbreken",
)
WHOLE = Sentence(
    "UNZ says {said} messages, there are {counted}",
    "UNZ angiver {said} meddelelser, der er {counted}",
    "UNZ noemt {said} berichten, er zijn er {counted}",
)
NO_COUNT = Sentence(
    "UNZ does not say how many messages there are",
    "UNZ angiver ikke, hvor mange meddelelser der er",
    "UNZ noemt niet hoeveel berichten er zijn",
)
NOTHING = Sentence(
    "there is no message between UNB and UNZ",
    "der er ingen meddelelse mellem UNB og UNZ",
    "er staat geen bericht tussen UNB en UNZ",
)
NO_PACKAGE_END = Sentence(
    "UNP is missing after UNO {reference}",
    "UNP mangler efter UNO {reference}",
    "UNP ontbreekt na UNO {reference}",
)
COUNT = Sentence(
    "UNT of message {message} says {said} segments, there are {counted}",
    "UNT for meddelelse {message} angiver {said} segmenter, der er {counted}",
    "UNT van bericht {message} noemt {said} segmenten, er zijn er {counted}",
)
BROKEN_OFF = Sentence(
    "it ends in the middle of a segment",
    "den slutter midt i et segment",
    "het eindigt midden in een segment",
)
SEGMENT = Sentence(
    "a segment is not written as EDIFACT wants it",
    "et segment er ikke skrevet, som EDIFACT kræver",
    "een segment is niet geschreven zoals EDIFACT het wil",
)
BROKEN_LINES = Sentence(
    "line ends stand inside of values, and the lines are not of one length, so it is not known "
    "what belongs together",
    "der står linjeskift inde i værdier, og linjerne er ikke lige lange, så det vides ikke, hvad "
    "der hører sammen",
    "er staan regeleinden midden in waarden, en de regels zijn niet even lang, dus is niet bekend "
    "wat bij elkaar hoort",
)

__all__ = [
    "BROKEN_LINES",
    "BROKEN_OFF",
    "CHARACTERS",
    "COUNT",
    "NOTHING",
    "NO_COUNT",
    "NO_END",
    "NO_LAST",
    "NO_PACKAGE_END",
    "SEGMENT",
    "SIGNS",
    "TOO_LONG",
    "WHOLE",
]
