"""The first plans of a member who registered with what they had answered before."""

from datetime import datetime

from aws_lambda_powertools import Logger

from stvos.accounts.models import Account
from stvos.accounts.repository import AccountRepository
from stvos.clients.repository import ClientRepository
from stvos.dynamodb.keys import Key, UserId, tenant_of
from stvos.dynamodb.table import Table, delete
from stvos.errors import InvalidInput
from stvos.identity.principal import Feature
from stvos.nutrition.service import NutritionPlans
from stvos.plans.workout_service import WorkoutPlans

logger = Logger(service="stvos")


def make_first_plans(table: Table, key: Key, now: datetime) -> None:
    """E12: make the plans for which the brand has the feature and the member has none yet, and
    remove the item that asked for them.

    It may be called twice or die half way: a plan that is there, made here or by the member, stays
    the only one. Where an answer allows no plan, the member asks for one of their own.
    """
    tenant, item = tenant_of(key), table.find(key, consistent=True)
    if tenant is None or item is None:
        return
    account = AccountRepository(table, tenant).find(UserId(item["user_id"]))
    if account is not None:
        features = ClientRepository(table).require(tenant).features
        _make(table, account, features)
    table.write(delete(key))


def _make(table: Table, account: Account, features: frozenset[str]) -> None:
    makers = {
        Feature.WORKOUT_BUILDER: WorkoutPlans(table, account).create_first,
        Feature.NUTRITION: NutritionPlans(table, account).create_first,
    }
    for feature, make in makers.items():
        if feature not in features:
            continue
        try:
            make()
        except InvalidInput as error:
            fields = [field.path for field in error.fields]
            logger.info("no first plan", feature=feature, fields=fields)
