"""Laws of reading files of others: a valid card comes out, and nothing private."""

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from replicard.importers.privacy import has_private
from replicard.pipeline.starting import start_card

PRIVATE = (
    "/home/annabel/data/x",
    "/Users/annabel/x.tif",
    "C:\\Users\\annabel\\x",
    "\\\\labserver\\annabel\\x",
    "~annabel/x",
    "annabel@labserver.example.org",
    "annabel@labserver",
    "ssh://annabel@labserver/x",
    "file:///home/annabel",
    "/scratch/annabel/run 1/x",
)
FILES = {
    "models/a/config.json": '{"n_dim": 2, "n_rays": 32, "train_epochs": 4, "train_loss": "%s"}',
    "models/b/hparams.yaml": "lr: 0.001\noptimizer: '%s'\nloss: %s\nuser: annabel\n",
    "models/c/wandb-metadata.json": (
        '{"host": "labserver", "username": "annabel", "email": "%s", "gpu": "%s", '
        '"startedAt": "2024-01-02T03:04:05", "args": ["%s"]}'
    ),
    "models/d/rdf.yaml": (
        "format_version: 0.4.0\nname: '%s'\ngit_repo: '%s'\nversion: 0.1\n"
        "authors: [{name: Given Family, email: '%s'}]\ntags: [stardist]\n"
    ),
    "models/e/environment.yml": "prefix: '%s'\ndependencies:\n  - pip:\n    - torch==2.0\n",
    "models/f/requirements.txt": "torch @ file:%s\nnumpy==1.26.0\n-e %s\n",
    "models/g/run.log": (
        "2026-11-22 07:50:58,820 [INFO] >>>> using CPU\n"
        "2026-11-22 07:50:59,144 [INFO] >>> n_epochs=12, n_train=6\n"
        "2026-11-22 07:51:00,186 [INFO] >>> saving model to %s\n"
    ),
    "citation.cff": "cff-version: 1.2.0\ntitle: '%s'\nauthors:\n  - {name: X, email: '%s'}\n",
    "models/h/dataset.json": '{"channel_names": {"0": "%s"}, "labels": {"background": 0, "%s": 1}}',
    "models/i/careamics.yml": "algorithm_config: {algorithm: n2v, loss: '%s'}\ndata_config: {}\n",
    "models/j/meta.yaml": "run_id: a\nuser_id: annabel\nartifact_uri: '%s'\nstart_time: 17000000\n",
    "models/k/summary.json": '{"foreground_mean": {"Dice": 0.9}, "%s": 1}',
}
_SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
edits = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.sampled_from(
            [
                *(
                    b"\x00",
                    b'"',
                    b"{",
                    b"]",
                    b": ",
                    b"\n",
                    b"!!python/name:os.system ",
                    b"&a ",
                    b"*a",
                ),
                *(
                    b"1e999",
                    b"9" * 400,
                    b"null",
                    b"NaN",
                    b"\xff",
                    b"\\ud800",
                    b"\xe2\x80\xae",
                    b"# ",
                ),
                *(b"|\n", b'"a\\nmodels: b"', b"[[[[", b"-1", b"''"),
            ]
        ),
        st.integers(0, 8),
    ),
    max_size=4,
)


def _changed(data: bytes, changes: list[tuple[float, bytes, int]]) -> bytes:
    for where, what, removed in changes:
        place = int(where * len(data))
        data = data[:place] + what + data[place + removed :]
    return data


@_SLOW
@given(
    secret=st.sampled_from(PRIVATE),
    chosen=st.lists(st.sampled_from(sorted(FILES)), min_size=1, max_size=4, unique=True),
    changes=edits,
)
def test_whatever_lies_in_a_folder_a_valid_card_without_anything_private_is_written(
    secret: str, chosen: list[str], changes: list[tuple[float, bytes, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in chosen:
            template = FILES[name]
            escaped = json.dumps(secret)[1:-1] if name.endswith(".json") else secret
            text = template.replace("%s", escaped).encode()
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_changed(text, changes))

        outcome = start_card(root)

        assert outcome.check.valid
        whole = outcome.card.read_text(encoding="utf-8") + json.dumps(
            [reading.model_dump(mode="json") for reading in outcome.readings]
        )
        whole += "\n".join(
            (*outcome.remarks, *(str(r.unreadable_because) for r in outcome.readings))
        )
        assert "annabel" not in whole
        assert "labserver" not in whole


@given(st.sampled_from(PRIVATE), st.sampled_from(["", "saved to ", "path=", "x:", "(", "'"]))
def test_private_texts_are_told_from_others(secret: str, before: str) -> None:
    assert has_private(f"{before}{secret}")


@given(
    st.sampled_from(
        [
            "https://example.org/a/b",
            "models/nuclei/config.json",
            "10.1038/s41467-021-22518-0",
            "and/or",
            "2D, depth 3",
            "1:2",
            "U-Net / StarDist",
            "0.5 µm/px",
            "N2V2: blind spots",
        ]
    )
)
def test_harmless_texts_stay(text: str) -> None:
    assert not has_private(text)
