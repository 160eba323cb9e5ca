"""Conditions: when a question does not apply, and the sentence that says why."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from replicard.checklist.facts import Facts
from replicard.checklist.subjects import Subject
from replicard_schema.checklist import Condition
from replicard_schema.roles import IMAGE_TO_IMAGE, IMPROVES_INPUT, INVENTS_STRUCTURE, is_own
from replicard_schema.sections.model import Model
from replicard_schema.vocabulary import Provenance


def why_not(condition: Condition, subject: Subject, facts: Facts) -> str | None:
    """Return why a question is not asked of a subject, or None if it is.

    What the card leaves open does not excuse from a question: a condition fails only on
    what is known.
    """
    return _CONDITIONS[condition](subject, facts)


def _unless_any(
    reason: str, is_met: Callable[[Model], bool]
) -> Callable[[Subject, Facts], str | None]:
    def check(subject: Subject, facts: Facts) -> str | None:
        models = (facts.card.models[name] for name in subject.models)
        return None if any(is_met(model) for model in models) else reason

    return check


def _is_pretrained(model: Model) -> bool:
    if model.provenance is Provenance.FINE_TUNED:
        return True
    start = model.training.initial_weights if model.training is not None else None
    return start is not None and "random" not in start.kind.casefold()


def _may_invent(model: Model) -> bool:
    return bool(model.generative) or model.task in INVENTS_STRUCTURE


def _why_not_reusable(subject: Subject, facts: Facts) -> str | None:
    for name in subject.models:
        reason = facts.waiver(("models", name, "deposit"))
        if reason is None:
            return None
    return reason if subject.models else None


def _why_no_code(subject: Subject, facts: Facts) -> str | None:
    del subject
    return facts.waiver(("code",))


def _why_no_intensities(subject: Subject, facts: Facts) -> str | None:
    models = [facts.card.models[name] for name in subject.models]
    restoring = [model for model in models if model.task in IMAGE_TO_IMAGE]
    if not restoring:
        return _NO_IMAGE_OUTPUT
    if all(
        m.prediction is not None and m.prediction.intensity_measured is False for m in restoring
    ):
        return "the card says that no intensities were measured in predicted images"
    return None


def _why_no_ground_truth(subject: Subject, facts: Facts) -> str | None:
    if subject.validation is None:
        return None
    absent = facts.card.validations[subject.validation].no_ground_truth
    return f"there is no ground truth: {absent.because}" if absent is not None else None


def _why_ground_truth(subject: Subject, facts: Facts) -> str | None:
    if subject.validation is None:
        return "the card has no validation"
    absent = facts.card.validations[subject.validation].no_ground_truth
    return None if absent is not None else "no validation lacks a ground truth"


def _why_no_labels(subject: Subject, facts: Facts) -> str | None:
    for name in subject.datasets:
        specimen = facts.card.datasets[name].specimen
        if specimen is not None and any(label.fluorophore for label in specimen.labels):
            return None
    return "no fluorophore is named"


def _unless_axis(axis: str, reason: str) -> Callable[[Subject, Facts], str | None]:
    def check(subject: Subject, facts: Facts) -> str | None:
        has_axis = any(axis in _axes(name, facts) for name in subject.datasets)
        return None if has_axis else reason

    return check


def _axes(dataset: str, facts: Facts) -> set[str]:
    """Return the axes that are longer than one, as the card and the files say."""
    axes = set((facts.card.datasets[dataset].axes or "").upper())
    if facts.evidence is not None and dataset in facts.evidence.datasets:
        for image in facts.evidence.datasets[dataset].images:
            lengths = zip(image.axes, image.shape, strict=False)
            axes.update(axis for axis, length in lengths if length > 1)
    return axes


def _why_no_model(subject: Subject, facts: Facts) -> str | None:
    del subject
    return None if facts.card.models else "the card has no model"


def _why_not_established(subject: Subject, facts: Facts) -> str | None:
    models = [facts.card.models[name] for name in subject.models or facts.card.models]
    tools = [m for m in models if m.prediction is not None and m.prediction.tool is not None]
    if not facts.card.code or tools or not all(map(is_own, models)):
        return None
    return "the authors' own code was used, and the card names no tool that ran the model"


def _why_no_regions(subject: Subject, facts: Facts) -> str | None:
    models = [facts.card.models[name] for name in subject.models]
    said = [m.prediction is not None and m.prediction.manual_rois is False for m in models]
    return "the card says that no regions were drawn by hand" if said and all(said) else None


def _why_no_theory(subject: Subject, facts: Facts) -> str | None:
    del subject
    stated = facts.card.study.theory is not None
    return None if stated else "nothing is claimed to be proved, as far as the card says"


def _why_not_new(subject: Subject, facts: Facts) -> str | None:
    names = subject.datasets or tuple(facts.card.datasets)
    old = [facts.card.datasets[name].made_for_study is False for name in names]
    return "the card says that the images were not made for this study" if all(old) else None


def _why_not_annotated(subject: Subject, facts: Facts) -> str | None:
    for name in subject.datasets:
        one = facts.card.datasets[name]
        if any((one.ground_truth, one.targets, one.annotations, one.labels, one.boxes)):
            return None
    return "the card names no annotations of these images"


def _why_no_tables(subject: Subject, facts: Facts) -> str | None:
    datasets = [facts.card.datasets[name] for name in subject.datasets]
    if all((d.targets or d.annotations) and not d.boxes for d in datasets):
        return "the annotations are images"
    return _why_not_annotated(subject, facts)


def _why_no_participants(subject: Subject, facts: Facts) -> str | None:
    del subject
    is_denied = facts.card.study.participants is False
    return "the card says that no people took part" if is_denied else None


def _why_one_method(subject: Subject, facts: Facts) -> str | None:
    if subject.validation is None:
        return None
    validation = facts.card.validations[subject.validation]
    scored = {score.candidate for score in validation.stated_scores if score.candidate}
    if len(scored.union(validation.candidates)) > 1:
        return None
    return "one method was evaluated alone, as far as the card says"


def _unless_stated(field: str, reason: str) -> Callable[[Subject, Facts], str | None]:
    def check(subject: Subject, facts: Facts) -> str | None:
        del subject
        statistics = facts.card.statistics
        is_stated = statistics is not None and getattr(statistics, field) is not None
        return None if is_stated else reason

    return check


_NO_IMAGE_OUTPUT = "no model puts out an image of intensities"

_CONDITIONS: Mapping[Condition, Callable[[Subject, Facts], str | None]] = MappingProxyType(
    {
        Condition.MODEL_FROM_OTHERS: _unless_any(
            "no model by others was used", lambda model: not is_own(model)
        ),
        Condition.OWN_MODEL: _unless_any(
            "no model was trained or fine-tuned for this study", is_own
        ),
        Condition.REUSABLE: _why_not_reusable,
        Condition.PRETRAINED_START: _unless_any(
            "training did not start from a pretrained model, as far as the card says",
            _is_pretrained,
        ),
        Condition.CUSTOM_CODE: _why_no_code,
        Condition.IMAGE_TO_IMAGE: _unless_any(
            _NO_IMAGE_OUTPUT, lambda model: model.task in IMAGE_TO_IMAGE
        ),
        Condition.COMPARABLE_INPUT: _unless_any(
            "the input of the model does not show what the ground truth shows",
            lambda model: model.task in IMPROVES_INPUT,
        ),
        Condition.GENERATIVE: _unless_any(
            "no model is said to be generative, and none translates images or adds resolution",
            _may_invent,
        ),
        Condition.INTENSITY_MEASURED: _why_no_intensities,
        Condition.GROUND_TRUTH: _why_no_ground_truth,
        Condition.NO_GROUND_TRUTH: _why_ground_truth,
        Condition.FLUORESCENT_LABELS: _why_no_labels,
        Condition.STACKS: _unless_axis("Z", "the images are not said to be stacks"),
        Condition.TIME_SERIES: _unless_axis("T", "the images are not said to be time series"),
        Condition.PRETRAINED_OR_NOVEL: _why_no_model,
        Condition.ESTABLISHED_WORKFLOW: _why_not_established,
        Condition.MANUAL_REGIONS: _why_no_regions,
        Condition.THEORETICAL_CLAIM: _why_no_theory,
        Condition.NEW_DATA: _why_not_new,
        Condition.ANNOTATIONS: _why_not_annotated,
        Condition.TABULATED_ANNOTATIONS: _why_no_tables,
        Condition.PARTICIPANTS: _why_no_participants,
        Condition.SEVERAL_METHODS: _why_one_method,
        Condition.BAYESIAN: _unless_stated(
            "bayesian", "there is no Bayesian analysis, as far as the card says"
        ),
        Condition.NESTED_DATA: _unless_stated(
            "hierarchy", "the data of the tests are not nested, as far as the card says"
        ),
    }
)
