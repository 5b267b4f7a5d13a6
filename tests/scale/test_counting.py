"""The counting of partners' members in small: exact whatever goes wrong, and within its budget.

`make scale` runs the same with 50,000 members, and writes docs/performance.md.
"""

import pytest

from tests.scale.budget import budget
from tests.scale.counting_load import PARTNER, TENANT, CountingLoad, Disorder
from tests.scale.viewers import Expected, Viewer, crowd


def watchers(number: int, within: float, lasts: tuple[float, float], seed: int) -> list[Viewer]:
    """Half of them watch one class, the others any of a thousand."""
    return crowd(
        number, TENANT, PARTNER, classes=1_000, within=within, lasts=lasts, length=300, seed=seed
    )


@pytest.mark.parametrize(
    "disorder",
    [
        Disorder(again=0.5),
        Disorder(late=0.3),
        Disorder(dies=0.01),
        Disorder(dies=0.005, again=0.3, late=0.3),
    ],
    ids=["delivered again", "late and out of order", "workers die", "all of it"],
)
def test_counts_are_what_was_watched_whatever_goes_wrong(disorder: Disorder) -> None:
    viewers = watchers(200, within=60, lasts=(5, 300), seed=4)
    load = CountingLoad(viewers, disorder=disorder, seed=4)

    load.run()

    assert load.counts() == Expected.of(viewers)
    load.deliver_all_again()
    assert load.counts() == Expected.of(viewers)


def test_a_partner_of_whom_many_watch_is_counted_within_the_budget() -> None:
    """As many start in a second as when 50,000 start within 90 seconds."""
    viewers = watchers(1_200, within=2.2, lasts=(60, 200), seed=5)
    load = CountingLoad(viewers, seed=5)

    load.run()

    assert load.counts() == Expected.of(viewers)
    assert load.figures.slowest <= budget().seconds_from_a_heartbeat_to_its_counting
    assert load.figures.closest >= budget().seconds_between_countings_of_a_member
    assert load.table.tried_twice_percent <= budget().transactions_tried_twice_percent
    assert max(load.table.writes.peaks.values()) <= budget().write_units_of_a_key
