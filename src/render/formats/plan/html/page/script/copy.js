/** Copies commands to the clipboard. */
import { button, find } from "../../../../../page/script/elements.js";

/** How long a button says that it copied, in milliseconds. */
const SAID = 1500;

/**
 * Makes a button that copies a command.
 * @param {string} label
 * @param {string} what for a screen reader: "apply step 1 in shop"
 * @param {string} command
 */
export function copyButton(label, what, command) {
  const copy = button(label, "copy", () => void copyText(command, copy, what));
  copy.setAttribute("aria-label", "Copy: " + what);
  copy.title = command;
  return copy;
}

/** Shows the buttons of the commands that are in the page already. */
export function startCopying() {
  for (const copy of document.querySelectorAll(".command > .copy")) {
    const command = copy.previousElementSibling?.textContent ?? "";
    if (!(copy instanceof HTMLButtonElement)) continue;
    copy.hidden = false;
    copy.setAttribute("aria-label", "Copy: " + command);
    copy.addEventListener("click", () => void copyText(command, copy, command));
  }
}

/**
 * @param {string} text
 * @param {HTMLButtonElement} source
 * @param {string} what
 */
async function copyText(text, source, what) {
  const label = source.textContent;
  const isCopied = (await writeClipboard(text)) || copySelected(text);
  find("copied", HTMLElement).textContent = isCopied ? "Copied: " + what : "It could not be copied: " + text;
  source.textContent = isCopied ? "Copied" : "Not copied";
  setTimeout(() => {
    source.textContent = label;
  }, SAID);
}

/** @param {string} text */
async function writeClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page that is served without TLS has no clipboard, and a browser may refuse it.
    return false;
  }
}

/** @param {string} text */
function copySelected(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "sr";
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
