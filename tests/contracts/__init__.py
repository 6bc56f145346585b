"""Suites that every implementation of a port must pass; what they find is told as in any test."""

import pytest

pytest.register_assert_rewrite(
    *(f"tests.contracts.{room}" for room in "asking opening paying authorising refunding following".split())
)
