"""The container file, as far as it can be judged without an engine that builds it."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / ".github" / "Containerfile").read_text(encoding="utf-8")
LINES = [
    " ".join(line.split())
    for line in re.sub(r"\\\n", " ", TEXT).splitlines()
    if line and not line.startswith("#")
]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def arguments(instruction: str) -> list[str]:
    found = [line.partition(" ") for line in LINES]
    return [rest for name, _, rest in found if name == instruction]


def test_bases_are_pinned_to_one_tag_that_the_package_supports() -> None:
    bases = {base.split()[0] for base in arguments("FROM")}

    (base,) = bases
    version = re.fullmatch(r"docker\.io/library/python:(3\.\d+)-slim-[a-z]+", base)
    assert version is not None
    classifier = f"Programming Language :: Python :: {version[1]}"
    assert classifier in PROJECT["project"]["classifiers"]


def test_everything_that_the_wheel_needs_is_copied_and_nothing_else() -> None:
    copied = {word for line in arguments("COPY") for word in line.split()[:-1]}
    build = PROJECT["tool"]["hatch"]["build"]
    sources = {folder.split("/")[0] for folder in build["targets"]["wheel"]["only-include"]}
    named = {PROJECT["project"]["readme"], *PROJECT["project"]["license-files"]}

    assert copied == {"pyproject.toml", *sources, *named}
    assert all((ROOT / name).exists() for name in copied)


def test_it_runs_as_nobody_special_and_keeps_nothing() -> None:
    (user,) = arguments("USER")
    last_run = max(n for n, line in enumerate(LINES) if line.startswith("RUN"))

    assert int(user) > 0
    assert LINES.index(f"USER {user}") > last_run
    assert f"useradd --uid {user}" in LINES[last_run]
    assert 'REPLICARD_CACHE_DIR=""' in arguments("ENV")[0]
    assert not arguments("ADD")


def test_it_installs_extras_that_exist_and_the_libraries_of_pdf() -> None:
    runs = " ".join(arguments("RUN"))
    (extras,) = re.findall(r"\.whl\)\[([a-z,]+)\]", runs)
    setup = (ROOT / ".ci" / "dev.py").read_text(encoding="utf-8")
    (libraries,) = re.findall(r"DEBIAN_PACKAGES = \((.*)\)", setup)
    wanted = set(re.findall(r'"([^"]+)"', libraries)) - {"libharfbuzz0b"}  # comes with Pango

    assert set(extras.split(",")) <= set(PROJECT["project"]["optional-dependencies"])
    assert wanted <= set(runs.split())
    assert "rm -rf /var/lib/apt/lists/*" in runs
