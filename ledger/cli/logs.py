"""Logs: one line each, text or JSON, to standard error; of a fault its kind and place, for its words may be sealed."""

import logging
import sys
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import Processor

_QUIET = {
    "huey": logging.WARNING,
    "fontTools": logging.ERROR,
    "weasyprint": logging.CRITICAL,
    "alembic": logging.WARNING,
}
"""Libraries that tell too much, or quote what they work on."""


def begin_logging(form: str) -> None:
    """Send all logs, ours and those of libraries, to standard error; `form` is `text` or `json`."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_words,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    draw: Processor = structlog.processors.JSONRenderer()
    if form == "text":
        draw = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, draw]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last))
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)


def without_words(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put a fault's kind and place where its traceback would stand: that quotes statements and what was in them."""
    fault = event.pop("exc_info", None)
    event.pop("stack_info", None)
    found = sys.exc_info() if fault is True else fault
    if isinstance(found, BaseException):
        found = (type(found), found, found.__traceback__)
    if isinstance(found, tuple) and found[0] is not None:
        event["kind"] = found[0].__name__
        event["place"] = _place(found[2])
    record = event.get("_record")
    if record is not None:
        record.exc_info = record.exc_text = record.stack_info = None
    return event


def _place(trace: TracebackType | None) -> str:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else "unknown"
