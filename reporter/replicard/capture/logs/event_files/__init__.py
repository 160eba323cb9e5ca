"""Event files of TensorBoard: scalars only, read without TensorFlow."""

from replicard.capture.logs.event_files.curves import read_event_files
from replicard.capture.logs.event_files.records import is_event_file

__all__ = ["is_event_file", "read_event_files"]
