"""GET /v1/foods/barcode/{gtin}: a packaged product by the number of its barcode.

Known are the products that the operator of this deployment has loaded.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.foods.answers import FoodEnvelope
from stvos.foods.products import read_gtin, require_product
from stvos.models import Query


@endpoint(who="K", feature="nutrition")
def handler(request: Request[Query]) -> FoodEnvelope:
    return FoodEnvelope.of(require_product(read_gtin(request.path_text("gtin"))))
