"""The tests' own stores: what one test leaves behind is gone before the next."""

from members import get_me
from tests import stores
from tests.world import World


def test_a_test_begins_with_nothing_stored(cloud: None) -> None:
    assert stores.stored_items() == 0


def test_emptying_leaves_the_stack_usable(cloud: None) -> None:
    World.with_client().member()
    assert stores.stored_items() > 0

    stores.empty(queues={"billing"})

    assert stores.stored_items() == 0
    assert World.with_client().member().call(get_me).status == 200


def test_what_is_remembered_goes_with_the_stores(cloud: None) -> None:
    made: list[int] = []

    @stores.until_emptied
    def remembered() -> int:
        made.append(1)
        return len(made)

    assert [remembered(), remembered()] == [1, 1]
    stores.empty(queues={"billing"})
    assert remembered() == 2
