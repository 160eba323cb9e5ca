"""Facts that checklists for studies with patients ask for, and no others."""

from replicard_schema.base import Section
from replicard_schema.scalars import Line, Text


class Clinical(Section):
    """Patients, outcomes and use in care."""

    problem: Text | None = None
    """Clinical problem, and where in care the model would be used."""
    setting: Text | None = None
    """Kind, number and place of the centres."""
    treatments: Text | None = None
    """Treatments that the participants received, and how these were dealt with."""
    outcome: Text | None = None
    """What is predicted, over which time, how it was assessed, and why this."""
    predictors: Text | None = None
    """Quantities that the model takes in, how and when they were measured."""
    predictors_because: Text | None = None
    """How these quantities were chosen."""
    predictor_assessors: Text | None = None
    """Who assessed them, and with what qualification."""
    demographics: Text | None = None
    """Age, sex, disease and other characteristics of the participants in each data set."""
    flow: Text | None = None
    """How many cases were screened, included and excluded at each step."""
    inequalities: Text | None = None
    """Known inequalities in health or care between groups of people."""
    fairness: Text | None = None
    """What was done so that the model serves all groups of people alike."""
    heterogeneity: Text | None = None
    """How differences between centres or other clusters were examined."""
    heterogeneity_found: Text | None = None
    """Which differences between centres or other clusters were found."""
    performance: Text | None = None
    """Diagnostic performance, such as sensitivity and specificity, each with its interval."""
    utility: Text | None = None
    """Measure of clinical usefulness, and why this one."""
    updating: Text | None = None
    """Whether and how the model was changed after its evaluation."""
    updated_performance: Text | None = None
    """The changed model and its performance."""
    poor_input: Text | None = None
    """What happens in use when images are poor or data are missing."""
    users: Text | None = None
    """What users have to do with the model, and which expertise they need."""
    implications: Text | None = None
    """What the results mean for practice."""
    involvement: Text | None = None
    """How patients and the public took part in planning and conduct."""
    transparency: Line | None = None
    """How far others can check the model: code, evaluation by others, program to run, none."""
