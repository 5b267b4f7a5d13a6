"""How the records of a snapshot are written down: their fields as one JSON list, in order."""

import json
from operator import attrgetter

from stvos.catalogue.records import (
    CategoryRecord,
    ClassRecord,
    TrainerRecord,
    from_micros,
    to_micros,
)

_pack = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
_category_fields = attrgetter(*CategoryRecord.__slots__)
_trainer_fields = attrgetter(*TrainerRecord.__slots__)
_class_fields = attrgetter(*ClassRecord.__slots__)
_PUBLISHED_AT = ClassRecord.__slots__.index("published_at")
_LISTS = tuple(map(ClassRecord.__slots__.index, ("equipment", "tags")))


def pack_category(category: CategoryRecord) -> str:
    return _pack(_category_fields(category))


def pack_trainer(trainer: TrainerRecord) -> str:
    return _pack(_trainer_fields(trainer))


def pack_class(record: ClassRecord) -> str:
    fields = list(_class_fields(record))
    fields[_PUBLISHED_AT] = to_micros(record.published_at)
    return _pack(fields)


def unpack_category(text: str) -> CategoryRecord:
    return CategoryRecord(*json.loads(text))


def unpack_trainer(text: str) -> TrainerRecord:
    number, name, image, active, specialisations = json.loads(text)
    return TrainerRecord(number, name, image, active, tuple(specialisations))


def unpack_class(text: str) -> ClassRecord:
    fields = json.loads(text)
    fields[_PUBLISHED_AT] = from_micros(fields[_PUBLISHED_AT])
    for at in _LISTS:
        fields[at] = tuple(fields[at])
    return ClassRecord(*fields)
