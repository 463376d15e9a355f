import { quote } from "../api/words/quoted.ts";
import { isRecord } from "../api/record.ts";
import { CHECKS } from "../policy/checks.ts";
import { createEvaluator } from "../policy/evaluator.ts";
import type { Note } from "../report/report.ts";
import type { AccessObject } from "../workloads/access/access-object.ts";
import type { DecodeAccess } from "../workloads/access/decoded-access.ts";
import { levelsOf } from "./levels/levels.ts";
import { faultOf, type PodSecurityPolicy } from "./policy.ts";

const REMOVED = "API servers have had no PodSecurityPolicy since v1.25";

/** The notes on PodSecurityPolicies among manifests, each with its level. A note never changes the exit code. */
export function lintNotes(policies: readonly AccessObject[], decode: DecodeAccess): readonly Note[] {
  const evaluator = createEvaluator(CHECKS);
  return policies.map((object) => {
    const decoded = decode(object);
    const source = object.source(object.path);
    if (decoded.fault !== undefined) return note(`the level of this one is unknown: ${decoded.fault.message}`, source);
    const { value } = decoded;
    // Decoding has verified the types.
    const metadata: PodSecurityPolicy["metadata"] = isRecord(value["metadata"]) ? value["metadata"] : {};
    const spec: PodSecurityPolicy["spec"] = isRecord(value["spec"]) ? value["spec"] : {};
    const policy = { metadata, spec };
    const name = quote(metadata.name ?? "");
    const fault = faultOf(policy);
    if (fault !== undefined) return note(`${name} would admit no pod: ${fault}`, source);
    const { letter, spirit } = levelsOf(policy, evaluator);
    const level = letter === spirit ? letter : `${letter} by the letter and ${spirit} in spirit`;
    return note(`${name} is ${level}. kubectl pss explain PodSecurityPolicy has the mapping`, source);
  });
}

function note(text: string, source: Note["source"]): Note {
  return { severity: "warning", code: "pod-security-policy", message: `${REMOVED}; ${text}`, source };
}
