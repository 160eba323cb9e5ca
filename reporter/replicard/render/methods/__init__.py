"""The methods text: writing it from card and evidence, and writing it out."""

from replicard.render.methods.files import (
    methods_html,
    methods_markdown,
    methods_trace,
    text_page,
)
from replicard.render.methods.latex import methods_latex, methods_latex_body
from replicard.render.methods.office import methods_office
from replicard.render.methods.plain import methods_text
from replicard.render.methods.sentences import Language
from replicard.render.methods.writer import write_methods

__all__ = [
    "Language",
    "methods_html",
    "methods_latex",
    "methods_latex_body",
    "methods_markdown",
    "methods_office",
    "methods_text",
    "methods_trace",
    "text_page",
    "write_methods",
]
