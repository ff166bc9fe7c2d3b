"""What the rows of each recorded table are called by people, for whoever reads findings; data without imports."""

from collections.abc import Mapping

CALLED: Mapping[str, str] = {
    "account": "an account of the books",
    "account_mapping": "an account's name for exports",
    "action": "an action",
    "action_attestation": "a client's word on an action",
    "action_evidence": "a piece of evidence",
    "action_repeat": "a repeat",
    "action_step": "a step of an action",
    "answer": "an answer to a letter",
    "approval_limit": "an approval limit",
    "broken_promise_case": "a case of broken promises",
    "budget": "a budget",
    "candour_own_rule": "a rule of our own in the candour check",
    "candour_choice": "a choice about the candour check",
    "letter_verdict": "what a client answered to the four questions",
    "letter_open_point": "a question that was still open",
    "cause_family": "a cause family",
    "client": "a client",
    "clock": "a clock",
    "contact": "a contact",
    "cost_centre": "a cost centre",
    "currency": "a currency",
    "delivery": "a letter's mail",
    "effort_line": "a line of effort",
    "entry": "a timeline entry",
    "escalation_rule": "the rule of escalation",
    "exchange_rate": "an exchange rate",
    "factor": "a factor",
    "handover": "a handover",
    "impact": "an impact",
    "incident": "an incident",
    "journal_entry": "an entry of the books",
    "labour_rate": "a labour rate",
    "letter": "a letter",
    "period": "a month of the books",
    "plan_clock": "a clock of a service plan",
    "promise": "a promise",
    "promise_origin": "the origin of a promise",
    "proposal": "a proposal",
    "provider": "the provider's settings",
    "read_across": "a look whether it could happen elsewhere",
    "remedy": "a remedy",
    "reminder_wish": "a person's wishes for reminders",
    "service_plan": "a service plan",
    "signing_key": "a signing key",
    "transfer": "a booking",
    "trend_rebase": "a rebase of a measure",
    "trend_report": "an accountability report",
    "trend_target": "a target of a measure",
    "trust_review": "a trust review",
    "user_account": "a person's account",
    "webhook": "a webhook",
}
"""Table to its rows' name with its article; a test looks that none is missing."""


def called(table: str) -> str:
    """Return what a row of this table is called: `a timeline entry`."""
    return CALLED.get(table) or table.replace("_", " ")


def sentence(table: str, rest: str) -> str:
    """Return a sentence about a row: `A timeline entry ` and the rest."""
    words = called(table)
    return f"{words[:1].upper()}{words[1:]} {rest}"
