"""Signing in to the partner portal: no key, the mail address finds partner and brand."""

from functools import partial
from typing import Self

from stvos.clients.models import Client
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.identity.sign_ins import SignedIn, SignIns
from stvos.partners.models import Partner, Staff, StaffSignedIn
from stvos.partners.repository import PartnerRepository
from stvos.partners.staff_kind import STAFF
from stvos.partners.staff_repository import find_staff


class StaffSignIns:
    """Signing partners' staff in, by the members' rules."""

    def __init__(self, table: Table, address: str, now: Clock = utc_now) -> None:
        self._table = table
        self._sign_ins = SignIns(table, STAFF, None, address, now)

    @classmethod
    def of(cls, address: str) -> Self:
        return cls(Table.of_stack(), address)

    def login(self, email: str, password: str, user_agent: str) -> StaffSignedIn:
        """Sign in with a password; guesses are limited as members' are."""
        find = partial(find_staff, self._table, email)
        return self._with_partner(self._sign_ins.login(email, password, user_agent, find))

    def refresh(self, refresh_token: str) -> StaffSignedIn:
        """Exchange a refresh token for its successor and a new access token."""
        return self._with_partner(self._sign_ins.refresh(refresh_token, None))

    def _with_partner(self, signed_in: SignedIn[Staff]) -> StaffSignedIn:
        staff = signed_in.person
        return StaffSignedIn(staff, *partner_and_client_of(self._table, staff), signed_in.tokens)


def partner_and_client_of(table: Table, staff: Staff) -> tuple[Partner, Client]:
    """The partner that a staff member works for, and its client."""
    tenant = ClientId(staff.client_id)
    return (
        PartnerRepository(table, tenant).require(staff.partner_id),
        ClientRepository(table).require(tenant),
    )
