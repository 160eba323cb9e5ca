from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from replicard_schema import scalars
from replicard_schema.base import Section
from replicard_schema.sections.model import Hyperparameters, Training


def read(kind: Any, value: object) -> Any:  # noqa: ANN401 - an annotation has no type
    return TypeAdapter(kind).validate_python(value)


def refusal(kind: Any, value: object) -> tuple[str, str | None]:  # noqa: ANN401 - an annotation has no type
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    error = caught.value.errors()[0]
    return error["msg"], error.get("ctx", {}).get("hint")


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("+7", 7), ("007", 7), (" 7\n", 7), (7, 7)])
def test_count_takes_whole_numbers(text: object, number: int) -> None:
    assert read(scalars.Count, text) == number


@pytest.mark.parametrize(
    "text",
    ["0", "-1", "-0", "4.0", "4e2", "1_000", "٣", "１２", "0x1F", "", "1" * 41, True, None, []],
)
def test_count_refuses_everything_else(text: object) -> None:
    refusal(scalars.Count, text)


def test_count_has_an_end() -> None:
    assert read(scalars.Count, str(10**18 - 1)) == 10**18 - 1
    refusal(scalars.Count, str(10**18))
    refusal(scalars.Count, 10**400)


def test_seed_of_128_bits_is_kept_exactly() -> None:
    assert read(scalars.Integer, str(2**128 - 1)) == 2**128 - 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.5", 0.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("-1e-3", -0.001),
        ("1E5", 1e5),
        ("-0", 0.0),
        (2, 2.0),
    ],
)
def test_number_takes_the_usual_forms(text: object, number: float) -> None:
    assert read(scalars.Number, text) == number


@pytest.mark.parametrize(
    "text", ["1e400", "-1e400", "inf", ".inf", "nan", "1_000", "1e", ".", "٣.٥", "1 2", "1" * 100]
)
def test_number_refuses_what_is_not_finite_or_not_a_number(text: str) -> None:
    refusal(scalars.Number, text)


def test_number_refuses_floats_that_are_not_finite() -> None:
    refusal(scalars.Number, float("inf"))
    refusal(scalars.Number, float("nan"))


def test_comma_before_decimals_is_explained() -> None:
    message, hint = refusal(scalars.Number, "0,5")

    assert message == "expected a number, got '0,5'"
    assert hint == "write a point, not a comma, before the decimals"


@pytest.mark.parametrize(("given", "kept"), [("3e-4", "3e-4"), (" 0.010 ", "0.010"), (0.5, "0.5")])
def test_spelled_number_keeps_its_spelling(given: object, kept: str) -> None:
    assert read(scalars.SpelledNumber, given) == kept


@pytest.mark.parametrize("text", ["0", "-0", "0.0", "-1", "1e-400", "1e400", True, None])
def test_spelled_number_is_above_zero_and_finite(text: object) -> None:
    refusal(scalars.SpelledNumber, text)


@pytest.mark.parametrize(("text", "share"), [("10 %", 0.1), ("14%", 0.14), ("0.5", 0.5), ("1", 1)])
def test_fraction_takes_percent(text: str, share: float) -> None:
    assert read(scalars.Fraction, text) == share


@pytest.mark.parametrize("text", ["101 %", "1.5", "-1 %", "%", "10 % %", "ten %"])
def test_fraction_stays_between_nothing_and_all(text: str) -> None:
    refusal(scalars.Fraction, text)


@pytest.mark.parametrize(
    ("text", "flag"),
    [("yes", True), ("NO", False), (" true ", True), ("False", False), (True, True)],
)
def test_flag_takes_yes_and_no(text: object, flag: bool) -> None:  # noqa: FBT001 - expected value
    assert read(scalars.Flag, text) is flag


@pytest.mark.parametrize("text", ["on", "y", "1", "", None, 1, []])
def test_flag_refuses_everything_else(text: object) -> None:
    refusal(scalars.Flag, text)


@pytest.mark.parametrize("text", ["no", "1.10", "0777", "true", "2020-03-15", "1e5", "~x"])
def test_line_keeps_what_other_readers_would_convert(text: str) -> None:
    assert read(scalars.Line, text) == text


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u2003"])
def test_blank_text_is_empty(text: str) -> None:
    assert refusal(scalars.Text, text)[0] == "is empty"


@pytest.mark.parametrize("end", ["\n", "\r", "\u2028", "\u2029", "\x0b"])
def test_line_stays_on_one_line(end: str) -> None:
    assert refusal(scalars.Line, f"one{end}two")[0] == "must stay on one line"


def test_line_end_of_a_block_is_dropped() -> None:
    assert read(scalars.Line, "Counting nuclei\n") == "Counting nuclei"


def test_texts_end_somewhere() -> None:
    refusal(scalars.Line, "x" * 501)
    refusal(scalars.Text, "x" * 20_001)


@pytest.mark.parametrize("text", ["nuclei", "2020", "A_b-c", "x" * 100])
def test_id_takes_letters_digits_dash_and_underscore(text: str) -> None:
    assert read(scalars.Id, text) == text


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("my nuclei", "my-nuclei"),
        ("unet-v1.2", "unet-v1-2"),
        (" nuclei", "nuclei"),
        ("nuclei\n", "nuclei"),
        ("Zellkörper", "Zellk-rper"),
        ("-x", "x"),
        ("../x", "x"),
    ],
)
def test_other_ids_are_refused_with_a_proposal(text: str, proposal: str) -> None:
    assert refusal(scalars.Id, text)[1] == f"write `{proposal}`"
    assert read(scalars.Id, proposal) == proposal


def test_id_without_any_usable_letter_has_no_proposal() -> None:
    assert refusal(scalars.Id, "細胞")[1] is None


@pytest.mark.parametrize(("text", "axes"), [("zyx", "ZYX"), (" YX ", "YX"), ("TCZYX", "TCZYX")])
def test_axes_are_capital_letters(text: str, axes: str) -> None:
    assert read(scalars.Axes, text) == axes


@pytest.mark.parametrize("text", ["XX", "ZYXX", "ZX", "Y", "AYX", "", None, 3])
def test_axes_need_y_and_x_once(text: object) -> None:
    refusal(scalars.Axes, text)


def test_single_entry_needs_no_list() -> None:
    kind = scalars.Many[scalars.Line]

    assert read(kind, "one") == ("one",)
    assert read(kind, ["one", "two"]) == ("one", "two")
    assert read(kind, None) == ()


def test_free_values_keep_their_spelling() -> None:
    given = {"rate": "3e-4", "list": ["no", None, {"deep": "0777"}], "plain": True, "number": 0.5}

    assert read(scalars.FreeValue, given) == {
        "rate": "3e-4",
        "list": ("no", None, {"deep": "0777"}),
        "plain": "true",
        "number": "0.5",
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("Null", None),
        ("nULL", "nULL"),
        ("TRUE", True),
        ("tRUE", "tRUE"),
        ("yes", "yes"),
        ("+12", 12),
        ("-0", 0),
        ("0b11", "0b11"),
        ("0x1f", 31),
        ("0o8", "0o8"),
        ("1_000", "1_000"),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e400", "1e400"),
        (".inf", ".inf"),
        ("12:30", "12:30"),
        ("٣", "٣"),
        ("1" * 50, "1" * 50),
    ],
)
def test_core_value_follows_yaml_1_2(text: str, value: object) -> None:
    found = scalars.core_value(text)

    assert found == value
    assert type(found) is type(value)


def test_long_values_are_cut_in_messages() -> None:
    message, _ = refusal(scalars.Number, "x" * 5000)

    assert len(message) < 100
    assert "…" in message


def test_braces_in_a_value_reach_the_message() -> None:
    assert refusal(scalars.Number, "{well}")[0] == "expected a number, got '{well}'"


def test_field_without_value_is_left_out() -> None:
    training = Training.model_validate({"datasets": None, "libraries": None, "augmentation": None})

    assert training == Training()
    assert training.augmentation is None


def test_setting_without_value_is_kept() -> None:
    settings = Hyperparameters.model_validate({"epochs": None, "scheduler": None})

    assert settings.model_extra == {"scheduler": None}


def test_needed_field_without_value_is_refused() -> None:
    class Named(Section):
        name: scalars.Line

    with pytest.raises(ValidationError, match="is empty"):
        Named.model_validate({"name": None})


def test_section_takes_a_model_of_its_own() -> None:
    training = Training(seed=1)

    assert isinstance(training, BaseModel)
    assert Training.model_validate(training) is training
