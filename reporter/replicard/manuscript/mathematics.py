"""Formulas and units in the notation of TeX, as the characters that they stand for."""

import re

from replicard.manuscript.traced import Traced

_UNITS = {
    "micro": "µ", "nano": "n", "milli": "m", "pico": "p", "centi": "c", "kilo": "k",
    "metre": "m", "meter": "m", "second": "s", "minute": "min", "hour": "h", "day": "d",
    "watt": "W", "celsius": "°C", "degreeCelsius": "°C", "kelvin": "K", "percent": "%",
    "pixel": "px", "decibel": "dB", "angstrom": "Å", "per": "/", "squared": "^2", "cubed": "^3",
    "square": "", "cubic": "", "um": "µm", "nm": "nm", "mm": "mm", "ms": "ms", "us": "µs",
}  # fmt: skip
_SIGNS = {
    "times": "×", "cdot": "·", "pm": "±", "mu": "µ", "textmu": "µ", "sim": "~", "approx": "≈",
    "geq": "≥", "ge": "≥", "leq": "≤", "le": "≤", "lambda": "λ", "sigma": "σ", "degree": "°",
    "circ": "°", "textdegree": "°", "textmultiply": "×", "texttimes": "×", "textpm": "±",
    "ldots": "…", "dots": "…", "quad": " ", "qquad": " ", "to": "→",
}  # fmt: skip
_MACROS = tuple(
    (re.compile(rf"\\{name}(?![A-Za-z])(?:\{{\}}|[ ]?(?=\\))?"), text)
    for name, text in {**_UNITS, **_SIGNS}.items()
)
_NUMBER_MACROS: tuple[tuple[re.Pattern[str], tuple[int | str, ...]], ...] = (
    (
        re.compile(
            r"\\(?:SIrange|qtyrange)(?:\[[^\]]{0,200}\])?"
            r"\{([^{}]{0,80})\}\{([^{}]{0,80})\}\{([^{}]{0,80})\}"
        ),
        (1, " to ", 2, " ", 3),
    ),
    (
        re.compile(r"\\(?:SI|qty)(?:\[[^\]]{0,200}\])?\{([^{}]{0,80})\}\{([^{}]{0,80})\}"),
        (1, " ", 2),
    ),
    (re.compile(r"\\(?:num|si|unit|ang|numproduct)(?:\[[^\]]{0,200}\])?\{([^{}]{0,80})\}"), (1,)),
    (re.compile(r"\\(?:mathrm|text|mathit|mathbf|operatorname|rm)[ ]?\{([^{}]{0,200})\}"), (1,)),
)
_REST: tuple[tuple[re.Pattern[str], tuple[int | str, ...]], ...] = (
    (re.compile(r"\\[,;:!>]"), (" ",)),
    (re.compile(r"\^\{([^{}]{0,80})\}"), ("^", 1)),
    (re.compile(r"_\{([^{}]{0,80})\}"), (" ", 1)),
    (re.compile(r"\^°"), ("°",)),
    (re.compile(r"°[ ]?C\b"), ("°C",)),
    (re.compile(r"(?<=\d)\{,\}(?=\d)"), (",",)),
    (re.compile(r"(?<!\\)\$"), ("",)),
)


def without_mathematics(traced: Traced) -> Traced:
    r"""Replace the notation of numbers, units and signs by plain characters.

    >>> without_mathematics(Traced.of(r"$63\times$, \SI{0.18}{\micro\metre}, $10^{-4}$")).text
    '63×, 0.18 µm, 10^-4'
    """
    if "\\" not in traced.text and "$" not in traced.text:
        return traced
    for pattern, parts in _NUMBER_MACROS:
        traced = traced.rewrite(pattern, *parts)
    for pattern, text in _MACROS:
        traced = traced.rewrite(pattern, text)
    for pattern, parts in _REST:
        traced = traced.rewrite(pattern, *parts)
    return traced
