"""The small family of errors. Each carries the sentence the user reads: what is wrong, what to do; `web` maps them."""

from collections.abc import Mapping


class AmendsError(Exception):
    """Something could not be done."""

    status = 400
    code = "refused"

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or (type(self).__doc__ or "").splitlines()[0])

    @property
    def sentence(self) -> str:
        """What the user reads."""
        return str(self.args[0])


class Invalid(AmendsError):
    """Some fields cannot be accepted as they stand."""

    status = 422
    code = "invalid"

    def __init__(self, fields: Mapping[str, str | list[str]], sentence: str | None = None) -> None:
        self.fields = {name: [text] if isinstance(text, str) else list(text) for name, text in fields.items()}
        super().__init__(sentence or " ".join(text for texts in self.fields.values() for text in texts))


class Refused(AmendsError):
    """You may not do that."""

    status = 403
    code = "refused"


class NotFound(AmendsError):
    """There is no such thing, or it is not yours to see."""

    status = 404
    code = "not_found"


class Conflict(AmendsError):
    """That does not fit what is already recorded."""

    status = 409
    code = "conflict"


class Stale(AmendsError):
    """Somebody else changed this while you were editing; nothing of yours is lost: compare both and save again."""

    status = 412
    code = "stale"


class Busy(AmendsError):
    """The ledger is busy with other people's work; nothing was changed, please try again in a moment."""

    status = 503
    code = "busy"
