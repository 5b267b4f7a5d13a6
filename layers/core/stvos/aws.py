"""Clients of AWS services, all made by one session.

They are botocore's, which boto3's are too: boto3's package adds resources and managed transfers,
and importing those is a tenth of a cold start (decision 0008). A session keeps what it has read
of botocore's data, so a second client costs a fraction of the first.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, overload

import botocore.session
from botocore.config import Config
from botocore.session import Session

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient


@lru_cache(maxsize=1)
def session() -> Session:
    """The process's session: its region and its credentials."""
    return botocore.session.get_session()


@overload
def client(service: Literal["apigateway"], config: Config | None = None) -> "APIGatewayClient": ...
@overload
def client(service: Literal["dynamodb"], config: Config | None = None) -> "DynamoDBClient": ...
@overload
def client(service: Literal["s3"], config: Config | None = None) -> "S3Client": ...
@overload
def client(
    service: Literal["scheduler"], config: Config | None = None
) -> "EventBridgeSchedulerClient": ...
@overload
def client(
    service: Literal["secretsmanager"], config: Config | None = None
) -> "SecretsManagerClient": ...
@overload
def client(service: Literal["sesv2"], config: Config | None = None) -> "SESV2Client": ...
@overload
def client(service: Literal["sqs"], config: Config | None = None) -> "SQSClient": ...
@overload
def client(service: Literal["ssm"], config: Config | None = None) -> "SSMClient": ...
@overload
def client(service: str, config: Config | None = None) -> Any: ...


def client(service: str, config: Config | None = None) -> Any:
    """A new client; whoever asks keeps it for the life of the process."""
    return session().create_client(service, config=config)


@lru_cache
def s3(read_timeout: int = 10) -> "S3Client":
    """The process's client of the bucket; who moves large objects waits longer (seconds)."""
    config = Config(connect_timeout=2, read_timeout=read_timeout, retries={"mode": "standard"})
    return client("s3", config)
