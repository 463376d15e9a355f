/** Shows the patch of a workload. */
import { copyButton } from "../../../../page/script/copy.js";
import { make, untrusted } from "../../../../page/script/elements.js";
import { textOf } from "./data.js";
import { toggleButton } from "./toggle.js";

/**
 * Makes the patch, which opens to its text, with a button that copies it; or the reason why there is none.
 * @param {number[]} row the heading, and the parts of the text
 * @param {string} workload
 */
export function patchItem([heading = 0, ...parts], workload) {
  const item = make("div", "patch", make("p", "faint", untrusted(textOf(heading))));
  if (parts.length === 0) return item;
  const text = parts.map(textOf).join("");
  const show = toggleButton("Show it", item, () => make("pre", "", make("code", "", ...linesOf(text))));
  item.append(make("div", "buttons", show, copyButton("Copy", "patch of " + workload, text)));
  return item;
}

/** @param {string} text */
function linesOf(text) {
  return text.split("\n").flatMap((line, index) => (index === 0 ? [untrusted(line)] : ["\n", untrusted(line)]));
}
