"""Three places, asked in order; one desk never reads another's; the places are told apart from nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from keyring.backend import KeyringBackend

from deskbell.domain.connections import KINDS, Kept, kind
from deskbell.domain.errors import Busy, Refused, WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.secret import Secret
from deskbell.providers.secrets import Keeping, Ring
from deskbell.providers.secrets import vault as room
from tests.providers.secrets.rings import Locked, Remembers

DESK, OTHER = Id("d" * 32), Id("e" * 32)
KEY = Secret("sk_live_planted")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "N", 1 << 4)


def keeping(
    folder: Path,
    ring: KeyringBackend | None = None,
    desk: Id = DESK,
    typed: str | None = "a passphrase",
    **environ: str,
) -> Keeping:
    return Keeping(
        desk,
        folder,
        ask=lambda new: None if typed is None else Secret(typed),
        environ=environ,
        ring=Ring(f"deskbell:{desk}", find=lambda: ring),
    )


def test_the_environment_comes_first_then_systemd_then_the_keyring_then_the_vault(tmp_path: Path) -> None:
    ring, handed = Remembers(), tmp_path / "handed"
    handed.mkdir()
    kept = keeping(tmp_path, ring)
    assert kept.find("STRIPE") is None
    assert kept.put("STRIPE", Secret("vault"), vault=True) is Kept.VAULT
    assert kept.find("STRIPE") == (Secret("vault"), Kept.VAULT)
    assert kept.put("STRIPE", Secret("ring")) is Kept.KEYRING
    assert kept.find("STRIPE") == (Secret("ring"), Kept.KEYRING)
    (handed / "deskbell_stripe_key").write_text("handed\n")
    folder = {"CREDENTIALS_DIRECTORY": str(handed)}
    assert keeping(tmp_path, ring, **folder).find("STRIPE") == (Secret("handed"), Kept.CREDENTIAL)
    said = keeping(tmp_path, ring, DESKBELL_STRIPE_KEY=" said\n", **folder)
    assert said.find("STRIPE") == (Secret("said"), Kept.ENVIRONMENT)
    assert said.get("MERCADO_PAGO") is None
    assert keeping(tmp_path, ring, DESKBELL_MERCADO_PAGO_TOKEN="x").get("MERCADO_PAGO") == Secret("x")


def test_without_a_keyring_it_is_the_vault(tmp_path: Path) -> None:
    kept = keeping(tmp_path)
    assert kept.put("STRIPE", KEY) is Kept.VAULT
    assert kept.find("STRIPE") == (KEY, Kept.VAULT)
    kept.drop("STRIPE", Kept.VAULT)
    assert kept.find("STRIPE") is None


def test_dropping_takes_it_from_where_it_was(tmp_path: Path) -> None:
    """What the environment says stays: it is not ours. The vault's passphrase is not asked for the keyring's sake."""
    ring = Remembers()
    kept = keeping(tmp_path, ring, typed=None)
    kept.put("STRIPE", KEY)
    kept.drop("STRIPE", Kept.ENVIRONMENT)
    assert kept.get("STRIPE") == KEY
    kept.drop("STRIPE", Kept.KEYRING)
    assert not ring.kept


def test_a_locked_keyring_is_no_empty_one(tmp_path: Path) -> None:
    """What may be there and cannot be read is said; what is in the vault all the same is found."""
    locked = keeping(tmp_path, Locked())
    with pytest.raises(Busy, match="KEYRING_LOCKED"):
        locked.find("STRIPE")
    with pytest.raises(Busy, match="KEYRING_LOCKED"):
        locked.put("STRIPE", KEY)
    assert not locked.vault.exists, "nothing is half kept"
    assert locked.put("STRIPE", KEY, vault=True) is Kept.VAULT
    assert locked.find("STRIPE") == (KEY, Kept.VAULT)


@pytest.mark.parametrize("vault", [False, True])
def test_a_desk_reads_no_other_desks_secret(tmp_path: Path, *, vault: bool) -> None:
    """Both desks on one machine, one keyring, one folder, one passphrase."""
    ring = Remembers()
    keeping(tmp_path, ring).put("STRIPE", KEY, vault=vault)
    assert keeping(tmp_path, ring).get("STRIPE") == KEY
    assert keeping(tmp_path, ring, desk=OTHER).get("STRIPE") is None


def test_another_secret_than_the_environments_is_not_kept(tmp_path: Path) -> None:
    """It would never be used: the environment comes first."""
    said = keeping(tmp_path, Remembers(), DESKBELL_STRIPE_KEY=KEY.reveal())
    assert said.put("STRIPE", KEY) is Kept.ENVIRONMENT
    with pytest.raises(Refused, match="SECRET_SAID") as error:
        said.put("STRIPE", Secret("sk_live_other"))
    assert error.value.facts == {"variable": "DESKBELL_STRIPE_KEY"}


def test_the_passphrase_is_in_a_file_that_is_named_or_handed_over(tmp_path: Path) -> None:
    """Never a variable: every process that is started would have it."""
    file = tmp_path / "phrase"
    file.write_text("from a file\n")
    file.chmod(0o600)
    named = {"DESKBELL_PASSPHRASE_FILE": str(file)}
    keeping(tmp_path, typed=None, **named).put("STRIPE", KEY)
    assert keeping(tmp_path, typed="from a file").get("STRIPE") == KEY
    assert keeping(tmp_path, typed=None, **named).get("STRIPE") == KEY
    handed = tmp_path / "handed"
    handed.mkdir()
    (handed / "deskbell_passphrase").write_text("from a file")
    assert keeping(tmp_path, typed=None, CREDENTIALS_DIRECTORY=str(handed)).get("STRIPE") == KEY
    with pytest.raises(WrongInput, match="PASSPHRASE_MISSING"):
        keeping(tmp_path, typed=None, DESKBELL_PASSPHRASE="from a file").get("STRIPE")
    file.chmod(0o644)
    with pytest.raises(Refused, match="SECRET_OPEN_TO_OTHERS"):
        keeping(tmp_path, typed=None, **named).get("STRIPE")
    file.unlink()
    with pytest.raises(Refused, match="SECRET_UNREADABLE"):
        keeping(tmp_path, typed=None, **named).get("STRIPE")


@pytest.mark.parametrize(("data", "why"), [(b"x" * 9000, "EFBIG"), (b"\xff\xfe\x00", "EILSEQ")])
def test_a_file_that_is_no_secret_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    (tmp_path / "deskbell_stripe_key").write_bytes(data)
    with pytest.raises(Refused) as error:
        keeping(tmp_path, CREDENTIALS_DIRECTORY=str(tmp_path)).get("STRIPE")
    assert error.value.facts["why"] == why


@pytest.mark.parametrize("text", ["stripe", "Stripe", "STRIPE", "mercadopago", "Mercado Pago", "MERCADO_PAGO"])
def test_a_connection_by_what_people_type(text: str) -> None:
    assert kind(text) in KINDS
    with pytest.raises(WrongInput, match="CONNECTION_UNKNOWN"):
        kind("paypal")
