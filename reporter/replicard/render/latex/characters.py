"""How characters are written for LaTeX, with pdfLaTeX in mind, which knows few of them.

What stands in `LITERAL` compiles as it is with ``inputenc`` in UTF-8, the default since
2018, and T1 fonts; what `COMMANDS` names has a command; accents have commands of their
own. All of them were compiled; a test does it again where LaTeX is installed.
"""

from typing import Final

LITERAL: Final = frozenset(
    "¡¢£¤¥¦§©ª®¶º¿«»‹›‚„“”‘’–—…†‡•‰€™№"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
    "ĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭĮįİıĴĵĶķĹĺĻļĽľŁł"
    "ŃńŅņŇňŊŋŌōŎŏŐőŒœŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽž"
    "ǍǎǏǐǑǒǓǔǢǣǦǧǨǩǪǫǰǴǵȘșȚțȲȳẞ"
)

_ASCII: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    # Old font encodings show these as other characters.
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}
_BLANKS: Final = {
    "\u00a0": "~",
    "\u2007": "~",
    # The narrow space between a number and its unit: thin, and no line ends there.
    "\u202f": r"\,",
    "\u2009": r"\,",
    "\u200a": r"\,",
    "\u2002": r"\enspace{}",
    "\u2003": r"\quad{}",
    "\u00ad": r"\-",
    "\u200b": r"\hspace{0pt}",
    "\u2010": "-",
    "\u2011": r"\mbox{-}",
}
_SIGNS: Final = {
    "µ": r"\textmu{}",
    "°": r"\textdegree{}",
    "·": r"\textperiodcentered{}",
    "¬": r"$\neg$",
    "′": r"$'$",
    "″": r"$''$",
    "Ω": r"$\Omega$",
    "Å": "Å",
    "ℓ": r"$\ell$",
    "¼": r"\textonequarter{}",
    "½": r"\textonehalf{}",
    "¾": r"\textthreequarters{}",
    "ﬁ": "fi",
    "ﬂ": "fl",
}
_MATHEMATICS: Final = {
    "±": "pm",
    "∓": "mp",
    "×": "times",
    "÷": "div",
    "∙": "cdot",
    "⋅": "cdot",
    "∗": "ast",
    "∘": "circ",
    "√": "surd",
    "∞": "infty",
    "∝": "propto",
    "∂": "partial",
    "∇": "nabla",
    "∑": "sum",
    "∏": "prod",
    "∫": "int",
    "∈": "in",
    "∉": "notin",
    "∩": "cap",
    "∪": "cup",
    "⊂": "subset",
    "⊆": "subseteq",
    "∅": "emptyset",
    "∀": "forall",
    "∃": "exists",
    "∧": "wedge",
    "∨": "vee",
    "≈": "approx",
    "≃": "simeq",
    "≅": "cong",
    "∼": "sim",
    "≠": "neq",
    "≡": "equiv",
    "≤": "leq",
    "≥": "geq",
    "≪": "ll",
    "≫": "gg",
    "⊗": "otimes",
    "⊕": "oplus",
    "→": "rightarrow",
    "←": "leftarrow",
    "↔": "leftrightarrow",
    "↑": "uparrow",
    "↓": "downarrow",
    "⇒": "Rightarrow",
    "⇔": "Leftrightarrow",
    "⟨": "langle",
    "⟩": "rangle",
    "‖": "Vert",
    "∥": "parallel",
    "⊥": "perp",
    "∠": "angle",
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "varepsilon",
    "ϵ": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ϑ": "vartheta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "π": "pi",
    "ρ": "rho",
    "ς": "varsigma",
    "σ": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "varphi",
    "ϕ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
    "Γ": "Gamma",
    "Δ": "Delta",
    "∆": "Delta",
    "Θ": "Theta",
    "Λ": "Lambda",
    "Ξ": "Xi",
    "Π": "Pi",
    "Σ": "Sigma",
    "Υ": "Upsilon",
    "Φ": "Phi",
    "Ψ": "Psi",
    "Ω": "Omega",
}
_LIKE_LATIN: Final = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo", strict=True))

COMMANDS: Final = {
    **_ASCII,
    **_BLANKS,
    **_SIGNS,
    "−": "$-$",
    **{sign: rf"$\{name}$" for sign, name in _MATHEMATICS.items()},
    **{greek: rf"$\mathrm{{{latin}}}$" for greek, latin in _LIKE_LATIN.items()},
}
"""LaTeX of the characters that are not written as they are."""

ACCENTS: Final = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
"""Name of the command that puts a combining accent on a letter."""

SUPERSCRIPTS: Final = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+−=()ni", strict=True))
SUBSCRIPTS: Final = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙᵢₓ", "0123456789+−=()nix", strict=True))
