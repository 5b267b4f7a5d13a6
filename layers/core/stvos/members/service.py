"""What a member sees and changes of themselves."""

from typing import Any, Self

from stvos.accounts.answers import CoachAnswer, MemberAnswer, MemberEnvelope
from stvos.accounts.models import Account, AccountSettings, Profile
from stvos.accounts.repository import AccountRepository
from stvos.accounts.requests import SettingsBody
from stvos.catalogue.repository import CatalogueRepository
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table, Write
from stvos.errors import NotFound
from stvos.identity.principal import Principal
from stvos.members.pictures import Pictures, picture_url
from stvos.members.requests import UpdateMemberBody
from stvos.models import AttributeChanges
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
        now: Clock = utc_now,
    ) -> None:
        self._accounts = accounts
        self._clients = clients
        self._content = content
        self._pictures = pictures
        self._memberships = memberships
        self._account = account
        self._now = now

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
        account = self._account
        changes = body.attribute_changes(self._defaults(body))
        if consent := changes.sets.get("settings.voice_consent"):
            consent["given_at"] = self._now().isoformat()
        together: list[Write] = []
        if "name" in changes.sets and account.partner_id is not None:
            together = [self._memberships.rename(UserId(account.id), changes.sets["name"])]
        if changes.sets or changes.removes:
            account = self._accounts.change(
                UserId(account.id), sets=changes.sets, removes=changes.removes, together=together
            )
        if _ends_transcripts(changes):
            # After the consent is gone, so that no other comes; a repetition removes the rest.
            from stvos.onboarding.transcripts import forget_transcripts

            forget_transcripts(Table.of_stack(), ClientId(account.client_id), UserId(account.id))
        return self._shown(account)

    def _defaults(self, body: UpdateMemberBody) -> dict[str, Any]:
        """What is cleared becomes what it was when the member signed up without it."""
        account, settings = self._account, AccountSettings().to_item()
        if "settings" in body.model_fields_set and _clears_zone(body.settings):
            client = self._clients.require(ClientId(account.client_id))
            settings["timezone"] = client.timezone
        name = account.email.partition("@")[0]
        return {"name": name, "profile": Profile().to_item(), "settings": settings}

    def _shown(self, account: Account) -> MemberEnvelope:
        coach = self._coach(account.coach_id) if account.coach_id else None
        return MemberEnvelope(user=MemberAnswer.of(account, coach, picture_url(account)))

    def _coach(self, coach_id: int) -> CoachAnswer | None:
        try:
            trainer = self._content.require_trainer(coach_id)
        except NotFound:
            return None
        return CoachAnswer(id=trainer.id, name=trainer.name, image=trainer.image)


def _ends_transcripts(changes: AttributeChanges) -> bool:
    """Whether a change takes the consent to transcripts back."""
    name = "settings.voice_consent"
    if name in changes.sets:
        return not changes.sets[name]["transcript"]
    return name in changes.removes or "settings" in changes.sets


def _clears_zone(body: SettingsBody | None) -> bool:
    return body is None or ("timezone" in body.model_fields_set and body.timezone is None)
