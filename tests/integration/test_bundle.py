"""The archive for a repository: what is in it, that it verifies alone, that it is the same."""

import hashlib
import json
import shutil
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from replicard import bundle_card
from replicard.cli import commands
from replicard.pipeline.verifying import verify_card
from replicard_schema.verification import Agreement

ENVIRON = {"SOURCE_DATE_EPOCH": "1790000000", "REPLICARD_CACHE_DIR": ""}


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study") / "nuclei"
    shutil.copytree(Path(str(files("replicard_examples"))) / "nuclei-segmentation", folder)
    return folder / "card.yaml"


@pytest.fixture(scope="module")
def archive(card: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("out") / "whole.zip"
    return bundle_card(card, target, with_data=True, with_pdf=False, environ=ENVIRON).path


def test_every_file_is_in_the_manifest_with_its_hash(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        listed = {each["path"]: each for each in json.loads(opened.read("manifest.json"))["files"]}
        names = opened.namelist()

        assert set(names) == {*listed, "manifest.json"}
        for name, told in listed.items():
            content = opened.read(name)
            assert told["bytes"] == len(content)
            assert told["sha256"] == hashlib.sha256(content).hexdigest()
    wanted = {"README.md", "card.yaml", "card.evidence.json", "requirements.lock.txt"}
    assert wanted < set(names)
    assert {"card-report/report.html", "card-report/scores-per-image.csv"} < set(names)
    assert "images/tile_r0_c0.tif" in names


def test_it_verifies_alone_and_a_changed_pixel_is_found(archive: Path, tmp_path: Path) -> None:
    assert verify_card(archive, environ=ENVIRON).exit_code == 0

    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(changed, "w") as sink:
        for info in source.infolist():
            data = bytearray(source.read(info))
            if info.filename == "predictions/otsu_watershed/tile_r0_c0.tif":
                data[-1] ^= 1
            sink.writestr(info, bytes(data))
    assert verify_card(changed, environ=ENVIRON).exit_code == 1


@pytest.mark.parametrize("name", ["README.md", "requirements.lock.txt", "added.txt"])
def test_an_edited_or_added_file_is_found(name: str, archive: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(changed, "w") as sink:
        for info in source.infolist():
            if info.filename != name:
                sink.writestr(info, source.read(info))
        sink.writestr(name, "something else")

    outcome = verify_card(changed, environ=ENVIRON)

    changes = [item.place for item in outcome.having(Agreement.CHANGED)]
    assert changes == [name]


def test_a_masked_archive_verifies_alone(card: Path, tmp_path: Path) -> None:
    target = tmp_path / "blind.zip"

    outcome = bundle_card(card, target, blind=True, with_data=True, with_pdf=False, environ=ENVIRON)

    assert outcome.left_out == ()
    assert verify_card(target, environ=ENVIRON).exit_code == 0


def test_the_same_study_gives_the_same_bytes_elsewhere(
    card: Path, archive: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "elsewhere"
    shutil.copytree(card.parent, copy)

    again = bundle_card(
        copy / "card.yaml", tmp_path / "b.zip", with_data=True, with_pdf=False, environ=ENVIRON
    )

    assert again.path.read_bytes() == archive.read_bytes()


def test_the_command_says_size_and_what_to_do(card: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.zip"

    result = CliRunner().invoke(commands, ["bundle", str(card), "-o", str(target), "--no-pdf"])

    assert result.exit_code == 0
    assert "MiB" in result.output
    assert "check it: replicard verify a.zip" in result.output
