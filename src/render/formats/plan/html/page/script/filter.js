/** Selects the namespaces that the controls ask for. */
/** @import { Namespace } from "./data.js" */
/** @import { State } from "./state.js" */
import { about, loweredStrings, namespaces } from "./data.js";

/**
 * Returns the namespaces that match, in their order. Each string is searched once, however many workloads share it.
 * @param {State} state
 */
export function matching({ query, check }) {
  const words = query
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  const terms = words.map((word) => ({
    word,
    inString: Uint8Array.from(loweredStrings, (text) => (text.includes(word) ? 1 : 0)),
    inCheck: about.checks.map((id) => id.toLowerCase().includes(word)),
  }));
  const number = about.checks.indexOf(check);
  return namespaces.filter(
    (namespace) =>
      (number === -1 || namespace.needs.some(([, checks]) => checks.includes(number))) &&
      terms.every((term) => contains(namespace, term)),
  );
}

/**
 * @param {Namespace} namespace
 * @param {{ word: string, inString: Uint8Array, inCheck: boolean[] }} term
 */
function contains({ lowered, labels, because, cautions, tool, needs }, { word, inString, inCheck }) {
  return (
    lowered.includes(word) ||
    [labels, because, cautions, tool].some((text) => inString[text] === 1) ||
    needs.some(([workload, checks]) => inString[workload] === 1 || checks.some((check) => inCheck[check] === true))
  );
}
