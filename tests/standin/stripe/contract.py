"""Stripe's own contract, out of its installed kit: its typed params say what may be asked, its resources what is said.

Both are generated from the interface of exactly the version that is pinned. A form body is decoded and walked against
the one, each JSON object of an answer against the other; a word too many, too few or of another type is said with its
place.
"""

from __future__ import annotations

import sys
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, ForwardRef, Literal, NotRequired, Required, Union

import stripe
from stripe._request_options import RequestOptions
from stripe.params import (
    DisputeListParams,
    EventListParams,
    PaymentIntentCancelParams,
    PaymentIntentCaptureParams,
    PaymentIntentListParams,
    PaymentIntentRetrieveParams,
    RefundCreateParams,
    RefundListParams,
)
from stripe.params.checkout import SessionCreateParams, SessionExpireParams, SessionListParams, SessionRetrieveParams
from typing_extensions import is_typeddict

PARAMS: dict[str, Any] = {
    "open": SessionCreateParams,
    "look": SessionRetrieveParams,
    "sessions": SessionListParams,
    "expire": SessionExpireParams,
    "capture": PaymentIntentCaptureParams,
    "void": PaymentIntentCancelParams,
    "refund": RefundCreateParams,
    "intent": PaymentIntentRetrieveParams,
    "intents": PaymentIntentListParams,
    "refunds": RefundListParams,
    "disputes": DisputeListParams,
    "events": EventListParams,
}
RESOURCES: dict[str, Any] = {
    "checkout.session": stripe.checkout.Session,
    "payment_intent": stripe.PaymentIntent,
    "charge": stripe.Charge,
    "refund": stripe.Refund,
    "dispute": stripe.Dispute,
    "event": stripe.Event,
    "balance_transaction": stripe.BalanceTransaction,
    "account": stripe.Account,
    "country_spec": stripe.CountrySpec,
}

Wrong = tuple[str, str]
"""Where, and what."""


# --- a form


def decoded(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """a[b][0][c]=d and a[]=d as nested values; what is numbered is a list."""
    whole: dict[str, Any] = {}
    for name, value in pairs:
        first, *rest = name.replace("]", "").split("[")
        here, path = whole, [first, *rest]
        for part in path[:-1]:
            here = here.setdefault(part, {})
        last = path[-1] if path[-1] or len(path) == 1 else str(len(here))
        here[last] = value
    return {name: _listed(value) for name, value in whole.items()}


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _listed(one) for name, one in value.items()}
    if inner and all(name.isdecimal() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


def asked(params: Any, form: Mapping[str, Any]) -> tuple[dict[str, Any], list[Wrong]]:
    """A decoded form as values of the params' types, and what is wrong with it."""
    wrong: list[Wrong] = []
    return _walked(params, form, "", wrong), wrong


def _walked(params: Any, form: Any, at: str, wrong: list[Wrong]) -> dict[str, Any]:
    if not isinstance(form, Mapping):
        wrong.append((at, "an object is wanted"))
        return {}
    known, needed = _keys(params)
    found = {}
    for name, value in form.items():
        place = f"{at}[{name}]" if at else name
        if name not in known:
            wrong.append((place, "parameter_unknown"))
        else:
            found[name] = _value(known[name], value, place, wrong)
    wrong += [(f"{at}[{name}]" if at else name, "parameter_missing") for name in sorted(needed - form.keys())]
    return found


@cache
def _keys(params: Any) -> tuple[dict[str, Any], frozenset[str]]:
    names = vars(sys.modules[params.__module__]) | {"Dict": dict, "List": list}
    hints = {name: hint for name, hint in params.__annotations__.items() if name not in RequestOptions.__annotations__}
    known = {name: _plain(hint, names) for name, hint in hints.items()}
    return known, frozenset(params.__required_keys__) & hints.keys()


def _plain(hint: Any, names: Mapping[str, Any]) -> Any:
    """A type with all that it names looked up, and no mark of being needed or not."""
    if isinstance(hint, ForwardRef):
        hint = hint.__forward_arg__
    if isinstance(hint, str):
        return _plain(eval(hint, dict(names)), names)
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (NotRequired, Required):
        return _plain(args[0], names)
    if origin in (Union, types.UnionType):
        return Union[tuple(_plain(arg, names) for arg in args)]  # noqa: UP007 - made, not written
    if origin is list:
        return list[_plain(args[0], names)]  # type: ignore[misc]
    return hint


def _value(hint: Any, value: Any, at: str, wrong: list[Wrong]) -> Any:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        closed = any(typing.get_origin(arg) is Literal for arg in args)
        for arg in args:  # an open set of words is taken for a closed one: a typing error would pass through it
            tried: list[Wrong] = []
            if not (closed and arg is str):
                found = _value(arg, value, at, tried)
                if not tried:
                    return found
        wrong.append((at, f"{value!r} is none of what is wanted"))
    elif origin is Literal:
        if value not in args:
            wrong.append((at, f"{value!r} is not one of {args}"))
    elif origin is list:
        if isinstance(value, list):
            return [_value(args[0], one, f"{at}[{n}]", wrong) for n, one in enumerate(value)]
        wrong.append((at, "a list is wanted"))
    elif origin is dict or "UntypedStripeObject" in repr(hint):
        if not isinstance(value, Mapping) or not all(isinstance(one, str) for one in value.values()):
            wrong.append((at, "words are wanted"))
    elif is_typeddict(hint):
        return _walked(hint, value, at, wrong)
    else:
        return _scalar(hint, value, at, wrong)
    return value


def _scalar(hint: Any, value: Any, at: str, wrong: list[Wrong]) -> Any:
    if not isinstance(value, str):
        wrong.append((at, "a single value is wanted"))
    elif hint is int:
        if value.removeprefix("-").isdecimal():
            return int(value)
        wrong.append((at, "parameter_invalid_integer"))
    elif hint is bool:
        if value in ("true", "false"):
            return value == "true"
        wrong.append((at, "true or false is wanted"))
    return value


# --- an answer


def said(data: Any) -> list[Wrong]:
    """What is wrong with an answer: an object of a known kind, or a list of them."""
    if data.get("object") == "list":
        return list(_list(data, _any_object, "list"))
    return list(_any_object(data, data.get("object", "?")))


Check = Callable[[Any, str], Iterator[Wrong]]


def _any_object(value: Any, at: str) -> Iterator[Wrong]:
    kind = RESOURCES.get(value.get("object")) if isinstance(value, Mapping) else None
    if kind is None:
        yield at, "no object that is known"
        return
    yield from _resource(kind)(value, at)
    if value["object"] == "event":
        yield from _any_object(value["data"]["object"], f"{at}.data.object")


@cache
def _resource(kind: Any) -> Check:
    """The check of one class of the kit, made once: its fields, each by its annotation."""
    fields = {
        name: hint for name, hint in kind.__annotations__.items() if typing.get_origin(hint) is not typing.ClassVar
    }
    checks: dict[str, Check] = {}
    needed = {name for name, hint in fields.items() if type(None) not in typing.get_args(hint)}

    def check(value: Any, at: str) -> Iterator[Wrong]:
        if not isinstance(value, Mapping):
            yield at, "an object is wanted"
            return
        for name in value:
            if name not in fields:
                yield f"{at}.{name}", "no such field"
            else:
                if name not in checks:
                    checks[name] = _checked(fields[name])
                yield from checks[name](value[name], f"{at}.{name}")
        yield from ((f"{at}.{name}", "is missing") for name in sorted(needed - value.keys()))

    return check


def _checked(hint: Any) -> Check:
    if isinstance(hint, (ForwardRef, str)):
        name = hint.__forward_arg__ if isinstance(hint, ForwardRef) else hint
        kind = getattr(stripe, name, None)
        return _anything if kind is None else _resource(kind)
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if hint in (Any, object) or "UntypedStripeObject" in repr(hint):
        return _anything
    if origin in (Union, types.UnionType):
        return _either(args)
    if origin is Literal:
        return _one_of(args)
    if origin is list:
        return _each(_checked(args[0]))
    if origin is dict:
        return _anything
    if origin is not None and origin.__name__ == "ListObject":
        inner = _checked(args[0])
        return lambda value, at: _list(value, inner, at)
    if isinstance(hint, type) and issubclass(hint, stripe.StripeObject):
        return _resource(hint)
    return _of_type(str if hint is Decimal else hint)


def _anything(value: Any, at: str) -> Iterator[Wrong]:
    yield from ()


def _either(args: tuple[Any, ...]) -> Check:
    closed = any(typing.get_origin(arg) is Literal for arg in args)
    checks = [_checked(arg) for arg in args if arg is not type(None) and not (closed and arg is str)]
    empty = type(None) in args

    def check(value: Any, at: str) -> Iterator[Wrong]:
        if value is None and empty:
            return
        found = [list(one(value, at)) for one in checks]
        if all(found):
            yield from min(found, key=len)

    return check


def _one_of(words: tuple[Any, ...]) -> Check:
    def check(value: Any, at: str) -> Iterator[Wrong]:
        if value not in words:
            yield at, f"{value!r} is not one of {words}"

    return check


def _each(inner: Check) -> Check:
    def check(value: Any, at: str) -> Iterator[Wrong]:
        if not isinstance(value, list):
            yield at, "a list is wanted"
            return
        for n, one in enumerate(value):
            yield from inner(one, f"{at}[{n}]")

    return check


def _list(value: Any, inner: Check, at: str) -> Iterator[Wrong]:
    if not isinstance(value, Mapping) or value.get("object") != "list":
        yield at, "a list is wanted"
        return
    if value.keys() != {"object", "data", "has_more", "url"} or type(value["has_more"]) is not bool:
        yield at, f"a list has other fields than {sorted(value)}"
    yield from _each(inner)(value.get("data"), f"{at}.data")


def _of_type(kind: type) -> Check:
    def check(value: Any, at: str) -> Iterator[Wrong]:
        if type(value) is not kind and not (kind is float and type(value) is int):
            yield at, f"{value!r} is no {kind.__name__}"

    return check
