"""DynamoDB access pattern V9 of docs/data-model.md: how often classes were watched to the end."""

from stvos.catalogue.plays import PlayCounts
from stvos.dynamodb.keys import Key


class CompletionCounts(PlayCounts):
    """One client's completions, counted beside its plays and in the same way."""

    counted = "completions"

    def mark(self, session_id: int) -> Key:
        return self._keys.counted_completion(session_id)
