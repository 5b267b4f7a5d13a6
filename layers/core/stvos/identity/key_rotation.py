"""Replacing the key that signs access tokens, without signing anybody out.

The key before stays valid as AWSPREVIOUS, so there must never be two rotations while a token of
the older key can live: that is as long as a token lives, counted from when the last process let
go of the older key.
"""

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Self
from uuid import NAMESPACE_OID, uuid5

from aws_lambda_powertools import Logger
from botocore.exceptions import ClientError

from stvos.clock import Clock, real_now
from stvos.identity import secrets_store
from stvos.identity.lifetimes import ACCESS_LIFETIME
from stvos.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

logger = Logger(service="stvos")

YOUNGEST = ACCESS_LIFETIME + 2 * timedelta(seconds=secrets_store.MAX_AGE_SECONDS)
"""A key younger than this is not replaced."""


class KeyRotation:
    """Rotates one signing secret."""

    def __init__(
        self, secretsmanager: "SecretsManagerClient", secret_id: str, now: Clock = real_now
    ) -> None:
        self._secrets = secretsmanager
        self._secret_id = secret_id
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        return cls(secrets_store.client(), settings().signing_secret)

    def rotate(self) -> bool:
        """Make a new key the current one; False when the current one is too young for it.

        The new version's id follows from the current one's: of two parallel rotations, as a
        schedule delivered twice makes them, Secrets Manager takes one.
        """
        current = self._secrets.get_secret_value(SecretId=self._secret_id)
        age = self._now() - current["CreatedDate"]
        if age < YOUNGEST:
            logger.warning("key not rotated", age_seconds=round(age.total_seconds()))
            return False
        try:
            self._secrets.put_secret_value(
                SecretId=self._secret_id,
                ClientRequestToken=str(uuid5(NAMESPACE_OID, current["VersionId"])),
                SecretString=secrets.token_urlsafe(64),
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceExistsException":
                raise
            logger.warning("key not rotated", reason="another rotation was first")
            return False
        logger.info("key rotated")
        return True
