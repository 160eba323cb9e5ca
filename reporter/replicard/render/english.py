"""Numbers, units, dates, lists and articles, as authors of a journal write them.

A number and its unit are joined by a narrow no-break space (U+202F), so that they never
stand on two lines. Every function takes a plain value and returns plain text.
"""

import re
from collections.abc import Sequence

from replicard_schema.quantities import Duration, Quantity

THIN = "\u202f"
MINUS = "\u2212"

_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    *("sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_UNATTACHED = frozenset({"x", "×", "X", "°"})
_FROM_HERE_DIGITS_ARE_GROUPED = 10_000
_WORDS_END_BEFORE = 10

_COMMA = re.compile(r",(?![0-9]{3})")
_IRREGULAR = {"axis": "axes", "analysis": "analyses", "nucleus": "nuclei", "epoch": "epochs"}
_SPOKEN_CONSONANT = re.compile(r"u-|uni(?!n)|us[aei]|eu|ew|one\b|once\b|unet", re.IGNORECASE)
_SILENT_H = re.compile(r"hour|honest|honou?r|heir", re.IGNORECASE)
_INITIALS = re.compile(r"[A-Z](?:[A-Z0-9]*(?![a-z])|\b)|[a-z](?=[A-Z])")
_SPELT_WITH_VOWEL = frozenset("AEFHILMNORSX")
_SPOKEN_WITH_VOWEL = re.compile(r"8|1[18](?:[^0-9]|$)|1[18](?:[0-9]{3})+(?:[^0-9]|$)")


def words(number: int) -> str:
    """Spell a whole number from 0 to 99.

    >>> words(3), words(12), words(42)
    ('three', 'twelve', 'forty-two')
    """
    if not 0 <= number < 100:  # noqa: PLR2004 - larger numbers are unreadable in words
        raise ValueError(f"no words for {number}")
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _SMALL[ones]
    if tens == 1:
        return _TEENS[ones]
    return _TENS[tens - 2] if ones == 0 else f"{_TENS[tens - 2]}-{_SMALL[ones]}"


def whole(number: int) -> str:
    """Write a whole number in digits, grouped from 10,000 on.

    >>> whole(400), whole(1024), whole(60000)
    ('400', '1024', '60,000')
    """
    if abs(number) < _FROM_HERE_DIGITS_ARE_GROUPED:
        return f"{number}".replace("-", MINUS)
    return f"{number:,}".replace("-", MINUS)


def plural(noun: str) -> str:
    """Return the plural of a noun of ours.

    >>> plural("image"), plural("axis"), plural("batch"), plural("copy"), plural("of pixel")
    ('images', 'axes', 'batches', 'copies', 'of pixels')
    """
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def count(number: int, noun: str) -> str:
    """Write how many there are of something, in digits.

    >>> count(1, "epoch"), count(400, "epoch")
    ('1 epoch', '400 epochs')
    """
    return f"{whole(number)} {noun if number == 1 else plural(noun)}"


def tally(number: int, noun: str) -> str:
    """Write how many there are of something, in words below ten.

    >>> tally(1, "image"), tally(2, "annotator"), tally(12, "image")
    ('one image', 'two annotators', '12 images')
    """
    return f"{numeral(number)} {noun if number == 1 else plural(noun)}"


def numeral(number: int) -> str:
    """Write a count in words below ten and in digits from ten on.

    >>> numeral(0), numeral(9), numeral(10)
    ('zero', 'nine', '10')
    """
    return words(number) if 0 <= number < _WORDS_END_BEFORE else whole(number)


def percent(fraction: float) -> str:
    """Write a fraction as a percentage of at most three digits.

    A share just below one never becomes 100 %.

    >>> [percent(f).replace(THIN, " ") for f in (0.15, 0.125, 1 / 3, 0.99996, 1)]
    ['15 %', '12.5 %', '33.3 %', '>99.9 %', '100 %']
    """
    text = f"{100 * fraction:.3g}"
    if text == "100" and fraction < 1:
        text = ">99.9"
    return f"{_power_of_ten(text) if 'e' in text else text}{THIN}%"


def percent_spread(fraction: float, deviation: float) -> str:
    """Write a mean share with its standard deviation, as percentages.

    >>> percent_spread(0.02262, 0.01954).replace(THIN, " ")
    '2.3 ± 2.0 %'
    >>> percent_spread(0.7242, 0.0909).replace(THIN, " ")
    '72.4 ± 9.1 %'
    >>> percent_spread(0.00012, 0.0000034).replace(THIN, " ")
    '0.0120 ± 0.0003 %'
    >>> percent_spread(0, 0).replace(THIN, " ")
    '0.0 ± 0.0 %'
    """
    size = 100 * abs(fraction)
    most = next((n for limit, n in ((0.1, 4), (1, 3)) if size < limit), 2) if fraction else 1
    digits = min(spread_decimals(100 * deviation), most) if deviation else min(most, 1)
    return f"{fixed(100 * fraction, digits)} ± {fixed(100 * deviation, digits)}{THIN}%"


def score(value: float, unit: str | None = None) -> str:
    """Write a computed score with as many digits as a reader can use.

    Three decimals below ten, fewer above, and powers of ten below a thousandth.

    >>> score(0.89123), score(28.4567, "dB").replace(THIN, " "), score(0.00012), score(-0.5)
    ('0.891', '28.46 dB', '1.20 × 10⁻⁴', '−0.500')
    """
    return with_unit(_digits(value, decimals(value)), unit)


def decimals(value: float) -> int:
    """Return how many decimals a score of this size is given.

    >>> decimals(0.5), decimals(28.4), decimals(312.0), decimals(4096.0)
    (3, 2, 1, 0)
    """
    size = abs(value)
    limits = ((10, 3), (100, 2), (1000, 1))
    return next((digits for limit, digits in limits if size < limit), 0)


def spread(value: float, deviation: float, unit: str | None = None) -> str:
    """Write a mean with its standard deviation, both with the same decimals.

    The deviation gets two significant digits, unless it is minute beside the mean.

    >>> spread(0.89123, 0.0412), spread(28.4567, 1.2, "dB").replace(THIN, " ")
    ('0.891 ± 0.041', '28.5 ± 1.2 dB')
    >>> spread(0.35, 0.2484), spread(19.02, 3.917), spread(4096.3, 512.7)
    ('0.35 ± 0.25', '19.0 ± 3.9', '4096 ± 513')
    >>> spread(0.99512, 0.00082), spread(1, 1e-16), spread(0.00009, 0.026)
    ('0.99512 ± 0.00082', '1.000 ± 0.000', '0.000 ± 0.026')
    """
    if _is_tiny(value) and (_is_tiny(deviation) or not deviation):
        return f"{score(value, unit)} ± {score(deviation, unit)}"
    most = decimals(value) + 2
    digits = min(spread_decimals(deviation), most) if deviation >= 10**-most else decimals(value)
    return with_unit(f"{fixed(value, digits)} ± {fixed(deviation, digits)}", unit)


def spread_decimals(deviation: float) -> int:
    """Return how many decimals give a positive deviation two significant digits.

    >>> [spread_decimals(deviation) for deviation in (0.041, 0.0999, 1.2, 9.96, 45.0)]
    [3, 2, 1, 0, 0]
    """
    exponent = f"{deviation:.1e}".partition("e")[2]
    return max(0, 1 - int(exponent))


def _digits(value: float, digits: int) -> str:
    return _power_of_ten(f"{value:.2e}") if _is_tiny(value) else fixed(value, digits)


def fixed(value: float, digits: int) -> str:
    """Write a number with so many decimals.

    >>> fixed(0.5, 2), fixed(-0.001, 2), fixed(12345.6, 2)
    ('0.50', '0.00', '12,346')
    """
    if abs(value) >= _FROM_HERE_DIGITS_ARE_GROUPED:
        return f"{value:,.0f}".replace("-", MINUS)
    text = f"{value:.{digits}f}"
    return (text if float(text) else text.removeprefix("-")).replace("-", MINUS)


def _is_tiny(value: float) -> bool:
    return 0 < abs(value) < 0.001  # noqa: PLR2004 - three decimals would leave one digit or none


def number(value: float | str) -> str:
    """Write a stated number as its author spelt it, with powers of ten set properly.

    >>> number("3e-4"), number("0.0003"), number(400), number(0.5), number("1E+3")
    ('3 × 10⁻⁴', '0.0003', '400', '0.5', '1 × 10³')
    """
    if isinstance(value, int):
        return whole(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact
        return whole(int(value))
    text = value if isinstance(value, str) else repr(value)
    return _power_of_ten(text) if "e" in text.lower() else text.replace("-", MINUS)


def _power_of_ten(text: str) -> str:
    mantissa, _, exponent = text.lower().partition("e")
    power = str(int(exponent)).translate(_SUPERSCRIPT)
    return f"{mantissa.replace('-', MINUS)} × 10{power}"


def quantity(value: Quantity | Duration) -> str:
    """Write a number with its unit, keeping the digits its author wrote.

    >>> quantity(Quantity("0.180", "µm")).replace(THIN, " "), quantity(Quantity("63", "x"))
    ('0.180 µm', '63×')
    >>> quantity(Duration.read("1 h 32 min")).replace(THIN, " ")
    '1 h 32 min'
    """
    if isinstance(value, Duration):
        return " ".join(quantity(part) for part in value.parts)
    if value.unit in _UNATTACHED:
        return f"{number(value.number)}{value.unit.lower().replace('x', '×')}"
    return with_unit(number(value.number), value.unit)


def with_unit(text: str, unit: str | None) -> str:
    """Join a number with its unit, if it has one."""
    return f"{text}{THIN}{unit}" if unit else text


def between(low: str, high: str) -> str:
    """Write a range with an en dash.

    >>> between("0.6", "2.0")
    '0.6–2.0'
    """
    dash = "–" if MINUS not in low + high else " to "
    return f"{low}{dash}{high}"


def ordinal(value: float) -> str:
    """Write a percentile as an ordinal number.

    >>> ordinal(1), ordinal(2.0), ordinal(11), ordinal(99.8), ordinal(23)
    ('1st', '2nd', '11th', '99.8th', '23rd')
    """
    text = number(value)
    if "." in text or text[-2:] in {"11", "12", "13"}:
        return f"{text}th"
    return text + {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th")


def date_words(date: str) -> str:
    """Write an ISO date, as exact as it is known.

    >>> date_words("2020"), date_words("2020-03"), date_words("2020-03-05")
    ('2020', 'March 2020', '5 March 2020')
    """
    year, *rest = date.split("-")
    parts = [str(int(day)) for day in rest[1:]] + [_MONTHS[int(month) - 1] for month in rest[:1]]
    return " ".join([*parts, year])


def when(date: str) -> str:
    """Write a date with the preposition that it takes.

    >>> when("2020"), when("2020-03"), when("2020-03-05")
    ('in 2020', 'in March 2020', 'on 5 March 2020')
    """
    is_day = date.count("-") > 1
    return f"{'on' if is_day else 'in'} {date_words(date)}"


def listed(items: Sequence[str], conjunction: str = "and") -> str:
    """Join texts as a list; semicolons part texts that hold commas themselves.

    >>> listed(["rotation"]), listed(["A", "B"]), listed(["A", "B", "C"])
    ('rotation', 'A and B', 'A, B and C')
    >>> listed(["flip", "shift (x, y)", "noise"])
    'flip, shift (x, y) and noise'
    >>> listed(["blur, sigma 2", "flip"])
    'blur, sigma 2; and flip'
    """
    if len(items) <= 1:
        return "".join(items)
    comma, last = separators(items, conjunction)
    return comma.join(items[:-1]) + last + items[-1]


def separators(items: Sequence[str], conjunction: str = "and") -> tuple[str, str]:
    """Return what parts the items of a list, and what stands before the last one.

    >>> separators(["blur", "flip"]), separators(["blur, sigma 2", "flip"])
    ((', ', ' and '), ('; ', '; and '))
    >>> separators(["60,000 steps", "2 epochs"])
    (', ', ' and ')
    """
    if any(_COMMA.search(_outside_brackets(item)) for item in items):
        return "; ", f"; {conjunction} "
    return ", ", f" {conjunction} "


def _outside_brackets(text: str) -> str:
    return re.sub(r"\([^()]*\)", "", text)


def article(text: str) -> str:
    """Put *a* or *an* before a text, by its sound.

    >>> [article(t) for t in ("63× objective", "8× objective", "11 mm lens", "U-Net", "image")]
    ['a 63× objective', 'an 8× objective', 'an 11 mm lens', 'a U-Net', 'an image']
    >>> [article(t) for t in ("sCMOS camera", "EMCCD", "NVIDIA card", "LSM 880", "Leica SP8")]
    ['an sCMOS camera', 'an EMCCD', 'an NVIDIA card', 'an LSM 880', 'a Leica SP8']
    """
    return f"{'an' if _sounds_like_vowel(text) else 'a'} {text}"


def _sounds_like_vowel(text: str) -> bool:
    word = re.split(r"[\s/]", text.lstrip("*_([\"'"), maxsplit=1)[0]
    if word[:1].isdigit():
        return _SPOKEN_WITH_VOWEL.match(word) is not None
    if _SPOKEN_CONSONANT.match(word):
        return False
    if _INITIALS.match(word) and not word.startswith("SNAP"):
        return word[0].upper() in _SPELT_WITH_VOWEL
    return word[:1].lower() in set("aeiou") or _SILENT_H.match(word) is not None
