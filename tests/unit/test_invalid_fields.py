"""What a caller reads about a field that is refused."""

from typing import Annotated, Any

import pytest
from pydantic import Field, ValidationError

from stvos.billing.requests import RunBody
from stvos.bookings.requests import ReasonBody
from stvos.food_scans.sent_photos import ScanPhotoBody
from stvos.foods.requests import FoodQuery
from stvos.invalid_fields import invalid, problems_of
from stvos.models import Body, Line40
from stvos.operators.requests import BrandingBody, CreateClientBody
from stvos.partners.voucher_requests import NewVouchersBody


class Names(Body):
    names: Annotated[list[Line40], Field(max_length=2)]


def refused(model: type[Any], sent: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(sent)
    return [(one.path, one.message) for one in invalid("body", problems_of(caught.value)).fields]


@pytest.mark.parametrize(
    ("model", "field", "most"),
    [
        (ReasonBody, "reason", 500),
        (FoodQuery, "search", 100),
        (NewVouchersBody, "prefix", 12),
    ],
)
def test_a_text_that_is_too_long_is_counted_in_characters(
    model: type[Any], field: str, most: int
) -> None:
    [wrong] = [one for one in refused(model, {field: "A" * (most + 1)}) if field in one[0]]

    assert wrong == (f"body.{field}", f"String should have at most {most} characters")


def test_a_list_that_is_too_long_is_counted_in_items() -> None:
    [(path, message)] = refused(Names, {"names": ["a", "b", "c"]})

    assert path == "body.names"
    assert message.startswith("List should have at most 2 items")


@pytest.mark.parametrize(
    ("model", "field", "sent", "expected"),
    [
        (
            CreateClientBody,
            "slug",
            "Acme Fitness",
            "1 to 40 small letters a to z, digits and dashes",
        ),
        (BrandingBody, "primaryColor", "teal", "a colour of six digits such as #0a7cff"),
        (NewVouchersBody, "prefix", "SPRING 26", "letters A to Z and digits"),
        (ScanPhotoBody, "image", "https://example.com/a.jpg", "a data URL of an image"),
        (RunBody, "month", "2026-13", "a month of this century such as 2026-01"),
        (BrandingBody, "logo", "ftp://example.com", "a web address, or the `ref` of an upload"),
    ],
)
def test_a_text_of_another_form_than_its_field_s_is_answered_with_what_that_is(
    model: type[Any], field: str, sent: str, expected: str
) -> None:
    [(path, message)] = [one for one in refused(model, {field: sent}) if field in one[0]]

    assert path == f"body.{field}"
    assert message.startswith(f"must be {expected}")
    words = message.removeprefix("must be ")
    assert f"{words[0].upper()}{words[1:]}" in str(model.model_json_schema())
