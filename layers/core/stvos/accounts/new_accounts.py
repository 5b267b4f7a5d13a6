"""Storing a new account, signed in, with the mail that verifies its address."""

from stvos.accounts.mail_verification import verification_mail
from stvos.accounts.members import MEMBERS
from stvos.accounts.models import Account, SignedInMember
from stvos.accounts.repository import AccountRepository
from stvos.accounts.sign_up_budgets import SignUpBudgets
from stvos.clients.models import Client
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.identity.families import start_family
from stvos.identity.mail_codes import MailCodes, Purpose, no_mail
from stvos.identity.sign_ins import tokens_of


def sign_up(
    table: Table,
    budgets: SignUpBudgets,
    account: Account,
    client: Client,
    user_agent: str,
    *together: Write,
) -> SignedInMember:
    """Store the account with its first sign-in and its code, and `together`: all or nothing.

    Raises UserExists for an address that has an account.
    """
    tenant, now = ClientId(client.id), account.created_at
    family, token = start_family(account, user_agent, now)
    accounts = AccountRepository(table, tenant)
    issued = MailCodes(table, tenant).new(account.email, Purpose.VERIFY, now)
    accounts.add(
        account,
        accounts.sign_ins(account.id).add(family),
        issued.write,
        verification_mail(account, issued, now)
        if budgets.is_mailed(tenant, account.email)
        else no_mail(tenant, now),
        *together,
    )
    return SignedInMember(account, tokens_of(MEMBERS, account, token), client)
