"""Running a job so that its fault ends nothing else: logged by kind and place, for its words may be sealed."""

from collections.abc import Callable

import structlog

log = structlog.get_logger()


def guarded(name: str, job: Callable[..., object], *args: object) -> object:
    """Run a job and return what it gave, nothing where it failed. The sweep tries again."""
    return tried(name, job, *args)[0]


def tried(name: str, job: Callable[..., object], *args: object) -> tuple[object, str]:
    """Run a job; return what it gave, and the kind of fault: it is logged with its place, its words may be sealed."""
    try:
        return job(*args), ""
    except Exception as fault:  # noqa: BLE001 a job must not end the worker
        trace = fault.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "unknown"
        log.error("job failed", job=name, kind=type(fault).__name__, place=place)  # noqa: TRY400 a traceback quotes what was sealed
        return None, type(fault).__name__
