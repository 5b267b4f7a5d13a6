"""Kinds of spreadsheets, and orders for them.

Each kind is defined beside the data that it shows. The endpoint passes its kind to the service;
the worker, which makes the long ones, has a list of all kinds.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.exports.csv_files import CsvRow
from stvos.ids import fingerprint
from stvos.models import Query

type Source = Callable[[Table, Order, datetime], Sheet]
"""Makes a sheet for an order at a moment: the number of rows from counters, the rows lazily."""


@dataclass(frozen=True, slots=True)
class SheetKind:
    """One kind of spreadsheet. `name`: of the file, and in stored orders."""

    name: str
    source: Source


@dataclass(frozen=True, slots=True)
class Order:
    """Which rows of which partner are ordered. The same filters make the same order."""

    tenant: ClientId
    partner_id: int
    kind: SheetKind
    filters: Mapping[str, str]

    @classmethod
    def of(cls, tenant: int, partner_id: int, kind: SheetKind, query: Query, **more: str) -> Self:
        """A partner's order. The query's fields, as text, are the filters, with `more` of what
        decides what the file shows.
        """
        sent = query.model_dump(mode="json", by_alias=False, exclude_none=True)
        filters = {name: str(value) for name, value in sent.items()}
        return cls(ClientId(tenant), partner_id, kind, filters | more)

    @property
    def filters_hash(self) -> str:
        return fingerprint(json.dumps(self.filters, sort_keys=True))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A spreadsheet whose rows are not read yet.

    `expected`: the number of rows, from counters. It decides whether the sheet is answered
    directly; the rows that are written are counted again.
    """

    columns: Sequence[str]
    expected: int
    rows: Iterable[CsvRow]
