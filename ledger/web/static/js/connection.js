// Says when the connection is lost, and holds a form back rather than letting the browser replace the page by its own error.
import { notice } from "./notice.js";

let shown = null;

function lost() {
  shown ??= notice("No connection. Nothing is lost: what you type stays on this page. Send it when the connection is back.");
}

function found() {
  shown?.remove();
  if (shown) notice("The connection is back.", [{ label: "Close", act: () => {} }]);
  shown = null;
}

window.addEventListener("offline", lost);
window.addEventListener("online", found);
document.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  lost();
  shown.setAttribute("tabindex", "-1");
  shown.focus();
}, true);
if (!navigator.onLine) lost();
