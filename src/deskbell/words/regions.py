"""What people of a region pay with: a first guess for a new desk, which is shown and can be changed."""

from __future__ import annotations

from functools import cache

from deskbell.words.language import region

_CURRENCIES = {
    "EUR": "AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK",
    "USD": "US PR EC SV PA GU AS MP VI TC VG TL ZW",
    "GBP": "GB JE GG IM",
}
_ONE_EACH = (
    "AE:AED AR:ARS AU:AUD BO:BOB BR:BRL CA:CAD CH:CHF CL:CLP CN:CNY CO:COP CR:CRC CU:CUP CZ:CZK DK:DKK DO:DOP EG:EGP "
    "GT:GTQ HK:HKD HN:HNL HU:HUF ID:IDR IL:ILS IN:INR IS:ISK JP:JPY KE:KES KR:KRW LI:CHF MA:MAD MX:MXN MY:MYR NG:NGN "
    "NI:NIO NO:NOK NZ:NZD PE:PEN PH:PHP PK:PKR PL:PLN PY:PYG RO:RON RS:RSD RU:RUB SA:SAR SE:SEK SG:SGD TH:THB TR:TRY "
    "TW:TWD UA:UAH UY:UYU VE:VES VN:VND ZA:ZAR AO:AOA MZ:MZN CV:CVE"
)


@cache
def _table() -> dict[str, str]:
    found = {where: currency for currency, places in _CURRENCIES.items() for where in places.split()}
    return found | dict(pair.split(":") for pair in _ONE_EACH.split())


def currency(tag: str, zone: str = "") -> str:
    """The currency of a language tag's region, else of the country in which the zone lies; EUR where neither says."""
    return _table().get(region(tag) or country(zone), "EUR")


def country(zone: str) -> str:
    """The country of a zone's own city (Europe/Madrid is ES); nothing where the zone has none."""
    from importlib.resources import files

    try:
        table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    except (ModuleNotFoundError, OSError):
        return ""
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return next((row[0] for row in rows if len(row) > 2 and row[2] == zone), "")
