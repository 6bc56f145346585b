"""What a key says of itself, so that nobody connects with the wrong one."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.providers.mercadopago.keys import KeyKind, is_sendable, kind_of

UUID = "12345678-abcd-efab-cdef-0123456789ab"


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("TEST-1234567890123456-010203-0123456789abcdef0123456789abcdef-123456789", KeyKind.TEST),
        ("APP_USR-1234567890123456-010203-0123456789abcdef0123456789abcdef-123456789", KeyKind.ACCESS),
        ("  APP_USR-1234-0115-abcd1234ef567890abcd-123456789\n", KeyKind.ACCESS),
        ("APP_USR-1-010203-0123456789abcdef__LA_LD__-123456789", KeyKind.ACCESS),
        (f"APP_USR-{UUID}", KeyKind.PUBLIC),
        (f"TEST-{UUID}", KeyKind.PUBLIC),
        ("TG-abcd1234ef567890-123456789", KeyKind.REFRESH),
        ("sk_test_4eC39HqLyjWDarjtT1zdp7dc", KeyKind.UNKNOWN),
        ("", KeyKind.UNKNOWN),
        ("APP_USR-1234 5678", KeyKind.UNKNOWN),
        ("TEST-1\r\nX-Evil: 1", KeyKind.UNKNOWN),
        ("TEST-ñ", KeyKind.UNKNOWN),
    ],
)
def test_each_kind_is_known_by_its_look(key: str, kind: KeyKind) -> None:
    assert kind_of(key) is kind


@given(st.text())
def test_whatever_is_pasted_is_of_some_kind_and_sent_only_where_it_is_one_line(key: str) -> None:
    assert kind_of(key) in KeyKind
    assert not is_sendable(key) or (key.isascii() and key.isprintable() and " " not in key)


def test_it_is_asked_without_the_kit() -> None:
    """`deskbell connect` tells a wrong key before anything dear is imported."""
    code = (
        "import sys; from deskbell.providers.mercadopago.keys import kind_of; kind_of('TEST-1');"
        "print({'mercadopago', 'requests'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
