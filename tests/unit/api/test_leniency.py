"""What is read although it is not written as its field is."""

import json
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from stvos.api.incoming import parse_body, parse_query
from stvos.errors import InvalidInput
from stvos.models import Body, Id, Patch, omittable
from stvos.paging import PageQuery


class Level(StrEnum):
    LOW = "low"
    HIGH = "high"


class Set(Body):
    reps: Annotated[int, Field(ge=0, le=100)]


class Workout(Body):
    minutes: Annotated[int, Field(ge=1, le=1440)]
    weight: float | None = None
    level: Level = Level.LOW
    unit: Literal["kg", "lb"] = "kg"
    class_id: Id | None = None
    sets: tuple[Set, ...] = ()


class Renamed(Patch):
    name: str = omittable()
    logo: str | None = None


class Listed(PageQuery):
    lists = frozenset({"equipment"})

    equipment: str | None = None
    sort: Literal["newest", "-joinedAt"] = "newest"
    level: Level | None = None
    min_duration: int | None = None


def body(content: Any, *, public: bool = True) -> Any:
    text = content if isinstance(content, str) else json.dumps(content)
    return parse_body(Workout, {"body": text}, public, [])


def query(**sent: str) -> Any:
    return parse_query(Listed, {"queryStringParameters": sent}, True, [])


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("written", ["30", "30.0", "3e1", "3.0E1", "0.3e2"])
def test_an_integer_may_be_written_as_any_whole_number(written: str, public: bool) -> None:
    read = body(f'{{"minutes": {written}}}', public=public)
    assert (read.minutes, type(read.minutes)) == (30, int)


@pytest.mark.parametrize(
    "written", ["30.5", "1e-1", "1441.0", "0.0", "1e400", "-1e1", "NaN", "true", "null"]
)
def test_anything_else_is_no_integer_within_the_bounds(written: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        body(f'{{"minutes": {written}}}')
    assert refused.value.fields[0].path == "body.minutes"


def test_public_routes_read_digits_in_text_and_words_in_any_case() -> None:
    read = body(
        {
            "minutes": "30",
            "weight": " 64.5",
            "level": "HIGH",
            "unit": "Kg",
            "classId": "77",
            "sets": [{"reps": "8"}, {"reps": 9.0}],
        }
    )
    assert (read.minutes, read.weight, read.level, read.unit) == (30, 64.5, Level.HIGH, "kg")
    assert (read.class_id, [one.reps for one in read.sets]) == (77, [8, 9])


@pytest.mark.parametrize(
    "content",
    [{"minutes": "30"}, {"minutes": 30, "level": "HIGH"}, {"minutes": 30, "classId": "77"}],
)
def test_other_routes_do_not(content: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        body(content, public=False)


@pytest.mark.parametrize("text", ["", "x", "1e9999", "1_000", "٣", "30.5", "0x1e", "1441", "inf"])
def test_text_that_is_no_number_of_the_field_stays_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        body({"minutes": text})
    assert refused.value.fields[0].path == "body.minutes"


@pytest.mark.parametrize(
    ("sent", "page", "limit"),
    [
        ({"page": "0", "limit": "1000"}, 1, 100),
        ({"page": "-3", "limit": "0"}, 1, 1),
        ({"page": "9" * 30, "limit": "20.0"}, 100_000, 20),
        ({"page": "", "limit": " "}, 1, 20),
    ],
)
def test_a_page_out_of_range_is_its_bound(sent: dict[str, str], page: int, limit: int) -> None:
    read = query(**sent)
    assert (read.page, read.limit) == (page, limit)


def test_empty_values_are_none_and_an_unknown_sort_is_the_usual_one() -> None:
    read = query(sort="zzz", level="", minDuration="")
    assert (read.sort, read.level, read.min_duration) == ("newest", None, None)
    assert query(sort="-JOINEDAT", level="High").sort == "-joinedAt"


@pytest.mark.parametrize(
    "sent", [{"limit": "abc"}, {"limit": "2.5"}, {"level": "medium"}, {"minDuration": "long"}]
)
def test_what_means_nothing_stays_refused(sent: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        query(**sent)
    assert refused.value.fields[0].path == f"query.{next(iter(sent))}"


def test_an_unknown_sort_is_named() -> None:
    ignored: list[str] = []
    parse_query(Listed, {"queryStringParameters": {"sort": "zzz"}}, True, ignored)
    assert ignored == ["query.sort"]


def test_empty_optional_text_is_not_sent() -> None:
    read = body({"minutes": 30, "level": "", "unit": " ", "classId": "", "weight": ""})
    assert (read.level, read.unit, read.class_id, read.weight) == (Level.LOW, "kg", None, None)
    with pytest.raises(InvalidInput) as refused:
        body({"minutes": 30, "level": ""}, public=False)
    assert refused.value.fields[0].path == "body.level"


@pytest.mark.parametrize("public", [True, False])
def test_null_is_not_sent(public: bool) -> None:
    read = body({"minutes": 30, "level": None, "sets": None, "classId": None}, public=public)
    assert (read.level, read.sets, read.class_id) == (Level.LOW, (), None)


def test_null_in_a_list_stays_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        body({"minutes": 30, "sets": [None]})
    assert refused.value.fields[0].path == "body.sets[0]"


def test_a_change_s_null_clears_or_is_not_sent() -> None:
    sent = {"httpMethod": "PUT", "body": '{"name": null, "logo": null}'}
    assert parse_body(Renamed, sent, True, []).model_fields_set == {"logo"}
    with pytest.raises(InvalidInput) as refused:
        parse_body(Renamed, sent, False, [])
    assert refused.value.fields[0].path == "body.name"


@pytest.mark.parametrize("written", ["30", "30.0", "3e1"])
@pytest.mark.parametrize("public", [True, False])
def test_an_integer_of_a_query_may_be_written_as_any_whole_number(
    written: str, public: bool
) -> None:
    event = {"queryStringParameters": {"minDuration": written}}
    read: Any = parse_query(Listed, event, public, [])
    assert (read.min_duration, type(read.min_duration)) == (30, int)


@pytest.mark.parametrize("sent", [{"limit": "0"}, {"sort": "zzz"}, {"level": "HIGH"}, {"page": ""}])
def test_other_routes_refuse_the_rest(sent: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_query(Listed, {"queryStringParameters": sent}, False, [])
    assert refused.value.fields[0].path == f"query.{next(iter(sent))}"


def repeated(name: str, *values: str, public: bool = True) -> Any:
    event = {
        "queryStringParameters": {name: values[-1]},
        "multiValueQueryStringParameters": {name: list(values)},
    }
    return parse_query(Listed, event, public, [])


@pytest.mark.parametrize("public", [True, False])
def test_a_repeated_parameter_is_a_list_where_one_is_taken(public: bool) -> None:
    assert repeated("equipment", "mat", "band", public=public).equipment == "mat,band"
    with pytest.raises(InvalidInput) as refused:
        repeated("level", "low", "high", public=public)
    assert refused.value.fields[0].path == "query.level"
    assert repeated("level", "low", public=public).level is Level.LOW
