import { nearestName } from "../api/words/nearest-name.ts";
import { quote } from "../api/words/quoted.ts";
import { ANNOTATION_PREFIX } from "../api/acceptance-key.ts";
import type { AcceptedEntry } from "../report/acceptance.ts";
import { parseCheck, parseLastDay } from "./entries.ts";
import { escapeGlob } from "./glob.ts";
import { dayInReason } from "./last-day.ts";
import type { RuleSubject } from "./rule.ts";

const ACCEPT = `${ANNOTATION_PREFIX}accept.`;
const FIELDS = ["container", "until"] as const;
/** A part after a semicolon that sets a field, or looks as if its author meant one. */
const SETTING = /^\s*([A-Za-z]+)\s*=\s*(\S*)\s*$/;
/** A setting in the wrong place or with the wrong separator. As a part of the reason, a day would have no effect, and the entry would never end. */
const MISWRITTEN = /\b(until|container)\s*[=:]/i;

/**
 * Reads an annotation: `kubectl-pss/accept.hostPorts: "the ingress needs them; container=proxy; until=2027-01-31"`. The reason is the text before the
 * settings at the end, so it may contain semicolons itself, but no setting. The entry is about the annotated workload alone.
 *
 * @returns a sentence on what is wrong, if it is no such annotation. Then it accepts nothing
 */
export function readAnnotation(
  key: string,
  value: string,
  workload: RuleSubject,
): { readonly entry: AcceptedEntry } | { readonly fault: string } {
  if (!key.startsWith(ACCEPT)) return { fault: unknownKey(key) };
  const check = key.slice(ACCEPT.length);
  // The API server allows no pattern in a key, but a file may contain one.
  if (/[*?\\]/.test(check)) return { fault: `${quote(check)} is a pattern: name one check; it accepts nothing` };
  const known = parseCheck(check);
  if ("fault" in known) return { fault: `${known.fault}; it accepts nothing` };
  const divided = divideValue(value);
  if ("fault" in divided) return divided;
  const { reason, settings } = divided;
  if (reason === "") return { fault: "it has no reason, so it accepts nothing: write the reason first" };
  const miswritten = MISWRITTEN.exec(reason)?.[1]?.toLowerCase();
  if (miswritten !== undefined) {
    const form = miswritten === "until" ? "until=YYYY-MM-DD" : "container=NAME";
    return { fault: `the reason contains ${miswritten}: write \`; ${form}\` at the end; it accepts nothing` };
  }
  const until = settings.get("until");
  const named = until === undefined ? dayInReason(reason) : undefined;
  if (named !== undefined) {
    return {
      fault: `the reason names a day, which ends nothing: write \`; until=${named}\` at the end; it accepts nothing`,
    };
  }
  const day = until === undefined ? undefined : parseLastDay(until);
  if (day !== undefined && "fault" in day) return { fault: `until: ${day.fault}; it accepts nothing` };
  const container = settings.get("container");
  return {
    entry: {
      namespace: escapeGlob(workload.namespace),
      kind: escapeGlob(workload.kind),
      name: escapeGlob(workload.name),
      check,
      reason,
      ...(container !== undefined && { container }),
      ...(until !== undefined && { until }),
    },
  };
}

/** Divides the value of an annotation into the reason and the settings at its end. */
function divideValue(
  value: string,
): { readonly reason: string; readonly settings: ReadonlyMap<string, string> } | { readonly fault: string } {
  const parts = value.split(";");
  while (parts.length > 1 && parts.at(-1)?.trim() === "") parts.pop();
  const settings = new Map<string, string>();
  for (let setting = SETTING.exec(parts.at(-1) ?? ""); setting !== null; setting = SETTING.exec(parts.at(-1) ?? "")) {
    const [, name = "", text = ""] = setting;
    const field = FIELDS.find((one) => one === name);
    if (field === undefined) {
      const near = nearestName(name, FIELDS) ?? FIELDS.join(" or ");
      return { fault: `${quote(name)} is no setting; did you mean ${near}? It accepts nothing` };
    }
    if (settings.has(field)) return { fault: `${field} is there twice; it accepts nothing` };
    settings.set(field, text);
    parts.pop();
  }
  return { reason: parts.join(";").trim(), settings };
}

function unknownKey(key: string): string {
  const unknown = "no annotation of this program has this name, so it accepts nothing";
  // Longer than the name of any check, and short enough for expressions that look for the end.
  const tail = key.slice(-100);
  const [, name = ""] = /accept(?:ed|s)?[/.:_-]*(?:kubectl[-_.]?pss\/)?([A-Za-z_]*)$/i.exec(tail) ?? [];
  const [ending = ""] = /[A-Za-z_]*$/.exec(tail) ?? [];
  const check = [name, ending].find((one) => "value" in parseCheck(one));
  if (check !== undefined) return `${unknown}. It is written ${ACCEPT}${check}`;
  return /accept/i.test(key) ? `${unknown}. It is written ${ACCEPT}CHECK` : `${unknown}. There is ${ACCEPT}CHECK`;
}
