"""One run of a training or a prediction, and what it adds to a card."""

import datetime as dt
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from replicard.errors import OutputError, Problem
from replicard.files import safe_file_name, write_atomic
from replicard.findings import disagreement
from replicard.loading import Typed, read_document, read_source
from replicard.loading.editing import Addition, add_fields
from replicard.recording.callbacks import keras_callback, lightning_callback
from replicard.recording.epochs import EpochLog
from replicard.recording.machine import hardware, libraries_in_use
from replicard_schema.comparing import UnfitValueError, converted
from replicard_schema.evidence import Fact, FactKind, FactSubject
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Task

_COMMENT = "recorded by the run"
_START = 'card_version: "1.0"\n'
_MINUTE, _HOUR = 60, 3600
_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Run:
    """A run that is going on; `record` makes and ends it.

    Attributes
    ----------
    card
        The card that takes what the run knows.
    model
        Id of the model in it.
    findings
        After the run: what the card says otherwise, value by value. The card is left as
        it is there.
    """

    card: Path
    model: str
    findings: tuple[Finding, ...] = ()
    _known: dict[tuple[str, ...], Typed] = field(default_factory=dict)
    _log: EpochLog | None = None
    _begun: float = field(default_factory=time.monotonic)

    def hyperparameters(self, **settings: object) -> None:
        """Record settings of the training, under the names of the card or of the tool.

        Parameters
        ----------
        settings
            Such as ``epochs=30``, ``batch_size=8``, ``learning_rate=1e-3``.
        """
        for name, value in settings.items():
            self._know(("training", "hyperparameters", name), value)

    def dataset(
        self, name: str, *, images: str | None = None, targets: str | None = None, **more: object
    ) -> None:
        """Record a data set that the model was trained on.

        Parameters
        ----------
        name
            Id of the data set.
        images, targets
            Patterns of its files, relative to the card.
        more
            Further fields of the data set, such as ``description``.
        """
        for key, value in {"images": images, "targets": targets, **more}.items():
            if value is not None:
                self._known["datasets", name, key] = _typed(value)
        trained_on = self._known.setdefault(self._path("training", "datasets"), [])
        if isinstance(trained_on, list) and name not in trained_on:
            trained_on.append(name)

    def log_epoch(self, epoch: float, **values: float) -> None:
        """Record the losses of an epoch; they are written at once.

        Parameters
        ----------
        epoch
            Number of the epoch.
        values
            Such as ``loss=0.1``, ``val_loss=0.2``. Tensors with one number will do.

        Raises
        ------
        ValueError
            If there is no value, or one is no number.
        """
        if self._log is None:
            name = f"{safe_file_name(self.model)}-training.csv"
            self._log = EpochLog(self.card.parent / "logs" / name)
        self._log.add(epoch, values)

    def weights(self, path: str | Path, *, kept: str | None = None) -> None:
        """Record the file with the weights, and which ones were kept.

        Parameters
        ----------
        path
            Below the folder of the card.
        kept
            In words, such as ``best validation loss``.
        """
        absolute = Path(path) if Path(path).is_absolute() else self.card.parent / path
        relative = os.path.relpath(absolute, self.card.parent).replace(os.sep, "/")
        self._know(("weights",), relative)
        if kept is not None:
            self._know(("training", "weights_used"), kept)

    def augmentation(self, *names: str) -> None:
        """Record kinds of data augmentation; without names, that there was none."""
        self._know(("training", "augmentation"), [{"name": name} for name in names])

    def seed(self, number: int) -> None:
        """Record the seed of the random numbers."""
        self._know(("training", "seed"), number)

    def prediction(self, **fields: object) -> None:
        """Record how the model was applied: ``preprocessing=[...]``, ``parameters={...}``."""
        for name, value in fields.items():
            self._know(("prediction", name), value)

    def keras_callback(self) -> Any:  # noqa: ANN401 - a class of Keras
        """Return a callback for ``fit`` of Keras that logs every epoch."""
        return keras_callback(self)

    def lightning_callback(self) -> Any:  # noqa: ANN401 - a class of Lightning
        """Return a callback for the trainer of Lightning that logs every epoch."""
        return lightning_callback(self)

    def finish(self, *, environ: Mapping[str, str], today: dt.date) -> None:
        """Add what the run knows to the card; `record` does so by itself.

        Raises
        ------
        CardError
            If the card cannot be read as YAML.
        OutputError
            If it cannot be written.
        """
        if self._log is not None:
            log = os.path.relpath(self._log.path, self.card.parent).replace(os.sep, "/")
            self._know(("training", "log"), log)
            self._know(("training", "duration"), _duration(time.monotonic() - self._begun))
            self._know(("training", "date"), today.isoformat())
            self._know(("training", "hardware"), hardware(environ))
            for name, version in libraries_in_use().items():
                self._know(("training", "libraries", name), version)
            self._note_epochs(self._log.n_epochs)
        self._add_to_card()

    def _note_epochs(self, n: int) -> None:
        """Let the epochs that were run stand before those that were asked for."""
        asked = self._known.get(self._path("training", "hyperparameters", "epochs"))
        self._known[self._path("training", "hyperparameters", "epochs")] = str(n)
        if asked not in {None, str(n)}:
            self._known[self._path("training", "hyperparameters", "epochs_planned")] = asked

    def _know(self, field_path: tuple[str, ...], value: object) -> None:
        if value is not None:
            self._known[self._path(*field_path)] = _typed(value)

    def _path(self, *keys: str) -> tuple[str, ...]:
        return ("models", self.model, *keys)

    def _add_to_card(self) -> None:
        if not self.card.exists():
            write_atomic(self.card, _START)
        source = read_source(self.card, shown_as=self.card.as_posix(), noun="card")
        document = read_document(source)
        additions = [Addition(path, value, _COMMENT) for path, value in self._taken()]
        if not isinstance(document.value, dict) or "study" not in document.value:
            title = Addition(("study", "title"), self.card.resolve().parent.name, "name of folder")
            additions.insert(0, title)
        edited = add_fields(source.text, additions)
        self.findings = tuple(_contradictions(edited.kept, document.value))
        start = _BOM if self.card.read_bytes().startswith(_BOM) else b""
        write_atomic(self.card, start + edited.text.encode())

    def _taken(self) -> Iterator[tuple[tuple[str, ...], Typed]]:
        """Yield what the fields of a card take."""
        for path, value in self._known.items():
            try:
                converted(path, value)
            except UnfitValueError as error:
                problem = Problem(
                    self.card.as_posix(),
                    f"cannot take {value!r}: {error}",
                    code="unfit-value",
                    field=".".join(path),
                    hint="give the run a value that the field takes; see replicard explain",
                )
                raise OutputError([problem]) from error
            yield path, value


@contextmanager
def record(
    card: str | Path,
    *,
    model: str,
    task: str | None = None,
    algorithm: str | None = None,
    provenance: str = "trained",
    environ: Mapping[str, str] | None = None,
    today: dt.date | None = None,
) -> Iterator[Run]:
    """Record a run, and add what it knows to a card when the block ends.

    Also a run that fails leaves its log and what it recorded up to then; its error goes
    on as it is.

    Parameters
    ----------
    card
        The card; it is made if there is none.
    model
        Id of the model.
    task, algorithm, provenance
        What a new model of the card needs; see the fields of these names.
    environ, today
        Environment variables and date; by default those of the process.

    Yields
    ------
    Run
        What takes settings, losses and files.

    Raises
    ------
    ValueError
        If the card has no such model, and task or algorithm are not given.
    CardError
        If the card cannot be read.
    """
    path = Path(card)
    run = Run(path, model)
    if not _has_model(path, model):
        if task is None or algorithm is None:
            tasks = ", ".join(Task)
            raise ValueError(
                f"the card has no model {model!r} yet: give algorithm, and task as one of {tasks}"
            )
        for name, value in (("task", task), ("algorithm", algorithm), ("provenance", provenance)):
            field_path = ("algorithm", "name") if name == "algorithm" else (name,)
            run._know(field_path, value)  # noqa: SLF001 - of this module
    try:
        yield run
    finally:
        run.finish(
            environ=os.environ if environ is None else environ,
            today=today or dt.datetime.now(tz=dt.UTC).date(),
        )


def _has_model(card: Path, model: str) -> bool:
    if not card.exists():
        return False
    document = read_document(read_source(card, shown_as=card.as_posix(), noun="card"))
    models = document.value.get("models") if isinstance(document.value, dict) else None
    return isinstance(models, dict) and model in models


def _contradictions(kept: tuple[Addition, ...], card: Typed) -> Iterator[Finding]:
    for addition in kept:
        stated: Typed = card
        for key in addition.path:
            stated = stated.get(key) if isinstance(stated, dict) else None
        fact = Fact(
            subject=FactSubject.MODEL,
            field=".".join(addition.path[2:]) or addition.path[0],
            value=_json(addition.value),
            kind=FactKind.OBSERVED,
            place="this run",
        )
        found = disagreement(addition.path, stated, fact, "the run")
        if found is not None:
            yield found


def _json(value: Typed) -> "str | list[object] | dict[str, object] | None":
    return value  # type: ignore[return-value]  # the same values under another name


def _typed(value: object) -> Typed:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case Mapping():
            return {str(key): _typed(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_typed(entry) for entry in value]
        case float():
            return repr(value)
        case _:
            return str(value)


def _duration(seconds: float) -> str:
    """Write a duration as a person would.

    >>> _duration(0.2), _duration(75), _duration(5520)
    ('1 s', '1 min 15 s', '1 h 32 min')
    """
    whole = max(1, round(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        minutes, rest = divmod(whole, _MINUTE)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, rest = divmod(round(whole / _MINUTE), _MINUTE)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
