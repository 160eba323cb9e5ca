import os
from pathlib import Path

import pytest

from replicard.capture.graphics import read_gpus
from replicard_schema.evidence import Gpu, Unavailable

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")


def program(folder: Path, body: str) -> Path:
    path = folder / "nvidia-smi"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_machine_without_the_driver_has_no_processor_to_list(tmp_path: Path) -> None:
    missing = tmp_path / "missing"

    assert read_gpus({}, driver_files=missing, programs=[missing]) == ()


def test_the_files_of_the_driver_are_read(tmp_path: Path) -> None:
    (tmp_path / "version").write_text(
        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 2023\n"
        "GCC version:  gcc version 12.2.0\n",
        encoding="utf-8",
    )
    device = tmp_path / "gpus" / "0000:01:00.0"
    device.mkdir(parents=True)
    (device / "information").write_text(
        "Model: \t\t NVIDIA RTX A5000\nIRQ:   \t\t 64\nGPU UUID: \t GPU-secret\n", encoding="utf-8"
    )

    assert read_gpus({}, driver_files=tmp_path) == (
        Gpu(name="NVIDIA RTX A5000", driver="535.104.05"),
    )


def test_a_driver_that_cannot_be_read_is_a_reason(tmp_path: Path) -> None:
    assert isinstance(read_gpus({}, driver_files=tmp_path), Unavailable)


@posix_only
def test_the_program_of_the_driver_is_asked(tmp_path: Path) -> None:
    asked = program(tmp_path, 'echo "NVIDIA A100, 80GB, 535.1"; echo "Tesla P100, 470.2"')

    found = read_gpus({}, driver_files=tmp_path / "missing", programs=[asked])

    assert found == (
        Gpu(name="NVIDIA A100, 80GB", driver="535.1"),
        Gpu(name="Tesla P100", driver="470.2"),
    )


@posix_only
def test_the_program_gets_no_environment_of_the_user(tmp_path: Path) -> None:
    asked = program(tmp_path, 'echo "${API_TOKEN:-none}, 1"')

    found = read_gpus({"API_TOKEN": "x"}, driver_files=tmp_path / "missing", programs=[asked])

    assert found == (Gpu(name="none", driver="1"),)


@posix_only
@pytest.mark.parametrize(
    ("body", "expected"),
    [("exit 9", "nvidia-smi failed"), ("exec sleep 20", "did not answer within 0.2 seconds")],
)
def test_a_program_that_fails_is_a_reason(tmp_path: Path, body: str, expected: str) -> None:
    asked = program(tmp_path, body)

    found = read_gpus(
        {"PATH": os.environ["PATH"]},
        driver_files=tmp_path / "missing",
        programs=[asked],
        time_limit_s=0.2,
    )

    assert isinstance(found, Unavailable)
    assert expected in found.unavailable_because


def test_a_file_that_cannot_be_run_is_a_reason(tmp_path: Path) -> None:
    nothing = tmp_path / "nvidia-smi"
    nothing.write_bytes(b"")

    found = read_gpus({}, driver_files=tmp_path / "missing", programs=[nothing])

    assert isinstance(found, Unavailable)
