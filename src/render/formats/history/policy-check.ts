import { count, plural } from "../../../api/words/plural.ts";
import type { AuditPolicyCheck, CheckedRequest } from "../../../report/audit-history/audit-policy-check.ts";
import { wrap } from "../../words/lines.ts";

const INDENT = "  ";

/** Renders the check of an audit policy: each request, the rule that decides, and what is missing. */
export function* renderPolicyCheck({ requests }: AuditPolicyCheck, width: number): Generator<string, undefined> {
  const missing = requests.filter(({ state }) => state === "missing").length;
  const partial = requests.filter(({ state }) => state === "partial").length;
  const all = count(requests.length, "kind") + " of requests";
  const headline =
    missing + partial === 0
      ? `The audit policy logs all ${all} that a history needs.`
      : `Of ${all} that a history needs, ${missing} ${plural(missing, "is", "are")} not logged, and ${partial} without the object.`;
  for (const line of wrap(headline, width)) yield `${line}\n`;
  yield "\n";
  for (const request of requests) yield* lines(request, width);
}

function* lines({ request, level, rule, state, effect }: CheckedRequest, width: number): Generator<string, undefined> {
  const by = rule === null ? "no rule matches" : `rule ${rule}: ${level}`;
  for (const line of wrap(`${state}  ${request} (${by})`, width)) yield `${line}\n`;
  if (effect !== "") for (const line of wrap(effect, width, INDENT.repeat(2), INDENT.repeat(2))) yield `${line}\n`;
}
