#!/usr/bin/env python3
"""Set up Replicard in a checkout, then run the example, the tests or the checks.

    python3 .ci/dev.py demo     build the shipped example, print where the results are
    python3 .ci/dev.py test     run the tests
    python3 .ci/dev.py lint     run linters, type checker, import contracts, packaging checks

Needs Python 3.11 or newer and nothing else. Everything is installed into the folder
``.venv`` of the checkout, which can be deleted at any time.
"""

import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
GROUPS = {"demo": (), "test": ("test",), "lint": ("dev",)}
# What the README tells users to install; tests and checks need every extra.
EXTRAS = {"demo": "pdf,word,fast", "test": "all", "lint": "all"}
OLDEST = (3, 11)
# What WeasyPrint loads at run time; see its installation page.
NATIVE_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset")
DEBIAN_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz0b", "libharfbuzz-subset0")


def main(arguments: Sequence[str]) -> int:
    """Run one of the commands and return its exit status."""
    if sys.version_info < OLDEST:
        return _fail("Replicard needs Python 3.11 or newer; this is " + sys.version.split()[0])
    if not arguments or arguments[0] not in GROUPS:
        print(__doc__)
        return 2
    command, *rest = arguments
    try:
        _set_up(EXTRAS[command], GROUPS[command])
        return {"demo": _demo, "test": _test, "lint": _lint}[command](rest)
    except subprocess.CalledProcessError as error:
        return _fail(f"this step failed: {' '.join(map(str, error.cmd))}")


def _set_up(extras: str, groups: Sequence[str]) -> None:
    _install_native_libraries()
    if not PYTHON.exists():
        _make_environment()
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = VENV / f"installed-{'-'.join(groups) or 'run'}.txt"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print("Installing Replicard and what it needs into .venv (once) ...", flush=True)
    # Dependency groups need pip 25.1, which is newer than what many Pythons bring.
    _pip("install", "--upgrade", "pip>=25.1")
    _pip(
        "install",
        "--editable",
        f"{ROOT}[{extras}]",
        *(f"--group={ROOT / 'pyproject.toml'}:{g}" for g in groups),
    )
    stamp.write_text(wanted, encoding="utf-8")


def _make_environment() -> None:
    if not (Path(sysconfig.get_path("stdlib")) / "ensurepip").is_dir():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        if not _apt_install(f"python{version}-venv"):
            raise SystemExit(
                _fail(f"this Python has no venv module: sudo apt-get install python{version}-venv")
            )
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def _install_native_libraries() -> None:
    if sys.platform != "linux" or all(map(ctypes.util.find_library, NATIVE_LIBRARIES)):
        return
    if not _apt_install(*DEBIAN_PACKAGES):
        print(
            "The PDF needs the Pango library, which is not on this machine; all else is made.\n"
            f"On Debian or Ubuntu: sudo apt-get install {' '.join(DEBIAN_PACKAGES)}",
            flush=True,
        )


def _apt_install(*packages: str) -> bool:
    """Install Debian packages where that needs no password; say whether it worked."""
    apt = shutil.which("apt-get")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    prefix = [] if is_root else ["sudo", "--non-interactive"]
    if apt is None or (not is_root and shutil.which("sudo") is None):
        return False
    print(f"Installing {', '.join(packages)} ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*prefix, apt, "install", "--yes", "--no-install-recommends", *packages]
    for command in (install, [*prefix, apt, "update"], install):
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        if done.returncode == 0 and command is install:
            return True
    return False


def _pip(*arguments: str) -> None:
    quiet = ("--quiet", "--disable-pip-version-check")
    subprocess.run([PYTHON, "-m", "pip", *arguments, *quiet], check=True)


def _demo(arguments: Sequence[str]) -> int:
    folder = arguments[0] if arguments else str(Path("replicard-demo"))
    return _run("-m", "replicard", "demo", folder, *arguments[1:])


def _test(arguments: Sequence[str]) -> int:
    return _run("-m", "pytest", *arguments, cwd=ROOT)


def _lint(arguments: Sequence[str]) -> int:
    del arguments
    tools = Path(PYTHON).parent
    checks = (
        ("-m", "ruff", "check", "."),
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "mypy"),
        ("-c", "from importlinter.cli import lint_imports_command as c; c()"),
        ("-m", "validate_pyproject", "pyproject.toml"),
    )
    failed = [" ".join(check) for check in checks if _run(*check, cwd=ROOT) != 0]
    if subprocess.run([tools / "typos"], cwd=ROOT, check=False).returncode != 0:
        failed.append("typos")
    failed += _check_packages()
    return _fail("failed: " + "; ".join(failed)) if failed else 0


def _check_packages() -> list[str]:
    """Build the wheel out of the sdist and look at what is in it."""
    with tempfile.TemporaryDirectory() as folder:
        if _run("-m", "build", "--outdir", folder, str(ROOT)) != 0:
            return ["build"]
        wheels = [str(path) for path in Path(folder).glob("*.whl")]
        return (
            ["check-wheel-contents"]
            if _run("-m", "check_wheel_contents", *wheels, cwd=ROOT)
            else []
        )


def _run(*arguments: str, cwd: Path | None = None) -> int:
    return subprocess.run([PYTHON, *arguments], cwd=cwd, check=False).returncode


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
