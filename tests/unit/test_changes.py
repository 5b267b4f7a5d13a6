"""Stream records as changes."""

from typing import Any

import pytest

from stvos.dynamodb.changes import Change, ChangeKind, changes_of, failed_from
from stvos.dynamodb.keys import ClientId, Directory, Key, Keys, UserId, tenant_of


def _record(name: str, sequence: str = "1", **images: Any) -> dict[str, Any]:
    told = {"Keys": {"pk": {"S": "C#0000000000000007"}, "sk": {"S": "CLASS#1"}}}
    return {"eventName": name, "dynamodb": told | {"SequenceNumber": sequence} | images}


def test_a_change_holds_the_item_before_and_after_as_python_values() -> None:
    old = {"type": {"S": "class"}, "seats": {"N": "3"}, "share": {"N": "0.5"}}
    new = {
        "type": {"S": "class"},
        "seats": {"N": "4"},
        "tags": {"L": [{"S": "a"}, {"NULL": True}]},
        "open": {"BOOL": False},
        "names": {"SS": ["x"]},
    }

    change = Change.of_record(_record("MODIFY", "42", OldImage=old, NewImage=new))

    assert change.kind is ChangeKind.MODIFY
    assert change.old == {"type": "class", "seats": 3, "share": 0.5}
    assert change.new == {
        "type": "class",
        "seats": 4,
        "tags": ["a", None],
        "open": False,
        "names": {"x"},
    }
    assert change.sequence == "42"
    assert change.key == Key("C#0000000000000007", "CLASS#1")
    assert change.tenant == 7


def test_bytes_are_decoded_from_the_event_at_any_depth() -> None:
    new = {"a": {"B": "AAE="}, "b": {"M": {"c": {"L": [{"B": "AgM="}]}}}}

    change = Change.of_record(_record("INSERT", NewImage=new))

    assert change.new == {"a": b"\x00\x01", "b": {"c": [b"\x02\x03"]}}


def test_a_removed_item_is_known_by_what_it_was() -> None:
    change = Change.of_record(_record("REMOVE", OldImage={"type": {"S": "trainer"}}))

    assert (change.new, change.type, change.expired) == (None, "trainer", False)


def test_a_removal_by_ttl_is_told_apart() -> None:
    record = _record("REMOVE", OldImage={"type": {"S": "limit"}})
    record["userIdentity"] = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}

    assert Change.of_record(record).expired


def test_a_batch_is_told_again_from_the_first_change_that_was_not_dealt_with() -> None:
    event = {"Records": [_record("INSERT", "1"), _record("INSERT", "2")]}
    _, second = changes_of(event)

    assert failed_from(second) == {"batchItemFailures": [{"itemIdentifier": "2"}]}
    assert failed_from(None) == {"batchItemFailures": []}


@pytest.mark.parametrize(
    ("key", "tenant"),
    [
        (Keys(ClientId(12)).client(), 12),
        (Keys(ClientId(12)).user(UserId(3)), 12),
        (Keys(ClientId(12)).outbox(9), 12),
        (Directory.slug("c"), None),
        (Directory.default_client(), None),
        (Directory.mail("0" * 64, ClientId(12)), None),
    ],
)
def test_a_key_tells_whose_item_it_is(key: Key, tenant: int | None) -> None:
    assert tenant_of(key) == tenant
