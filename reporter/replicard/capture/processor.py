"""Name of the processor, from where each operating system keeps it."""

import ctypes
import sys
from pathlib import Path

from replicard.files import printable
from replicard_schema.evidence import Unavailable

_CPUINFO = Path("/proc/cpuinfo")
_MAX_CPUINFO_BYTES = 1 << 20
# Intel and AMD write the first; ARM boards, if anything, one of the others.
_CPUINFO_KEYS = ("model name", "Model", "Hardware", "cpu model", "cpu")


def read_processor() -> str | Unavailable:
    """Return the name of the processor; no program is run to learn it."""
    try:
        name = _named()
    except (OSError, ValueError, AttributeError):
        name = None
    if not name:
        return Unavailable(unavailable_because="the operating system does not name the processor")
    return printable(" ".join(name.split()))


def _named() -> str | None:
    if sys.platform == "win32":
        return _from_registry()
    if sys.platform == "darwin":
        return _from_system_control()
    with _CPUINFO.open("rb") as handle:
        return name_in_cpuinfo(handle.read(_MAX_CPUINFO_BYTES).decode("utf-8", "replace"))


def name_in_cpuinfo(text: str) -> str | None:
    r"""Return the name of the first processor in the text of ``/proc/cpuinfo``.

    >>> name_in_cpuinfo("processor\t: 0\nmodel name\t: Example CPU @ 2.00GHz\n")
    'Example CPU @ 2.00GHz'
    """
    lines = (line.partition(":") for line in text.splitlines())
    values = {key.strip(): value.strip() for key, _, value in reversed(list(lines))}
    return next((values[key] for key in _CPUINFO_KEYS if values.get(key)), None)


if sys.platform == "win32":
    import winreg

    def _from_registry() -> str | None:
        place = r"HARDWARE\DESCRIPTION\System\CentralProcessor\0"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
            value, _ = winreg.QueryValueEx(key, "ProcessorNameString")
        return str(value)


if sys.platform == "darwin":

    def _from_system_control() -> str | None:
        library = ctypes.CDLL(None)
        buffer = ctypes.create_string_buffer(256)
        size = ctypes.c_size_t(len(buffer))
        failed = library.sysctlbyname(
            b"machdep.cpu.brand_string", buffer, ctypes.byref(size), None, ctypes.c_size_t(0)
        )
        return None if failed else buffer.value.decode("utf-8", "replace")
