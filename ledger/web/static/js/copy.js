// A link with data-copy leads to plain text; beside it comes a button that copies that text instead.
import { notice } from "./notice.js";

async function copy(link, button) {
  button.disabled = true;
  try {
    const answer = await fetch(link.href);
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    await navigator.clipboard.writeText(await answer.text());
    notice(`Copied. ${link.dataset.copy}`.trim(), [{ label: "Close", act: () => {} }]);
  } catch {
    notice("It could not be copied.", [{ label: "Open it as text", href: link.href }]);
  }
  button.disabled = false;
}

if (navigator.clipboard) {
  for (const link of document.querySelectorAll("a[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy: ${link.textContent.trim()}`);
    button.addEventListener("click", () => copy(link, button));
    link.after(" ", button);
  }
}
