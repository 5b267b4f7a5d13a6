"""A table's stream kept over a restart, which the emulator forgets.

It keeps how far each function has read and drops the records, so that after a restart the
functions wait for as many changes as they had read before, and unread changes are lost.
"""

import copy
from typing import Any

from ministack.core.responses import AccountRegionScopedDict  # type: ignore[import-untyped]
from ministack.services import dynamodb, lambda_svc  # type: ignore[import-untyped]


def keep() -> None:
    """Records and positions are saved together, with the tables; read records are left out."""
    tables, load_tables = dynamodb.get_state, dynamodb.load_persisted_state
    functions = lambda_svc.get_state

    def state_of_tables() -> dict[str, Any]:
        # Tables first: a change made meanwhile is then delivered again, rather than never.
        return {**tables(), "streams": _streams()}

    def state_of_functions() -> dict[str, Any]:
        return {**functions(), "dynamodb_stream_positions": AccountRegionScopedDict()}

    def load(data: dict[str, Any]) -> Any:
        streams = data.pop("streams", {})
        for name, store in _stores().items():
            store.update(streams.get(name, AccountRegionScopedDict()))
        return load_tables(data)

    dynamodb.get_state = state_of_tables
    dynamodb.load_persisted_state = load
    lambda_svc.get_state = state_of_functions


def _stores() -> dict[str, Any]:
    return {
        "records": dynamodb._stream_records,
        "trimmed": dynamodb._stream_trimmed,
        "positions": lambda_svc._dynamodb_stream_positions,
    }


def _streams() -> dict[str, Any]:
    """The unread records of every table, as if the read ones had expired."""
    with lambda_svc._dynamodb_stream_positions_lock:
        positions = copy.deepcopy(lambda_svc._dynamodb_stream_positions)
    records, trimmed = AccountRegionScopedDict(), AccountRegionScopedDict()
    for (account, region, table), live in list(dynamodb._stream_records.all_items()):
        start = dynamodb._stream_trimmed.get_scoped(account, region, table, 0)
        read_up_to = min(
            (
                positions.get_scoped(account, region, mapping["UUID"], start)
                for _, mapping in list(lambda_svc._esms.all_items())
                if f":table/{table}/stream/" in mapping.get("EventSourceArn", "")
            ),
            default=start + len(live),
        )
        unread = max(0, read_up_to - start)
        records.set_scoped(account, region, table, copy.deepcopy(live[unread:]))
        trimmed.set_scoped(account, region, table, start + unread)
    return {"records": records, "trimmed": trimmed, "positions": positions}
