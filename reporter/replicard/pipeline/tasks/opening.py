"""Opening one image file: hashed at once, decoded only if something new is wanted of it."""

from dataclasses import dataclass, replace
from pathlib import Path

from replicard.execution import Store
from replicard.images import ImageFile, LoadedImage, open_image, require_labels
from replicard.pipeline.tasks.facts import FileFacts, Role, computations, facts_of
from replicard.pipeline.tasks.keeping import key_of


@dataclass(frozen=True, slots=True)
class Opening:
    """How the files of a task are opened.

    Attributes
    ----------
    root
        Folder of the card.
    axes
        Axes as the card names them.
    store
        Results of earlier runs; None to do without.
    """

    root: Path
    axes: str | None = None
    store: Store | None = None

    def open(
        self,
        path: str,
        role: Role,
        *,
        as_labels: bool = False,
        partner: str | None = None,
        wanted: tuple[str, ...] = (),
    ) -> "OpenedFile":
        """Read a file and learn what is known of it.

        Raises
        ------
        DataError
            With what is wrong with the file.
        """
        file = open_image(self.root, path)
        names = computations(role, wanted)
        key = key_of("file", file.sha256, self.axes, as_labels, names)
        kept = self.store.get(key, FileFacts) if self.store else None
        if kept is not None:
            record = kept.record.model_copy(update={"path": path})
            return OpenedFile(file, self.axes, replace(kept, record=record))
        image = file.decode(axes=self.axes)
        if as_labels:
            require_labels(image, partner=partner)
        facts = facts_of(image, role, wanted=wanted)
        file.require_unchanged()
        if self.store:
            record = facts.record.model_copy(update={"path": file.sha256})
            self.store.put(key, replace(facts, record=record))
        return OpenedFile(file, self.axes, facts, image)


@dataclass(slots=True)
class OpenedFile:
    """A file of which all that is wanted is known, its pixels perhaps not yet.

    Attributes
    ----------
    image
        The pixels, if they were needed so far.
    """

    file: ImageFile
    axes: str | None
    facts: FileFacts
    image: LoadedImage | None = None

    @property
    def sha256(self) -> str:
        """Hash of the bytes."""
        return self.file.sha256

    def pixels(self) -> LoadedImage:
        """Decode the file unless that is done.

        Raises
        ------
        DataError
            With what is wrong with the file.
        """
        if self.image is None:
            self.image = self.file.decode(axes=self.axes)
        return self.image
