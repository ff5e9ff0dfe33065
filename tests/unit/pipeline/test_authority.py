"""Who sent a document."""

from hub.model.finding import Place, Severity
from hub.model.identity import EndpointID
from hub.model.sentence import LANGUAGES
from hub.model.summary import Summary
from hub.pipeline.authority import find_sender
from hub.pipeline.party import Party
from tests.unit.pipeline.world import MAKER, OTHER_MAKER, TOWN, City, party

MAKERS = EndpointID("GLN", MAKER)
OTHERS = EndpointID("GLN", OTHER_MAKER)
CITY = City(
    party("maker", MAKER, numbers={"DK:CVR": "10000009"}),
    party("other", OTHER_MAKER),
    party("bureau", acts_for=["maker", "other"]),
    party("town", TOWN),
)


def sender(account: str, *addresses: EndpointID, city: City = CITY) -> Party | str | None:
    """Return the party found, or the value of the objection."""
    way_in = city.account(account)
    assert way_in is not None
    found, objections = find_sender(Summary("catalogue", sender=addresses), way_in, city)
    assert (found is None) is bool(objections)
    for objection in objections:
        assert objection.rule == "sender-not-authorised"
        assert objection.severity is Severity.FATAL
        assert len({objection.message.speak(language) for language in LANGUAGES}) == len(LANGUAGES)
        assert account in objection.message.en
        return objection.value
    return None if found is None else found.key


def test_a_bare_sheet_is_from_the_owner_of_the_account() -> None:
    """What names no sender is the account's own."""
    assert sender("maker") == "maker"


def test_all_addresses_of_one_party_are_that_party() -> None:
    """Endpoint and company number may both be given."""
    assert sender("maker", MAKERS, EndpointID("DK:CVR", "10000009")) == "maker"


def test_a_service_bureau_sends_for_its_customers() -> None:
    """The document says for which of them."""
    assert sender("bureau", MAKERS) == "maker"
    assert sender("bureau", OTHERS) == "other"


def test_nobody_sends_for_somebody_else() -> None:
    """A party of its own right is still not this account's."""
    assert sender("maker", OTHERS) == f"GLN {OTHER_MAKER}"
    assert sender("bureau", EndpointID("GLN", TOWN)) == f"GLN {TOWN}"


def test_every_address_of_somebody_else_is_told_at_once() -> None:
    """With its place: one letter of answer is enough to put all of them right."""
    way_in = CITY.account("maker")
    assert way_in is not None
    addresses = (OTHERS, MAKERS, EndpointID("GLN", TOWN))
    places = {address: Place(line=n) for n, address in enumerate(addresses, start=3)}
    summary = Summary("catalogue", sender=addresses)
    found, objections = find_sender(summary, way_in, CITY, places.__getitem__)
    assert found is None
    told = [(one.value, one.place.line) for one in objections]
    assert told == [(f"GLN {OTHER_MAKER}", 3), (f"GLN {TOWN}", 5)]


def test_a_second_address_of_somebody_else_is_found() -> None:
    """One right address does not cover a wrong one behind it."""
    assert sender("maker", MAKERS, OTHERS) == f"GLN {OTHER_MAKER}"


def test_an_unknown_address_is_nobody() -> None:
    """Also behind a known one: the document would speak for an unknown party."""
    unknown = EndpointID("DK:CVR", "99999999")
    assert sender("maker", unknown) == "DK:CVR 99999999"
    assert sender("maker", MAKERS, unknown) == "DK:CVR 99999999"


def test_a_document_is_from_one_party() -> None:
    """Two customers of one bureau are still two senders."""
    assert sender("bureau", MAKERS, OTHERS) == "maker / other"


def test_an_account_without_owner_sends_nothing() -> None:
    """A bare sheet has no sender when the account's party is gone."""
    lone = City(*CITY.parties.values())
    account_holder = lone.parties["bureau"]
    del lone.parties["bureau"]
    found, objections = find_sender(Summary("catalogue"), account_holder.accounts[0], lone)
    assert found is None
    assert [objection.value for objection in objections] == ["bureau"]
