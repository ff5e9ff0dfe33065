"""The sentences the reader itself says; those of the rules stand in sentences.toml."""

from hub.model.sentence import Sentence

PRICES_ONLY = Sentence(
    "The file holds prices only, and prices without master data name no items. Send STAMDATA and "
    "PRISER together, in one workbook or ZIP.",
    "Filen indeholder kun priser, og priser uden stamdata beskriver ingen varer. Send STAMDATA og "
    "PRISER samlet, i én projektmappe eller ZIP.",
    "Het bestand bevat alleen prijzen, en prijzen zonder stamgegevens beschrijven geen artikelen. "
    "Stuur STAMDATA en PRISER samen, in één werkmap of ZIP.",
)
MASTERS_ONLY = Sentence(
    "The file holds no prices. The items go only to receivers of master data, not to those who "
    "take a priced catalogue.",
    "Filen indeholder ingen priser. Varerne går kun til modtagere af stamdata, ikke til dem, der "
    "modtager et katalog med priser.",
    "Het bestand bevat geen prijzen. De artikelen gaan alleen naar ontvangers van stamgegevens, "
    "niet naar wie een catalogus met prijzen krijgt.",
)
PRICES_BESIDE = Sentence(
    "{value} were not read here: the prices were read from {sheet}. Keep each price in one place.",
    "{value} er ikke læst her: priserne er læst fra {sheet}. Hav hver pris ét sted.",
    "{value} zijn hier niet gelezen: de prijzen zijn gelezen uit {sheet}. Houd elke prijs op één "
    "plaats.",
)
OTHER_SHEET = Sentence(
    "The sheet {value} was not read: what its headings name is read from a sheet called "
    "{expected}. Call it so, if it is to be read.",
    "Arket {value} er ikke læst: det, overskrifterne nævner, læses i et ark, der hedder "
    "{expected}. Kald det sådan, hvis det skal læses.",
    "Het blad {value} is niet gelezen: wat de koppen noemen wordt gelezen uit een blad dat "
    "{expected} heet. Noem het zo als het gelezen moet worden.",
)
NO_TABLE = Sentence(
    "There is no {value}. A workbook needs the sheets STAMDATA and PRISER, a ZIP the files "
    "stamdata.csv and priser.csv.",
    "{value} findes ikke. En projektmappe skal have arkene STAMDATA og PRISER, en ZIP filerne "
    "stamdata.csv og priser.csv.",
    "{value} ontbreekt. Een werkmap heeft de bladen STAMDATA en PRISER nodig, een ZIP de bestanden "
    "stamdata.csv en priser.csv.",
)
DUPLICATE = Sentence(
    "Item number {value} stands in row {first} already. Give each item once.",
    "Varenummer {value} står allerede i række {first}. Anfør hver vare én gang.",
    "Artikelnummer {value} staat al in rij {first}. Noem elk artikel één keer.",
)
DUPLICATE_PRICED = Sentence(
    "Item number {value} stands in row {first} already. Give each item once; further prices of an "
    "item stand in a sheet or file of their own, PRISER.",
    "Varenummer {value} står allerede i række {first}. Anfør hver vare én gang; flere priser på "
    "en vare står i et ark eller en fil for sig, PRISER.",
    "Artikelnummer {value} staat al in rij {first}. Noem elk artikel één keer; verdere prijzen "
    "van een artikel staan in een eigen blad of bestand, PRISER.",
)
NO_MASTER = Sentence(
    "Price row {rows}: item {value} is not in STAMDATA. Add the item, or take the price out.",
    "Prisrække {rows}: vare {value} findes ikke i STAMDATA. Tilføj varen, eller fjern prisen.",
    "Prijsrij {rows}: artikel {value} staat niet in STAMDATA. Voeg het toe of verwijder de prijs.",
)
NEAR_MASTER = Sentence(
    "Price row {rows}: item {value} is written {near} in STAMDATA. Upper and lower case matter.",
    "Prisrække {rows}: vare {value} skrives {near} i STAMDATA. Store og små bogstaver tæller.",
    "Prijsrij {rows}: artikel {value} heet {near} in STAMDATA. Hoofdletters tellen.",
)
REPLACES_ITSELF = Sentence(
    "Item {value} replaces itself, over {loop}. Name the item that it takes the place of.",
    "Vare {value} erstatter sig selv, via {loop}. Angiv den vare, den træder i stedet for.",
    "Artikel {value} vervangt zichzelf, via {loop}. Noem het artikel waarvoor het in de plaats "
    "komt.",
)
REPLACES_NOTHING = Sentence(
    "The replaced item {value} is not in STAMDATA. Keep it there with status U, or leave the "
    "field empty.",
    "Den erstattede vare {value} findes ikke i STAMDATA. Behold den med status U, eller lad "
    "feltet stå tomt.",
    "Het vervangen artikel {value} staat niet in STAMDATA. Houd het daar met status U, of laat het "
    "veld leeg.",
)
WRONG_CODE = Sentence(
    "{value} is not one of {expected}.",
    "{value} er ikke en af {expected}.",
    "{value} is niet een van {expected}.",
)
WRONG_WHOLE = Sentence(
    "{value} is no whole number; write digits only.",
    "{value} er ikke et helt tal; skriv kun cifre.",
    "{value} is geen geheel getal; schrijf alleen cijfers.",
)
POINT_READ = Sentence(
    "{value} was read as {decimals}, with a decimal point as this format has it. If {thousands} is "
    "meant, write {thousands}; if not, write {decimals}.",
    "{value} er læst som {decimals}, med decimalpunktum, som formatet har det. Hvis der menes "
    "{thousands}, så skriv {thousands}; ellers skriv {decimals}.",
    "{value} is gelezen als {decimals}, met een decimale punt zoals dit formaat die heeft. Is "
    "{thousands} bedoeld, schrijf dan {thousands}; zo niet, schrijf {decimals}.",
)
COMMA_REPAIRED = Sentence(
    "The decimal comma in {value} became a point.",
    "Decimalkommaet i {value} er blevet et punktum.",
    "De decimale komma in {value} is een punt geworden.",
)
HALF_UNIT = Sentence(
    "Alternative unit and factor belong together; {value} is missing.",
    "Alternativ enhed og faktor hører sammen; {value} mangler.",
    "Alternatieve eenheid en factor horen bij elkaar; {value} ontbreekt.",
)
FACTOR = Sentence(
    "The factor {value} must be above zero: how many sales units the other unit holds.",
    "Faktoren {value} skal være over nul: hvor mange salgsenheder den anden enhed rummer.",
    "De factor {value} moet boven nul zijn: hoeveel verkoopeenheden de andere eenheid bevat.",
)
UNKNOWN_KEY = Sentence(
    "HOVED does not know {value}; it was not read.",
    "HOVED kender ikke {value}; det er ikke læst.",
    "HOVED kent {value} niet; het is niet gelezen.",
)
