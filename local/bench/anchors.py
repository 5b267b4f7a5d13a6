"""Bare functions that cold starts are compared with; run by themselves, on packages of their own.

    anchors.py stock | cookbook

`stock`: boto3, Powertools' Logger, pydantic and one client. `cookbook`: a function as Powertools'
documents write it, with its resolver with validation, Logger, Metrics and Tracer, and a table
resource. Prints JSON: milliseconds of processor time from the interpreter's start to the first
answer.
"""

import json
import os
import sys
import time
from typing import Any


def stock(event: Any) -> Any:
    """A client, a logger and a model."""
    import boto3
    from aws_lambda_powertools import Logger
    from pydantic import BaseModel

    class Answer(BaseModel):
        name: str

    logger = Logger(service="anchor")
    boto3.client("dynamodb")
    logger.debug("answered")
    return {"statusCode": 200, "body": Answer(name="Ada").model_dump_json()}


def cookbook(event: Any) -> Any:
    """A route of Powertools' resolver, with everything that its documents put around it."""
    import boto3
    from aws_lambda_powertools import Logger, Metrics, Tracer
    from aws_lambda_powertools.event_handler import APIGatewayRestResolver
    from aws_lambda_powertools.metrics import MetricUnit
    from pydantic import BaseModel

    class Answer(BaseModel):
        name: str

    logger, tracer = Logger(service="anchor"), Tracer(service="anchor")
    metrics = Metrics(namespace="anchor", service="anchor")
    app = APIGatewayRestResolver(enable_validation=True)
    boto3.resource("dynamodb").Table("anchor")

    @app.get("/v1/health")
    @tracer.capture_method
    def answer() -> Answer:
        metrics.add_metric(name="Answers", unit=MetricUnit.Count, value=1)
        return Answer(name="Ada")

    @logger.inject_lambda_context
    @tracer.capture_lambda_handler
    @metrics.log_metrics
    def handler(event: Any, context: Any) -> Any:
        return app.resolve(event, context)

    return handler(event, _Context())


class _Context:
    function_name = memory_limit_in_mb = aws_request_id = invoked_function_arn = "anchor"


_EVENT = {
    "httpMethod": "GET",
    "path": "/v1/health",
    "resource": "/v1/health",
    "headers": {},
    "multiValueHeaders": {},
    "queryStringParameters": None,
    "requestContext": {"requestId": "1", "stage": "api", "path": "/v1/health"},
    "body": None,
    "isBase64Encoded": False,
}


if __name__ == "__main__":
    # What a logger prints must not mix with the figure.
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    handlers = {"stock": stock, "cookbook": cookbook}
    answered = handlers[sys.argv[1]](_EVENT)
    taken = time.process_time() * 1000
    if answered["statusCode"] != 200:
        raise SystemExit(str(answered))
    os.write(out, json.dumps({"cold": taken}).encode())
    os._exit(0)  # A Lambda is frozen, never torn down.
