"""The sentences about tables of rows."""

from collections.abc import Mapping
from types import MappingProxyType

from hub.model.sentence import Sentence

__all__ = ["IN_FOLDER", "ROW_SENTENCES"]

IN_FOLDER = Sentence(
    " Put the file itself into the ZIP, not a folder with it.",
    " Læg selve filen i ZIP-filen, ikke en mappe med den i.",
    " Doe het bestand zelf in de ZIP, niet een map waarin het zit.",
)
"""What else is said of a member that is right but for the folder it lies in."""

ROW_SENTENCES: Mapping[str, Sentence] = MappingProxyType(
    {
        "unreadable": Sentence(
            "{value} cannot be read: it is damaged, or something else. Send {expected}.",
            "{value} kan ikke læses: den er beskadiget eller noget andet. Send {expected}.",
            "{value} kan niet worden gelezen: beschadigd, of iets anders. Stuur {expected}.",
        ),
        "password": Sentence(
            "The file {value} is protected by a password. Save it without one.",
            "Filen {value} er beskyttet med adgangskode. Gem den uden.",
            "Het bestand {value} is met een wachtwoord beveiligd. Sla het zonder op.",
        ),
        "too-big": Sentence(
            "The file holds {value} bytes; at most {expected} are taken. Split it.",
            "Filen fylder {value} byte; højst {expected} modtages. Del den.",
            "Het bestand is {value} bytes groot; hoogstens {expected} wordt aangenomen. "
            "Splits het.",
        ),
        "too-many-rows": Sentence(
            "There are more than {expected} rows. Split the file, or ask the operator of the hub "
            "for a higher limit.",
            "Der er flere end {expected} rækker. Del filen, eller bed hubbens drift om en højere "
            "grænse.",
            "Er zijn meer dan {expected} rijen. Splits het bestand, of vraag de beheerder van de "
            "hub om een hogere grens.",
        ),
        "archive-member": Sentence(
            "The ZIP holds {value}, which is not taken. It may hold only {expected}.{inside}",
            "ZIP-filen indeholder {value}, som ikke modtages. Den må kun indeholde {expected}."
            "{inside}",
            "De ZIP bevat {value}, dat niet wordt aangenomen. Er mag alleen {expected} in staan."
            "{inside}",
        ),
        "archive-twice": Sentence(
            "The ZIP holds {value} twice. Keep one.",
            "ZIP-filen indeholder {value} to gange. Behold én.",
            "De ZIP bevat {value} twee keer. Houd er één over.",
        ),
        "archive-bomb": Sentence(
            "{value} in the ZIP unpacks to more than {expected}. Split it.",
            "{value} i ZIP-filen fylder udpakket mere end {expected}. Del den.",
            "{value} in de ZIP wordt uitgepakt groter dan {expected}. Splits het.",
        ),
        "archive-full": Sentence(
            "The ZIP holds {value} files; at most {expected} are taken.",
            "ZIP-filen indeholder {value} filer; højst {expected} modtages.",
            "De ZIP bevat {value} bestanden; hoogstens {expected} wordt aangenomen.",
        ),
        "spread": Sentence(
            "Cell {value} lies far away from the table. Delete what stands outside the table.",
            "Cellen {value} ligger langt fra tabellen. Slet det, der står uden for tabellen.",
            "Cel {value} ligt ver van de tabel. Verwijder wat er buiten de tabel staat.",
        ),
        "cell-too-long": Sentence(
            "{value} holds a text that is longer than a cell can be. Shorten it.",
            "{value} indeholder en tekst, der er længere, end en celle kan være. Forkort den.",
            "{value} bevat een tekst die langer is dan een cel kan zijn. Maak hem korter.",
        ),
        "broken-row": Sentence(
            "This row cannot be read. Look for a quotation mark that is never closed, or for one "
            "in the middle of a text.",
            "Rækken kan ikke læses. Se efter et anførselstegn, der aldrig lukkes, eller et midt i "
            "en tekst.",
            "Deze rij kan niet worden gelezen. Zoek een aanhalingsteken dat niet sluit, of een "
            "midden in een tekst.",
        ),
        "empty": Sentence(
            "{value} holds no header row. The first row must name the columns.",
            "{value} har ingen overskriftsrække. Første række skal navngive kolonnerne.",
            "{value} heeft geen kopregel. De eerste rij moet de kolommen noemen.",
        ),
        "encoding": Sentence(
            "Byte {byte} of this row is not {expected}. Save the file as UTF-8.",
            "Byte {byte} i denne række er ikke {expected}. Gem filen som UTF-8.",
            "Byte {byte} van deze rij is geen {expected}. Sla het bestand op als UTF-8.",
        ),
        "replacement": Sentence(
            "At byte {byte} of this row a character was lost in an earlier conversion. Export the "
            "file again as UTF-8.",
            "Ved byte {byte} i denne række er et tegn gået tabt ved en tidligere konvertering. "
            "Eksportér filen igen som UTF-8.",
            "Bij byte {byte} van deze rij is een teken verloren gegaan bij een eerdere omzetting. "
            "Exporteer het bestand opnieuw als UTF-8.",
        ),
        "encoding-unknown": Sentence(
            "The encoding {value} is not taken; use {expected}.",
            "Tegnsættet {value} modtages ikke; brug {expected}.",
            "De codering {value} wordt niet aangenomen; gebruik {expected}.",
        ),
        "encoding-guessed": Sentence(
            "The file is not UTF-8 and was read as {value}. Check that letters such as æ, ø and å "
            "are right, or save it as UTF-8.",
            "Filen er ikke UTF-8 og er læst som {value}. Kontrollér, at bogstaver som æ, ø og å er "
            "rigtige, eller gem den som UTF-8.",
            "Het bestand is geen UTF-8 en is gelezen als {value}. Controleer letters als ë en é, "
            "of sla het op als UTF-8.",
        ),
        "delimiter-guessed": Sentence(
            "The columns are parted by {value}; it was taken for the delimiter. Use {expected}.",
            "Kolonnerne er adskilt af {value}; det er læst som skilletegn. Brug {expected}.",
            "De kolommen zijn gescheiden door {value}; dat is als scheidingsteken gelezen. "
            "Gebruik {expected}.",
        ),
        "column-unknown": Sentence(
            "The column {value} is not known and was not read.{near} A name beginning with X_ "
            "keeps it as a property of the item.",
            "Kolonnen {value} kendes ikke og er ikke læst.{near_da} Med et navn, der begynder med "
            "X_, følger den varen som egenskab.",
            "De kolom {value} is niet bekend en niet gelezen.{near_nl} Met een naam die met X_ "
            "begint, gaat zij als eigenschap met het artikel mee.",
        ),
        "column-twice": Sentence(
            "The column {value} is there twice. Keep one.",
            "Kolonnen {value} findes to gange. Behold én.",
            "De kolom {value} staat er twee keer. Houd er één over.",
        ),
        "columns-too-many": Sentence(
            "The header row has {value} columns; at most {expected} are taken.",
            "Overskriftsrækken har {value} kolonner; højst {expected} modtages.",
            "De kopregel heeft {value} kolommen; hoogstens {expected} worden aangenomen.",
        ),
        "columns-missing": Sentence(
            "The header row lacks {expected}. Add what is missing.",
            "Overskriftsrækken mangler {expected}. Tilføj det, der mangler.",
            "In de kopregel ontbreekt {expected}. Voeg toe wat ontbreekt.",
        ),
        "column-unnamed": Sentence(
            "Column {value} has no heading, so nobody knows what stands in it, and it was not "
            "read. Give it a heading, or delete it.",
            "Kolonne {value} har ingen overskrift, så ingen ved, hvad der står i den, og den er "
            "ikke læst. Giv den en overskrift, eller slet den.",
            "Kolom {value} heeft geen kop; niemand weet dus wat erin staat, en de kolom is "
            "niet gelezen. Geef de kolom een kop of verwijder die.",
        ),
        "cell-error": Sentence(
            "The cell shows {value}, the error of a formula. Put the value itself there.",
            "Cellen viser {value}, en formelfejl. Skriv selve værdien.",
            "De cel toont {value}, een formulefout. Zet de waarde zelf neer.",
        ),
        "cell-damaged": Sentence(
            "{value} is what a spreadsheet made of a long number. Make the column a text column "
            "and enter all digits again.",
            "{value} er, hvad et regneark har gjort ved et langt tal. Gør kolonnen til tekst, og "
            "indtast alle cifre igen.",
            "{value} is wat een rekenblad van een lang getal heeft gemaakt. Maak er een "
            "tekstkolom van en voer alle cijfers opnieuw in.",
        ),
        "cells-too-many": Sentence(
            "The row has more cells than the header row: {value}. Put text that holds the "
            "delimiter in quotation marks.",
            "Rækken har flere celler end overskriftsrækken: {value}. Sæt tekst, der indeholder "
            "skilletegnet, i anførselstegn.",
            "De rij heeft meer cellen dan de kopregel: {value}. Zet tekst met het scheidingsteken "
            "tussen aanhalingstekens.",
        ),
        "trimmed": Sentence(
            "Blanks before or after {value} were removed.",
            "Mellemrum før eller efter {value} er fjernet.",
            "Spaties voor of na {value} zijn verwijderd.",
        ),
        "fraction": Sentence(
            "{value} is less than one per cent of VAT; {expected} is probably meant. Write the "
            "per cent.",
            "{value} er mindre end én procent moms; der menes nok {expected}. Skriv procenten.",
            "{value} is minder dan één procent btw; bedoeld is waarschijnlijk {expected}. Schrijf "
            "het percentage.",
        ),
        "whole": Sentence(
            "{value} is no whole number; write digits only, without a point.",
            "{value} er ikke et helt tal; skriv kun cifre, uden punktum.",
            "{value} is geen geheel getal; schrijf alleen cijfers, zonder punt.",
        ),
        "date": Sentence(
            "{value} is no date; write year, month and day so: 2026-03-31.",
            "{value} er ikke en dato; skriv år, måned og dag sådan: 2026-03-31.",
            "{value} is geen datum; schrijf jaar, maand en dag zo: 2026-03-31.",
        ),
        "date-form": Sentence(
            "{value} is not how a day is written here; write {expected}.",
            "{value} er ikke sådan, en dag skrives her; skriv {expected}.",
            "{value} is niet hoe een dag hier wordt geschreven; schrijf {expected}.",
        ),
        "date-day-first": Sentence(
            "{value} is not how a day is written here; with the day first it is {expected}. Write "
            "that, if it is meant.",
            "{value} er ikke sådan, en dag skrives her; med dagen først er det {expected}. Skriv "
            "det, hvis det er det, der menes.",
            "{value} is niet hoe een dag hier wordt geschreven; met de dag voorop is het "
            "{expected}. Schrijf dat, als het zo is bedoeld.",
        ),
        "date-count": Sentence(
            "{value} is a day as a spreadsheet counts it, probably {expected}. Format the column "
            "as a date, or write the day so.",
            "{value} er en dag, som et regneark tæller den, nok {expected}. Formatér kolonnen som "
            "dato, eller skriv dagen sådan.",
            "{value} is een dag zoals een rekenblad die telt, waarschijnlijk {expected}. Maak de "
            "kolom op als datum, of schrijf de dag zo.",
        ),
        "code": Sentence(
            "{value} is not one of {expected}.",
            "{value} er ikke en af {expected}.",
            "{value} is niet een van {expected}.",
        ),
        "rate": Sentence(
            "{value} is not how VAT is written here; write the per cent as a number: {expected}.",
            "{value} er ikke sådan, moms skrives her; skriv procenten som et tal: {expected}.",
            "{value} is niet hoe btw hier wordt geschreven; schrijf het percentage als getal: "
            "{expected}.",
        ),
        "two-readings": Sentence(
            "{value} can mean {thousands} or {decimals}, and nothing else in the column "
            "tells which. Write {thousands} or {decimals}.",
            "{value} kan betyde {thousands} eller {decimals}, og intet andet i kolonnen "
            "viser hvilket. Skriv {thousands} eller {decimals}.",
            "{value} kan {thousands} of {decimals} betekenen, en niets anders in de kolom "
            "zegt welk. Schrijf {thousands} of {decimals}.",
        ),
        "comma-column": Sentence(
            "{value}: other cells of the column have a decimal comma, so the point parts "
            "thousands. Write {expected}.",
            "{value}: andre celler i kolonnen har decimalkomma, så punktummet skiller tusinder. "
            "Skriv {expected}.",
            "{value}: andere cellen van de kolom hebben een decimale komma, dus scheidt de punt "
            "duizendtallen. Schrijf {expected}.",
        ),
        "read-as": Sentence(
            "{value} was read as {expected}.",
            "{value} er læst som {expected}.",
            "{value} is gelezen als {expected}.",
        ),
        "value": Sentence(
            "{value} stands here, and {expected} in the first row; it holds for the whole "
            "document, so write the same in every row.",
            "Her står {value} og i første række {expected}; det gælder hele dokumentet, så "
            "skriv det samme i alle rækker.",
            "Hier staat {value} en in de eerste rij {expected}; het geldt voor het hele "
            "document, dus schrijf in elke rij hetzelfde.",
        ),
        "no-rows": Sentence(
            "There is nothing in {value}: no row below the headings is filled in.",
            "Der er intet i {value}: ingen række under overskrifterne er udfyldt.",
            "Er staat niets in {value}: geen enkele rij onder de koppen is ingevuld.",
        ),
        "sheet-unread": Sentence(
            "The sheet {value} has the same headings as {expected}, but only {expected} was read. "
            "Put its rows there, or send the sheet in a file of its own.",
            "Arket {value} har samme overskrifter som {expected}, men kun {expected} er læst. Sæt "
            "rækkerne ind dér, eller send arket i en fil for sig.",
            "Het blad {value} heeft dezelfde koppen als {expected}, maar alleen {expected} is "
            "gelezen. Zet de rijen daarbij, of stuur het blad in een eigen bestand.",
        ),
        "sum": Sentence(
            "The row says “{value}” and lacks what an item has: it looks like a sum. Delete it; a "
            "catalogue has items only.",
            "I rækken står “{value}”, og den mangler det, en vare har: det ligner en sum. Slet "
            "rækken; et katalog har kun varer.",
            "In de rij staat “{value}” en er ontbreekt wat een artikel heeft: het lijkt een som. "
            "Verwijder de rij; een catalogus heeft alleen artikelen.",
        ),
        "no-item": Sentence(
            "“{value}” stands alone in the row; {expected} are missing. Fill them in, or delete "
            "the row if it is a note and no item.",
            "“{value}” står alene i rækken; {expected} mangler. Udfyld dem, eller slet rækken, "
            "hvis den er en bemærkning og ikke en vare.",
            "“{value}” staat alleen in de rij; {expected} ontbreken. Vul ze in, of verwijder de "
            "rij als het een opmerking is en geen artikel.",
        ),
        "hidden-rows": Sentence(
            "The sheet hides rows (by a filter, a folded group or by hand) that were read like the "
            "others, {count} in all: {value}. Show them, and delete those that should not be sent.",
            "Arket skjuler rækker (med et filter, en foldet gruppe eller i hånden), som er læst "
            "ligesom de andre, i alt {count}: {value}. Vis dem, og slet dem, der ikke skal sendes.",
            "Het blad verbergt rijen (door een filter, een ingeklapte groep of met de hand) die "
            "net als de andere zijn gelezen, samen {count}: {value}. Maak ze zichtbaar en "
            "verwijder wat niet verzonden moet worden.",
        ),
        "hidden-columns": Sentence(
            "The sheet hides columns that were read like the others: {value}. Show them, and see "
            "whether what stands in them is right.",
            "Arket skjuler kolonner, som er læst ligesom de andre: {value}. Vis dem, og se efter, "
            "om det, der står i dem, er rigtigt.",
            "Het blad verbergt kolommen die net als de andere zijn gelezen: {value}. Maak ze "
            "zichtbaar en kijk of klopt wat erin staat.",
        ),
        "merged-cells": Sentence(
            "Cells are merged over several rows: {value}. What stands there is of the first row "
            "only; the others are read as empty. Split the cells, and fill in every row.",
            "Celler er flettet over flere rækker: {value}. Det, der står der, gælder kun første "
            "række; de andre er læst som tomme. Ophæv fletningen, og udfyld hver række.",
            "Cellen zijn over meer rijen samengevoegd: {value}. Wat daar staat is alleen van de "
            "eerste rij; de andere zijn als leeg gelezen. Splits de cellen en vul elke rij in.",
        ),
        "hidden-sheet": Sentence(
            "The sheet {value} is hidden and was read all the same. Show it, and see whether it is "
            "the right one.",
            "Arket {value} er skjult og er læst alligevel. Vis det, og se efter, om det er det "
            "rigtige.",
            "Het blad {value} is verborgen en is toch gelezen. Maak het zichtbaar en kijk of het "
            "het juiste is.",
        ),
        "missing": Sentence(
            "{expected} is missing. Fill it in.",
            "{expected} mangler. Udfyld det.",
            "{expected} ontbreekt. Vul het in.",
        ),
    }
)
