// The part of a page with data-reload="60" is fetched anew that often, unless somebody is at work on the page.

const shown = document.querySelector("[data-reload]");

function busy() {
  const typing = document.activeElement?.matches("input, textarea, select, [contenteditable]") ?? false;
  const selecting = !(getSelection()?.isCollapsed ?? true);
  const reading = shown.contains(document.activeElement);
  return document.hidden || typing || selecting || reading || document.querySelector("dialog[open]") !== null;
}

async function renew() {
  if (busy() || !navigator.onLine) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok || answer.redirected || busy()) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-reload]");
  if (fresh) shown.replaceChildren(...fresh.childNodes);
}

if (shown) setInterval(renew, Number(shown.dataset.reload) * 1000);
