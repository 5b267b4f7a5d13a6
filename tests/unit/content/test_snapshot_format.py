"""A snapshot whose records changed must have another FORMAT, or older processes misread it."""

import dataclasses
import hashlib
import inspect

from stvos.catalogue import records
from stvos.catalogue_search import packing, snapshot

# FORMAT to the fingerprint of what it stores. A change of a record or of the tables adds a line
# with the next number; lines are never changed.
FORMATS = {
    2: "90f9c9cde22c584f",
    3: "98531f11d6741dfb",
    4: "98531f11d6741dfb",
    5: "0a6fa6f24dbddb1e",
}


def fingerprint() -> str:
    kinds = [
        kind
        for kind in vars(records).values()
        if dataclasses.is_dataclass(kind) and isinstance(kind, type)
    ]
    described = [
        (kind.__name__, [(field.name, str(field.type)) for field in dataclasses.fields(kind)])
        for kind in sorted(kinds, key=lambda kind: kind.__name__)
    ]
    source = repr(described) + snapshot._TABLES + inspect.getsource(packing)
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def test_what_the_snapshot_stores_is_what_its_format_says() -> None:
    assert FORMATS[snapshot.FORMAT] == fingerprint(), (
        "the snapshot's records or tables changed: raise FORMAT in catalogue_search/snapshot.py "
        "and add its fingerprint here"
    )
