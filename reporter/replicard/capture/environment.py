"""Machine and software that the evidence is computed with.

Each fact is named here; nothing is taken over wholesale, so that no name of a user or
a machine and no path comes along.
"""

import os
import platform
import re
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions

import psutil

from replicard.capture.context import CaptureContext
from replicard.capture.graphics import read_gpus
from replicard.capture.processor import read_processor
from replicard.files import printable
from replicard_schema.evidence import Environment, Unavailable

_NAME_SEPARATORS = re.compile(r"[-_.]+")


def capture_environment(context: CaptureContext) -> Environment:
    """Return what the evidence is computed with."""
    return Environment(
        python=platform.python_version(),
        implementation=platform.python_implementation(),
        os=operating_system(),
        machine=platform.machine(),
        cpu=read_processor(),
        cpu_count=_cpu_count(),
        memory_bytes=_memory_bytes(),
        gpus=read_gpus(context.environ),
        packages=installed_packages(distributions()),
    )


def operating_system() -> str:
    """Return name and release of the operating system.

    The parts are asked for one by one: what ``platform`` offers as a whole holds the
    name of the machine.
    """
    system, release = platform.system(), platform.release()
    if system == "Linux":
        return printable(f"{_distribution()}Linux {release}")
    if system == "Darwin":
        return f"macOS {platform.mac_ver()[0]}"
    return printable(f"{system} {release}")


def _distribution() -> str:
    try:
        return f"{platform.freedesktop_os_release()['PRETTY_NAME']}, "
    except OSError:
        return ""


def _cpu_count() -> int | Unavailable:
    count = os.cpu_count()
    reason = "the operating system does not say how many processors there are"
    return Unavailable(unavailable_because=reason) if count is None else count


def _memory_bytes() -> int | Unavailable:
    try:
        return int(psutil.virtual_memory().total)
    except (OSError, RuntimeError):
        reason = "the operating system does not say how much memory there is"
        return Unavailable(unavailable_because=reason)


def installed_packages(found: Iterable[Distribution]) -> dict[str, str]:
    """Return the version of each distribution by its normalised name, in order.

    Of an editable or local installation too, only the version is taken, not the place.
    The first of several with the same name counts, which is the one that is imported.
    """
    packages: dict[str, str] = {}
    for distribution in found:
        metadata = distribution.metadata
        name, version = metadata["Name"], metadata["Version"]
        if name and version:  # a broken installation may have neither
            packages.setdefault(_normalised(name), printable(version))
    return dict(sorted(packages.items()))


def _normalised(name: str) -> str:
    """Return the one spelling under which an index keeps a distribution.

    >>> _normalised("Scikit_Image"), _normalised("ruamel.yaml")
    ('scikit-image', 'ruamel-yaml')
    """
    return printable(_NAME_SEPARATORS.sub("-", name).lower())
