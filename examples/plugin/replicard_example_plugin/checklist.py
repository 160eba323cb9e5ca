"""A checklist, which is a file and no code."""

from importlib.resources import files

CHECKLIST = files("replicard_example_plugin") / "imaging-course.yaml"
