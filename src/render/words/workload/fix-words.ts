import type { ReadableCheck } from "../../../api/readable-check.ts";
import { changeWords, type PodPlace } from "../../../api/words/change-words.ts";
import { cutText } from "../../../api/words/quoted.ts";
import type { DistinctViolation } from "../../../report/report.ts";
import { acceptedContainers, partlyAcceptedText } from "../acceptance.ts";
import { escapeText } from "../escape.ts";

/**
 * The words of what to set, and where, without the containers that are accepted; if the check cannot tell, the API server's words.
 *
 * @param share the affected part of the workload; empty if it is all of it
 */
export function fixWords(
  violation: DistinctViolation,
  pod: PodPlace,
  share: string,
  checks: readonly ReadableCheck[],
): readonly string[] {
  const { check, detail, reason } = violation;
  const accepted = acceptedIn(violation);
  const all = checks.find(({ id }) => id === check)?.readDetail(detail)?.changes ?? [];
  const changes = all.filter(({ item }) => item?.list !== "containers" || !accepted.includes(item.name));
  const words =
    changes.length > 0
      ? changeWords(changes, pod, violation.fields)
      : `${detail === "" ? reason : detail}${accepted.length === 0 ? "" : partlyAcceptedText(violation)}`.split(" ");
  const whole = [...shareWords(share, violation, words), ...words];
  const text = whole.join(" ");
  // A very long text is cut as a whole.
  return cutText(text) === text ? whole.map(escapeText) : escapeText(text).split(" ");
}

/** The words for the affected part of a workload. Its template is left out if each word with a path names it. */
function shareWords(share: string, { template }: DistinctViolation, words: readonly string[]): readonly string[] {
  if (share === "") return [];
  const names = (word: string | undefined): boolean => template !== undefined && word?.startsWith(template) === true;
  const isNamed = names(words[0]) || (words.some(names) && !words.some((word) => word.startsWith('"')));
  const rest = isNamed ? share.slice(template?.length).replace(/^, /, "") : share;
  return rest === "" ? [] : `${rest}:`.split(" ");
}

/** The containers of a violation that are accepted. Most runs accept nothing. */
export function acceptedIn(violation: DistinctViolation): readonly string[] {
  return violation.fields.some(({ accepted }) => accepted !== undefined)
    ? acceptedContainers(violation)
    : NO_CONTAINERS;
}

const NO_CONTAINERS: readonly string[] = [];
