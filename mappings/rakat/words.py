"""The sentences the reader itself says."""

from hub.model.sentence import Sentence

NO_FILE = Sentence(
    "The manifest names {value}, and the archive does not hold it. Send the whole archive.",
    "Manifestet nævner {value}, og arkivet indeholder den ikke. Send hele arkivet.",
    "Het manifest noemt {value}, en het archief bevat het niet. Stuur het hele archief.",
)
OTHER_FILE = Sentence(
    "{value} is not the file that the manifest was made for. Send the archive as it was written.",
    "{value} er ikke den fil, manifestet er lavet til. Send arkivet, som det blev skrevet.",
    "{value} is niet het bestand waarvoor het manifest is gemaakt. Stuur het archief ongewijzigd.",
)
