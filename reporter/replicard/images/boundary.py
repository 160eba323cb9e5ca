"""The line that no library's error, warning or log message crosses."""

import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from replicard.errors import DataError, MissingExtraError, Problem, UnsafePathError
from replicard.images.raster import DecodeError, damaged

_LOGGERS = ("tifffile", "PIL")


@contextmanager
def decoding(relative: str) -> Iterator[None]:
    """Turn whatever goes wrong with a file into one problem that names it.

    Parameters
    ----------
    relative
        Path of the file as the user knows it.

    Raises
    ------
    DataError
        In place of every error of the opener and the decoders.
    """
    try:
        with _QUIET:
            yield
    except DecodeError as error:
        raise _data_error(relative, error) from error
    except UnsafePathError as error:
        message = str(error).removeprefix(f"{relative}: ")
        raise DataError([Problem(relative, message, code="unsafe-path")]) from error
    except (DataError, MissingExtraError):
        raise
    except MemoryError as error:
        message = "the image does not fit into memory"
        raise DataError([Problem(relative, message, code="image-too-large")]) from error
    except Exception as error:  # hostile bytes make decoders raise every kind of error
        raise _data_error(relative, damaged()) from error


def _data_error(relative: str, error: DecodeError) -> DataError:
    return DataError([Problem(relative, error.message, code=error.code, hint=error.hint)])


class _Quiet:
    """Keeps warnings and log messages of the decoders to themselves.

    What matters in them is found by our own checks; their text is about TIFF tags.
    Where warnings go is a setting of the whole process. So the first of several
    threads that decode sets it, and the last one sets it back.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._silence = _Silence()
        self._warnings = ExitStack()

    def __enter__(self) -> None:
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                self._warnings.enter_context(warnings.catch_warnings())
                warnings.simplefilter("ignore")
                for name in _LOGGERS:
                    logging.getLogger(name).addFilter(self._silence)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                self._warnings.close()
                for name in _LOGGERS:
                    logging.getLogger(name).removeFilter(self._silence)


class _Silence(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:  # noqa: ARG002 -- asked for by logging
        return False


_QUIET = _Quiet()
