// After Back, a form is the one that was sent: the server drew it anew with another token, and so would act again.
// Gives it back the token it was sent with, in this tab; a page that was opened anew keeps its own.

const PREFIX = "amends:sent:";
const type = performance.getEntriesByType("navigation")[0]?.type;
const forms = [...document.querySelectorAll("form")].filter((form) => form.elements.once);

function keyOf(form) {
  const action = form.getAttribute("action");
  const place = forms.filter((other) => other.getAttribute("action") === action).indexOf(form);
  return `${PREFIX}${location.pathname}${location.search}:${action}:${place}`;
}

if (type === "back_forward") {
  for (const form of forms) {
    const sent = sessionStorage.getItem(keyOf(form));
    if (sent) form.elements.once.value = sent;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (forms.includes(form)) sessionStorage.setItem(keyOf(form), form.elements.once.value);
});
