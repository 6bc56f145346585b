"""Where files live, and that nobody else can read them (T6)."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskbell import paths
from deskbell.paths import PlaceRefused, Places


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def open_umask() -> Iterator[None]:
    """The loosest umask a machine may have: what is private is so by our own doing."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def home(tmp_path: Path) -> Places:
    return paths.places({"DESKBELL_HOME": str(tmp_path / "home")})


def test_deskbell_home_moves_everything(tmp_path: Path, home: Places) -> None:
    everything = (home.data, home.config, home.state, home.database, home.demo_database, home.backups)
    for place in (*everything, home.settings, home.log, home.crashes):
        assert place.is_relative_to(tmp_path / "home")
    assert home.database != home.demo_database


def test_a_relative_home_counts_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.places({"DESKBELL_HOME": "here"}).data == tmp_path / "here" / "data"


@pytest.mark.skipif(sys.platform != "linux", reason="XDG is how Linux says it")
def test_without_it_the_platform_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    found = paths.places({})
    assert found == Places(tmp_path / "DATA/deskbell", tmp_path / "CONFIG/deskbell", tmp_path / "STATE/deskbell")


def test_naming_a_place_makes_nothing(tmp_path: Path, home: Places) -> None:
    assert home.database.name
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("open_umask")
def test_folders_are_made_for_their_owner_alone(tmp_path: Path, home: Places) -> None:
    """The missing folders above ours are private too; one that was there before stays as it was."""
    tmp_path.chmod(0o755)
    home.make()
    for folder in (home.data, home.config, home.state, tmp_path / "home"):
        assert mode(folder) == 0o700
    assert mode(tmp_path) == 0o755


def test_a_folder_of_ours_that_stands_open_is_closed(home: Places) -> None:
    home.make()
    home.data.chmod(0o755)
    home.make()
    assert mode(home.data) == 0o700


def test_a_file_in_the_way_is_named(home: Places) -> None:
    home.make()
    home.state.rmdir()
    home.state.write_text("")
    with pytest.raises(PlaceRefused) as caught:
        home.make()
    assert caught.value.code == "FOLDER_IS_A_FILE"
    assert caught.value.facts == {"where": str(home.state)}
    below = paths.places({"DESKBELL_HOME": str(home.state)})
    with pytest.raises(PlaceRefused) as caught:
        below.make()
    assert caught.value.code == "FOLDER_IS_A_FILE"


def test_a_folder_that_cannot_be_made_says_why(home: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, mode: int = 0, *, exist_ok: bool = False) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(PlaceRefused) as caught:
        home.make()
    assert (caught.value.code, caught.value.facts["why"]) == ("FOLDER_CANNOT_BE_MADE", "EACCES")


def test_a_disk_that_keeps_no_modes_is_refused(home: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    home.make()
    home.data.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", lambda self, mode: None)
    with pytest.raises(PlaceRefused) as caught:
        home.make()
    assert caught.value.code == "FOLDER_OPEN_TO_OTHERS"
    assert caught.value.facts == {"where": str(home.data), "mode": "0755"}


def test_nobody_without_a_home_gets_files_in_the_working_folder(tmp_path: Path) -> None:
    with pytest.raises(PlaceRefused) as caught:
        paths.places({"DESKBELL_HOME": "~no-such-person-here/desk"})
    assert caught.value.code == "HOME_UNKNOWN"


@pytest.mark.usefixtures("open_umask")
def test_a_private_file_is_private_from_the_first_moment(tmp_path: Path) -> None:
    """Made with 0600 whatever the umask is; a planted link is not followed."""
    with open(tmp_path / "log", "a", opener=paths.private_opener) as stream:
        assert mode(tmp_path / "log") == 0o600
        stream.write("x")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="link"), open(tmp_path / "link", "a", opener=paths.private_opener):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_the_private_umask_holds_for_every_file_of_the_process(tmp_path: Path) -> None:
    code = (
        "import os, pathlib; os.umask(0o022); from deskbell import paths; assert paths.private_umask() == 0o022;"
        "pathlib.Path('file').write_text(''); os.mkdir('folder')"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    assert mode(tmp_path / "file") == 0o600
    assert mode(tmp_path / "folder") == 0o700
