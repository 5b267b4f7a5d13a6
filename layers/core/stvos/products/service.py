"""Rules of products: partners manage their own, the app shows those of all partners."""

from typing import TYPE_CHECKING, Self

from stvos.clock import Clock, day_of, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidInput
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.money import rounded
from stvos.months import Month
from stvos.partners.repository import PartnerRepository
from stvos.products.models import MAX_DEPTH, OfferPage, Product
from stvos.products.repository import OfferRepository, ProductRepository
from stvos.products.requests import ChangeProductBody, NewProductBody, OffersQuery

if TYPE_CHECKING:
    from stvos.partners.models import Staff


class Products:
    """One partner's products, managed by its staff."""

    def __init__(self, table: Table, staff: "Staff", now: Clock = utc_now) -> None:
        self._repository = ProductRepository(table, ClientId(staff.client_id), staff.partner_id)
        self._table = table
        self._staff = staff
        self._now = now

    @classmethod
    def of(cls, staff: "Staff") -> Self:
        return cls(Table.of_stack(), staff)

    def all(self) -> list[Product]:
        """The newest first."""
        return self._repository.all()

    def create(self, body: NewProductBody) -> Product:
        """Add a product; raises Conflict when the partner has two hundred."""
        now = self._now()
        product = Product(
            **body.model_dump(by_alias=False, exclude={"currency"}),
            currency=body.currency or self._billing_currency(),
            id=new_id(),
            client_id=self._staff.client_id,
            partner_id=self._staff.partner_id,
            created_at=now,
            updated_at=now,
        )
        _require_payable(product)
        self._repository.add(product)
        return product

    def _billing_currency(self) -> str:
        partners = PartnerRepository(self._table, ClientId(self._staff.client_id))
        partner = partners.require(self._staff.partner_id)
        this_month = Month.of(day_of(self._now(), partner.billing.timezone))
        return partner.prices_in(this_month).currency

    def change(self, product_id: int, body: ChangeProductBody) -> Product:
        """Change the given fields."""
        before = self._repository.require(product_id)
        changed = body.applied_to(before.model_dump()) | {"updated_at": self._now()}
        after = Product.model_validate(changed)
        _require_payable(after)
        self._repository.replace(before, after)
        return after

    def delete(self, product_id: int) -> None:
        """Remove a product; raises NotFound."""
        self._repository.remove(product_id, self._now())


class Offers:
    """The products of all partners of a brand, which its app shows to every member."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._repository = OfferRepository(table, tenant)

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal.client)

    def page(self, asked: OffersQuery) -> OfferPage:
        """A page of the list, newest first."""
        after = asked.after(self._repository.span)
        if after is None and not asked.is_within(MAX_DEPTH):
            return OfferPage([], self._repository.total(), None)
        skip = 0 if after else asked.start
        page = self._repository.page(skip, asked.limit, after)
        products = [Product.of_item(item) for item in page.items]
        return OfferPage(products, self._repository.total(), page.after)

    def require(self, product_id: int) -> Product:
        """One product; raises NotFound, also for another brand's."""
        return self._repository.require(product_id)


def _require_payable(product: Product) -> None:
    if rounded(product.price, product.currency) != product.price:
        raise InvalidInput.at("body.price", f"has more digits than {product.currency} has")
