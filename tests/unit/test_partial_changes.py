"""A change names only what it changes."""

from stvos.models import Patch, omittable


class Look(Patch):
    logo: str | None = None
    color: str | None = None


class Change(Patch):
    name: str = omittable()
    note: str | None = None
    look: Look | None = None


STORED = {"id": 7, "name": "Anna", "note": "n", "look": {"logo": "l", "color": "#aaaaaa"}}


def change(**fields: object) -> Change:
    return Change.model_validate(fields)


def test_what_is_not_named_stays() -> None:
    assert change(name="Ben").applied_to(STORED) == STORED | {"name": "Ben"}
    assert change().applied_to(STORED) == STORED


def test_null_leaves_the_field_to_its_default() -> None:
    without_note = {name: value for name, value in STORED.items() if name != "note"}
    assert change(note=None).applied_to(STORED) == without_note


def test_a_part_is_changed_field_by_field() -> None:
    assert change(look={"logo": "new"}).applied_to(STORED)["look"] == {
        "logo": "new",
        "color": "#aaaaaa",
    }
    assert change(look={"logo": None}).applied_to(STORED)["look"] == {"color": "#aaaaaa"}
    assert "look" not in change(look=None).applied_to(STORED)


def test_as_attributes_only_the_named_fields_are_written() -> None:
    changes = change(name="Ben", look={"logo": "new", "color": None}).attribute_changes({})
    assert changes.sets == {"name": "Ben", "look.logo": "new"}
    assert changes.removes == ["look.color"]


def test_as_attributes_what_is_cleared_is_set_back_to_its_default_or_removed() -> None:
    defaults = {"look": {"color": "#000000"}}
    changes = change(note=None, look={"logo": None, "color": None}).attribute_changes(defaults)
    assert changes.sets == {"look.color": "#000000"}
    assert sorted(changes.removes) == ["look.logo", "note"]
    assert change(look=None).attribute_changes(defaults).sets == {"look": {"color": "#000000"}}
