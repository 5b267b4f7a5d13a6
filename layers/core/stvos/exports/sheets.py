"""What can be exported as a spreadsheet.

Each kind is stored beside the data it shows. The endpoint that serves it hands it over, and so
does the worker, which makes the long ones.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.exports.csv_files import Row
from stvos.ids import fingerprint
from stvos.models import Query

type Source = Callable[[Table, Order, datetime], Sheet]
"""Says how many rows to expect, from counters, and reads them when they are iterated over."""


@dataclass(frozen=True, slots=True)
class SheetKind:
    """One kind of spreadsheet. `name`: also the file's; stored orders hold it."""

    name: str
    source: Source


@dataclass(frozen=True, slots=True)
class Order:
    """Which rows of which partner are asked for. The same filters are the same order."""

    tenant: ClientId
    partner_id: int
    kind: SheetKind
    filters: Mapping[str, str]

    @classmethod
    def of(cls, tenant: int, partner_id: int, kind: SheetKind, query: Query) -> Self:
        """What a partner asks for: the query's fields, as text, are the filters."""
        sent = query.model_dump(mode="json", by_alias=False, exclude_none=True)
        filters = {name: str(value) for name, value in sent.items()}
        return cls(ClientId(tenant), partner_id, kind, filters)

    @property
    def filters_hash(self) -> str:
        return fingerprint(json.dumps(self.filters, sort_keys=True))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A spreadsheet whose rows are not read yet. `expected`: how many there are, from counters,
    to choose between answering it and making it later; what is written is counted again.
    """

    columns: Sequence[str]
    expected: int
    rows: Iterable[Row]
