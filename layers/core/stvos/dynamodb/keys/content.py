"""Content: categories, trainers, classes, live classes, plays and favourites."""

from stvos.dynamodb.keys.primitives import END, IndexKey, Key, Span, UserId, padded
from stvos.dynamodb.keys.tenant import TenantKeys


class ContentKeys(TenantKeys):
    """Keys of what a client offers to watch."""

    def category(self, category_id: int) -> Key:
        return Key(f"{self._c}#CATEGORIES", f"CATEGORY#{padded(category_id)}")

    def categories(self) -> Span:
        return Span.prefix(f"{self._c}#CATEGORIES", "CATEGORY#")

    def content_trainer(self, trainer_id: int) -> Key:
        return Key(f"{self._c}#TRAINERS", f"TRAINER#{padded(trainer_id)}")

    def content_trainers(self) -> Span:
        return Span.prefix(f"{self._c}#TRAINERS", "TRAINER#")

    def fitness_class(self, class_id: int) -> Key:
        # A partition for each class: all members of a client may ask for one at the same time.
        return Key(f"{self._c}#CLASS#{padded(class_id)}", "CLASS")

    def class_in_list(self, class_id: int) -> IndexKey:
        return IndexKey(f"{self._c}#CLASSES", f"CLASS#{padded(class_id)}")

    def classes(self) -> Span:
        return Span.prefix(f"{self._c}#CLASSES", "CLASS#", index="gsi1")

    def live_class(self, live_id: int) -> Key:
        return Key(f"{self._c}#LIVE#{padded(live_id)}", "LIVE")

    def live_class_in_list(self, starts_ms: int, live_id: int) -> IndexKey:
        return IndexKey(f"{self._c}#LIVE_CLASSES", f"{padded(starts_ms)}#{padded(live_id)}")

    def live_classes_between(self, first_ms: int, last_ms: int) -> Span:
        pk = f"{self._c}#LIVE_CLASSES"
        return Span(pk, f"{padded(first_ms)}#", f"{padded(last_ms)}#{END}", index="gsi1")

    def live_places(self, live_id: int, shard: int) -> Key:
        # Shards: thousands join one class within a minute.
        return Key(f"{self._c}#LIVE#{padded(live_id)}#PLACES#{shard}", "PLACES")

    def live_place(self, user: UserId, live_id: int) -> Key:
        return Key(self._user(user), f"LIVE_PLACE#{padded(live_id)}")

    def catalogue(self, snapshot_format: int) -> Key:
        # Two versions of the program may run side by side, each with a snapshot that it can read.
        return Key(f"{self._c}#CATALOGUE", f"FORMAT#{padded(snapshot_format)}")

    def plays(self, class_id: int, shard: int) -> Key:
        # Shards: a class that everybody starts in the same minute heats no partition.
        return Key(f"{self._c}#PLAYS#{shard}", f"CLASS#{padded(class_id)}")

    def all_plays(self, shard: int) -> Span:
        return Span.prefix(f"{self._c}#PLAYS#{shard}", "CLASS#")

    def counted_play(self, session_id: int) -> Key:
        return Key(f"{self._c}#PLAY#{padded(session_id)}", "PLAY")

    def favourite(self, user: UserId, class_id: int) -> Key:
        return Key(self._user(user), f"FAVOURITE#{padded(class_id)}")

    def favourites(self, user: UserId) -> Span:
        return Span.prefix(self._user(user), "FAVOURITE#")
