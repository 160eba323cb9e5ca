import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from replicard.errors import Position, Problem, ProblemsError
from replicard.loading.source import MAX_BYTES, read_source, source_of


def refusal(act: Callable[[], object]) -> Problem:
    with pytest.raises(ProblemsError) as caught:
        act()
    return caught.value.problems[0]


def reading(path: Path) -> Problem:
    return refusal(lambda: read_source(path, shown_as=path.name, noun="card"))


def decoding(content: bytes) -> Problem:
    return refusal(lambda: source_of(content, shown_as="card.yaml", noun="card"))


def test_digest_is_of_the_bytes_and_the_text_has_no_byte_order_mark(tmp_path: Path) -> None:
    content = "\ufefftitle: µ".encode()
    path = tmp_path / "card.yaml"
    path.write_bytes(content)

    source = read_source(path, shown_as="card.yaml", noun="card")

    assert source.text == "title: µ"
    assert source.sha256 == hashlib.sha256(content).hexdigest()


def test_missing_card_is_answered_with_a_name_that_comes_near(tmp_path: Path) -> None:
    (tmp_path / "card.yaml").touch()

    problem = reading(tmp_path / "crad.yaml")

    assert problem.code == "no-such-file"
    assert problem.hint == f"did you mean {(tmp_path / 'card.yaml').as_posix()}?"


def test_missing_card_is_answered_with_the_yaml_files_there_are(tmp_path: Path) -> None:
    (tmp_path / "study.yml").touch()
    (tmp_path / "notes.txt").touch()

    assert reading(tmp_path / "x").hint == "YAML files in that folder are study.yml"


def test_missing_card_in_a_folder_without_cards(tmp_path: Path) -> None:
    assert reading(tmp_path / "card.yaml").hint == "the folder holds no YAML file"


def test_missing_folder_is_named(tmp_path: Path) -> None:
    problem = reading(tmp_path / "nothing" / "card.yaml")

    assert problem.hint == f"the folder {(tmp_path / 'nothing').as_posix()} does not exist"


def test_file_in_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert reading(tmp_path / "file" / "card.yaml").code == "no-such-file"


def test_folder_is_no_card_but_may_hold_one(tmp_path: Path) -> None:
    empty = reading(tmp_path)
    (tmp_path / "card.yaml").touch()
    full = reading(tmp_path)

    assert (empty.message, empty.hint) == ("is a folder, not a card", None)
    assert full.hint == f"did you mean {tmp_path.name}/card.yaml?"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "card.yaml")

    assert reading(tmp_path / "card.yaml").message == "is not a regular file"


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PermissionError(13, "Permission denied"), "the card may not be read"),
        (OSError(5, "Input/output error"), "the card cannot be read: input/output error"),
        (OSError(), "the card cannot be read: oserror"),
    ],
)
def test_failure_to_read_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, message: str
) -> None:
    path = tmp_path / "card.yaml"
    path.touch()

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", fail)

    assert reading(path).message == message


def test_name_with_a_null_byte_is_refused(tmp_path: Path) -> None:
    assert reading(tmp_path / "a\0b").code == "no-such-file"


def test_card_of_one_megabyte_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "card.yaml"
    path.write_bytes(b"#" * MAX_BYTES)
    assert len(read_source(path, shown_as="card.yaml", noun="card").text) == MAX_BYTES

    path.write_bytes(b"#" * (MAX_BYTES + 1))

    assert reading(path).message == "the card is larger than 1 MB"


def test_wrong_byte_is_shown_where_it_stands() -> None:
    problem = decoding("title: µ\r\nauthor: Ren\u00e9\r\n".encode()[:-4] + b"\xe9\r\n")

    assert problem.position == Position(2, 12)
    assert problem.message.endswith("byte 0xE9 is no character; in Windows-1252 it is é")


def test_byte_without_meaning_in_windows_is_not_guessed() -> None:
    assert decoding(b"\x81").message == "the card is not UTF-8: byte 0x81 is no character"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_recognised(encoding: str) -> None:
    problem = decoding("title: Counting nuclei".encode(encoding))

    assert problem.message.startswith("the card is encoded as UTF-")
    assert problem.hint == "save it as UTF-8 in your editor"


def test_binary_file_is_no_text() -> None:
    assert decoding(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\x80").message == (
        "the card is not a text file"
    )


def test_forbidden_characters_are_all_shown_up_to_a_limit() -> None:
    with pytest.raises(ProblemsError) as caught:
        source_of(b"a: \x07\n" * 30, shown_as="card.yaml", noun="card")

    problems = caught.value.problems
    assert [problem.position for problem in problems] == [Position(i, 4) for i in range(1, 21)]
    assert problems[0].message == "the text holds U+0007, a control character"


@pytest.mark.parametrize("separator", ["\u2028", "\u2029"])
def test_line_ends_that_editors_do_not_know_are_refused(separator: str) -> None:
    problem = decoding(f"a: b{separator}c".encode())

    assert problem.position == Position(1, 5)
    assert problem.message == f"the text holds U+{ord(separator):04X}, a separator of lines"
