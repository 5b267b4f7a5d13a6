"""The partner on whose account somebody is a member, as the member sees it."""

from stvos.accounts.answers import PartnerNameAnswer
from stvos.accounts.models import Account
from stvos.keys import ClientId
from stvos.partners.repository import PartnerRepository
from stvos.table import Table


def employer_of(account: Account) -> PartnerNameAnswer | None:
    """W2: the account's partner; None without one."""
    if account.partner_id is None:
        return None
    partners = PartnerRepository(Table.of_stack(), ClientId(account.client_id))
    partner = partners.get(account.partner_id)
    return PartnerNameAnswer.model_validate(partner) if partner else None
