"""Train the U-Net on the training tiles, and denoise the test tiles with its best weights.

Usage: python train.py

Needs torch. Runs on the processor in a few minutes. The test tiles are read only after
training has ended.
"""

import csv
import json
import platform
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tifffile
import torch
from torch import Tensor
from unet import UNet

FOLDER = Path(__file__).parent
DATA = FOLDER / "data"
MODEL = FOLDER / "model"
LOG_COLUMNS = ("epoch", "loss", "val_loss", "val_mse", "learning_rate")


@dataclass(frozen=True)
class Settings:
    """Settings of the training, written to config.json as they are."""

    first_filters: int = 8
    epochs: int = 200
    steps_per_epoch: int = 32
    batch_size: int = 8
    patch_size: int = 64
    learning_rate: float = 1e-3
    learning_rate_factor: float = 0.5
    learning_rate_patience: int = 12
    low_percentile: float = 1.0
    high_percentile: float = 99.0
    seed: int = 7


@dataclass(frozen=True)
class Scale:
    """Grey levels that become 0 and 1 before the network."""

    low: float
    high: float

    def apply(self, image: npt.NDArray[np.uint16]) -> Tensor:
        """Return images ``(N, Y, X)`` as a batch ``(N, 1, Y, X)``."""
        scaled = (image.astype(np.float32) - self.low) / (self.high - self.low)
        return torch.from_numpy(scaled.astype(np.float32))[:, None]

    def undo(self, batch: Tensor) -> npt.NDArray[np.uint16]:
        """Return a batch as images in the grey levels of the files, rounded."""
        grey = batch[:, 0].numpy().astype(np.float64) * (self.high - self.low) + self.low
        return np.clip(np.rint(grey), 0, np.iinfo(np.uint16).max).astype(np.uint16)


@dataclass(frozen=True)
class Pairs:
    """Noisy images and their ground truth, scaled, ``(N, 1, Y, X)`` each."""

    noisy: Tensor
    clean: Tensor


def read_stack(folder: Path) -> npt.NDArray[np.uint16]:
    """Read all tiles of a folder, in the order of their names, ``(N, Y, X)``."""
    return np.stack([tifffile.imread(path) for path in sorted(folder.glob("*.tif"))])


def read_pairs(part: str, scale: Scale) -> Pairs:
    """Read the tiles of one part."""
    noisy, clean = (read_stack(DATA / part / kind) for kind in ("noisy", "ground_truth"))
    return Pairs(scale.apply(noisy), scale.apply(clean))


def draw_batch(pairs: Pairs, settings: Settings, generator: torch.Generator) -> Pairs:
    """Cut patches at random places, each turned and mirrored at random."""
    noisy: list[Tensor] = []
    clean: list[Tensor] = []
    for _ in range(settings.batch_size):
        tile = draw(len(pairs.noisy), generator)
        room = pairs.noisy.shape[-1] - settings.patch_size + 1
        top, left = draw(room, generator), draw(room, generator)
        turns, mirrored = draw(4, generator), draw(2, generator) == 1
        for patches, images in ((noisy, pairs.noisy), (clean, pairs.clean)):
            rows = slice(top, top + settings.patch_size)
            columns = slice(left, left + settings.patch_size)
            patch = torch.rot90(images[tile, :, rows, columns], turns, (1, 2))
            patches.append(patch.flip(2) if mirrored else patch)
    return Pairs(torch.stack(noisy), torch.stack(clean))


def draw(count: int, generator: torch.Generator) -> int:
    """Draw a whole number below ``count``."""
    return int(torch.randint(count, (1,), generator=generator))


def mean_absolute_error(network: UNet, pairs: Pairs) -> Tensor:
    """Return the loss."""
    error: Tensor = network(pairs.noisy) - pairs.clean
    return error.abs().mean()


def train_one_epoch(
    network: UNet,
    optimizer: torch.optim.Optimizer,
    pairs: Pairs,
    settings: Settings,
    generator: torch.Generator,
) -> float:
    """Take the gradient steps of one epoch, and return the mean loss of its batches."""
    losses = []
    for _ in range(settings.steps_per_epoch):
        optimizer.zero_grad()
        loss = mean_absolute_error(network, draw_batch(pairs, settings, generator))
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    return float(np.mean(losses))


def validate(network: UNet, pairs: Pairs) -> tuple[float, float]:
    """Return mean absolute and mean squared error on whole validation tiles."""
    with torch.no_grad():
        error = network(pairs.noisy) - pairs.clean
    return float(error.abs().mean()), float((error**2).mean())


def fit(network: UNet, training: Pairs, validation: Pairs, settings: Settings) -> list[float]:
    """Train, write the log and both weights, and return the validation loss of each epoch."""
    generator = torch.Generator().manual_seed(settings.seed)
    optimizer = torch.optim.Adam(network.parameters(), lr=settings.learning_rate)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer,
        factor=settings.learning_rate_factor,
        patience=settings.learning_rate_patience,
    )
    losses: list[float] = []
    with (MODEL / "training_log.csv").open("w", encoding="utf-8", newline="") as file:
        log = csv.writer(file, lineterminator="\n")
        log.writerow(LOG_COLUMNS)
        for epoch in range(1, settings.epochs + 1):
            rate = optimizer.param_groups[0]["lr"]
            loss = train_one_epoch(network, optimizer, training, settings, generator)
            val_loss, val_mse = validate(network, validation)
            schedule.step(val_loss)
            log.writerow([epoch, f"{loss:.6f}", f"{val_loss:.6f}", f"{val_mse:.6f}", rate])
            if val_loss < min(losses, default=np.inf):
                torch.save(network.state_dict(), MODEL / "weights_best.pt")
            losses.append(val_loss)
    torch.save(network.state_dict(), MODEL / "weights_last.pt")
    return losses


def denoise_test_tiles(network: UNet, scale: Scale) -> None:
    """Denoise each test tile as a whole, with the best weights."""
    network.load_state_dict(torch.load(MODEL / "weights_best.pt", weights_only=True))
    folder = FOLDER / "predictions" / "unet"
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted((DATA / "test" / "noisy").glob("*.tif")):
        with torch.no_grad():
            batch = network(scale.apply(tifffile.imread(path)[None]))
        tifffile.imwrite(
            folder / path.name,
            scale.undo(batch)[0],
            compression="zlib",
            predictor=True,
            metadata={"axes": "YX"},
        )


def write_config(network: UNet, scale: Scale, losses: list[float], seconds: float) -> None:
    """Write what was done, with what, and when."""
    settings = Settings()
    config = {
        "model": "residual U-Net with two poolings, 3 x 3 convolutions, ReLU",
        "parameters": sum(parameter.numel() for parameter in network.parameters()),
        "settings": asdict(settings),
        "loss": "mean absolute error",
        "optimizer": "Adam",
        "learning_rate_schedule": "reduced when the validation loss stops falling",
        "augmentation": ["random patches", "rotation by multiples of 90 degrees", "mirroring"],
        "initial_weights": "random",
        "scaling": asdict(scale),
        "weights_used": "lowest validation loss",
        "best_epoch": int(np.argmin(losses)) + 1,
        "best_val_loss": round(min(losses), 6),
        "last_val_loss": round(losses[-1], 6),
        "date": datetime.now(UTC).date().isoformat(),
        "duration_s": round(seconds, 1),
        "hardware": f"CPU only ({platform.machine()}), 1 thread",
        "libraries": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("torch", "numpy", "tifffile")},
        },
    }
    text = json.dumps(config, indent=2)
    (MODEL / "config.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Train, then denoise the test tiles."""
    settings = Settings()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    torch.manual_seed(settings.seed)
    MODEL.mkdir(exist_ok=True)
    inputs = read_stack(DATA / "training" / "noisy")
    low, high = np.percentile(inputs, [settings.low_percentile, settings.high_percentile])
    scale = Scale(float(low), float(high))
    network = UNet(settings.first_filters)
    started = time.perf_counter()
    losses = fit(network, read_pairs("training", scale), read_pairs("validation", scale), settings)
    seconds = time.perf_counter() - started
    write_config(network, scale, losses, seconds)
    denoise_test_tiles(network, scale)


if __name__ == "__main__":
    main()
