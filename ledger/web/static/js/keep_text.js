// Keeps what was typed into forms with data-keep="name" in this tab until it has arrived, and gives it back after a lost
// session, a lost connection or a closed page. Never passwords, files, hidden fields or fields with data-no-keep.
//
// A record is {page, title, values, version, sent, at}. A sent form has arrived when the next page of the signed-in
// application came by a redirect (every successful post redirects); a sign-in page, an error page or the browser's
// own error means that it has not.
import { notice } from "./notice.js";

const PREFIX = `amends:kept:${document.body.dataset.user ?? ""}:`;
const page = document.body.dataset.page;
const redirected = (performance.getEntriesByType("navigation")[0]?.redirectCount ?? 0) > 0;

const keyOf = (form) => `${PREFIX}${form.dataset.keep}`;
const read = (key) => JSON.parse(sessionStorage.getItem(key) ?? "null");
const write = (key, record) => sessionStorage.setItem(key, JSON.stringify(record));
const forget = (key) => sessionStorage.removeItem(key);
const forms = () => [...document.querySelectorAll("form[data-keep]")];
const allKept = () => Object.keys(sessionStorage).filter((key) => key.startsWith("amends:kept:"));

function fields(form) {
  const never = ["password", "file", "hidden", "submit", "button"];
  return [...form.elements].filter((e) => e.name && !never.includes(e.type) && !("noKeep" in e.dataset));
}

function valuesOf(form) {
  const ticked = (e) => (["checkbox", "radio"].includes(e.type) ? e.checked : e.value);
  return fields(form).map((e) => [e.name, e.type, e.value, ticked(e)]);
}

function keep(form, sent) {
  const version = form.elements.version?.value ?? null;
  const place = location.pathname + location.search;
  const title = document.querySelector("h1")?.textContent ?? document.title;
  write(keyOf(form), { page: place, title, values: valuesOf(form), version, sent, at: Date.now() });
}

function fill(form, values) {
  const left = fields(form);
  for (const [name, type, value, state] of values) {
    const tick = ["checkbox", "radio"].includes(type);
    const index = left.findIndex((e) => e.name === name && e.type === type && (!tick || e.value === value));
    if (index < 0) continue;
    const [field] = left.splice(index, 1);
    if (tick) field.checked = state;
    else field.value = state;
    field.closest("details")?.setAttribute("open", "");
  }
}

function differs(form, record) {
  return JSON.stringify(valuesOf(form)) !== JSON.stringify(record.values);
}

function restore(form, record) {
  if (!differs(form, record)) return;
  const stale = record.version !== null && record.version !== (form.elements.version?.value ?? null);
  const when = new Date(record.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
  const doubt = record.sent ? " We could not tell whether it was sent: look before you send it again." : "";
  const changed = stale ? " Somebody changed this since: compare before you save." : "";
  fill(form, record.values);
  const discard = () => {
    forget(keyOf(form));
    form.reset();
  };
  notice(`What you typed here at ${when} is back; it has not been saved.${doubt}${changed}`, [{ label: "Discard it", act: discard }]);
}

function arrivedAtForm(form) {
  const key = keyOf(form);
  const record = read(key);
  if (!record) return;
  if (form.querySelector("[aria-invalid]") || document.querySelector(".error-summary")) {
    keep(form, false);
    return;
  }
  restore(form, record);
}

function settleSent() {
  for (const key of allKept()) {
    const record = read(key);
    if (!record.sent) continue;
    if (page === "app" && redirected) forget(key);
    else if (page !== "app") write(key, { ...record, sent: false, interrupted: true });
  }
}

function tellInterrupted() {
  if (page === "plain") return;
  const here = new Set(forms().map(keyOf));
  for (const key of allKept().filter((k) => k.startsWith(PREFIX) && !here.has(k))) {
    const record = read(key);
    if (!record.interrupted) continue;
    notice(`What you typed on “${record.title}” was not saved. It is kept in this tab.`, [
      { label: "Go back to it", href: record.page },
      { label: "Discard it", act: () => forget(key) },
    ]);
  }
}

settleSent();
forms().forEach(arrivedAtForm);
tellInterrupted();
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.keep !== undefined) keep(form, false);
});
document.addEventListener("submit", (event) => {
  if ("forgetKept" in event.target.dataset) allKept().forEach(forget);
  else if (event.target.dataset.keep !== undefined && !event.defaultPrevented) keep(event.target, true);
});
