/** Shows a namespace that the reader chooses in a table or a list. */
import { find } from "../../../../page/script/elements.js";
import { openCard } from "./cards.js";
import { changeState, state } from "./state.js";

/**
 * Shows the workloads of a namespace, and moves the focus there.
 * @param {string} key the namespace's key
 * @param {string} id the ID of the check to filter by; empty to keep the filter
 */
export function showWorkloads(key, id) {
  openCard(key);
  changeState({ namespace: key, check: id === "" ? state.check : id, page: 1 });
  const heading = find("workloads-heading", HTMLElement);
  heading.scrollIntoView();
  heading.focus({ preventScroll: true });
}

/** Follows the links to namespaces within the page. Without this they only change the filters. */
export function startLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a.show") : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    showWorkloads(new URLSearchParams(link.hash.slice(1)).get("ns") ?? "", "");
  });
}
