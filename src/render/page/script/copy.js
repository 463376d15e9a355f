/** Copies commands to the clipboard. */
import { button, find } from "./elements.js";

/** How long a button says that it copied, in milliseconds. */
const SAID = 1500;

/**
 * Makes a button that copies a command.
 * @param {string} label
 * @param {string} what for a screen reader: "apply step 1 in shop"
 * @param {string} command
 */
export function copyButton(label, what, command) {
  const copy = button(label, "copy", () => void copyIt());
  const copyIt = copier(copy, command, what);
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
    const copyIt = copier(copy, command, command);
    copy.addEventListener("click", () => void copyIt());
  }
}

/**
 * Returns the action of a button, which says for a while that it copied. Its own label comes back after the last click.
 * @param {HTMLButtonElement} copy
 * @param {string} text
 * @param {string} what
 */
function copier(copy, text, what) {
  const label = copy.textContent;
  let said = 0;
  return async () => {
    const isCopied = (await writeClipboard(text)) || copySelected(text);
    find("copied", HTMLElement).textContent = isCopied ? "Copied: " + what : "It could not be copied: " + text;
    copy.textContent = isCopied ? "Copied" : "Not copied";
    clearTimeout(said);
    said = setTimeout(() => {
      copy.textContent = label;
    }, SAID);
  };
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
