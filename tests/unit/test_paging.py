"""Pages by number and by cursor."""

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.dynamodb.keys import Span
from stvos.errors import InvalidInput
from stvos.paging import CursorQuery, PageQuery, Pagination, cursor_of

SPAN = Span.prefix("C#1#U#2", "LOG#")


def _query(text: str) -> CursorQuery:
    return CursorQuery(cursor=text)


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def test_a_cursor_leads_back_to_its_place() -> None:
    cursor = cursor_of("LOG#0000000000000005")

    assert cursor is not None
    assert _query(cursor).after(SPAN) == "LOG#0000000000000005"
    assert CursorQuery().after(SPAN) is None
    assert cursor_of(None) is None


@pytest.mark.parametrize(
    "forged",
    [
        "!!!!",
        "x",
        _encoded(b"USER"),
        _encoded(b"LOG"),
        _encoded(b"LOG\xff"),
        _encoded(b"LOG#\x00"),
        _encoded(b"LOG#\n1"),
        _encoded("LOG#é".encode()),
        _encoded(b"MAIL#1"),
        "ключ",
    ],
)
def test_a_forged_cursor_is_refused(forged: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        _query(forged).after(SPAN)

    assert refused.value.fields[0].path == "query.cursor"


@given(st.text(min_size=1, max_size=400))
def test_no_cursor_leaves_its_list(text: str) -> None:
    try:
        place = _query(text).after(SPAN)
    except InvalidInput:
        return
    assert place is not None
    assert SPAN.holds(place)


def test_a_page_is_cut_out_of_the_whole() -> None:
    everything = list(range(45))

    assert PageQuery().cut(everything) == everything[:20]
    assert PageQuery(page=3).cut(everything) == everything[40:]
    assert PageQuery(page=9).cut(everything) == []


@pytest.mark.parametrize(("total", "pages"), [(0, 0), (1, 1), (20, 1), (21, 2), (40, 2)])
def test_the_number_of_pages_is_rounded_up(total: int, pages: int) -> None:
    assert Pagination.of(1, 20, total).total_pages == pages
