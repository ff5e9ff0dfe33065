"""A party or a place of delivery, as it stands on a letter."""

from hub.model.values import Identifier, Text
from hub.render.leaflet import Block, Pair
from hub.render.leaves import Leaves
from hub.render.pagewording import Wording
from hub.render.saying import Saying

__all__ = ["Addresses"]

_CONTACTS = ("delivery_contact", "accounting_contact", "buyer_contact", "seller_contact")


class Addresses:
    """Takes parties and deliveries out of a document's values."""

    def __init__(self, leaves: Leaves, words: Wording, saying: Saying) -> None:
        self._leaves = leaves
        self._words = words
        self._say = saying

    def party(self, title: str, path: str) -> Block:
        """Return the block of a party; ``path`` is that of the party or of its role."""
        leaves, say = self._leaves, self._say
        inner = f"{path}.party" if leaves.has(f"{path}.party") else path
        name, other = self._name(inner)
        lines = self._address(f"{inner}.postal_address")
        facts: list[Pair] = [("", one) for one in other]
        endpoint = leaves.take(f"{inner}.endpoint_id")
        if endpoint is not None:
            facts.append(("", say.identifier(endpoint)))
        shown = {say.text(endpoint)}
        for group in leaves.groups(f"{inner}.party_identification"):
            self._number(facts, shown, "", f"{group}.id")
        for group in leaves.groups(f"{inner}.party_legal_entity"):
            self._number(facts, shown, "block.company", f"{group}.company_id")
        for group in leaves.groups(f"{inner}.party_tax_scheme"):
            self._number(facts, set(), "block.tax", f"{group}.company_id")
            scheme = say.text(leaves.peek(f"{group}.tax_scheme.id"))
            named = leaves.take(f"{group}.tax_scheme.name") is not None
            if named or self._words.code("tax_scheme", scheme):
                leaves.drop(f"{group}.tax_scheme.id")
        self._fact(facts, "block.account", f"{path}.supplier_assigned_account_id")
        for contact in (f"{inner}.contact", *(f"{path}.{name}" for name in _CONTACTS)):
            facts += self._contact(contact)
        return Block(title, name, tuple(lines), tuple(facts))

    def delivery(self, title: str, path: str) -> Block:
        """Return the block of a place of delivery: who, where, and the numbers of the place."""
        leaves, say = self._leaves, self._say
        name, other = self._name(f"{path}.delivery_party")
        lines: list[str] = list(other)
        facts: list[Pair] = []
        for group in (
            f"{path}.delivery_location.address",
            f"{path}.delivery_address",
            f"{path}.delivery_party.postal_address",
        ):
            lines += [line for line in self._address(group) if line not in lines]
        for one in leaves.each(f"{path}.delivery_location.description"):
            lines.append(say.text(one))
        number = leaves.take(f"{path}.delivery_location.id")
        if number is not None:
            facts.append((self._words.say("block.delivery-id"), say.identifier(number)))
        self._fact(facts, "block.delivery-id", f"{path}.id")
        facts += self._contact(f"{path}.delivery_party.contact")
        return Block(title, name, tuple(lines), tuple(facts))

    def _name(self, path: str) -> tuple[str, list[str]]:
        """Return the name of a party, and its other names."""
        leaves, say = self._leaves, self._say
        names = [
            say.text(leaves.take(f"{group}.name")) for group in leaves.groups(f"{path}.party_name")
        ]
        names += [
            say.text(leaves.take(f"{group}.registration_name"))
            for group in leaves.groups(f"{path}.party_legal_entity")
        ]
        named = list(dict.fromkeys(name for name in names if name))
        return (named[0], named[1:]) if named else ("", [])

    def _address(self, path: str) -> list[str]:
        """Return an address line by line, the attention mark first."""
        leaves, say, words = self._leaves, self._say, self._words

        def at(field: str) -> str:
            return say.text(leaves.take(f"{path}.{field}"))

        def marked(word: str, field: str) -> str:
            value = at(field)
            return f"{words.say(word)} {value}" if value else ""

        within = [at("building_name"), marked("block.floor", "floor"), marked("block.room", "room")]
        country = at("country.name")
        code = leaves.take(f"{path}.country.identification_code")
        lines = [
            marked("block.attention", "mark_attention"),
            marked("block.care", "mark_care"),
            at("department"),
            at("inhouse_mail"),
            f"{at('street_name')} {at('building_number')}".strip(),
            at("additional_street_name"),
            ", ".join(part for part in within if part),
            marked("block.box", "postbox"),
        ]
        lines += [
            say.text(leaves.take(f"{group}.line"))
            for group in leaves.groups(f"{path}.address_line")
        ]
        lines += [
            at("city_subdivision_name"),
            f"{at('postal_zone')} {at('city_name')}".strip(),
            at("country_subentity"),
            country or say.at("country.identification_code", code),
        ]
        leaves.drop(f"{path}.address_format_code")
        number = leaves.take(f"{path}.id")
        if number is not None:
            lines.append(say.identifier(number))
        return [line for line in lines if line]

    def _contact(self, path: str) -> list[Pair]:
        leaves, say, words = self._leaves, self._say, self._words
        facts: list[Pair] = []
        number = leaves.take(f"{path}.id")
        name = say.text(leaves.take(f"{path}.name"))
        if isinstance(number, Identifier | Text) and number.value != name:
            name = f"{name} ({number.value})" if name else number.value
        if name:
            facts.append((words.say("block.contact"), name))
        self._fact(facts, "block.telephone", f"{path}.telephone")
        self._fact(facts, "block.mail", f"{path}.electronic_mail")
        return facts

    def _number(self, facts: list[Pair], shown: set[str], word: str, path: str) -> None:
        """Take a number; one that stands there already is not told twice."""
        value = self._leaves.take(path)
        if value is None or self._say.text(value) in shown:
            return
        shown.add(self._say.text(value))
        said = self._say.identifier(value)
        named = said != self._say.text(value) or not word
        facts.append(("" if named else self._words.say(word), said))

    def _fact(self, facts: list[Pair], word: str, path: str) -> None:
        value = self._leaves.take(path)
        if value is not None:
            facts.append((self._words.say(word), self._say.text(value)))
