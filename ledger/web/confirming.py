"""Before an outward or final act: the page that says what will happen, for those who were not asked by script."""

from collections.abc import Sequence

from flask import render_template, request


def unconfirmed(
    title: str, consequences: Sequence[str], *, submit: str, cancel_url: str, danger: bool = False
) -> str | None:
    """Return the page that asks, carrying what was posted, or none when the request says it was confirmed."""
    if request.form.get("confirmed") == "1":
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
    )
