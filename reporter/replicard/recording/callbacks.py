"""Callbacks that hand the values of every epoch to a run.

Each framework is imported by the function that makes its callback, since its class is
what the callback is a child of.
"""

# ruff: noqa: PLC0415 - see above

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from replicard.recording.run import Run


def keras_callback(run: "Run") -> Any:  # noqa: ANN401 - Keras has no types
    """Return a callback for ``fit`` of Keras."""
    from keras.callbacks import Callback

    class EpochCallback(Callback):  # type: ignore[misc]  # Keras has no types
        """Logs every epoch of ``fit``."""

        def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
            """Log an epoch; Keras calls this."""
            values = {name: float(value) for name, value in (logs or {}).items()}
            if values:
                run.log_epoch(epoch, **values)

    return EpochCallback()


def lightning_callback(run: "Run") -> Any:  # noqa: ANN401 - of either name
    """Return a callback for the trainer of Lightning."""
    try:
        from lightning.pytorch.callbacks import Callback
    except ImportError:
        from pytorch_lightning.callbacks import Callback  # its name before version 2

    class EpochCallback(Callback):  # type: ignore[misc]  # may lack types
        """Logs every epoch of the trainer."""

        def on_train_epoch_end(self, trainer: Any, pl_module: Any) -> None:  # noqa: ANN401 - Lightning's
            """Log an epoch; Lightning calls this after the validation of the epoch."""
            del pl_module
            values = {name: float(value) for name, value in trainer.callback_metrics.items()}
            if values:
                run.log_epoch(trainer.current_epoch, **values)

    return EpochCallback()
