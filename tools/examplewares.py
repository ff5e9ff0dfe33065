# ruff: noqa: E501 - tables are easier to read with a row a line
"""The made-up wares of the example catalogues, and what each is varied by."""

from dataclasses import dataclass

__all__ = ["CLEANING", "COLOURS", "FOOD", "OFFICE", "Ware"]


@dataclass(frozen=True, slots=True)
class Ware:
    """A kind of item and what it is varied by."""

    name: str
    unspsc: str
    group: str
    unit: str
    content: int
    cents: int
    words: str
    variants: tuple[str, ...]
    base: str = "EA"
    duty: int = 0


COLOURS = ("sort", "blå", "rød", "grøn", "gul", "hvid", "grå", "lilla", "orange", "pink")
WIDTHS = (
    "25 mm",
    "35 mm",
    "50 mm",
    "60 mm",
    "70 mm",
    "75 mm",
    "80 mm",
    "90 mm",
    "100 mm",
    "120 mm",
)
GRADES = ("2H", "H", "F", "HB", "B", "2B", "3B", "4B", "5B", "6B")
SHEETS = ("A3", "A4", "A5", "A6", "B4", "B5", "A4 linjeret", "A4 kvadreret", "A5 linjeret",
          "A5 kvadreret")  # fmt: skip
WEIGHTS = ("75 g", "80 g", "90 g", "100 g", "120 g", "160 g", "200 g", "220 g", "250 g", "300 g")

OFFICE = (
    Ware("Blyant", "44121706", "Kontor/Skriveredskaber", "BX", 12, 1895, "tegneblyant,skoleblyant", GRADES),
    Ware("Kuglepen", "44121704", "Kontor/Skriveredskaber", "BX", 50, 8950, "pen,skriveredskab", COLOURS),
    Ware("Rollerpen", "44121701", "Kontor/Skriveredskaber", "BX", 10, 11950, "pen,gelpen", COLOURS),
    Ware("Stiftblyant", "44121705", "Kontor/Skriveredskaber", "EA", 1, 1450, "trykblyant,pencil", COLOURS),
    Ware("Marker, rund spids", "44121708", "Kontor/Skriveredskaber", "BX", 10, 6475, "sprittusch,pen", COLOURS),
    Ware("Overstregningspen", "44121716", "Kontor/Skriveredskaber", "BX", 10, 5550, "tekstmarker", COLOURS),
    Ware("Filtpen", "44121711", "Kontor/Skriveredskaber", "PK", 12, 4225, "tusch,tegning", COLOURS),
    Ware("Farveblyant", "44121707", "Skole/Tegning", "PK", 12, 3650, "tegning,skole", COLOURS),
    Ware("Farvekridt", "44121709", "Skole/Tegning", "PK", 24, 2975, "oliekridt,tegning", COLOURS),
    Ware("Ringbind A4", "44122003", "Kontor/Arkivering", "EA", 1, 1225, "brevordner,mappe", WIDTHS),
    Ware("Chartek A4", "44122011", "Kontor/Arkivering", "PK", 100, 3990, "omslag,mappe", COLOURS),
    Ware("Faneblade 12 delt", "44122010", "Kontor/Arkivering", "PK", 12, 1675, "register,indeks", COLOURS),
    Ware("Plastlomme", "44122002", "Kontor/Arkivering", "PK", 100, 2450, "lomme,omslag", SHEETS),
    Ware("Hængemappe A4", "44122017", "Kontor/Arkivering", "BX", 25, 9890, "arkiv,skuffe", COLOURS),
    Ware("Elastikmappe A4", "44122027", "Kontor/Arkivering", "EA", 1, 875, "mappe,klap", COLOURS),
    Ware("Klemmebræt A4", "44122012", "Kontor/Arkivering", "EA", 1, 2195, "skriveplade,clipboard", COLOURS),
    Ware("Tilbudsmappe A4", "44122013", "Kontor/Arkivering", "PK", 25, 5425, "rapport,omslag", COLOURS),
    Ware("Kopipapir A4", "14111507", "Kontor/Papir", "CT", 2500, 14950, "printerpapir,ark", WEIGHTS),
    Ware("Kopipapir A3", "14111507", "Kontor/Papir", "CT", 2500, 28950, "printerpapir,ark", WEIGHTS),
    Ware("Karton A4", "14111519", "Kontor/Papir", "PK", 100, 6250, "ark,omslag", COLOURS),
    Ware("Skriveblok", "14111514", "Kontor/Papir", "PK", 10, 7490, "notesblok,papir", SHEETS),
    Ware("Notesbog, hård ryg", "14111514", "Kontor/Papir", "EA", 1, 3290, "kinabog,papir", SHEETS),
    Ware("Selvklæbende notes 76 x 76", "14111530", "Kontor/Papir", "PK", 12, 4875, "huskesedler,memo", COLOURS),
    Ware("Etiketter", "14111537", "Kontor/Papir", "PK", 100, 8725, "label,selvklæbende", SHEETS),
    Ware("Kalkerpapir", "14111523", "Skole/Tegning", "PK", 50, 6690, "tegning,ark", SHEETS),
    Ware("Millimeterpapir", "14111512", "Skole/Tegning", "PK", 50, 4590, "tegning,ark", SHEETS),
    Ware("Multipapir, farvet", "14111525", "Kontor/Papir", "PK", 500, 8990, "ark,printer", COLOURS),
    Ware("Indekskort", "14111518", "Kontor/Arkivering", "PK", 100, 2290, "kartotek,kort", SHEETS),
    Ware("Fyldepen", "44121703", "Kontor/Skriveredskaber", "EA", 1, 15900, "pen,gave", COLOURS),
    Ware("Skriftholder", "44122016", "Kontor/Arkivering", "EA", 1, 13475, "manuskript,skærm", COLOURS),
)  # fmt: skip

SCENTS = ("neutral", "citron", "skovbær", "æble", "lavendel", "eukalyptus")
SIZES = ("lille", "mellem", "stor", "ekstra stor")
CLEANING = (
    Ware("Universalrengøring 1 l", "47131805", "Renhold/Midler", "BO", 1, 2890, "sæbe,rengøringsmiddel", SCENTS, "LTR"),
    Ware("Gulvrengøring 5 l", "47131801", "Renhold/Midler", "EA", 5, 9850, "gulvsæbe,dunk", SCENTS, "LTR"),
    Ware("Toiletrens 750 ml", "47131829", "Renhold/Midler", "BO", 750, 2175, "sanitet,wc", SCENTS, "MLT"),
    Ware("Vinduesrens 500 ml", "47131824", "Renhold/Midler", "BO", 500, 2450, "glas,spray", SCENTS, "MLT"),
    Ware("Håndopvask 1 l", "47131810", "Renhold/Midler", "BO", 1, 1990, "opvaskemiddel", SCENTS, "LTR"),
    Ware("Rengøringssvamp", "47131603", "Renhold/Redskaber", "PK", 10, 2650, "skuresvamp", SIZES),
    Ware("Fejekost", "47131604", "Renhold/Redskaber", "EA", 1, 5975, "kost,fejning", SIZES),
    Ware("Moppe, våd", "47131618", "Renhold/Redskaber", "EA", 1, 4490, "gulvmoppe", SIZES),
    Ware("Skurebørste", "47131605", "Renhold/Redskaber", "EA", 1, 2225, "børste", SIZES),
    Ware("Toiletbørste", "47131608", "Renhold/Redskaber", "EA", 1, 3350, "sanitet,wc", SIZES),
)  # fmt: skip

ROASTS = ("lys ristet", "mellemristet", "mørk ristet", "økologisk", "koffeinfri", "fairtrade")
FOOD = (
    Ware("Kaffe, formalet 500 g", "50201706", "Mad/Drikke", "BG", 500, 4875, "filterkaffe", ROASTS, "GRM", 352),
    Ware("Kaffe, hele bønner 1 kg", "50201706", "Mad/Drikke", "BG", 1, 12990, "espresso", ROASTS, "KGM", 704),
    Ware("Instant kaffe 200 g", "50201709", "Mad/Drikke", "CA", 200, 6490, "pulverkaffe", ROASTS, "GRM", 365),
    Ware("Te, breve", "50201713", "Mad/Drikke", "PK", 100, 5250, "tebreve,urtete",
         ("earl grey", "grøn", "kamille", "rooibos", "pebermynte", "hyben")),
    Ware("Æg, skrabe", "50131606", "Mad/Mejeri og æg", "CT", 180, 31500, "friske æg",
         ("small", "medium", "large", "x-large")),
)  # fmt: skip
