"""Money is a whole number of minor units and a currency; nothing else ever is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskbell.domain.errors import WrongInput

# ISO 4217 minor units where they are not 2.
_EXPONENTS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}
_STEPS = {**dict.fromkeys(["BHD", "JOD", "KWD", "OMR", "TND"], 10), "COP": 100}
"""Minor units in which cards are charged and paid back, where that is not one."""
CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
    GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD
    KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN
    NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
    SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND
    VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split()
)


def exponent(currency: str) -> int:
    """The number of decimals of a currency: EUR 2, JPY 0, KWD 3. An unknown code is wrong input."""
    if currency not in CURRENCIES:
        raise WrongInput("UNKNOWN_CURRENCY", currency=currency)
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount in minor units (cents, yen, fils). Floats and mixed currencies are refused."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are whole numbers, not {type(self.minor).__name__}")

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise WrongInput("MIXED_CURRENCIES", one=self.currency, other=other.currency)

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def percent(self, percent: int) -> Money:
        """That share, rounded half away from zero to the minor unit."""
        return Money(share(self.minor, percent, 100), self.currency)


def share(minor: int, part: int, whole: int) -> int:
    """Minor x part / whole, rounded half away from zero, without ever leaving the whole numbers."""
    product = minor * part
    sign = 1 if (product >= 0) == (whole > 0) else -1
    product, whole = abs(product), abs(whole)
    return sign * ((2 * product + whole) // (2 * whole))


def payable(minor: int, part: int, whole: int, currency: str) -> int:
    """The same, half-up to what a card can be charged or paid back in that currency; the whole stays the whole."""
    if part == whole:
        return minor
    step = _STEPS.get(currency, 1)
    found = step * share(minor, part, whole * step)
    return min(minor, found) if part < whole else found


def allocate(minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split without losing a cent: largest remainder first, ties to the earlier share.

    Weights are whole and not negative; where all are nought the shares are equal.
    """
    if not weights:
        raise ValueError("nothing to allocate to")
    if min(weights) < 0:
        raise ValueError("weights are not negative")
    heavy = list(weights) if sum(weights) else [1] * len(weights)
    total, sign, whole = sum(heavy), (1 if minor >= 0 else -1), abs(minor)
    shares = [whole * w // total for w in heavy]
    rest = whole - sum(shares)
    order = sorted(range(len(heavy)), key=lambda i: (-(whole * heavy[i] % total), i))
    for i in order[:rest]:
        shares[i] += 1
    return tuple(sign * s for s in shares)


def tax_of_gross(gross: int, rate: int) -> int:
    """The tax inside a gross amount; rate in basis points (2100 = 21 %), rounded half-up once per line."""
    return share(gross, rate, 10_000 + rate)


def gross_of_net(net: int, rate: int) -> int:
    """A net amount with its tax on top, rounded half-up once per line: the tax inside it is that same tax again."""
    return net + share(net, rate, 10_000)
