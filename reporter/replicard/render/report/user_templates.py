"""Templates of a user: single blocks of the report overridden, or sections added.

They lie in a folder that the user names, never one that a card names, and they run in a
sandbox: what a template of somebody else can reach is the report and nothing behind it.
"""

import base64
import hashlib
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FunctionLoader,
    PrefixLoader,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from replicard.errors import DataError, ReplicardError, UnsafePathError
from replicard.files import open_inside
from replicard.render.environment import new_environment, our_templates

OURS = "replicard"
"""Prefix under which a template of a user names the one of ours that it extends."""
STYLE_SHEET = "report/extra.css"

_LARGEST_TEMPLATE = 1_000_000
_LARGEST_RESOURCE = 5_000_000
_MEDIA = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}


class UserTemplateError(ReplicardError):
    """A template of a user that cannot be used, with its file, line and what is wrong."""


@dataclass(frozen=True)
class UserTemplates:
    """The templates of one folder.

    Attributes
    ----------
    folder
        Holds ``report/report.html.j2``, single sections below ``report/sections`` and
        ``report/extra.css``, any of them. Pictures that they show lie in it, too.
    """

    folder: Path

    def __post_init__(self) -> None:
        if not self.folder.is_dir():
            raise UserTemplateError(f"{self.folder} is no folder of templates")
        if not self._names:
            raise UserTemplateError(
                f"{self.folder} holds no template: write report/report.html.j2, a file of "
                f"report/sections or {STYLE_SHEET} in it"
            )

    def render(self, name: str, context: Mapping[str, object]) -> str:
        """Render a template of ours, with what the user puts in the place of its parts.

        Raises
        ------
        UserTemplateError
            If a template of the user is at fault.
        """
        try:
            return self._environment.get_template(name).render(context)
        except UserTemplateError:
            raise
        except TemplateSyntaxError as error:
            place = f"{error.name or error.filename}:{error.lineno}"
            raise UserTemplateError(f"{self.folder / place}: {error.message}") from error
        except TemplateNotFound as error:
            raise UserTemplateError(
                f"{self.folder}: there is no template {error.name}; what comes with the program "
                f"is named {OURS}/…, such as {OURS}/report/report.html.j2"
            ) from error
        except Exception as error:
            raise self._at_fault(error) from error

    def style_sheets(self) -> tuple[str, ...]:
        """Return the style sheet of the user, if there is one.

        Raises
        ------
        UserTemplateError
            If it could end the element that it stands in.
        """
        if STYLE_SHEET not in self._names:
            return ()
        sheet = self._read(STYLE_SHEET, _LARGEST_TEMPLATE).decode()
        if "</" in sheet:
            raise UserTemplateError(f"{self.folder / STYLE_SHEET}: a style sheet holds no </")
        return (sheet,)

    def fingerprints(self) -> dict[str, str]:
        """Return the SHA-256 of each template, for readers who want to know what was changed."""
        return {
            name: hashlib.sha256(self._read(name, _LARGEST_TEMPLATE)).hexdigest()
            for name in self._names
        }

    def picture(self, name: str) -> str:
        """Return a picture of the folder as an address that holds it: ``picture("logo.png")``.

        Raises
        ------
        UserTemplateError
            If there is none, or it is no PNG, JPEG or SVG.
        """
        medium = _MEDIA.get(Path(name).suffix.lower())
        if medium is None:
            raise UserTemplateError(f"{name}: pictures of a template are PNG, JPEG or SVG")
        content = base64.b64encode(self._read(name, _LARGEST_RESOURCE)).decode()
        return f"data:{medium};base64,{content}"

    @cached_property
    def _names(self) -> tuple[str, ...]:
        found = [*self.folder.glob("report/**/*.j2"), *self.folder.glob(STYLE_SHEET)]
        return tuple(sorted(path.relative_to(self.folder).as_posix() for path in found))

    @cached_property
    def _environment(self) -> Environment:
        own: BaseLoader = FunctionLoader(self._source)
        ours = our_templates()
        loader = ChoiceLoader([PrefixLoader({OURS: ours}), own, ours])
        env = new_environment(loader, SandboxedEnvironment)
        env.globals["picture"] = self.picture
        return env

    def _source(self, name: str) -> tuple[str, str, None] | None:
        if name not in self._names:
            return None
        return self._read(name, _LARGEST_TEMPLATE).decode(), name, None

    def _read(self, name: str, max_bytes: int) -> bytes:
        try:
            with open_inside(self.folder, name, max_bytes=max_bytes) as file:
                return file.read()
        except (DataError, UnsafePathError) as error:
            raise UserTemplateError(f"{self.folder}: {error}") from error

    def _at_fault(self, error: Exception) -> Exception:
        """Return the error as one of the user's template, if one was being rendered."""
        frames = traceback.extract_tb(error.__traceback__)
        place = next((f for f in reversed(frames) if f.filename in self._names), None)
        if place is None:
            return error
        said = str(error)
        if isinstance(error, SecurityError):
            said = f"{said}: templates run in a sandbox"
        elif isinstance(error, UndefinedError):
            said = f"{said}; README.md of the templates lists the names that there are"
        return UserTemplateError(f"{self.folder / place.filename}:{place.lineno}: {said}")
