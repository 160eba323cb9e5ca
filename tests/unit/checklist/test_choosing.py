"""Which checklists are answered: by an option, by the card, or the guideline."""

import os
from pathlib import Path

import pytest

from replicard.checklist import CHECKLIST_NAMES, choose, named_checklists
from replicard.checklist.choosing import Choice, UnknownChecklistError
from replicard.errors import ProblemsError
from replicard.loading import load_card

OWN = "id: core\ntitle: Our list\nitems: [{id: A, text: T, fields: study.title}]\n"
CARD = 'card_version: "1.0"\nstudy: {title: Nuclei}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a checklist in it, and one beside it."""
    study = tmp_path / "study"
    (study / "lists").mkdir(parents=True)
    (study / "lists" / "core.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / "outside.yaml").write_text(OWN, encoding="utf-8")
    return study


def of_card(folder: Path, wanted: str) -> Choice:
    card = folder / "card.yaml"
    card.write_text(f"{CARD}output: {{checklists: {wanted}}}\n", encoding="utf-8")
    return choose(load_card(card))


def ids(choice: Choice) -> list[str]:
    return [chosen.checklist.id for chosen in choice.lists]


def test_without_a_word_it_is_the_guideline(folder: Path) -> None:
    card = folder / "card.yaml"
    card.write_text(CARD, encoding="utf-8")

    assert ids(choose(load_card(card))) == ["laine-2021"]
    assert ids(of_card(folder, "[]")) == ["laine-2021"]


def test_the_card_names_shipped_and_own_ones_in_its_order(folder: Path) -> None:
    choice = of_card(folder, "[lists/core.yaml, dome-1.0, dome-1.0, ./lists/core.yaml]")

    assert ids(choice) == ["core", "dome-1.0"]
    assert choice.problems == []


def test_all_stands_for_every_shipped_one(folder: Path) -> None:
    assert ids(of_card(folder, "all")) == list(CHECKLIST_NAMES)


def test_an_option_comes_before_the_card(folder: Path) -> None:
    card = folder / "card.yaml"
    card.write_text(f"{CARD}output: {{checklists: nonsense}}\n", encoding="utf-8")

    choice = choose(load_card(card), ["mifa-2025", str(folder / "lists" / "core.yaml")])

    assert ids(choice) == ["mifa-2025", "core"]
    assert choice.problems == []


def test_an_unknown_name_in_the_card_is_a_problem_with_its_place(folder: Path) -> None:
    choice = of_card(folder, "[dome, laine-2021]")
    (problem,) = choice.problems

    assert ids(choice) == ["laine-2021"]
    assert problem.position is not None
    assert (problem.position.line, problem.position.column) == (3, 23)
    assert problem.hint == "did you mean `dome-1.0`?"
    with pytest.raises(ProblemsError):
        choice.required()


def test_an_unknown_name_of_an_option_is_one_sentence() -> None:
    with pytest.raises(UnknownChecklistError, match="did you mean `reforms-2024`"):
        named_checklists(["reforms"])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../outside.yaml", "leads out of"),
        ("/etc/hostname.yaml", "is an absolute path"),
        ("lists/absent.yaml", "there is no such file"),
        ("lists/", "is a folder"),
    ],
)
def test_a_card_reaches_no_file_but_those_of_its_folder(
    folder: Path, name: str, words: str
) -> None:
    choice = of_card(folder, f"[{name}]")

    assert ids(choice) == ["laine-2021"]
    assert [words in str(problem) for problem in choice.problems] == [True]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder / "link.yaml").symlink_to(folder.parent / "outside.yaml")

    (problem,) = of_card(folder, "link.yaml").problems

    assert "leads out" in problem.message


def test_two_files_with_one_id_cannot_be_told_apart(folder: Path) -> None:
    (folder / "other.yaml").write_text(OWN.replace("core", "CORE"), encoding="utf-8")

    choice = of_card(folder, "[lists/core.yaml, other.yaml]")

    assert ids(choice) == ["core"]
    assert "is called 'CORE' as well" in choice.problems[0].message


def test_problems_of_an_own_checklist_bring_its_text(folder: Path) -> None:
    (folder / "lists" / "core.yaml").write_text("id: core\n", encoding="utf-8")

    choice = of_card(folder, "lists/core.yaml")
    name = (folder / "lists" / "core.yaml").as_posix()

    assert {problem.file for problem in choice.problems} == {name}
    assert choice.sources[name] == "id: core\n"
