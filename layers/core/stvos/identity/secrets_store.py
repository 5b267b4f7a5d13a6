"""Secrets from Secrets Manager: the token signing keys and the operator's key.

Two versions of the signing secret are live, AWSCURRENT and AWSPREVIOUS. Tokens are signed with
the current one and accepted from both, so a rotation signs out no one.
"""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from stvos import aws
from stvos.ids import fingerprint
from stvos.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

MAX_AGE_SECONDS = 300
# After a rotation a token may name a key this process has not seen: look again, but not for
# every forged token.
_REFRESH_SECONDS = 5


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A symmetric key and the identifier that tokens name it by."""

    id: str
    secret: str


@lru_cache(maxsize=1)
def client() -> "SecretsManagerClient":
    return aws.client("secretsmanager")


class SecretVersions:
    """The live versions of one secret, fetched at most every five minutes."""

    def __init__(self, secret_id: str) -> None:
        self._secret_id = secret_id
        self._fetched_at = float("-inf")
        self._versions: list[SigningKey] = []

    def current(self) -> SigningKey:
        return self._live(MAX_AGE_SECONDS)[0]

    def find(self, key_id: str) -> SigningKey | None:
        """The live key of this id; an unknown id may be newer than what this process holds."""
        for age in (MAX_AGE_SECONDS, _REFRESH_SECONDS):
            for key in self._live(age):
                if key.id == key_id:
                    return key
        return None

    def values(self) -> list[str]:
        return [key.secret for key in self._live(MAX_AGE_SECONDS)]

    def _live(self, max_age: float) -> list[SigningKey]:
        if time.monotonic() - self._fetched_at > max_age:
            stages = ("AWSCURRENT", "AWSPREVIOUS")
            secrets = [secret for stage in stages if (secret := self._fetch(stage))]
            self._versions = [SigningKey(fingerprint("kid", s)[:12], s) for s in secrets]
            self._fetched_at = time.monotonic()
        return self._versions

    def _fetch(self, stage: str) -> str | None:
        try:
            answer = client().get_secret_value(SecretId=self._secret_id, VersionStage=stage)
        except ClientError as error:
            missing = error.response["Error"]["Code"] == "ResourceNotFoundException"
            if missing and stage == "AWSPREVIOUS":
                return None  # Never rotated yet.
            raise
        text = answer["SecretString"]
        return str(json.loads(text)["secret"]) if text.startswith("{") else text


@lru_cache(maxsize=1)
def signing_keys() -> SecretVersions:
    return SecretVersions(settings().signing_secret)


def keyed_hashes(*parts: str) -> list[str]:
    """HMACs of the parts under each live signing key, the current one's first.

    For what is guessable by trying all: who reads the table alone cannot try. After a rotation what
    was stored under the key before is still found.
    """
    content = "\x1f".join(parts).encode()
    return [
        hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
        for secret in signing_keys().values()
    ]


@lru_cache(maxsize=1)
def operator_keys() -> SecretVersions:
    return SecretVersions(settings().admin_secret)
