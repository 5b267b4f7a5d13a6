"""From a change in a catalogue to its new snapshot: `python -m local.bench catalogue`."""

import gzip
import hashlib
import json
import random
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from statistics import median
from typing import Any, cast

from local.bench.page import Section, marked, table
from local.bench.search import CLASSES, NOW, Language, made_up_catalogue
from local.dynamodb_local import running
from stvos.catalogue.models import Category, FitnessClass, Trainer
from stvos.catalogue.plays import PlayCounts
from stvos.catalogue.records import Catalogue, ClassRecord
from stvos.catalogue.repository import CatalogueRepository
from stvos.catalogue_search import snapshot
from stvos.catalogue_search.catalogue_store import CatalogueStore
from stvos.catalogue_search.projection import CatalogueProjection, Touched
from stvos.dynamodb.changes import Change, ChangeKind
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Table
from stvos.ids import new_id
from stvos.queues.queues import QueueName
from stvos.queues.routing import ChangeRouter

TARGET_MS = 2000
ROUNDS = 15
IMPORTED = 250
_STAMPS: dict[str, Any] = {"created_at": NOW, "updated_at": NOW}


@dataclass
class Bucket:
    """As much of S3 as snapshots need, in memory."""

    body: bytes = b""

    def put_object(self, *, Body: bytes, **_: str) -> None:  # noqa: N803
        self.body = Body

    def get_object(self, **_: str) -> dict[str, BytesIO]:
        return {"Body": BytesIO(self.body)}

    def get_paginator(self, _: str) -> "Bucket":
        return self

    def paginate(self, **_: str) -> list[dict[str, Any]]:
        return []


@dataclass
class Queue:
    """Keeps what the stream's router puts on it."""

    bodies: Sequence[str] = ()

    def send(self, _: QueueName, bodies: Sequence[str]) -> list[int]:
        self.bodies = bodies
        return []


class Brand:
    """A brand with a snapshot; a class of it comes into the table when it is changed."""

    def __init__(self, stored: Table, catalogue: Catalogue) -> None:
        tenant = ClientId(new_id())
        self.catalogue, self.bucket = catalogue, Bucket()
        self.content = CatalogueRepository(stored, tenant)
        self._key = Keys(tenant).fitness_class(1)  # Of a change only its tenant is looked at.
        store = CatalogueStore(stored, "none", cast("Any", self.bucket), tenant)
        plays = PlayCounts(stored, tenant)
        self._projection = CatalogueProjection(self.content, plays, store, now=lambda: NOW)
        for category in catalogue.categories:
            self.content.add_category(Category(**asdict(category), **_STAMPS))
        for trainer in catalogue.trainers:
            self.content.add_trainer(Trainer(**asdict(trainer), **_STAMPS))
        store.publish(snapshot.build(catalogue), None, NOW)

    def put(self, records: Iterable[ClassRecord]) -> None:
        video = {"source": "hls", "ref": "https://cdn.example/v.m3u8"}
        for record in records:
            fields = {k: v for k, v in asdict(record).items() if k in FitnessClass.model_fields}
            item = FitnessClass.model_validate({**fields, **_STAMPS, "video": video})
            self.content.import_classes([item])

    def follow(self, kind: str, ids: Iterable[int]) -> float:
        """Milliseconds from the stream's records to a current snapshot that has the changes."""
        changes = [
            Change(ChangeKind.MODIFY, self._key, None, {"type": kind, "id": number}, str(number))
            for number in ids
        ]
        queue = Queue()
        began = time.perf_counter()
        ChangeRouter(queue).route(changes)
        for body in queue.bodies:
            self._projection.follow(Touched.of(json.loads(body)["content"]["touched"]))
        return (time.perf_counter() - began) * 1000


def run() -> list[Section]:
    """Time each kind of change, and packing the same bytes alone."""
    chance = random.Random(20261124)  # noqa: S311
    catalogue = made_up_catalogue(chance, Language.made_up(chance))
    with running() as emulator:
        name = f"catalogue-{secrets.token_hex(4)}"
        emulator.create_table(name)
        brand = Brand(Table(name, emulator.client()), catalogue)
        raw = gzip.decompress(brand.bucket.body)
        floor = median(_timed(lambda: _pack(raw)) for _ in range(ROUNDS))
        kinds = list(_kinds(brand, chance))
    from_nothing = median(_timed(lambda: snapshot.build(catalogue)) for _ in range(3))
    rows = [
        ("floor: the same bytes packed and named", f"{floor:.0f}", f"{floor:.0f}", "1.0"),
        *(
            (kind, marked(median(taken), TARGET_MS, "{:.0f}"), f"{max(taken):.0f}",
             f"{median(taken) / floor:.1f}")
            for kind, taken in kinds
        ),
        ("built from nothing", f"{from_nothing:.0f}", "", f"{from_nothing / floor:.1f}"),
    ]  # fmt: skip
    text = f"""
Target: a snapshot with the change within {TARGET_MS / 1000:.0f} s. A catalogue of {CLASSES:,}
classes ({len(brand.bucket.body) / 1e6:.1f} MB stored, {len(raw) / 1e6:.1f} MB unpacked); from the
stream's records to the moved pointer: routing, reading what changed, unpacking the snapshot before,
updating, packing, publishing. The table is DynamoDB Local, the bucket is in memory: Lambda's stream
and queue polling and S3 come on top (`tests/end_to_end/test_catalogue.py` has them, on the laptop
stack). Elapsed time. Where more than a fifth of the classes is touched, and for a brand's first
snapshot, all is built from nothing.

{table(("change", "median ms", "most ms", "× floor"), rows)}
"""
    return [Section("A catalogue after a change", "catalogue", text)]


def _pack(raw: bytes) -> None:
    hashlib.sha256(gzip.compress(raw, compresslevel=1, mtime=0)).hexdigest()


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def _kinds(brand: Brand, chance: random.Random) -> Iterator[tuple[str, list[float]]]:
    """The changes, one after another; each round is of other classes."""
    records = list(brand.catalogue.classes)
    chance.shuffle(records)
    pools = [records[place : place + ROUNDS] for place in range(0, 4 * ROUNDS, ROUNDS)]
    repeated, changed, removed, added = pools
    texts = [record.description for record in records]

    brand.put(repeated)
    yield "delivered again, nothing changed", [brand.follow("class", [r.id]) for r in repeated]
    brand.put(replace(r, name="Evening Unwind", description=chance.choice(texts)) for r in changed)
    yield "one class changed", [brand.follow("class", [r.id]) for r in changed]
    fresh = [replace(r, id=new_id(), description=chance.choice(texts)) for r in added]
    brand.put(fresh)
    yield "one class added", [brand.follow("class", [r.id]) for r in fresh]
    yield "one class removed", [brand.follow("class", [r.id]) for r in removed]
    imported = [replace(r, id=new_id()) for r in records[-IMPORTED:]]
    brand.put(imported)
    yield f"{IMPORTED} classes added", [brand.follow("class", [r.id for r in imported])]
    yield "a trainer renamed", [_rename_trainer(brand, t.id) for t in brand.catalogue.trainers[:5]]
    categories = brand.catalogue.categories[:5]
    yield "a category renamed", [_rename_category(brand, category.id) for category in categories]


def _rename_trainer(brand: Brand, trainer_id: int) -> float:
    before = brand.content.require_trainer(trainer_id)
    brand.content.replace_trainer(before, before.model_copy(update={"name": "Ada Lovelace"}))
    return brand.follow("trainer", [trainer_id])


def _rename_category(brand: Brand, category_id: int) -> float:
    before = brand.content.require_category(category_id)
    brand.content.replace_category(before, before.model_copy(update={"name": "Outdoors"}))
    return brand.follow("category", [category_id])
