/** Opens and closes details at the end of an element. */
import { button } from "../../../../page/script/elements.js";

/**
 * Makes a button that adds details to an element, and takes them away again.
 * @param {string} label
 * @param {HTMLElement} item
 * @param {() => Node | undefined} detailsOf makes the details; undefined for none
 */
export function toggleButton(label, item, detailsOf) {
  const toggle = button(label, "how", () => {
    const isOpen = toggle.getAttribute("aria-expanded") === "true";
    toggle.setAttribute("aria-expanded", String(!isOpen));
    if (isOpen) return item.lastElementChild?.remove();
    const details = detailsOf();
    if (details) item.append(details);
  });
  toggle.setAttribute("aria-expanded", "false");
  return toggle;
}
