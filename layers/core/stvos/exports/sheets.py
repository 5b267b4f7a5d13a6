"""What a partner may have as a spreadsheet, and where its rows come from.

A source is a function of an order: it says at once about how many rows there are, and reads them
when somebody goes through them. Another spreadsheet is another kind and its line in `source_of`.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.exports.spreadsheets import Row
from stvos.ids import fingerprint
from stvos.models import Query
from stvos.partners.models import Staff


class SheetKind(StrEnum):
    """The spreadsheets there are; also the name of the file."""

    VOUCHERS = "vouchers"
    MEMBERS = "members"
    ANALYTICS = "analytics"


@dataclass(frozen=True, slots=True)
class Order:
    """Which rows of which partner are asked for. The same filters are the same order."""

    tenant: ClientId
    partner_id: int
    kind: SheetKind
    filters: Mapping[str, str]

    @classmethod
    def of(cls, staff: Staff, kind: SheetKind, query: Query) -> Self:
        """What a staff member asks for: the query's fields, as text, are the filters."""
        sent = query.model_dump(mode="json", by_alias=False, exclude_none=True)
        filters = {name: str(value) for name, value in sent.items()}
        return cls(ClientId(staff.client_id), staff.partner_id, kind, filters)

    @property
    def filters_hash(self) -> str:
        return fingerprint(json.dumps(self.filters, sort_keys=True))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A spreadsheet that nobody has read yet. `expected`: its rows, from counters, for a choice
    between making it at once and later; those that are written are counted again.
    """

    columns: Sequence[str]
    expected: int
    rows: Iterable[Row]


type Source = Callable[[Table, Order, datetime], Sheet]


def source_of(kind: SheetKind) -> Source:
    """The source of a kind, imported when it is needed: a portal's function makes one of them."""
    match kind:
        case SheetKind.VOUCHERS:
            from stvos.partners.voucher_sheet import voucher_sheet

            return voucher_sheet
        case SheetKind.MEMBERS:
            from stvos.usage.sheets import member_sheet

            return member_sheet
        case SheetKind.ANALYTICS:
            from stvos.usage.sheets import analytics_sheet

            return analytics_sheet
