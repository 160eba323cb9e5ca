import os
import platform
import socket
from email.message import Message
from importlib.metadata import Distribution, version
from pathlib import Path

import pytest

from replicard.capture import CaptureContext, capture_environment
from replicard.capture.environment import installed_packages, operating_system
from replicard.capture.processor import name_in_cpuinfo, read_processor
from replicard_schema.evidence import Unavailable


class Installed(Distribution):
    """A distribution that says what a test wants."""

    def __init__(self, **fields: str) -> None:
        self.fields = fields

    def read_text(self, filename: str) -> str | None:
        if filename != "METADATA":
            return None
        message = Message()
        for name, value in self.fields.items():
            message[name] = value
        return message.as_string()

    def locate_file(self, path: object) -> Path:
        raise AssertionError(f"the place of {path} is nobody's business")


def test_the_environment_names_what_is_installed() -> None:
    found = capture_environment(CaptureContext(Path(), os.environ))

    assert found.python == platform.python_version()
    assert found.packages["numpy"] == version("numpy")
    assert list(found.packages) == sorted(found.packages)
    assert isinstance(found.memory_bytes, int)
    assert found.memory_bytes > 2**28
    assert found.cpu_count == os.cpu_count()


def test_neither_user_nor_machine_nor_place_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    machine = platform.uname()._replace(node="secret-machine")
    monkeypatch.setattr(platform, "uname", lambda: machine)
    monkeypatch.setattr(platform, "node", lambda: "secret-machine")
    monkeypatch.setattr(socket, "gethostname", lambda: "secret-machine")
    environ = {
        "USER": "secret-user",
        "USERNAME": "secret-user",
        "HOME": "/home/secret-user",
        "HOSTNAME": "secret-machine",
        "EMAIL": "secret-user@example.org",
        "API_TOKEN": "secret-token",
    }
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    project = tmp_path / "secret-project"
    project.mkdir()

    document = capture_environment(CaptureContext(project, environ)).model_dump_json()

    assert "secret" not in document
    assert str(Path(__file__).parents[3]) not in document
    assert str(tmp_path) not in document


def test_an_editable_installation_shows_its_version_only() -> None:
    editable = Installed(Name="My_Tool.Kit", Version="0.3.dev1+g1234", Summary="at /home/me/kit")

    assert installed_packages([editable]) == {"my-tool-kit": "0.3.dev1+g1234"}


def test_the_distribution_that_is_imported_counts() -> None:
    first, second = Installed(Name="tool", Version="2"), Installed(Name="Tool", Version="1")

    assert installed_packages([first, second]) == {"tool": "2"}


def test_a_broken_installation_is_left_out() -> None:
    broken = [Installed(Version="1"), Installed(Name="nameless")]

    assert installed_packages([*broken, Installed(Name="b", Version="1")]) == {"b": "1"}


def test_what_a_distribution_says_cannot_steer_a_terminal() -> None:
    hostile = Installed(Name="tool", Version="1\x1b[2J")

    assert installed_packages([hostile]) == {"tool": r"1\x1b[2J"}


@pytest.mark.parametrize(
    ("system", "expected"),
    [("Windows", "Windows 11"), ("FreeBSD", "FreeBSD 11"), ("Darwin", "macOS 14.5")],
)
def test_each_operating_system_has_name_and_release(
    monkeypatch: pytest.MonkeyPatch, system: str, expected: str
) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "release", lambda: "11")
    monkeypatch.setattr(platform, "mac_ver", lambda: ("14.5", ("", "", ""), "arm64"))

    assert operating_system() == expected


def test_a_linux_without_a_name_has_its_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> dict[str, str]:
        raise OSError

    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "release", lambda: "6.1.0")
    monkeypatch.setattr(platform, "freedesktop_os_release", nothing)

    assert operating_system() == "Linux 6.1.0"


def test_what_the_machine_does_not_say_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> None:
        raise RuntimeError

    monkeypatch.setattr(os, "cpu_count", lambda: None)
    monkeypatch.setattr("psutil.virtual_memory", nothing)
    monkeypatch.setattr("replicard.capture.processor._named", lambda: None)

    found = capture_environment(CaptureContext(Path(), {}))

    assert isinstance(found.cpu, Unavailable)
    assert isinstance(found.cpu_count, Unavailable)
    assert isinstance(found.memory_bytes, Unavailable)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("model name\t: One  CPU\n\nmodel name\t: Two\n", "One  CPU"),
        ("processor\t: 0\nHardware\t: Board\nModel\t\t: A Board Rev 1\n", "A Board Rev 1"),
        ("processor\t: 0\nBogoMIPS\t: 50\n", None),
        ("", None),
    ],
)
def test_the_processor_is_named_as_linux_names_it(text: str, expected: str | None) -> None:
    assert name_in_cpuinfo(text) == expected


def test_a_processor_without_a_name_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> None:
        raise OSError

    monkeypatch.setattr("replicard.capture.processor._named", nothing)

    assert read_processor() == Unavailable(
        unavailable_because="the operating system does not name the processor"
    )
