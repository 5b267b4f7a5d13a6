"""Conditional writes as values: what to change, on which condition, and which error refuses."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from stvos import clock
from stvos.dynamodb.conditions import Attr, Condition
from stvos.dynamodb.keys import IndexKey, Key
from stvos.dynamodb.marshal import Item, item_to_wire, to_wire
from stvos.errors import Conflict, StvosError


@dataclass(frozen=True, slots=True)
class Write:
    """One conditional write. `refusal` is raised when its condition does not hold."""

    kind: str
    key: Key
    refusal: StvosError
    item: Item = field(default_factory=dict)
    condition: Condition | None = None
    sets: Item = field(default_factory=dict)
    adds: Item = field(default_factory=dict)
    defaults: Item = field(default_factory=dict)
    removes: tuple[str, ...] = ()
    discards: Item = field(default_factory=dict)


def put(
    key: Key,
    item: Item,
    *,
    unless_exists: StvosError | None = None,
    only_if: Condition | None = None,
    refusal: StvosError | None = None,
    index: IndexKey | None = None,
    expires: datetime | None = None,
) -> Write:
    """Store an item whole. `unless_exists`: the error when there is one already."""
    body = dict(item)
    if index:
        body |= {"gsi1pk": index.pk, "gsi1sk": index.sk}
    if expires:
        body["expires"] = clock.epoch(expires)
    condition = Attr("pk").not_exists() if unless_exists else only_if
    return Write("Put", key, unless_exists or refusal or Conflict(), body, condition)


def update(
    key: Key,
    *,
    sets: Item | None = None,
    adds: Item | None = None,
    defaults: Item | None = None,
    removes: Iterable[str] = (),
    discards: Item | None = None,
    only_if: Condition | None = None,
    refusal: StvosError | None = None,
    index: IndexKey | None = None,
    expires: datetime | None = None,
) -> Write:
    """Change attributes; `defaults` are set only where missing. Without `only_if` it upserts.

    `adds` and `discards` of a set are elements of it; one write cannot do both to the same set.
    A dotted name reaches into a map: `profile.height`.
    """
    values = dict(sets or {})
    if index:
        values |= {"gsi1pk": index.pk, "gsi1sk": index.sk}
    if expires:
        values["expires"] = clock.epoch(expires)
    return Write(
        "Update", key, refusal or Conflict(), {}, only_if, values, dict(adds or {}),
        dict(defaults or {}), tuple(removes), dict(discards or {}),
    )  # fmt: skip


def delete(
    key: Key, *, only_if: Condition | None = None, refusal: StvosError | None = None
) -> Write:
    """Remove an item; without `only_if`, removing what is not there is fine."""
    return Write("Delete", key, refusal or Conflict(), condition=only_if)


def check(key: Key, only_if: Condition, refusal: StvosError) -> Write:
    """In a transaction: change nothing here, but refuse all unless the condition holds."""
    return Write("ConditionCheck", key, refusal, condition=only_if)


def replace_if_unchanged(
    key: Key, before: Item, after: Item, *, what: str, index: IndexKey | None = None
) -> Write:
    """Make `after` of an item that was read as `before`; raises Conflict when it changed since.

    Every change of such an item moves its `updated_at`. What neither names, such as a counter
    that is kept in the same item, stays. `what`: how the error's sentence names it.
    """
    return update(
        key,
        sets=after,
        removes=[name for name in before if name not in after],
        only_if=unchanged(before),
        refusal=Conflict(f"{what} was changed meanwhile; read it again."),
        index=index,
    )


def delete_if_unchanged(key: Key, before: Item, *, what: str) -> Write:
    """Remove an item that was read as `before`; raises Conflict when it changed since."""
    return delete(
        key,
        only_if=unchanged(before),
        refusal=Conflict(f"{what} was changed meanwhile; try again."),
    )


def unchanged(before: Item) -> Condition:
    """That an item is as it was read."""
    return Attr("updated_at").eq(before["updated_at"])


def wire_key(key: Key) -> dict[str, Any]:
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def wire_request(write: Write, writer: str) -> dict[str, Any]:
    request: dict[str, Any] = {}
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    if write.condition is not None:
        request["ConditionExpression"] = write.condition.spell(names, values)
        request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    if write.kind == "Put":
        request["Item"] = wire_key(write.key) | item_to_wire(write.item | {"writer": writer})
    else:
        request["Key"] = wire_key(write.key)
    if write.kind == "Update":
        request["UpdateExpression"] = _update_expression(write, writer, names, values)
    if names:
        request["ExpressionAttributeNames"] = names
    if values:
        request["ExpressionAttributeValues"] = values
    return request


def _update_expression(
    write: Write, writer: str, names: dict[str, str], values: dict[str, Any]
) -> str:
    def path(name: str) -> str:
        placeholders = []
        for part in name.split("."):
            placeholders.append(f"#u{len(names)}")
            names[placeholders[-1]] = part
        return ".".join(placeholders)

    def value(content: Any) -> str:
        placeholder = f":u{len(values)}"
        values[placeholder] = to_wire(content)
        return placeholder

    sets = [f"{path(n)} = {value(v)}" for n, v in (write.sets | {"writer": writer}).items()]
    for name, content in write.defaults.items():
        place = path(name)
        sets.append(f"{place} = if_not_exists({place}, {value(content)})")
    expression = "SET " + ", ".join(sets)
    if write.adds:
        expression += " ADD " + ", ".join(f"{path(n)} {value(v)}" for n, v in write.adds.items())
    if write.removes:
        expression += " REMOVE " + ", ".join(path(name) for name in write.removes)
    if write.discards:
        discarded = [f"{path(n)} {value(v)}" for n, v in write.discards.items()]
        expression += " DELETE " + ", ".join(discarded)
    return expression
