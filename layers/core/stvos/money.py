"""Money: decimal amounts in major units of an ISO 4217 currency.

Amounts are `Decimal` in Python, numbers in JSON, and text in the table, so that no sum ever passes
through a float.
"""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from stvos.numeric import as_number

# ISO 4217, list one (active currencies), by the number of digits after the point.
_TWO = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD "
    "CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ "
    "GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL "
    "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR "
    "PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT "
    "TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG"
)
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
DIGITS = {
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_NONE.split(), 0),
    **dict.fromkeys(_THREE.split(), 3),
}


def _known(code: str) -> str:
    if code not in DIGITS:
        raise ValueError("must be an ISO 4217 currency code such as EUR")
    return code


def _exact(value: Any) -> Any:
    """The decimal that a JSON number shows, minus zero as zero. Pydantic would take one written as
    text too.
    """
    if isinstance(value, str | bool):
        # By the name of pydantic's own error, so that digits are read where a route may.
        raise PydanticCustomError("float_type", "must be a number")
    return Decimal(str(value)) + 0 if isinstance(value, int | float) else value


Currency = Annotated[
    str, Field(min_length=3, max_length=3, examples=["GBP"]), AfterValidator(_known)
]
# Asked and answered: a JSON number with at most four digits after the point.
Amount = Annotated[
    Decimal,
    BeforeValidator(_exact),
    Field(ge=0, le=1_000_000_000, decimal_places=4),
    PlainSerializer(as_number, when_used="json"),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1_000_000_000}),
]
# Answered: a sum, which has no upper bound.
TotalAmount = Annotated[
    Decimal,
    PlainSerializer(as_number, when_used="json"),
    WithJsonSchema({"type": "number", "minimum": 0}),
]
# Stored.
StoredAmount = Annotated[Decimal, PlainSerializer(str, return_type=str, when_used="json")]


def rounded(amount: Decimal, currency: str) -> Decimal:
    """To the currency's smallest unit, halves to even, so that errors do not add up one way."""
    return amount.quantize(Decimal(1).scaleb(-DIGITS[currency]), rounding=ROUND_HALF_EVEN)


def written(amount: Decimal, currency: str) -> Decimal:
    """With the currency's digits at least, for people to read; a finer price keeps its own."""
    finer = -int(amount.normalize().as_tuple().exponent)
    return amount.quantize(Decimal(1).scaleb(-max(DIGITS[currency], finer)))
