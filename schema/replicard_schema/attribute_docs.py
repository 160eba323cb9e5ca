"""What the fields of a model mean: the texts below them in the source.

Pydantic can collect these texts when a class is made, but then every start of the program
reads its own source, for texts that only a hint, an editor or a manual shows.
"""

import ast
import inspect
import sys
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel


@cache
def attribute_docs(model: type[BaseModel]) -> Mapping[str, str]:
    """Return the text below each field of a model, each on one line.

    Fields of its parents are included. Without source there are no texts.
    """
    docs: dict[str, str] = {}
    for ancestor in reversed(model.__mro__):
        if issubclass(ancestor, BaseModel) and ancestor is not BaseModel:
            docs |= _module_docs(ancestor.__module__).get(ancestor.__qualname__, {})
    return docs


@cache
def _module_docs(module: str) -> Mapping[str, Mapping[str, str]]:
    """Return the texts of all classes of a module, by qualified name."""
    try:
        source = inspect.getsource(sys.modules[module])
    except (OSError, TypeError, KeyError):
        return {}
    return dict(_class_docs(ast.parse(source), ""))


def _class_docs(parent: ast.AST, prefix: str) -> list[tuple[str, dict[str, str]]]:
    found = []
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, ast.ClassDef):
            found.append((prefix + node.name, _field_docs(node)))
            found += _class_docs(node, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            found += _class_docs(node, f"{prefix}{node.name}.<locals>.")
    return found


def _field_docs(node: ast.ClassDef) -> dict[str, str]:
    docs = {}
    for field, text in zip(node.body, node.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
            and isinstance(text.value.value, str)
        ):
            docs[field.target.id] = " ".join(text.value.value.split())
    return docs
