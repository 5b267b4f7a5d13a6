"""What a member sees and changes of themselves."""

from typing import Any, Self

from pydantic import BaseModel

from stvos.accounts.answers import CoachAnswer, MemberAnswer, MemberEnvelope
from stvos.accounts.models import Account, AccountSettings, Profile
from stvos.accounts.repository import AccountRepository
from stvos.accounts.requests import SettingsBody
from stvos.catalogue.repository import CatalogueRepository
from stvos.clients.repository import ClientRepository
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table, Write
from stvos.errors import NotFound
from stvos.identity.principal import Principal
from stvos.members.models import UpdateMemberBody
from stvos.members.pictures import Pictures, picture_url
from stvos.usage.memberships import Memberships


class OwnProfile:
    """One member's own profile and settings."""

    def __init__(
        self,
        accounts: AccountRepository,
        clients: ClientRepository,
        content: CatalogueRepository,
        pictures: Pictures,
        memberships: Memberships,
        account: Account,
    ) -> None:
        self._accounts = accounts
        self._clients = clients
        self._content = content
        self._pictures = pictures
        self._memberships = memberships
        self._account = account

    @classmethod
    def of(cls, principal: Principal, account: Account) -> Self:
        table = Table.of_stack()
        return cls(
            AccountRepository(table, principal.client),
            ClientRepository(table),
            CatalogueRepository(table, principal.client),
            Pictures.of(principal, account),
            Memberships(table, principal.client),
            account,
        )

    def show(self) -> MemberEnvelope:
        """The member as they see themselves."""
        return self._shown(self._pictures.arrived())

    def update(self, body: UpdateMemberBody) -> MemberEnvelope:
        """M1: change what was sent and nothing else: each field is one attribute of the write, so
        that two changes at the same time both stay.
        """
        sets: dict[str, Any] = {}
        removes: list[str] = []
        together: list[Write] = []
        if "name" in body.model_fields_set:
            sets["name"] = body.name or self._account.email.partition("@")[0]
            if self._account.partner_id is not None:
                user = UserId(self._account.id)
                together.append(self._memberships.rename(user, sets["name"]))
        if "profile" in body.model_fields_set:
            _change_part("profile", body.profile, Profile().to_item(), sets, removes)
        if "settings" in body.model_fields_set:
            blank = self._blank_settings(body.settings)
            _change_part("settings", body.settings, blank, sets, removes)
        account = self._account
        if sets or removes:
            account = self._accounts.change(
                UserId(account.id), sets=sets, removes=removes, together=together
            )
        return self._shown(account)

    def _blank_settings(self, body: SettingsBody | None) -> dict[str, Any]:
        """What cleared settings become; the zone becomes the brand's, as when signing up."""
        blank = AccountSettings().to_item()
        if body is None or ("timezone" in body.model_fields_set and body.timezone is None):
            client = self._clients.require(ClientId(self._account.client_id))
            blank["timezone"] = client.timezone
        return blank

    def _shown(self, account: Account) -> MemberEnvelope:
        coach = self._coach(account.coach_id) if account.coach_id else None
        return MemberEnvelope(user=MemberAnswer.of(account, coach, picture_url(account)))

    def _coach(self, coach_id: int) -> CoachAnswer | None:
        try:
            trainer = self._content.trainer(coach_id)
        except NotFound:
            return None
        return CoachAnswer(id=trainer.id, name=trainer.name, image=trainer.image)


def _change_part(
    part: str,
    body: BaseModel | None,
    blank: dict[str, Any],
    sets: dict[str, Any],
    removes: list[str],
) -> None:
    """The changes of a nested part; what is cleared becomes what it is in `blank`, if anything."""
    if body is None:
        sets[part] = blank
        return
    for name in body.model_fields_set:
        value = getattr(body, name)
        if value is None:
            value = blank.get(name)
        if value is None:
            removes.append(f"{part}.{name}")
        else:
            sets[f"{part}.{name}"] = value
