"""Before an outward or final act: the page that says what will happen, for those who were not asked by script."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from flask import render_template, request, url_for

CONFIRMED = "confirmed"
NOBODY_NAMED = "nobody_named"
Consequences = Sequence[str] | Callable[..., Sequence[str]]


def unconfirmed(  # noqa: PLR0913 what one question is drawn from, all named
    title: str,
    consequences: Sequence[str],
    *,
    submit: str,
    cancel_url: str,
    danger: bool = False,
    mark: str = CONFIRMED,
) -> str | None:
    """Return the page that asks, carrying what was posted, or none when the request says it was confirmed.

    `mark` is the field that says so: a second question about one act has its own.
    """
    if request.form.get(mark) == "1":
        return None
    return render_template(
        "confirm.html",
        title=title,
        consequences=consequences,
        action=request.path,
        submit=submit,
        carried=list(request.form.items(multi=True)),
        cancel_url=cancel_url,
        danger=danger,
        mark=mark,
    )


def confirmed(
    title: str, consequences: Consequences, *, submit: str, back: str, danger: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Run the decorated route only when the request says it was confirmed, and answer with the asking page until then.

    `consequences` are sentences, or a function of the route's arguments that returns them; `back` is the endpoint, with
    the same arguments, to which whoever thinks better of it returns.
    """

    def decorate(route: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(route)
        def asked(**named: Any) -> Any:
            sentences = consequences(**named) if callable(consequences) else consequences
            asking = unconfirmed(title, sentences, submit=submit, cancel_url=url_for(back, **named), danger=danger)
            return asking or route(**named)

        return asked

    return decorate
