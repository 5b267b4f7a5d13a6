"""What members find in a brand's catalogue."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Self

from stvos.catalogue.favourites import FavouriteRepository
from stvos.catalogue.live_repository import LiveClassRepository
from stvos.catalogue.models import LiveClass
from stvos.catalogue.records import CountedCategory
from stvos.catalogue.repository import CatalogueRepository
from stvos.catalogue_search.catalogue import current_catalogue
from stvos.catalogue_search.index import CatalogueIndex, Page
from stvos.catalogue_search.live import Listing, index_of, listings
from stvos.catalogue_search.queries import BrowseQuery, FilterQuery, LiveQuery, SearchQuery
from stvos.catalogue_search.results import (
    ClassResults,
    ClassWithRelated,
    FrontPage,
    UnfinishedClass,
    UnfinishedSession,
)
from stvos.clock import Clock, utc_now
from stvos.dynamodb.table import Table
from stvos.errors import InvalidInput, NotFound
from stvos.identity.principal import Feature, Principal
from stvos.paging import PageQuery

ROW_SIZE = 10
"""How many classes each row of the front page holds."""
RELATED = 6


class Content:
    """One brand's catalogue, as of now."""

    def __init__(
        self,
        catalogue: CatalogueIndex,
        content: CatalogueRepository,
        live: LiveClassRepository,
        features: frozenset[str],
        newest: Callable[[], CatalogueIndex],
        now: Clock = utc_now,
    ) -> None:
        """`newest` asks whether there is a newer catalogue and answers the one there is."""
        self._catalogue = catalogue
        self._newest = newest
        self._content = content
        self._live = live
        self._features = features
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        table, tenant = Table.of_stack(), principal.client
        return cls(
            current_catalogue(tenant),
            CatalogueRepository(table, tenant),
            LiveClassRepository(table, tenant),
            principal.features,
            partial(current_catalogue, tenant, newest=True),
        )

    def browse(self, wanted: BrowseQuery) -> ClassResults:
        """The recorded classes that pass the filters, or the live ones to come."""
        return self._find(
            wanted,
            lambda index: index.browse(
                wanted.filter, wanted.order, page=wanted.page, limit=wanted.limit, now=self._now()
            ),
        )

    def search(self, wanted: SearchQuery) -> ClassResults:
        """The classes that have every word, best first."""
        return self._find(
            wanted,
            lambda index: index.search(
                wanted.q, wanted.filter, page=wanted.page, limit=wanted.limit, now=self._now()
            ),
        )

    def fitness_class(self, class_id: int) -> ClassWithRelated:
        """A published class; raises NotFound."""
        found = self._catalogue.by_ids([class_id], now=self._now())
        if not found:
            self._catalogue = self._newest()
            found = self._catalogue.by_ids([class_id], now=self._now())
        if not found:
            raise NotFound
        related = self._catalogue.related(class_id, RELATED, now=self._now())
        return ClassWithRelated(found[0], related)

    def categories(self) -> list[CountedCategory]:
        """Every category, with the number of its published classes."""
        return self._catalogue.categories(now=self._now())

    def live_classes(self, wanted: LiveQuery) -> ClassResults:
        """The live classes of a time, soonest first; without one, all that are not over."""
        if wanted.from_ and wanted.to and wanted.to < wanted.from_:
            raise InvalidInput.at("query.to", "must not be before from")
        found = self._live.on_or_after(wanted.from_ or self._now(), wanted.to)
        return ClassResults(self._listings(wanted.cut(found)), len(found))

    def live_class(self, live_id: int) -> Listing:
        """A live class, past ones too; raises NotFound."""
        found = self._listings([self._live.live_class(live_id)])
        if not found:
            raise NotFound
        return found[0]

    def front_page(self, unfinished: Sequence[UnfinishedSession]) -> FrontPage:
        """What the app shows first; live classes only where the brand has them."""
        now, index = self._now(), self._catalogue
        has_live = Feature.LIVE_CLASSES in self._features
        live = self._live.next(now, ROW_SIZE) if has_live else []
        watched = {i.id: i for i in index.by_ids({u.class_id for u in unfinished}, now=now)}
        return FrontPage(
            featured=index.featured(ROW_SIZE, now=now),
            unfinished=[
                UnfinishedClass(
                    watched[u.class_id], u.session_id, u.position_seconds, u.percent_complete
                )
                for u in unfinished
                if u.class_id in watched
            ],
            upcoming_live=self._listings(live),
            categories=index.categories(now=now),
            new_this_week=index.new_this_week(ROW_SIZE, now=now),
        )

    def _find(self, wanted: FilterQuery, ask: Callable[[CatalogueIndex], Page]) -> ClassResults:
        if not wanted.is_live:
            page = ask(self._catalogue)
            return ClassResults(page.items, page.total)
        if Feature.LIVE_CLASSES not in self._features:
            return ClassResults([], 0)
        found = {item.live.id: item for item in self._listings(self._live.on_or_after(self._now()))}
        index = index_of(list(found.values()))
        page = ask(index)
        index.close()
        return ClassResults([found[item.id] for item in page.items], page.total)

    def _listings(self, live: Sequence[LiveClass]) -> list[Listing]:
        return listings(live, self._catalogue, self._content)


class Favourites:
    """The classes one member marked."""

    def __init__(
        self,
        catalogue: CatalogueIndex,
        favourites: FavouriteRepository,
        newest: Callable[[], CatalogueIndex],
        now: Clock = utc_now,
    ) -> None:
        self._catalogue = catalogue
        self._newest = newest
        self._favourites = favourites
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        tenant = principal.client
        return cls(
            current_catalogue(tenant),
            FavouriteRepository(Table.of_stack(), tenant, principal.user),
            partial(current_catalogue, tenant, newest=True),
        )

    def page(self, wanted: PageQuery) -> ClassResults:
        """The marked classes that are published, the last marked first."""
        ids = [mark.class_id for mark in self._favourites.all()]
        found = self._catalogue.by_ids(ids, now=self._now())
        return ClassResults(wanted.cut(found), len(found))

    def add(self, class_id: int) -> None:
        """Mark a published class; raises NotFound."""
        self._require(class_id)
        self._favourites.add(class_id, self._now())

    def remove(self, class_id: int) -> None:
        """Take the mark off, if there is one; raises NotFound for an unknown class."""
        if not self._favourites.remove(class_id):
            self._require(class_id)

    def _require(self, class_id: int) -> None:
        if self._catalogue.by_ids([class_id], now=self._now()):
            return
        self._catalogue = self._newest()
        if not self._catalogue.by_ids([class_id], now=self._now()):
            raise NotFound
