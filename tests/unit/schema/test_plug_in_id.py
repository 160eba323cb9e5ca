import pickle

import pytest
from pydantic import TypeAdapter, ValidationError

from replicard_schema.plug_in_id import is_plug_in_id
from replicard_schema.vocabulary import MetricId

NAME = "lab-metrics:surface_error"
METRICS = TypeAdapter(MetricId)


def test_a_metric_of_a_package_is_an_id_and_no_member() -> None:
    metric = MetricId(NAME)

    assert metric.is_of_package
    assert not MetricId.F1.is_of_package
    assert metric == MetricId(NAME)
    assert (str(metric), hash(metric)) == (NAME, hash(MetricId(NAME)))
    assert metric not in list(MetricId)


def test_it_passes_through_documents_and_processes() -> None:
    metric = METRICS.validate_python(NAME)

    assert METRICS.dump_json(metric) == f'"{NAME}"'.encode()
    assert pickle.loads(pickle.dumps(metric)) == metric  # noqa: S301 - ours


@pytest.mark.parametrize(
    "name", ["f2", "lab:", ":f1", "Lab:f1", "lab:f 1", "lab:../f1", "a:b:c", "lab:f1\n", "-lab:f1"]
)
def test_other_names_are_refused(name: str) -> None:
    assert not is_plug_in_id(name)
    with pytest.raises(ValidationError):
        METRICS.validate_python(name)
