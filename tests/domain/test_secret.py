"""T3: a secret stays hidden wherever it slips by accident."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from dataclasses import asdict, dataclass

import pytest

from deskbell.domain.secret import Secret

KEY = "rk_live_planted"
SECRET = Secret(KEY)


@pytest.mark.parametrize(
    "shown",
    [
        repr(SECRET),
        str(SECRET),
        f"{SECRET}",
        f"{SECRET!r}",
        f"{SECRET:>40}",
        "%s %r" % (SECRET, SECRET),  # noqa: UP031 - as loggers do
        repr([SECRET]),
        repr({"key": SECRET}),
        str(ValueError(SECRET)),
    ],
)
def test_it_is_never_shown(shown: str) -> None:
    assert KEY not in shown
    assert "•" in shown


@pytest.mark.parametrize(
    "write",
    [
        pickle.dumps,
        json.dumps,
        copy.copy,
        copy.deepcopy,
        vars,
        lambda x: hash(x),
        lambda x: "".join(x),
        lambda x: json.dumps({"key": x}),
    ],
)
def test_it_is_not_written_down_by_accident(write: object) -> None:
    with pytest.raises(TypeError) as error:
        write(SECRET)  # type: ignore[operator]
    assert KEY not in str(error.value)


def test_a_row_with_one_in_it_is_not_made_into_plain_data() -> None:
    @dataclass
    class Row:
        key: Secret

    assert KEY not in repr(Row(SECRET))
    with pytest.raises(TypeError):
        asdict(Row(SECRET))


def test_a_log_line_hides_it(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("x").warning("key %s", SECRET)
    assert KEY not in caplog.text


def test_who_asks_for_the_words_gets_them() -> None:
    assert SECRET.reveal() == KEY
    assert Secret(KEY) == SECRET
    assert Secret("other") != SECRET
    assert SECRET != KEY
    assert SECRET
    assert not Secret("")
