from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from replicard_schema.quantities import (
    Duration,
    Length,
    Magnification,
    Power,
    Quantity,
    Temperature,
    micrometres,
)


def read(kind: Any, value: object) -> Any:  # noqa: ANN401 - an annotation has no type
    return TypeAdapter(kind).validate_python(value)


def refusal(kind: Any, value: object) -> tuple[str, str | None]:  # noqa: ANN401 - an annotation has no type
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    error = caught.value.errors()[0]
    return error["msg"], error["ctx"]["hint"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("0.18 µm", "µm"),
        ("0.18 \u03bcm", "µm"),
        ("0.18um", "µm"),
        ("180   nanometres", "nm"),
        ("1 A\u030a", "Å"),
        ("1 \u212b", "Å"),
        (" 5 mm\n", "mm"),
    ],
)
def test_length_has_one_spelling_of_its_unit(text: str, unit: str) -> None:
    assert read(Length, text).unit == unit


@pytest.mark.parametrize("number", ["0.180", "1e2", ".5", "5.", "007", "12345678901234.5"])
def test_number_keeps_its_spelling(number: str) -> None:
    assert read(Length, f"{number} nm") == Quantity(number, "nm")


@pytest.mark.parametrize(
    "text", ["0 µm", "0.00e5 nm", "-1 µm", "-0 nm", "1e400 nm", "٣ µm", "1_0 nm", "µm", "", "5", 5]
)
def test_length_is_a_number_above_zero_with_a_unit(text: object) -> None:
    refusal(Length, text)


def test_unknown_unit_is_answered_with_the_known_ones() -> None:
    message, hint = refusal(Length, "5 parsec")

    assert message == "'5 parsec': 'parsec' is no unit of a length"
    assert hint == "known are pm, Å, nm, µm, mm, cm"


def test_comma_is_explained() -> None:
    assert refusal(Length, "0,18 µm")[1] == "write a point, not a comma, before the decimals"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("200 ms", 0.2),
        ("1 h 32 min", 5520.0),
        ("2d3h", 183600.0),
        ("1.5 hours", 5400.0),
        ("90 minutes", 5400.0),
        ("1 day 1 sec", 86401.0),
        ("5 µs", 5e-6),
        ("5 us", 5e-6),
    ],
)
def test_duration_adds_its_parts(text: str, seconds: float) -> None:
    assert read(Duration, text).seconds == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text", ["0 s", "0 h 0 min", "5", "32 min 1 h", "1 h 32", "10 m", "1:32", "", "-5 s", 5, None]
)
def test_duration_is_above_zero_with_units_in_order(text: object) -> None:
    refusal(Duration, text)


def test_duration_is_read_from_its_own_text() -> None:
    duration = Duration.read("1 h 32 min")

    assert Duration.read(duration) is duration
    assert Duration.read(str(duration)) == duration


@pytest.mark.parametrize("text", ["63", "63x", "63 X", "63×", 63])
def test_magnification_needs_no_unit(text: object) -> None:
    assert read(Magnification, text) == Quantity("63", "x")


@pytest.mark.parametrize("text", ["0", "0x", "x63", "-63", "63 times", True])
def test_magnification_is_above_zero(text: object) -> None:
    refusal(Magnification, text)


def test_temperature_can_be_below_zero() -> None:
    assert read(Temperature, "-80 degC") == Quantity("-80", "°C")


def test_power_can_be_zero_but_not_negative() -> None:
    assert read(Power, "0 %").value == 0
    assert refusal(Power, "-1 mW")[0] == "a light power must not be negative, got '-1 mW'"


@pytest.mark.parametrize("text", ["5 W/cm2", "5 W/cm^2", "5 W/cm²"])
def test_square_of_a_unit_has_one_spelling(text: str) -> None:
    assert str(read(Power, text)) == "5 W/cm²"


def test_quantity_is_written_as_text() -> None:
    adapter: TypeAdapter[Quantity] = TypeAdapter(Length)

    assert adapter.dump_python(read(Length, "0.180um"), mode="json") == "0.180 µm"
    assert read(Length, Quantity("1", "nm")) == Quantity("1", "nm")


def test_angstrom_is_a_tenth_of_a_nanometre() -> None:
    assert micrometres(read(Length, "10 Å")) == micrometres(read(Length, "1 nm"))
