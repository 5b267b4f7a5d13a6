"""The white-label app's journey over HTTP against the deployed laptop stack: whole, with a brand's
key, with the universal key, and as a second brand, which sees nothing of the others.
"""

import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import permutations
from uuid import uuid4

import pytest

from tests.end_to_end.api import Api
from tests.end_to_end.brand import LANTERN, Brand, set_up
from tests.end_to_end.conftest import LaptopStack
from tests.end_to_end.steps.eating import (
    a_week_of_meals_is_planned_and_can_be_bought,
    foods_are_found_half_typed_and_mistyped,
    what_cannot_be_kept_is_not_promised,
)
from tests.end_to_end.steps.finding import (
    a_prefix_a_typo_and_an_accent_find_what_is_meant,
    every_filter_narrows_as_it_says,
    every_order_is_kept_both_ways,
    every_page_of_the_catalogue_makes_up_the_whole,
    favourites_come_and_go,
    the_front_page_shows_what_the_operator_chose,
)
from tests.end_to_end.steps.leaving import (
    after_a_farewell_nothing_answers_any_more,
    an_export_holds_all_of_it,
    nothing_of_the_member_is_left,
)
from tests.end_to_end.steps.logging_days import (
    series_and_streak_go_on_over_a_change_of_the_clocks,
    workout_meals_water_and_weight_make_up_the_day,
)
from tests.end_to_end.steps.signing_in import (
    a_forgotten_password_is_set_anew_with_the_code_of_the_mail,
    a_lost_answer_to_a_refresh_is_given_again_and_an_older_token_ends_it_all,
    a_tablet_signs_in_and_refreshes,
    its_older_token_ends_its_sign_in,
    only_the_right_password_signs_in,
    somebody_becomes_a_member,
    the_app_looks_like_its_brand,
)
from tests.end_to_end.steps.watching import (
    a_video_s_address_is_handed_out,
    thirty_heartbeats_complete_a_class_at_ninety_percent,
    what_was_begun_is_offered_and_what_was_seen_is_history,
)
from tests.end_to_end.trip import Step, Trip

JOURNEY: list[Step] = [
    the_app_looks_like_its_brand,
    somebody_becomes_a_member,
    only_the_right_password_signs_in,
    a_lost_answer_to_a_refresh_is_given_again_and_an_older_token_ends_it_all,
    a_forgotten_password_is_set_anew_with_the_code_of_the_mail,
    a_tablet_signs_in_and_refreshes,
    the_front_page_shows_what_the_operator_chose,
    every_page_of_the_catalogue_makes_up_the_whole,
    every_filter_narrows_as_it_says,
    every_order_is_kept_both_ways,
    a_prefix_a_typo_and_an_accent_find_what_is_meant,
    favourites_come_and_go,
    a_video_s_address_is_handed_out,
    thirty_heartbeats_complete_a_class_at_ninety_percent,
    what_was_begun_is_offered_and_what_was_seen_is_history,
    workout_meals_water_and_weight_make_up_the_day,
    series_and_streak_go_on_over_a_change_of_the_clocks,
    foods_are_found_half_typed_and_mistyped,
    a_week_of_meals_is_planned_and_can_be_bought,
    what_cannot_be_kept_is_not_promised,
    its_older_token_ends_its_sign_in,
    an_export_holds_all_of_it,
    after_a_farewell_nothing_answers_any_more,
    nothing_of_the_member_is_left,
]
WAYS = ["with the brand's key", "with the universal key", "as a second brand"]


@dataclass(frozen=True)
class Journeys:
    """The trips, by way, and how each goes."""

    trips: dict[str, Trip]
    runs: dict[str, Future[None]]

    def done(self) -> list[Trip]:
        """The trips, once all have come to their end."""
        for run in self.runs.values():
            run.result()
        return list(self.trips.values())


@pytest.fixture(scope="module")
def default_brand(operator: Api, stack: LaptopStack) -> Iterator[Brand]:
    """Whom the universal key is for where nothing says more; the demo brand gets its place back."""
    yield set_up(operator, LANTERN, is_default=True)
    demo = f"/admin/clients/{stack.demo['clientId']}"
    assert operator.put(demo, {"isDefault": True}).status == 200


@pytest.fixture(scope="module")
def journeys(
    stack: LaptopStack, brand: Brand, default_brand: Brand, second_brand: Brand
) -> Iterator[Journeys]:
    """Every way at the same time: most of a journey is waiting."""
    trips = [
        _trip(stack, brand, brand.key, "Ada Ashdown", "Europe/London"),
        _trip(stack, default_brand, stack.demo["universalKey"], "Una Umber", "America/New_York"),
        _trip(stack, second_brand, second_brand.key, "Sol Sandoval", "Pacific/Auckland"),
    ]
    trips[1].universal = True
    with ThreadPoolExecutor(len(trips)) as pool:
        runs = [pool.submit(trip.take, JOURNEY) for trip in trips]
        yield Journeys(dict(zip(WAYS, trips, strict=True)), dict(zip(WAYS, runs, strict=True)))


def _trip(stack: LaptopStack, brand: Brand, key: str, name: str, zone: str) -> Trip:
    app = Api(stack.base_url, {"X-API-Key": key})
    return Trip(stack, brand, app, f"{uuid4().hex[:12]}@example.com", name, zone)


@pytest.mark.parametrize("way", WAYS)
def test_the_journey(journeys: Journeys, way: str) -> None:
    journeys.runs[way].result()


def test_no_brand_sees_an_id_a_name_or_a_mail_of_another(journeys: Journeys) -> None:
    said = {trip.brand.client_id: "\n".join(trip.app.heard) for trip in journeys.done()}
    ids = {client: set(re.findall(r"\b\d{13,16}\b", text)) for client, text in said.items()}
    for trip in journeys.done():
        # What is looked for is what its own brand does see.
        assert len(ids[trip.brand.client_id]) > 200
        assert [n for n in trip.names if n not in said[trip.brand.client_id]] == []

    for one, other in permutations(journeys.done(), 2):
        heard, own = said[other.brand.client_id], one.brand.client_id
        assert ids[own] & ids[other.brand.client_id] == set()
        assert [name for name in one.names if name in heard] == []
