"""Requests about vouchers."""

from datetime import UTC, datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, StringConstraints

from stvos.models import Body, InstantOrDay, Query
from stvos.paging import EndlessQuery
from stvos.partners.vouchers import VoucherState
from stvos.patterns import matching


def _without_outer_dashes(prefix: object) -> object:
    return prefix.strip("-").upper() if isinstance(prefix, str) else prefix


class NewVouchersBody(Body):
    """Up to 500 codes in one call. `prefix` is read in any case, dashes around it are dropped.
    `expiresAt`: an instant, or a date, whose end in the partner's time zone it means; it must be in
    the future. Without it the codes do not expire.
    """

    quantity: Annotated[int, Field(ge=1, le=500)]
    prefix: (
        Annotated[
            str,
            BeforeValidator(_without_outer_dashes),
            StringConstraints(max_length=12),
            matching(r"^[A-Z0-9]+$", "letters A to Z and digits"),
        ]
        | None
    ) = None
    expires_at: InstantOrDay | None = None

    def expiry(self, zone: str) -> datetime | None:
        """The instant after which the codes are worth nothing, in whole seconds."""
        if self.expires_at is None:
            return None
        if isinstance(self.expires_at, datetime):
            # The conditions of writes compare epoch seconds.
            return self.expires_at.replace(microsecond=0)
        return datetime.combine(self.expires_at, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)


class VouchersQuery(EndlessQuery):
    """`search`: the beginning of a code or of one of its groups, in any case, with or without
    dashes.
    """

    status: VoucherState | None = None
    search: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = None


class VoucherExportQuery(Query):
    """Which vouchers to export."""

    status: VoucherState | None = None
