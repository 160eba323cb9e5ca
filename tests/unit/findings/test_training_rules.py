"""Findings that follow from training logs, read as a user's files would be."""

from collections.abc import Callable, Sequence

import pytest

from replicard.capture import read_training_log
from replicard.files import HashedFile
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity

Find = Callable[..., list[Finding]]

FALLING = [1.0 - 0.04 * i for i in range(20)]
RISING = FALLING[:10] + [0.64 + 0.05 * i for i in range(10)]
SETTLED = [1.0 + 0.5**i for i in range(40)]


def logged(validation: Sequence[float | None], first: int = 1) -> dict[str, object]:
    rows = [
        f"{epoch},{'' if value is None else value / 1.2},{'' if value is None else value}"
        for epoch, value in enumerate(validation, first)
    ]
    return text("\n".join(["epoch,loss,val_loss", *rows]))


def text(content: str) -> dict[str, object]:
    found = read_training_log([HashedFile("log.csv", content.encode(), "0" * 64)])
    return {"unet": {"log": found.model_dump(mode="json")}}


def codes(found: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in found]


def test_a_validation_loss_that_rises_again_is_read_as_overfitting(find: Find) -> None:
    (finding,) = find(None, "overfitting", models=logged(RISING))

    assert finding.severity is Severity.WARNING
    assert "ends 66 % above its smallest average over 2 epochs" in finding.message
    assert "A rise of more than 10 %" in finding.message
    assert finding.files == ("log.csv",)


@pytest.mark.parametrize("values", [FALLING, RISING[:9], [*FALLING, 0.9], SETTLED])
def test_a_loss_that_falls_or_is_short_is_not(find: Find, values: list[float]) -> None:
    assert find(None, "overfitting", models=logged(values)) == []


@pytest.mark.parametrize(
    "words", ["best validation loss", "Lowest validation loss", "early stopping"]
)
def test_kept_best_weights_are_not_overfitted(find: Find, words: str) -> None:
    kept = {"models.unet.training.weights_used": words}

    assert find(kept, models=logged(RISING)) == []


def test_missing_values_are_passed_over(find: Find) -> None:
    with_gaps: list[float | None] = [None, *RISING, None]

    assert codes(find(None, models=logged(with_gaps))) == ["overfitting"]


def test_a_settled_log_needs_no_look(find: Find) -> None:
    assert find(None, models=logged(SETTLED)) == []


def test_it_is_asked_which_weights_were_kept_where_it_matters(find: Find) -> None:
    late = [*SETTLED, 1.05]

    (finding,) = find(None, models=logged(late))

    assert (finding.code, finding.severity) == ("weights-not-named", Severity.HINT)
    assert "smallest at epoch 40 (1.000) and 1.050 at the last" in finding.message
    named = {"models.unet.training.weights_used": "last epoch"}
    assert find(named, models=logged(late)) == []


@pytest.mark.parametrize(("first", "stated"), [(1, 40), (0, 40)])
def test_epochs_are_counted_from_0_or_1(find: Find, first: int, stated: int) -> None:
    card = {"models.unet.training.hyperparameters": {"epochs": stated}}

    assert find(card, models=logged(SETTLED, first)) == []


def test_another_number_of_epochs_is_told_with_both_numbers(find: Find) -> None:
    card = {"models.unet.training.hyperparameters": {"epochs": 400}}

    (finding,) = find(card, models=logged(SETTLED))

    assert finding.code == "epochs-disagree"
    assert finding.field == "models.unet.training.hyperparameters.epochs"
    assert finding.message == "The card states 400 epochs for unet; its training log shows 40."


CELLPOSE = """\
[INFO] >>> n_epochs=12, n_train=6, n_test=2
[INFO] 0, train_loss=1.6821, test_loss=1.4249, LR=0.000000, time 23.89s
[INFO] 5, train_loss=1.0489, test_loss=1.0847, LR=0.027778, time 106.39s
[INFO] 10, train_loss=0.3452, test_loss=0.4153, LR=0.050000, time 257.82s
"""


def test_an_interrupted_run_is_told_once(find: Find) -> None:
    card = {"models.unet.training.hyperparameters": {"epochs": 12}}

    (finding,) = find(card, models=text(CELLPOSE))

    assert finding.code == "training-unfinished"
    assert finding.message == (
        "Training log of unet: The log has 11 of 12 epochs and does not say that training came "
        "to its end."
    )


def test_a_finished_run_is_not_unfinished_for_epochs_that_are_never_told(find: Find) -> None:
    card = {"models.unet.training.hyperparameters": {"epochs": 12}}

    assert find(card, models=text(f"{CELLPOSE}[INFO] saving network parameters to x\n")) == []


def test_a_log_of_every_tenth_epoch_may_leave_out_the_last_nine(find: Find) -> None:
    rows = "".join(f"{epoch},{1 + 0.5**epoch}\n" for epoch in range(0, 100, 10))
    card = {"models.unet.training.hyperparameters": {"epochs": 100}}

    assert find(card, "epochs-disagree", models=text(f"epoch,loss\n{rows}")) == []
    card = {"models.unet.training.hyperparameters": {"epochs": 101}}
    assert len(find(card, "epochs-disagree", models=text(f"epoch,loss\n{rows}"))) == 1


def test_divergence_restarts_and_gaps_are_told(find: Find) -> None:
    diverged = "epoch,loss\n1,1\n2,nan\n"
    restarted = "epoch,loss\n1,1\n2,0.9\n1,1\n2,0.9\n"
    gap = "epoch,loss\n1,1\n2,0.9\n3,0.8\n9,0.8\n"

    assert codes(find(None, models=text(diverged))) == ["training-diverged"]
    assert codes(find(None, models=text(restarted))) == ["training-restarted"]
    assert codes(find(None, models=text(gap))) == ["training-log-gaps"]


def test_a_log_that_cannot_be_read_is_told_with_the_reason(find: Find) -> None:
    (finding,) = find(None, models=text("a,b\n1,2\n"))

    assert finding.code == "training-log-unread"
    assert "no column of the file is known as a loss" in finding.message
