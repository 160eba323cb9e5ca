"""What a user sees: exit codes, messages, files. Nothing here knows how it is done."""

import json
import os
import shutil
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pytest
import tifffile
from tests.integration.conftest import Run

Replicard = Callable[..., Run]
EXAMPLE = "third-party-model"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return a copy of the smallest example."""
    with as_file(files("replicard_examples") / EXAMPLE) as source:
        shutil.copytree(source, tmp_path / "study")
    return tmp_path / "study"


def contents(folder: Path) -> dict[str, bytes]:
    return {p.as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def edit(card: Path, old: str, new: str) -> None:
    text = card.read_text(encoding="utf-8")
    assert old in text
    card.write_text(text.replace(old, new), encoding="utf-8")


def test_demo_builds_and_prints_where_the_results_are(replicard: Replicard, tmp_path: Path) -> None:
    run = replicard("demo", "out", "--example", EXAMPLE)

    assert run.code == 0
    assert run.is_clean
    report = Path("out") / "card-report"
    for name in ("methods.md", "checklist-laine-2021.pdf", "report.html", "report.pdf"):
        assert str(report / name) in run.out
        assert (tmp_path / report / name).stat().st_size > 500


def test_demo_lists_the_examples(replicard: Replicard) -> None:
    run = replicard("demo", "--list")

    assert run.out.split() == ["denoising", "nuclei-segmentation", "third-party-model"]


def test_demo_of_an_unknown_example_names_those_there_are(replicard: Replicard) -> None:
    run = replicard("demo", "out", "--example", "nuclie")

    assert run.code == 1
    assert "nuclei-segmentation" in run.err


def test_demo_does_not_replace_a_card(replicard: Replicard, tmp_path: Path) -> None:
    (tmp_path / "card.yaml").write_text("mine", encoding="utf-8")

    run = replicard("demo", ".")

    assert run.code == 1
    assert "another card" in run.err
    assert (tmp_path / "card.yaml").read_text(encoding="utf-8") == "mine"


def test_check_of_an_example_is_valid_and_incomplete(replicard: Replicard, example: Path) -> None:
    run = replicard("check", str(example / "card.yaml"))

    assert run.code == 0
    assert run.is_clean
    assert "valid" in run.out
    assert "incomplete" in run.out


def test_check_as_json_keeps_the_two_verdicts_apart(replicard: Replicard, example: Path) -> None:
    outcome = json.loads(replicard("check", str(example / "card.yaml"), "--json").out)

    assert outcome["valid"] is True
    assert outcome["complete"] is False
    assert sum(outcome["verdicts"]["laine-2021"].values()) == 65


def test_check_points_at_a_misspelt_key(replicard: Replicard, example: Path) -> None:
    edit(example / "card.yaml", "provenance:", "provenence:")

    run = replicard("check", "card.yaml", cwd=example)

    assert run.code == 1
    assert run.is_clean
    assert "unknown field `provenence`" in run.out
    assert "did you mean `provenance`?" in run.out
    assert "--> card.yaml:" in run.out


def test_evaluate_then_check_answers_the_computed_items(
    replicard: Replicard, example: Path
) -> None:
    before = json.loads(replicard("check", "card.yaml", "--json", cwd=example).out)
    assert replicard("evaluate", "card.yaml", cwd=example).code == 0
    after = json.loads(replicard("check", "card.yaml", "--json", cwd=example).out)

    assert after["has_evidence"]
    assert not before["has_evidence"]
    counts = "laine-2021", "reported"
    assert after["verdicts"][counts[0]][counts[1]] > before["verdicts"][counts[0]][counts[1]]


def test_init_writes_a_card_and_never_replaces_one(replicard: Replicard, tmp_path: Path) -> None:
    assert replicard("init", "study").code == 0
    card = tmp_path / "study" / "card.yaml"
    card.write_text("mine", encoding="utf-8")

    again = replicard("init", "study")

    assert again.code == 1
    assert "--force" in again.err
    assert card.read_text(encoding="utf-8") == "mine"
    assert replicard("init", "study", "--force").code == 0
    assert card.read_text(encoding="utf-8") != "mine"


def test_a_fresh_card_is_valid_and_says_what_is_open(replicard: Replicard) -> None:
    replicard("init", ".", "--yes")

    run = replicard("check", "card.yaml")

    assert run.code == 0
    assert run.is_clean
    assert "questions are open" in run.out


def test_import_adds_what_a_file_knows(replicard: Replicard, tmp_path: Path) -> None:
    (tmp_path / "net").mkdir()
    config = json.dumps({"n_dim": 2, "n_rays": 32, "train_epochs": 4})
    (tmp_path / "net" / "config.json").write_text(config, encoding="utf-8")
    (tmp_path / "card.yaml").write_text("card_version: '1.0'\nstudy: {title: A}\n", "utf-8")

    dry = replicard("import", "net/config.json", "--into", "card.yaml", "--dry-run")
    run = replicard("import", "net/config.json", "--into", "card.yaml")

    assert "+        epochs: 4  # net/config.json, train_epochs (configured)" in dry.out
    assert run.is_clean
    assert "added" in run.out
    assert "epochs: 4" in (tmp_path / "card.yaml").read_text(encoding="utf-8")


def test_schema_is_json(replicard: Replicard) -> None:
    assert json.loads(replicard("schema").out)["title"]


@pytest.mark.parametrize("command", ["check", "evaluate", "build"])
@pytest.mark.parametrize(
    ("name", "message"),
    [("empty.yaml", "empty"), (".", "folder"), ("missing.yaml", "no such card")],
)
def test_a_card_that_is_none_is_refused(
    replicard: Replicard, tmp_path: Path, command: str, name: str, message: str
) -> None:
    (tmp_path / "empty.yaml").write_bytes(b"")

    run = replicard(command, name)

    assert run.code == 1
    assert run.is_clean
    assert message in run.out + run.err


def test_wrong_usage_is_exit_code_2(replicard: Replicard) -> None:
    assert replicard("check").code == 2
    assert replicard("chekc", "card.yaml").code == 2


def _remove(path: Path) -> None:
    path.unlink()


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:300])


def _crop(path: Path) -> None:
    tifffile.imwrite(path, tifffile.imread(path)[:100], photometric="minisblack")


def _to_float(path: Path) -> None:
    tifffile.imwrite(path, tifffile.imread(path).astype(np.float32))


def _to_colour(path: Path) -> None:
    mask = tifffile.imread(path)
    colours = np.stack([mask, 255 - mask, mask // 2], axis=-1)
    tifffile.imwrite(path, colours, photometric="rgb")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_remove, "no file of this name or pattern"),
        (_truncate, "too early"),
        (_crop, "shape"),
        (_to_float, "float"),
        (_to_colour, "colour"),
    ],
)
def test_bad_files_are_one_clear_message_and_leave_earlier_results_alone(
    replicard: Replicard, example: Path, damage: Callable[[Path], None], message: str
) -> None:
    assert replicard("build", "card.yaml", "--no-pdf", cwd=example).code == 0
    damage(example / "annotated" / "masks" / "field.tif")
    before = contents(example)

    run = replicard("build", "card.yaml", "--no-pdf", cwd=example)

    assert run.code == 1
    assert run.is_clean
    assert message in run.err
    assert "annotated/masks/" in run.err
    assert contents(example) == before


def test_a_data_error_as_json(replicard: Replicard, example: Path) -> None:
    (example / "annotated" / "masks" / "field.tif").unlink()

    outcome = json.loads(replicard("evaluate", "card.yaml", "--json", cwd=example).out)

    assert outcome["problems"][0]["code"] == "no-files"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_folder_without_write_permission_is_one_message(
    replicard: Replicard, example: Path
) -> None:
    example.chmod(0o500)
    try:
        run = replicard("evaluate", "card.yaml", cwd=example)
    finally:
        example.chmod(0o700)

    assert run.code == 1
    assert run.is_clean
    assert "permission" in run.err


def test_a_template_of_the_user_changes_the_report_or_is_refused_with_its_place(
    replicard: Replicard, example: Path
) -> None:
    page = example / "mine" / "report" / "report.html.j2"
    page.parent.mkdir(parents=True)
    head = '{% extends "replicard/report/report.html.j2" %}\n{% block before_summary %}'
    page.write_text(f"{head}<p>Ours: {{{{ card.study.title }}}}</p>{{% endblock %}}", "utf-8")

    build = ("build", "card.yaml", "--no-pdf", "--template", "mine")
    good = replicard(*build, cwd=example)
    page.write_text(f"{head}\n{{{{ titel }}}}{{% endblock %}}", encoding="utf-8")
    bad = replicard(*build, cwd=example)

    assert good.code == 0
    assert "<p>Ours: " in (example / "card-report" / "report.html").read_text(encoding="utf-8")
    assert (bad.code, bad.is_clean) == (1, True)
    assert "mine/report/report.html.j2:3: 'titel' is undefined" in bad.err


def test_an_output_folder_that_is_a_file_is_refused(replicard: Replicard, example: Path) -> None:
    (example / "taken").write_text("mine", encoding="utf-8")

    run = replicard("build", "card.yaml", "-o", "taken", "--no-pdf", cwd=example)

    assert run.code in {1, 2}
    assert run.is_clean
    assert (example / "taken").read_text(encoding="utf-8") == "mine"


def test_a_bug_is_one_line_and_a_log(replicard: Replicard, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import replicard.cli\n"
        "def fail():\n    raise KeyError('unforeseen')\n"
        "replicard.cli.commands = fail\n",
        encoding="utf-8",
    )

    run = replicard("check", "card.yaml", PYTHONPATH=str(tmp_path))

    assert run.code == 70
    assert run.is_clean
    log = Path(run.err.strip().rsplit(" ", 1)[1])
    assert "unforeseen" in log.read_text(encoding="utf-8")
    log.unlink()


def test_building_twice_in_other_surroundings_gives_the_same_bytes(
    replicard: Replicard, example: Path, tmp_path: Path
) -> None:
    other = tmp_path / "elsewhere" / "copy"
    shutil.copytree(example, other)

    first = replicard("build", "card.yaml", cwd=example, TZ="UTC", SOURCE_DATE_EPOCH="86400")
    second = replicard(
        "build", "card.yaml", cwd=other, TZ="Asia/Tokyo", LC_ALL="C", SOURCE_DATE_EPOCH="86400"
    )

    assert (first.code, second.code) == (0, 0)
    reports = [
        {p.name: p.read_bytes() for p in (folder / "card-report").rglob("*") if p.is_file()}
        for folder in (example, other)
    ]
    differing = [name for name in reports[0] if reports[0][name] != reports[1].get(name)]
    assert differing == []


def test_compare_tells_what_a_manuscript_contradicts(replicard: Replicard, example: Path) -> None:
    (example.parent / "paper.txt").write_text(
        "Methods\n\nWe ran ONNX Runtime 1.31.0 on the images.\n", encoding="utf-8"
    )
    run = replicard("compare", "paper.txt", "study/card.yaml")

    assert run.code == 1
    assert "paper.txt:3:8, Methods: contradicts: version of ONNX Runtime" in run.out
    assert json.loads(replicard("compare", "paper.txt", "study/card.yaml", "--json").out)


def test_compare_refuses_a_format_that_it_does_not_read(
    replicard: Replicard, example: Path
) -> None:
    (example.parent / "paper.pdf").write_bytes(b"%PDF-1.7")
    run = replicard("compare", "paper.pdf", "study/card.yaml")

    assert run.code == 1
    assert "a .pdf file is not read" in run.err
    assert ".docx" in run.err
