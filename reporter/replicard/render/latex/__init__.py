"""LaTeX: the one escaper, and spans written with it."""

from replicard.render.latex.escape import escape_latex
from replicard.render.latex.spans import FALLBACK, fallback_for, to_latex

__all__ = ["FALLBACK", "escape_latex", "fallback_for", "to_latex"]
