"""Looking for a class: the front page, the catalogue, the search, the favourites."""

import unicodedata
from collections.abc import Callable
from typing import Any

from tests.end_to_end.api import Api, until
from tests.end_to_end.brand import ACCENTED, CLASSES
from tests.end_to_end.trip import Trip

type Line = dict[str, Any]


def the_front_page_shows_what_the_operator_chose(trip: Trip) -> None:
    brand = trip.brand
    until(lambda: _total(trip.app, "/content/classes", isLive="false") == CLASSES)

    page = trip.member.get("/content/discover").data

    assert _names(page["featured"]) == brand.class_names[2::-1], "the newest first"
    assert _names(page["newThisWeek"]) == brand.class_names[: CLASSES - 5 : -1]
    assert _names(page["upcomingLive"]) == [brand.live_class]
    assert {c["name"]: c["id"] for c in page["categories"]} == brand.categories
    assert page["continueWatching"] == []


def every_page_of_the_catalogue_makes_up_the_whole(trip: Trip) -> None:
    pages = [trip.app.get("/content/classes", limit=45, page=page).data for page in range(1, 7)]

    assert [len(page["items"]) for page in pages] == [45, 45, 45, 45, 21, 0]
    assert {page["pagination"]["totalPages"] for page in pages} == {5}
    shown = [name for page in pages for name in _names(page["items"])]
    assert sorted(shown) == sorted([*trip.brand.class_names, trip.brand.live_class])
    card = pages[0]["items"][0]
    assert set(card) >= {"id", "name", "trainer", "category", "duration", "intensity", "isLive"}
    assert not {"video", "playbackUrl", "ref"} & set(card)


def every_filter_narrows_as_it_says(trip: Trip) -> None:
    brand, words = trip.brand, trip.brand.vocabulary
    category, trainer = words.categories[1], words.trainers[0]
    counted = trip.app.get("/content/categories").data["categories"]
    assert {c["name"]: c["classCount"] for c in counted} == dict.fromkeys(words.categories, 40)

    def expect(passes: Callable[[Line], bool], **query: object) -> None:
        expected = sorted(line["name"] for line in brand.lines if passes(line))
        assert sorted(_names(_all(trip.app, **query))) == expected, query

    category_id, trainer_id = brand.categories[category], brand.trainers[trainer]
    expect(lambda c: c["categoryId"] == category_id, category=category.lower())
    expect(lambda c: c["categoryId"] == category_id, category=category_id)
    expect(lambda c: c["trainerId"] == trainer_id, trainer=trainer_id)
    expect(lambda c: c["intensity"] == "low", intensity="low")
    expect(lambda c: c["duration"] >= 40, minDuration=40)
    expect(lambda c: c["duration"] <= 10, maxDuration=10)
    expect(lambda c: 30 <= c["duration"] <= 40, minDuration=30, maxDuration=40)
    expect(lambda c: c["equipment"] == ["mat"], equipment="mat")
    expect(lambda c: True, isLive="false")
    expect(
        lambda c: c["categoryId"] == category_id and "mat" in c["equipment"]
        and c["intensity"] == "high",
        category=category, equipment="mat", intensity="high",
    )  # fmt: skip
    assert _names(_all(trip.app, isLive="true")) == [brand.live_class]
    assert trip.app.get("/content/classes", intensity="extreme").code == "VALIDATION_ERROR"


def every_order_is_kept_both_ways(trip: Trip) -> None:
    """That plays move a class up in `popular` shows after minutes: tests/api/jobs proves it."""

    def key(order: str, name: str) -> list[Any]:
        return [card[name] for card in _all(trip.app, sort=order)]

    assert key("newest", "publishedAt") == sorted(key("newest", "publishedAt"), reverse=True)
    assert key("duration", "duration") == sorted(key("duration", "duration"))
    assert key("name", "name") == sorted(trip.brand.class_names)
    for order in ("newest", "popular", "duration", "name"):
        assert key(f"-{order}", "id") == key(order, "id")[::-1]
        assert len(set(key(order, "id"))) == CLASSES
    assert trip.app.get("/content/classes", sort="nonsense").status == 200


def a_prefix_a_typo_and_an_accent_find_what_is_meant(trip: Trip) -> None:
    words, lines = trip.brand.vocabulary, trip.brand.lines
    word, category, trainer = words.words[0], words.categories[1], words.trainers[0]
    surname = trainer.split()[-1]
    typo = word[:3] + "x" + word[4:]

    def total(q: str, **narrowed: object) -> int:
        return _total(trip.app, "/content/search", q=q, isLive="false", **narrowed)

    named = sum(word in line["name"] for line in lines)
    both = sum(word in line["name"] and category in line["name"] for line in lines)
    assert total(word.lower()) == total(word[:4]) == total(typo) == named
    assert total(f"{word} {category}") == total(word, category=category) == both > 0
    assert total("rucken") == total("Rücken") == sum(c["description"] == ACCENTED for c in lines)
    assert total(surname) == total(_without_accents(surname)) == CLASSES // 2
    assert total("cafe") == total("café") == 1
    best = trip.app.get("/content/search", q=lines[42]["name"], limit=1).data["items"]
    assert _names(best) == [lines[42]["name"]]
    assert total("nothing like this") == 0
    assert trip.app.get("/content/search", q="").code == "VALIDATION_ERROR"


def favourites_come_and_go(trip: Trip) -> None:
    kept, dropped = (card["id"] for card in _all(trip.app, maxDuration=10)[:2])
    for class_id in (kept, dropped, kept):
        assert trip.member.put(f"/users/me/favourites/{class_id}").status == 200
    marked = trip.member.get("/users/me/favourites").data["items"]
    assert {card["id"] for card in marked} == {kept, dropped}

    for _ in range(2):
        assert trip.member.delete(f"/users/me/favourites/{dropped}").status == 200

    left = trip.member.get("/users/me/favourites").data["items"]
    assert [card["id"] for card in left] == [kept]


def _all(app: Api, **query: object) -> list[dict[str, Any]]:
    """The cards of every page, of recorded classes unless live ones are asked for."""
    query = {"isLive": "false"} | query
    cards: list[dict[str, Any]] = []
    for page in range(1, 5):
        data = app.get("/content/classes", **query, limit=100, page=page).data
        cards += data["items"]
        if page >= data["pagination"]["totalPages"]:
            break
    assert len(cards) == data["pagination"]["total"]
    return cards


def _total(app: Api, path: str, **query: object) -> int:
    return int(app.get(path, **query).data["pagination"]["total"])


def _names(cards: list[dict[str, Any]]) -> list[str]:
    return [card["name"] for card in cards]


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
