"""Graphics processors made by NVIDIA; others are not looked for."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

from replicard.files import printable
from replicard_schema.evidence import Gpu, Unavailable

_DRIVER_FILES = Path("/proc/driver/nvidia")
_MAX_FILE_BYTES = 1 << 16
_MAX_GPUS = 64
_TIME_LIMIT_S = 15.0


def read_gpus(
    environ: Mapping[str, str],
    *,
    driver_files: Path = _DRIVER_FILES,
    programs: Sequence[PurePath] | None = None,
    time_limit_s: float = _TIME_LIMIT_S,
) -> tuple[Gpu, ...] | Unavailable:
    """Return the graphics processors, or the reason why they cannot be listed.

    On Linux the files of the driver are read. Elsewhere the program ``nvidia-smi`` of
    the driver is run, from where the driver puts it and nowhere else: a program of
    that name in the folder of a card must never be started.

    Parameters
    ----------
    environ
        Environment variables; only the place of Windows is taken from them.
    driver_files
        Folder in which the driver presents itself on Linux.
    programs
        Where ``nvidia-smi`` may be; by default the places that the driver uses.
    time_limit_s
        How long it may take.
    """
    if driver_files.is_dir():
        return _from_driver_files(driver_files)
    for program in _usual_places(environ) if programs is None else programs:
        if os.path.isfile(program):  # noqa: PTH113 - takes a path of another system, too
            return _from_program(program, environ, time_limit_s=time_limit_s)
    return ()


def _usual_places(environ: Mapping[str, str]) -> tuple[PurePath, ...]:
    windows = environ.get("SYSTEMROOT") or environ.get("SystemRoot")
    if windows is not None:
        return (PurePath(windows, "System32", "nvidia-smi.exe"),)
    return (PurePath("/usr/bin/nvidia-smi"), PurePath("/usr/lib/wsl/lib/nvidia-smi"))


def _from_driver_files(folder: Path) -> tuple[Gpu, ...] | Unavailable:
    try:
        driver = _driver_version(_read(folder / "version"))
        devices = sorted((folder / "gpus").iterdir())[:_MAX_GPUS]
        models = [_value(_read(device / "information"), "Model") for device in devices]
    except OSError:
        return Unavailable(unavailable_because="the files of the NVIDIA driver cannot be read")
    return tuple(Gpu(name=model, driver=driver) for model in models if model)


def _read(path: Path) -> str:
    with path.open("rb") as handle:
        return handle.read(_MAX_FILE_BYTES).decode("utf-8", "replace")


def _driver_version(text: str) -> str | None:
    """Return the version in the first line, which is the first word that begins with a digit.

    >>> _driver_version("NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug")
    '535.104.05'
    """
    words = text.partition("\n")[0].split()
    return next((printable(word) for word in words if word[0].isdigit()), None)


def _value(text: str, key: str) -> str | None:
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.strip() == key:
            return printable(value.strip())
    return None


def _from_program(
    program: PurePath, environ: Mapping[str, str], *, time_limit_s: float
) -> tuple[Gpu, ...] | Unavailable:
    kept = {name: value for name, value in environ.items() if name.upper() == "SYSTEMROOT"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program with fixed arguments
            [str(program), "--query-gpu=name,driver_version", "--format=csv,noheader"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=time_limit_s,
            env=kept,
            cwd=program.parent,
            check=True,
        )
    except subprocess.TimeoutExpired:
        reason = f"nvidia-smi did not answer within {time_limit_s:g} seconds"
        return Unavailable(unavailable_because=reason)
    except (subprocess.CalledProcessError, OSError):
        return Unavailable(unavailable_because="nvidia-smi failed")
    return tuple(_listed(done.stdout[:_MAX_FILE_BYTES].decode("utf-8", "replace")))


def _listed(text: str) -> list[Gpu]:
    """Return one processor for each line of name and driver version."""
    lines = (line.rpartition(",") for line in text.splitlines()[:_MAX_GPUS])
    return [
        Gpu(name=printable(name.strip()), driver=printable(driver.strip()))
        for name, _, driver in lines
        if name.strip()
    ]
