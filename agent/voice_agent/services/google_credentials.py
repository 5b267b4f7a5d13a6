"""Google's credentials from their JSON, also where AWS keeps a role's keys for containers.

Google's library knows the keys of EC2 and of Lambda; a container on ECS gets them from an address
of its own (docs.aws.amazon.com/sdkref, "Container credential provider").
"""

import json
import os
import urllib.request
from pathlib import Path
from typing import Any

from google.auth import aws, exceptions, load_credentials_from_dict
from google.auth.credentials import Credentials

_SCOPE = "https://www.googleapis.com/auth/cloud-platform"
_CONTAINERS_HOST = "http://169.254.170.2"
_SECONDS = 5


def credentials_of(text: str) -> Credentials:
    """Raises ValueError, GoogleAuthError for text that is none of Google's."""
    info = json.loads(text)
    if not isinstance(info, dict):
        raise ValueError("the credentials are no JSON object")
    source = info.get("credential_source") or {}
    if str(source.get("environment_id", "")).startswith("aws") and _containers_address():
        return _of_container(info)
    credentials, _ = load_credentials_from_dict(info, scopes=[_SCOPE])  # type: ignore[no-untyped-call]
    found: Credentials = credentials
    return found


def _of_container(info: dict[str, Any]) -> Credentials:
    credentials: Credentials = aws.Credentials(  # type: ignore[no-untyped-call]
        audience=info["audience"],
        subject_token_type=info["subject_token_type"],
        token_url=info["token_url"],
        service_account_impersonation_url=info.get("service_account_impersonation_url"),
        aws_security_credentials_supplier=ContainerKeys(),
        scopes=[_SCOPE],
    )
    return credentials


class ContainerKeys(aws.AwsSecurityCredentialsSupplier):
    """The keys of the task's role, which AWS renews."""

    def get_aws_security_credentials(self, context: object, request: object) -> Any:
        """Raises RefreshError."""
        token = os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN", "")
        if file := os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"):
            token = Path(file).read_text("utf-8").strip()
        asked = urllib.request.Request(  # noqa: S310 - AWS's own address
            _containers_address(), headers={"Authorization": token} if token else {}
        )
        try:
            with urllib.request.urlopen(asked, timeout=_SECONDS) as answer:  # noqa: S310
                keys = json.load(answer)
            return aws.AwsSecurityCredentials(
                keys["AccessKeyId"], keys["SecretAccessKey"], keys["Token"]
            )
        except (OSError, ValueError, KeyError) as error:
            raise _refused("AWS gave no keys for this container") from error

    def get_aws_region(self, context: object, request: object) -> str:
        """Raises RefreshError."""
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        if not region:
            raise _refused("AWS_REGION is not set")
        return region


def _refused(reason: str) -> exceptions.RefreshError:
    return exceptions.RefreshError(reason)  # type: ignore[no-untyped-call]


def _containers_address() -> str:
    """Where the keys are; empty elsewhere than in a container."""
    if path := os.environ.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"):
        return f"{_CONTAINERS_HOST}{path}"
    return os.environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI", "")
