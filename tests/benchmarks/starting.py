"""How much of a card `replicard init --yes` fills, and what a large folder costs."""

import argparse
import json
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from replicard.checklist import answer_checklist, shipped_checklists
from replicard.loading import load_card
from replicard.pipeline.starting import start_card
from replicard_schema.vocabulary import Verdict

CHECKLIST = "laine-2021"
BY_HAND = {
    "care_2d": ("L01 L05 L20", "settings name the algorithm to who knows it"),
    "cellpose3_training_log": ("L01 L05 L20 T11", "no batch size, which the program asks for"),
    "bioimageio_0.3_defcon": ("L01 L02 L05", "the algorithm is in the name only"),
    "bioimageio_0.3_zerocost_stardist": ("L01 L02 L05 T01 T05", ""),
    "bioimageio_0.4_frunet": ("L01 L02 L05", "the algorithm is in the name only"),
    "bioimageio_0.4_unet2d_nuclei_broad": ("L01 L02 L05", "plain segmentation: of which kind?"),
    "bioimageio_0.4_zerocost_unet2d_keras": ("L01 L02 L05 L06", ""),
    "bioimageio_0.5_unet2d_nuclei_broad": ("L01 L02 L05", "plain segmentation: of which kind?"),
    "dl4miceverywhere_stardist_2d": ("L01 L02 L36 L37 L38 T01 T03", "a notebook without a model"),
    "fmd_noise2noise_pytorch": ("L20", "no algorithm, no task"),
    "lightning_logs": ("", "epochs run, and nothing else"),
    "n2v_test_config": ("L01 L05 L20", ""),
    "nnunet_v2_stenunet": ("L01 L05", "epochs and learning rate are in the trainer"),
    "ome_xml": ("", "four microscopes, and no data set that they belong to"),
    "rcan_3d": ("", "two settings, and nothing else"),
    "stardist_2d_demo": ("L01 L05 L20", ""),
    "zerocost_layout_care_2d": ("", "epochs run, and scores, which a validation has to state"),
    "zerocost_layout_stardist_2d": ("", "scores, which a validation has to state"),
    "zerocostdl4mic_stardist_breast_cancer": ("L01 L05 L20", ""),
}
"""Items that a person answers wholly with nothing but these files, as read through by us, and
why the program answers others."""
_STATUS = Path("/proc/self/status")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.starting")
    parser.add_argument("artefacts", type=Path, help="folder with one folder for each tool")
    parser.add_argument("--files", type=int, default=20_000)
    chosen = parser.parse_args()
    (checklist,) = (each for each in shipped_checklists() if each.id == CHECKLIST)
    n_items = len(checklist.items)
    print(f"| folder | fields filled | items of {CHECKLIST} answered | by hand | remark |")
    print("|---|---|---|---|---|")
    for folder in sorted(path for path in chosen.artefacts.iterdir() if path.is_dir()):
        n_fields, answered = _started(folder)
        by_hand, why = BY_HAND.get(folder.name, ("", "not read through"))
        shown = " ".join(answered) or "none"
        ours = f"{len(answered)} of {n_items}: {shown}"
        print(f"| {folder.name} | {n_fields} | {ours} | {by_hand or 'none'} | {why} |")
    print()
    for n in (chosen.files // 10, chosen.files):
        seconds, peak = _large(n)
        print(f"{n:,} files: {seconds:.1f} s, {peak:.0f} MiB above the start")


def _started(source: Path) -> tuple[int, list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / source.name
        shutil.copytree(source, root, copy_function=shutil.copyfile)
        outcome = start_card(root)
        loaded = load_card(outcome.card)
        (checklist,) = (each for each in shipped_checklists() if each.id == CHECKLIST)
        result = answer_checklist(checklist, loaded.card, None, place=loaded.place)
    answered = [item.id for item in result.items if item.verdict is Verdict.REPORTED]
    return len(outcome.filled), answered


def _large(n: int) -> tuple[float, float]:
    """Return seconds and peak memory of a project with many images, tables and settings."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for i in range(n):
            below = root / f"run{i % 40:02}" / ("train", "test", "logs")[i % 3]
            below.mkdir(parents=True, exist_ok=True)
            if i % 3 < 2:
                (below / f"{i:06}.tif").write_bytes(b"II*\x00")
            else:
                settings = {"epochs": i, "lr": 0.1, "x": "y" * 2000}
                (below / f"settings{i}.json").write_text(json.dumps(settings), encoding="utf-8")
        with _peak() as peak:
            start = time.perf_counter()
            start_card(root)
            seconds = time.perf_counter() - start
        return seconds, peak[0]


@contextmanager
def _peak() -> Iterator[list[float]]:
    """Watch the memory of this process; in MiB above what it holds now."""
    before, done, found = _resident(), threading.Event(), [0.0]

    def watch() -> None:
        while not done.wait(0.02):
            found[0] = max(found[0], _resident() - before)

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield found
    done.set()
    watcher.join()


def _resident() -> float:
    lines = _STATUS.read_text(encoding="ascii").splitlines() if _STATUS.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


if __name__ == "__main__":
    main()
