"""Why a publisher's stylesheets could not judge a document, in the languages of its reader."""

from typing import Final

from hub.model.sentence import Sentence

__all__ = [
    "BROKEN",
    "BROKE_DOWN",
    "MEMORY",
    "NOT_STARTED",
    "NO_SHEET",
    "TOO_LONG",
    "TOO_SLOW",
    "UNREADABLE",
    "WRONG_SCHEMA",
]

WRONG_SCHEMA: Final = Sentence(
    en="the stylesheets judge only what the schema accepts",
    da="stylesheets bedømmer kun det, skemaet godtager",
    nl="de stylesheets beoordelen alleen wat het schema aanvaardt",
)
TOO_LONG: Final = Sentence(
    en="the document is too long for stylesheets",
    da="dokumentet er for langt til stylesheets",
    nl="het document is te lang voor stylesheets",
)
NO_SHEET: Final = Sentence(
    en="the release has no stylesheet for {named}",
    da="udgivelsen har intet stylesheet for {named}",
    nl="de uitgave heeft geen stylesheet voor {named}",
)
UNREADABLE: Final = Sentence(
    en="the installed release cannot be read: {said}",
    da="den installerede udgivelse kan ikke læses: {said}",
    nl="de geïnstalleerde uitgave is niet te lezen: {said}",
)
NOT_STARTED: Final = Sentence(
    en="the process for stylesheets could not be started",
    da="processen til stylesheets kunne ikke startes",
    nl="het proces voor stylesheets kon niet worden gestart",
)
TOO_SLOW: Final = Sentence(
    en="it took longer than {seconds} seconds",
    da="det tog mere end {seconds} sekunder",
    nl="het duurde langer dan {seconds} seconden",
)
BROKE_DOWN: Final = Sentence(
    en="it used more memory or time than it may, or broke down",
    da="det brugte mere hukommelse eller tid end tilladt eller brød sammen",
    nl="het gebruikte meer geheugen of tijd dan mag, of liep vast",
)
MEMORY: Final = Sentence(
    en="it needed more memory than it may",
    da="det krævede mere hukommelse end tilladt",
    nl="het had meer geheugen nodig dan mag",
)
BROKEN: Final = Sentence(
    en="the stylesheet cannot be used: {said}",
    da="dette stylesheet kan ikke bruges: {said}",
    nl="de stylesheet is niet te gebruiken: {said}",
)
"""``said`` is what the processor of stylesheets says itself, in its own language."""
