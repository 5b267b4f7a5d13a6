"""Sign-ups with one partner's vouchers, so many a second, by the program's own registration."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from unittest.mock import patch

from local.bench.recording import ENVIRONMENT
from stvos.accounts.registration import Registration
from stvos.accounts.requests import RegisterBody
from stvos.clients.models import Client
from stvos.clock import standing
from stvos.dynamodb import table as table_module
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.marshal import item_to_wire
from stvos.dynamodb.table import Table
from stvos.errors import RateLimited
from stvos.identity import mail_codes, passwords, secrets_store, tokens
from stvos.identity.principal import Principal
from stvos.identity.secrets_store import SigningKey
from stvos.ids import new_ids
from stvos.onboarding.earlier_answers import earlier_answers
from stvos.partners.models import BillingModel, BillingTerms, Partner
from stvos.partners.voucher_repository import VoucherRepository
from stvos.partners.vouchers import Voucher, VoucherState, make_code
from stvos.settings import settings
from stvos.usage.admission import VoucherAdmission, brand_of
from tests.scale.dynamodb import DynamoDb
from tests.scale.pace import Latency
from tests.scale.simulation import START, Simulation

TENANT, PARTNER = ClientId(5), 7


@dataclass
class SignUpLoad:
    """`rate` people a second, for some seconds, each with a voucher of the same expiry."""

    rate: int
    seconds: float
    seed: int = 1
    latency: Latency = field(default_factory=Latency)
    outcomes: Counter[str] = field(default_factory=Counter)
    lasted: list[float] = field(default_factory=list)

    def run(self) -> None:
        self.simulation = Simulation(compute_ms=0.2)
        self.table = DynamoDb(self.simulation, self.seed, self.latency)
        chance = random.Random(self.seed)
        with _in_use(self.table):
            self.table.throttles = False
            codes = self._prepare(Table("scale", self.table))  # type: ignore[arg-type]
            self.table.throttles = True
            self.table.calls.clear()
            self.table.writes.clear()
            at = 0.0
            for number, code in enumerate(codes):
                at += chance.expovariate(self.rate)
                self.simulation.at(at, partial(self._arrive, number, code))
            self.simulation.run()

    def redeemed(self) -> int:
        """How many vouchers the counts say are redeemed."""
        vouchers = VoucherRepository(Table("scale", self.table), TENANT, PARTNER)  # type: ignore[arg-type]
        return vouchers.counters.counts(START).of(VoucherState.REDEEMED)

    # ------------------------------------------------------------

    def _prepare(self, table: Table) -> list[str]:
        keys = Keys(TENANT)
        stamps: dict[str, Any] = {"created_at": START, "updated_at": START}
        brand = Client(id=TENANT, name="Brand", slug="brand", **stamps)
        terms = BillingTerms(
            model=BillingModel.FLAT,
            unit_price=Decimal(1),
            currency="EUR",
            minimum=Decimal(0),
            timezone="UTC",
        )
        partner = Partner(id=PARTNER, client_id=TENANT, name="Acme", billing=terms, **stamps)
        for key, item in (
            (keys.client(), brand.to_item() | {"type": "client"}),
            (keys.partner(PARTNER), partner.to_item() | {"type": "partner"}),
        ):
            self.table.put(item_to_wire(item | {"pk": key.pk, "sk": key.sk}))
        with standing(START):
            vouchers = [
                Voucher(
                    id=number,
                    client_id=TENANT,
                    partner_id=PARTNER,
                    code=make_code("ACME"),
                    expires_at=START + timedelta(days=90),
                    created_at=START,
                )
                for number in new_ids(round(self.rate * self.seconds))
            ]
        repository = VoucherRepository(table, TENANT, PARTNER)
        for first in range(0, len(vouchers), 500):
            repository.add(vouchers[first : first + 500])
        codes = [voucher.code for voucher in vouchers]
        random.Random(self.seed).shuffle(codes)
        return codes

    def _arrive(self, number: int, code: str) -> None:
        began = self.simulation.now()

        def done(_: float) -> None:
            self.lasted.append(self.simulation.now() - began)

        self.simulation.start(partial(self._sign_up, number, code), done)

    def _sign_up(self, number: int, code: str) -> None:
        principal = Principal("key", TENANT, key_id=9, address=f"198.51.{number % 250}.{number}")
        registration = Registration.of(
            principal, partial(VoucherAdmission.require, principal), brand_of, earlier_answers
        )
        body = RegisterBody(
            email=f"member-{number}@example.com",
            password="long enough to be good",
            name=f"Member {number}",
            voucher_code=code,
        )
        try:
            registration.register(body, "phone")
            self.outcomes["signed up"] += 1
        except RateLimited:
            self.outcomes["refused"] += 1


class _Keys:
    """One signing key, without Secrets Manager."""

    def current(self) -> SigningKey:
        return SigningKey("k", "s" * 64)

    def values(self) -> list[str]:
        return ["s" * 64]


@contextmanager
def _in_use(dynamodb: Any) -> Iterator[None]:
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, ENVIRONMENT))
        stack.enter_context(patch.object(table_module, "client", lambda: dynamodb))
        stack.enter_context(patch.object(passwords, "hash_password", lambda password: "hashed"))
        for module in (secrets_store, tokens, mail_codes):
            stack.enter_context(patch.object(module, "signing_keys", _Keys))
        settings.cache_clear()
        yield
    settings.cache_clear()
