import pytest
from hypothesis import given
from hypothesis import strategies as st

from replicard.render.english import (
    THIN,
    article,
    count,
    date_words,
    listed,
    number,
    numeral,
    ordinal,
    percent,
    quantity,
    score,
    spread,
    tally,
    when,
    words,
)
from replicard_schema.quantities import Duration, Quantity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hour of imaging", "an"),
        ("honest estimate", "an"),
        ("unit", "a"),
        ("uniform filter", "a"),
        ("unintended blur", "an"),
        ("European set", "a"),
        ("UNet", "a"),
        ("U-Net", "a"),
        ("user", "a"),
        ("one-pixel shift", "a"),
        ("Olympus IX83", "an"),
        ("Nikon Ti2", "a"),
        ("HyD detector", "a"),
        ("PMT", "a"),
        ("sCMOS camera", "an"),
        ("EMCCD camera", "an"),
        ("LED lamp", "an"),
        ("SSIM", "an"),
        ("PSNR", "a"),
        ("F1 score", "an"),
        ("IoU", "an"),
        ("RTX 4090", "an"),
        ("100× objective", "a"),
        ("80× objective", "an"),
        ("8-bit image", "an"),
        ("11.5 mm lens", "an"),
        ("1.4 NA objective", "a"),
        ("18 h run", "an"),
        ("180 nm pixel", "a"),
    ],
)
def test_article_follows_the_sound(text: str, expected: str) -> None:
    assert article(text) == f"{expected} {text}"


@given(st.integers(0, 10**7))
def test_only_one_is_singular(n: int) -> None:
    assert count(n, "image").endswith(" image") == (n == 1)
    assert tally(n, "image").endswith(" image") == (n == 1)


@given(st.integers(0, 99))
def test_every_number_below_a_hundred_has_its_own_words(n: int) -> None:
    assert [m for m in range(100) if words(m) == words(n)] == [n]


def test_there_are_no_words_for_large_numbers() -> None:
    with pytest.raises(ValueError, match="no words"):
        words(100)


@given(st.integers(0, 100_000))
def test_counts_are_spelt_below_ten_only(n: int) -> None:
    assert numeral(n)[0].isdigit() == (n >= 10)


@given(st.floats(0, 1))
def test_only_the_whole_is_a_hundred_percent(fraction: float) -> None:
    assert (percent(fraction) == f"100{THIN}%") == (fraction == 1)


@given(st.floats(-1e6, 1e6, allow_nan=False))
def test_a_score_reads_back_as_nearly_the_same_number(value: float) -> None:
    text = score(value).replace("−", "-").replace(",", "")
    if " × 10" in text:
        mantissa, exponent = text.split(" × 10")
        power = int(exponent.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")))
        text = f"{mantissa}e{power}"

    assert float(text) == pytest.approx(value, rel=0.005, abs=0.0005 if abs(value) >= 0.001 else 0)


def test_mean_and_spread_have_the_same_decimals() -> None:
    assert spread(29.7654, 1.2, "dB") == f"29.8 ± 1.2{THIN}dB"
    assert spread(0.9, 0.0) == "0.900 ± 0.000"
    assert spread(0.9951, 0.000823) == "0.99510 ± 0.00082"
    assert spread(19.4421, 0.00031, "dB") == f"19.4421 ± 0.0003{THIN}dB"
    assert spread(1.0, 1.57e-16) == "1.000 ± 0.000"
    assert spread(-0.0000910, 0.0264) == "0.000 ± 0.026"
    assert spread(0.00012, 0.00002) == "1.20 × 10⁻⁴ ± 2.00 × 10⁻⁵"


@pytest.mark.parametrize(
    ("spelt", "expected"),
    [
        ("1e-4", "1 × 10⁻⁴"),
        ("1.50", "1.50"),
        (0.00001, "1 × 10⁻⁵"),
        (12345, "12,345"),
        (9999, "9999"),
        (400.0, "400"),
        (-3, "−3"),
        ("-0.5", "−0.5"),
    ],
)
def test_stated_numbers_keep_their_digits(spelt: float | str, expected: str) -> None:
    assert number(spelt) == expected


def test_units_are_joined_by_a_narrow_blank_and_signs_by_none() -> None:
    assert quantity(Quantity("5", "%")) == f"5{THIN}%"
    assert quantity(Quantity("63", "x")) == "63×"
    assert quantity(Quantity("63", "X")) == "63×"
    assert quantity(Duration.read("1 h 32 min")) == f"1{THIN}h 32{THIN}min"


def test_dates_say_as_much_as_is_known() -> None:
    assert [date_words(date) for date in ("2020", "2020-12", "2020-12-01")] == [
        "2020",
        "December 2020",
        "1 December 2020",
    ]
    assert [when(date) for date in ("2020", "2020-12", "2020-12-01")] == [
        "in 2020",
        "in December 2020",
        "on 1 December 2020",
    ]


def test_lists_of_phrases_with_commas_are_parted_by_semicolons() -> None:
    assert listed(["a, b", "c", "d"]) == "a, b; c; and d"
    assert listed([]) == ""


@pytest.mark.parametrize(
    ("value", "expected"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (12, "12th"), (99.8, "99.8th")]
)
def test_percentiles_are_ordinal_numbers(value: float, expected: str) -> None:
    assert ordinal(value) == expected
