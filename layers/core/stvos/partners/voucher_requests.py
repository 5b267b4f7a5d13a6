"""Requests about vouchers."""

from typing import Annotated

from pydantic import Field, StringConstraints

from stvos.models import Body, Instant, Query
from stvos.paging import EndlessQuery
from stvos.partners.vouchers import VoucherState


class NewVouchersBody(Body):
    """Up to 500 codes in one call. `expiresAt` must be in the future; without it the codes do not
    expire.
    """

    quantity: Annotated[int, Field(ge=1, le=500)]
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,12}$")] | None = None
    expires_at: Instant | None = None


class VouchersQuery(EndlessQuery):
    """`search`: the beginning of a code, in any case, with or without dashes."""

    status: VoucherState | None = None
    search: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = None


class VoucherExportQuery(Query):
    """Which vouchers to export."""

    status: VoucherState | None = None
