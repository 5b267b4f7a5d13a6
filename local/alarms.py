"""The stack's alarms, as they are written into template.yaml: what each watches and means.

What to do about each is in docs/operations.md.
"""

from dataclasses import dataclass

BEGIN = "  # Written by `make openapi` from local/alarms.py.\n"
END = "  # End of the alarms.\n"

_MINUTE = 60
_HOUR = 3600


@dataclass(frozen=True)
class Alarm:
    """Sounds when the metric is over the threshold in each of the periods; no data is good news."""

    name: str
    meaning: str
    metric: str
    dimensions: str
    threshold: float = 0
    statistic: str = "Sum"
    seconds: int = 5 * _MINUTE
    periods: int = 1
    # Of what must happen: sounds when it happens less often, and when there is no data.
    at_least: bool = False

    def __str__(self) -> str:
        namespace, _, metric = self.metric.rpartition("/")
        comparison = "LessThanThreshold" if self.at_least else "GreaterThanThreshold"
        missing = "breaching" if self.at_least else "notBreaching"
        watched = (
            f"Namespace: {namespace}, MetricName: {metric}, Dimensions: [{self.dimensions}], "
            f"Statistic: {self.statistic}, Period: {self.seconds}, EvaluationPeriods: "
            f"{self.periods}, Threshold: {self.threshold:g}, ComparisonOperator: {comparison}, "
            f"TreatMissingData: {missing}"
        )
        return (
            f"\n  {self.name}Alarm:\n"
            "    Type: AWS::CloudWatch::Alarm\n"
            f"    Properties: {{AlarmDescription: {self.meaning}, AlarmActions: [!Ref Alarms], "
            f"{watched}}}\n"
        )


def _table(metric: str, what: str, *, of_index: bool = False) -> Alarm:
    name = f"{'Index' if of_index else 'Table'}{what}"
    index = ", {Name: GlobalSecondaryIndexName, Value: gsi1}" if of_index else ""
    return Alarm(
        f"{name}Throttled",
        f"DynamoDB throttles {what.lower()} of the {'index' if of_index else 'table'}",
        f"AWS/DynamoDB/{metric}",
        f"{{Name: TableName, Value: !Ref Table}}{index}",
        threshold=10,
    )


def _queue(name: str, lost: str, *, oldest: int) -> tuple[Alarm, Alarm]:
    """What could not be done, and what waits for more than `oldest` seconds."""
    return (
        Alarm(
            f"{name}DeadLetters",
            f"{lost} after every try",
            "AWS/SQS/ApproximateNumberOfMessagesVisible",
            f"{{Name: QueueName, Value: !GetAtt {name}DeadLetters.QueueName}}",
            statistic="Maximum",
        ),
        Alarm(
            f"{name}Backlog",
            f"A message of the queue has waited for {oldest // _MINUTE} minutes",
            "AWS/SQS/ApproximateAgeOfOldestMessage",
            f"{{Name: QueueName, Value: !GetAtt {name}Queue.QueueName}}",
            threshold=oldest,
            statistic="Maximum",
        ),
    )


def _stream(function: str, name: str, meaning: str) -> Alarm:
    return Alarm(
        name,
        meaning,
        "AWS/Lambda/IteratorAge",
        f"{{Name: FunctionName, Value: !Ref {function}}}",
        threshold=5 * _MINUTE * 1000,
        statistic="Maximum",
        periods=3,
    )


def _failed_batches(function: str, name: str, meaning: str) -> Alarm:
    """Of a reader of the stream: Lambda gave a batch up and kept it in the bucket."""
    return Alarm(
        name,
        meaning,
        "AWS/Lambda/OnFailureDestinationDeliveredEventCount",
        f"{{Name: EventSourceMappingUUID, Value: !Ref {function}Changes}}",
    )


def _errors(function: str, name: str, meaning: str) -> Alarm:
    dimension = f"{{Name: FunctionName, Value: !Ref {function}}}"
    return Alarm(name, meaning, "AWS/Lambda/Errors", dimension)


ALARMS = (
    Alarm(
        "ApiErrors",
        "More than 1 % of the answers are 5xx",
        "AWS/ApiGateway/5XXError",
        "{Name: ApiName, Value: !Ref AWS::StackName}, {Name: Stage, Value: api}",
        threshold=0.01,
        statistic="Average",
    ),
    Alarm(
        "FunctionsThrottled",
        "Lambda refuses calls; the account's concurrency is used up",
        "AWS/Lambda/Throttles",
        "",
        threshold=10,
    ),
    _table("WriteThrottleEvents", "Writes"),
    _table("ReadThrottleEvents", "Reads"),
    _table("WriteThrottleEvents", "Writes", of_index=True),
    _table("ReadThrottleEvents", "Reads", of_index=True),
    Alarm(
        "StreamDeadLetters",
        "A change of the table or an announcement of use could not be read",
        "AWS/SQS/ApproximateNumberOfMessagesVisible",
        "{Name: QueueName, Value: !GetAtt StreamDeadLetters.QueueName}",
        statistic="Maximum",
    ),
    _stream(
        "ProjectActivityFunction",
        "StreamLag",
        "Counts of partners and members are minutes behind",
    ),
    _stream("RouteChangesFunction", "RoutingLag", "Mails and catalogue changes are minutes behind"),
    _failed_batches(
        "ProjectActivityFunction", "FailedActivity", "Use of members was given up and kept"
    ),
    _failed_batches(
        "RouteChangesFunction", "FailedRouting", "Mails or catalogue changes were given up and kept"
    ),
    *_queue("Mail", "A mail could not be sent", oldest=2 * _HOUR),
    *_queue("MailFeedback", "A bounce or complaint could not be noted", oldest=_HOUR),
    *_queue("Erase", "An account could not be erased", oldest=_HOUR),
    *_queue("Export", "A member's data could not be exported", oldest=_HOUR),
    *_queue("Spreadsheet", "A partner's spreadsheet could not be made", oldest=_HOUR),
    *_queue("Plan", "A plan could not be made in the background", oldest=10 * _MINUTE),
    *_queue("Catalogue", "A client's catalogue could not be rebuilt", oldest=10 * _MINUTE),
    *_queue("Counting", "What members did could not be counted", oldest=5 * _MINUTE),
    *_queue("Billing", "A partner's billing report could not be made", oldest=_HOUR),
    _errors(
        "BillDuePartnersFunction",
        "BillingSchedule",
        "The partners whose reports are due could not be queued",
    ),
    Alarm(
        "BillingScheduleSilent",
        "The billing schedule has not run for three hours",
        "AWS/Lambda/Invocations",
        "{Name: FunctionName, Value: !Ref BillDuePartnersFunction}",
        threshold=1,
        seconds=_HOUR,
        periods=3,
        at_least=True,
    ),
    *_queue("Due", "What was due of an item could not be done", oldest=10 * _MINUTE),
    _errors("FindDueFunction", "DueSchedule", "What is due could not be queued"),
    Alarm(
        "DueScheduleSilent",
        "The schedule of due work has not run for fifteen minutes",
        "AWS/Lambda/Invocations",
        "{Name: FunctionName, Value: !Ref FindDueFunction}",
        threshold=1,
        periods=3,
        at_least=True,
    ),
    _errors(
        "RotateSigningKeyFunction",
        "KeyRotation",
        "The key that signs access tokens could not be replaced",
    ),
)


def rendered() -> str:
    """The alarms as resources of the template."""
    return "".join(map(str, ALARMS)) + "\n"
