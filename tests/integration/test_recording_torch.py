"""A real tiny network, trained with torch on the processor, ends with a card and a report."""

from pathlib import Path

import numpy as np
import pytest
import tifffile

import replicard

torch = pytest.importorskip("torch", reason="torch is not installed")


def _train(folder: Path) -> Path:
    rng = np.random.default_rng(1)
    clean = rng.random((8, 1, 16, 16), dtype=np.float32)
    noisy = clean + 0.1 * rng.standard_normal(clean.shape, dtype=np.float32)
    for kind in ("clean", "noisy"):
        (folder / kind).mkdir()
    for number, (truth, image) in enumerate(zip(clean, noisy, strict=True)):
        tifffile.imwrite(folder / "clean" / f"{number}.tif", truth[0])
        tifffile.imwrite(folder / "noisy" / f"{number}.tif", image[0])
    torch.manual_seed(3)
    network = torch.nn.Conv2d(1, 1, 3, padding=1)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-2)
    card = folder / "card.yaml"
    with replicard.record(card, model="tiny", task="denoising", algorithm="convolution") as run:
        run.hyperparameters(epochs=4, batch_size=8, learning_rate=1e-2, optimizer="Adam")
        run.dataset("pairs", images="noisy/*.tif", targets="clean/*.tif")
        run.seed(3)
        for epoch in range(4):
            optimiser.zero_grad()
            loss = ((network(torch.from_numpy(noisy)) - torch.from_numpy(clean)) ** 2).mean()
            loss.backward()
            optimiser.step()
            run.log_epoch(epoch, loss=loss.detach(), val_loss=loss.detach())
        torch.save(network.state_dict(), folder / "weights.pt")
        run.weights("weights.pt", kept="last epoch")
    return card


def test_a_tiny_network_ends_with_a_card_that_is_built(tmp_path: Path) -> None:
    card = _train(tmp_path)

    checked = replicard.check_card(card)
    built = replicard.build_card(card, with_pdf=False)

    assert checked.valid
    model = built.evaluation.evidence.models["tiny"]
    assert model.log is not None
    methods = (built.folder / "methods.md").read_text(encoding="utf-8")
    assert "for 4 epochs" in methods
    assert "torch" in methods
