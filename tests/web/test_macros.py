"""The macros that draw forms from schemas: each kind of field, its limits and errors; nothing typed becomes markup."""

from datetime import UTC, date, datetime
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from marshmallow import Schema, fields, validate

from ledger.kernel.money import Money
from tests.support.macros import draw, one, words

START = datetime(2026, 10, 6, 8, 2, tzinfo=UTC)


class Filing(Schema):
    """One field of each kind."""

    title = fields.String(
        required=True,
        validate=validate.Length(max=120),
        metadata={"label": "What stopped", "help": "In the client's words.", "autocomplete": "off"},
    )
    act = fields.String(metadata={"label": "What we did", "widget": "textarea", "rows": 3, "maxlength": 400})
    client = fields.String(required=True, validate=validate.OneOf(["HFO", "KLD"], ["Harbour Foods", "Kiln Lane"]))
    severity = fields.String(
        metadata={"label": "Severity", "widget": "radio", "options": [("S1", "S1", "service stopped"), ("S2", "S2")]}
    )
    services = fields.List(
        fields.String(),
        metadata={"widget": "checkboxes", "options": [("mail", "Mail"), ("files", "Files"), ("voice", "Telephones")]},
    )
    started_at = fields.AwareDateTime(metadata={"label": "Since when"})
    due_on = fields.Date()
    people = fields.Integer(validate=validate.Range(0, 500), metadata={"unit": "of 58"})
    cost = fields.Raw(metadata={"label": "Estimate", "widget": "money", "currency": "GBP"})
    told = fields.Boolean(metadata={"label": "We have told them"})
    mail = fields.Email(metadata={"autocomplete": "email"})
    telephone = fields.String(metadata={"widget": "tel"})
    evidence = fields.Raw(metadata={"widget": "file", "accept": ".pdf"})
    version = fields.Integer(metadata={"widget": "hidden"})
    channel = fields.String(
        load_default="mail", metadata={"widget": "select", "options": [("tel", "T"), ("mail", "M")]}
    )


class Parent(Schema):
    """A schema with one nested in it."""

    impact = fields.Nested(Filing)


def field(name: str, **values: Any) -> Element:
    """Return one field of the schema, drawn."""
    source = "{{ forms.field(schema, name, value, errors, zone=zone, prefix=prefix) }}"
    defaults: dict[str, Any] = {"value": None, "errors": {}, "zone": "Europe/London", "prefix": "f"}
    return draw(source, schema=Filing(), name=name, **(defaults | values))


def test_label_help_and_limits_come_from_the_schema() -> None:
    body = field("title", value="Mail stopped")
    box = one(body, ".//input")
    assert words(one(body, ".//label")) == "What stopped"
    assert one(body, ".//label").get("for") == box.get("id") == "f-title"
    assert box.attrib["maxlength"] == "120"
    assert box.attrib["autocomplete"] == "off"
    assert box.attrib["value"] == "Mail stopped"
    assert "required" in box.attrib
    assert words(one(body, f".//p[@id='{box.attrib['aria-describedby']}']")) == "In the client's words."


def test_what_is_not_needed_says_so() -> None:
    assert words(one(field("act"), ".//label")) == "What we did optional"


@pytest.mark.parametrize(
    ("name", "tag", "kind"),
    [
        ("title", "input", "text"), ("act", "textarea", None), ("client", "select", None), ("due_on", "input", "date"),
        ("started_at", "input", "datetime-local"), ("people", "input", "number"), ("told", "input", "checkbox"),
        ("mail", "input", "email"), ("telephone", "input", "tel"), ("evidence", "input", "file"),
        ("version", "input", "hidden"),
    ],
)  # fmt: skip
def test_every_kind_of_field_has_its_control(name: str, tag: str, kind: str | None) -> None:
    control = one(field(name), f".//{tag}")
    assert control.get("type") == kind
    assert control.get("name") == name


def test_options_come_from_the_rule_where_metadata_has_none() -> None:
    body = field("client", value="KLD")
    assert [words(option) for option in body.findall(".//option")] == ["Harbour Foods", "Kiln Lane"]
    assert one(body, ".//option[@selected]").get("value") == "KLD"


def test_a_preset_stands_until_something_was_typed() -> None:
    assert one(field("channel"), ".//option[@selected]").get("value") == "mail"
    assert one(field("channel", value="tel"), ".//option[@selected]").get("value") == "tel"


def test_choices_keep_what_was_ticked() -> None:
    body = field("services", value=["mail", "voice"])
    assert [box.get("value") for box in body.findall(".//input[@checked]")] == ["mail", "voice"]
    assert words(one(body, ".//fieldset/legend")).startswith("Services")
    single = field("severity", value="S2")
    assert [box.get("value") for box in single.findall(".//input[@checked]")] == ["S2"]


def test_a_checkbox_is_ticked_only_by_a_true_value() -> None:
    assert field("told", value="true").findall(".//input[@checked]")
    for value in (False, "false", "", None):
        assert not field("told", value=value).findall(".//input[@checked]")


def test_an_instant_stands_in_its_field_as_local_time_with_the_zone_beside_it() -> None:
    body = field("started_at", value=START)
    box = one(body, ".//input")
    assert box.get("value") == "2026-10-06T09:02"
    assert words(one(body, f".//*[@id='{box.attrib['aria-describedby']}']")) == "Europe/London"
    assert one(field("started_at", value="2026-10-06T25:99"), ".//input").get("value") == "2026-10-06T25:99"


def test_a_day_and_an_amount_are_written_as_their_fields_want_them() -> None:
    assert one(field("due_on", value=date(2026, 10, 20)), ".//input").get("value") == "2026-10-20"
    for value in (Money(1250, "EUR"), {"amount": "12.50", "currency": "EUR"}):
        body = field("cost", value=value)
        assert one(body, ".//input[@name='cost.amount']").get("value") == "12.50"
        assert one(body, ".//input[@name='cost.currency']").get("value") == "EUR"
    assert one(field("cost"), ".//input[@name='cost.currency']").get("value") == "GBP"


def test_an_error_stands_beside_its_field_and_is_read_with_it() -> None:
    body = field("title", value="typed", errors={"title": ["Too short.", "Too vague."], "act": ["Other."]})
    box = one(body, ".//input")
    assert box.get("aria-invalid") == "true"
    assert box.get("value") == "typed"
    assert box.attrib["aria-describedby"].split() == ["f-title-help", "f-title-error"]
    assert [words(p) for p in one(body, ".//div[@id='f-title-error']").findall(".//p")] == ["Too short.", "Too vague."]
    assert "aria-invalid" not in one(field("title"), ".//input").attrib


@pytest.mark.parametrize("errors", [{"services.0": ["Not known."]}, {"services": {0: ["Not known."]}}])
def test_an_error_inside_a_list_stands_beside_the_list(errors: dict[str, Any]) -> None:
    assert words(one(field("services", errors=errors), ".//div[@id='f-services-error']")) == "Not known."


def test_the_summary_links_to_every_field_that_has_an_error() -> None:
    errors = {
        "title": ["Too short.", "Too vague."],
        "services.1": ["Not known."],
        "cost.amount": ["No number."],
        "_schema": ["Not now."],
    }
    source = (
        "{{ forms.error_summary(errors, schema) }}{{ forms.fields(schema, ['title', 'services', 'cost'], {}, errors) }}"
    )
    body = draw(source, schema=Filing(), errors=errors)
    box = one(body, ".//div[@role='alert']")
    assert "autofocus" in box.attrib
    assert box.get("tabindex") == "-1"
    assert words(one(box, "h2")) == "4 things need correcting"
    assert [words(item) for item in box.findall(".//li")] == [
        "What stopped: Too short. Too vague.", "Services.1: Not known.", "Estimate: No number.", "Not now.",
    ]  # fmt: skip
    for link in box.findall(".//a"):
        assert one(body, f".//input[@id='{link.attrib['href'][1:]}']") is not None
    assert len(box.findall(".//a")) == 3


def test_a_nested_field_posts_its_path_and_takes_its_errors() -> None:
    source = """{{ forms.error_summary(errors, parent) }}
      {{ forms.fields(parent.fields['impact'].schema, ['title'], {'impact.title': 'typed'}, errors, path='impact') }}"""
    body = draw(source, parent=Parent(), errors={"impact.title": ["Too short."]})
    box = one(body, ".//input")
    assert (box.get("name"), box.get("id"), box.get("value")) == ("impact.title", "f-impact-title", "typed")
    assert one(body, ".//a").get("href") == "#f-impact-title"
    assert words(one(body, ".//a")) == "What stopped: Too short."


def test_two_forms_on_a_page_do_not_share_ids() -> None:
    body = draw("{{ forms.field(schema, 'title') }}{{ forms.field(schema, 'title', prefix='g') }}", schema=Filing())
    assert [box.get("id") for box in body.findall(".//input")] == ["f-title", "g-title"]


def test_nothing_typed_becomes_markup() -> None:
    evil = '"><script>alert(1)</script>'
    for name in ("title", "act", "cost", "started_at", "telephone"):
        body = field(name, value=evil, errors={name: [evil]})
        assert not body.findall(".//script")
        control = next(e for e in body.iter() if e.get("id") == f"f-{name}")
        assert evil in (control.get("value") or control.text or "")
    body = draw("{{ forms.error_summary(errors, schema) }}", schema=Filing(), errors={"title": [evil]})
    assert not body.findall(".//script")


def test_a_form_carries_its_token_and_version_and_asks_first() -> None:
    source = """{% call forms.form('/x', submit='Issue', danger=true, keep='k', confirm='It is sent.', version=3) %}
      {% endcall %}"""
    body = draw(source)
    form = one(body, ".//form")
    assert (form.get("action"), form.get("method"), form.get("data-keep"), form.get("data-confirm")) == (
        "/x",
        "post",
        "k",
        "It is sent.",
    )
    assert one(form, ".//input[@name='csrf_token']").get("value") == "a-token"
    assert one(form, ".//input[@name='version']").get("value") == "3"
    assert "btn-danger" in one(form, ".//button").attrib["class"]


def test_a_form_that_only_asks_carries_no_token() -> None:
    assert not draw("{% call forms.form('/x', method='get') %}{% endcall %}").findall(".//input")


def test_one_press_is_a_form_with_a_token() -> None:
    body = draw("{{ forms.button_form('/x', 'Told them', {'minutes': 30}) }}")
    assert {box.get("name"): box.get("value") for box in body.findall(".//input")} == {
        "csrf_token": "a-token",
        "once": "once-only",
        "minutes": "30",
    }


def test_a_fold_opens_where_an_error_is_inside() -> None:
    source = "{% call page.fold('More') %}{{ forms.field(schema, 'act', none, errors) }}{% endcall %}"
    assert "open" in one(draw(source, schema=Filing(), errors={"act": ["Begin with We."]}), ".//details").attrib
    assert "open" not in one(draw(source, schema=Filing(), errors={}), ".//details").attrib
