"""Collectors of facts: machine, repository, training logs, and images that occur twice.

A collector gets all it may look at as an argument, reports what it cannot find
instead of raising, and never decides whether a fact is good or bad.
"""

from replicard.capture.commits import is_in_history
from replicard.capture.context import CaptureContext
from replicard.capture.environment import capture_environment
from replicard.capture.graphics import read_gpus
from replicard.capture.independence import Fingerprint, check_independence, compare_files
from replicard.capture.logs.times import LogTimes, log_times
from replicard.capture.processor import read_processor
from replicard.capture.repository import capture_repository
from replicard.capture.training_log import MAX_LOG_BYTES, read_training_log

__all__ = [
    "MAX_LOG_BYTES",
    "CaptureContext",
    "Fingerprint",
    "LogTimes",
    "capture_environment",
    "capture_repository",
    "check_independence",
    "compare_files",
    "is_in_history",
    "log_times",
    "read_gpus",
    "read_processor",
    "read_training_log",
]
