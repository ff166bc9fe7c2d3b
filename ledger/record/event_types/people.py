"""Events of accounts, invitations, tokens and the provider's settings."""

from ledger.record.event_type import EventType

_PERSON = "name email title telephone"

TYPES = (
    EventType("invitation.used", "provider", "Somebody used an invitation.", data="kind:code password_set:flag"),
    EventType("ledger.begun", "provider", "This ledger was begun.", data="domain:code"),
    EventType("provider.logo_removed", "provider", "The logo was taken off new letters.", data="sha256:digest"),
    EventType("provider.logo_set", "provider", "A logo was put on new letters.", data="sha256:digest bytes:count"),
    EventType(
        "provider.saved",
        "provider",
        "The provider's settings were written.",
        data="zone:code? locale:code? currency:code? country:code? domain:code?",
        sealed="name address letterhead mail phone escalation_name escalation_mail opens closes subdivision",
    ),
    EventType(
        "token.made",
        "provider",
        "Somebody made a token for a program.",
        data="token:id scope:code expires_at:time",
        sealed="name",
    ),
    EventType("token.revoked", "provider", "A token was revoked.", data="token:id"),
    EventType(
        "user.added",
        "provider",
        "An account was opened.",
        data="role:code client:id? signs_up_to:code? manager:id?",
        sealed=_PERSON,
    ),
    EventType(
        "user.changed",
        "provider",
        "An account was changed by an administrator.",
        data="role:code active:flag signs_up_to:code? manager:id? sessions_ended:flag",
        sealed=_PERSON,
    ),
    EventType(
        "user.changed_own",
        "provider",
        "Somebody changed their own account.",
        data="zone:code?",
        sealed="name telephone",
    ),
    EventType("user.invited", "provider", "Somebody was invited.", data="kind:code expires_at:time"),
    EventType("user.password_changed", "provider", "Somebody changed their password."),
    EventType("user.second_step_removed", "provider", "The second step of signing in was removed."),
    EventType("user.second_step_set", "provider", "A second step of signing in was set up."),
    EventType("user.signed_out_everywhere", "provider", "Somebody ended all their sessions."),
)
