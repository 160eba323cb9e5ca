"""Definitions of everything that is computed apart from scores against ground truth."""

from collections.abc import Mapping
from types import MappingProxyType

from replicard_schema.passport import MeasurePassport
from replicard_schema.passports import repeats, uncertainty
from replicard_schema.vocabulary import MeasureId

MEASURES: Mapping[MeasureId, MeasurePassport] = MappingProxyType(
    {
        passport.id: passport
        for passport in (
            repeats.REPEAT_SD,
            repeats.REPEAT_CV,
            repeats.REPEAT_PEARSON,
            repeats.REPEAT_DISAGREEMENT,
            repeats.REPEAT_DISPUTED,
            repeats.REPEAT_IOU,
            repeats.OBJECT_STABILITY,
            repeats.STABLE_OBJECTS,
            repeats.REPEAT_F1,
            repeats.REPEAT_COUNT,
            repeats.REPEAT_COUNT_CV,
            uncertainty.UNCERTAINTY_QUANTILE,
            uncertainty.UNCERTAINTY_CORRELATION,
            uncertainty.UNCERTAINTY_CAPTURE,
        )
    }
)
"""Every measure that is no score against ground truth."""

SHARES = frozenset(
    {
        MeasureId.REPEAT_SD,
        MeasureId.REPEAT_CV,
        MeasureId.REPEAT_DISAGREEMENT,
        MeasureId.REPEAT_DISPUTED,
        MeasureId.STABLE_OBJECTS,
        MeasureId.REPEAT_COUNT_CV,
        MeasureId.UNCERTAINTY_CAPTURE,
    }
)
"""Measures that are a part of something; texts and tables give them as a percentage."""
