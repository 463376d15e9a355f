import type { AuditEvent } from "../../api/requests/audit-event.ts";
import { parseLevel } from "../../api/level.ts";
import { LABEL_PREFIX } from "../../api/policies/policy-labels.ts";
import type { LevelVersion } from "../../policy/evaluator.ts";
import { parseVersion } from "../../policy/version.ts";
import { readAuditViolation, readDenial, type ReadViolation } from "./violation-text.ts";

/** The facts about Pod Security Admission in an audit event. */
export interface EventFacts {
  /** The enforced policy; undefined if no pod was judged. */
  readonly enforce: LevelVersion | undefined;
  /** The violations of the audit policy: of the plugin, and of webhooks. */
  readonly violations: readonly ReadViolation[];
  readonly denial: ReadViolation | undefined;
  readonly isExempt: boolean;
  /** Whether the whole namespace is exempt. */
  readonly isNamespaceExempt: boolean;
  /** Whether the decision is that of a fallback, because a policy or a namespace could not be read. */
  readonly hasError: boolean;
  readonly isTruncated: boolean;
  /** Whether a webhook did not answer and was ignored. */
  readonly hasFailedOpen: boolean;
  /** The number of annotations with a value that Pod Security Admission never writes. */
  readonly invalid: number;
}

/** The prefixes of the plugin, and of the webhook of k8s.io/pod-security-admission v0.37.2 (webhook/manifests). */
const PREFIXES: ReadonlySet<string> = new Set([
  LABEL_PREFIX,
  "pod-security-webhook.kubernetes.io/",
  "advisory.pod-security-webhook.kubernetes.io/",
]);
const SUFFIXES: ReadonlySet<string> = new Set(["enforce-policy", "audit-violations", "exempt", "error"]);
const EXEMPTIONS: ReadonlySet<string> = new Set(["namespace", "user", "runtimeClass"]);
/** The annotation of k8s.io/apiserver v0.37.2, plugin/pkg/audit/truncate. */
const TRUNCATED = "audit.k8s.io/truncated";
const FAILED_OPEN = "failed-open.validating.webhook.admission.k8s.io/";
const FORBIDDEN = 403;

/** Reads the annotations and the message of an event. A value that is not as Pod Security Admission writes it is counted, and does not count. */
export function factsOf({ annotations, code, message }: AuditEvent): EventFacts {
  let enforce: LevelVersion | undefined;
  let isExempt = false;
  let isNamespaceExempt = false;
  let hasFailedOpen = false;
  let invalid = 0;
  const violations: ReadViolation[] = [];
  const judgedBy = new Set<string>(PREFIXES);
  const errors: string[] = [];
  for (const [key, value] of Object.entries(annotations)) {
    if (key.startsWith(FAILED_OPEN)) hasFailedOpen = true;
    const prefix = key.slice(0, key.lastIndexOf("/") + 1);
    const suffix = key.slice(prefix.length);
    if (prefix === "" || !SUFFIXES.has(suffix)) continue;
    if (suffix === "error") {
      errors.push(prefix);
      continue;
    }
    const read = readAnnotation(suffix, value);
    if (read === undefined) {
      // Another webhook may use the same word for something else.
      if (PREFIXES.has(prefix)) invalid++;
      continue;
    }
    judgedBy.add(prefix);
    if (read.type === "enforce") enforce = read.policy;
    else if (read.type === "violation") violations.push(read.violation);
    else [isExempt, isNamespaceExempt] = [true, isNamespaceExempt || read.by === "namespace"];
  }
  return {
    enforce,
    violations,
    denial: code === FORBIDDEN ? readDenial(message) : undefined,
    isExempt,
    isNamespaceExempt,
    hasError: errors.some((prefix) => judgedBy.has(prefix)),
    isTruncated: annotations[TRUNCATED] === "true",
    hasFailedOpen,
    invalid,
  };
}

type ReadAnnotation =
  | { readonly type: "enforce"; readonly policy: LevelVersion }
  | { readonly type: "violation"; readonly violation: ReadViolation }
  | { readonly type: "exempt"; readonly by: string };

function readAnnotation(suffix: string, value: string): ReadAnnotation | undefined {
  if (suffix === "exempt") return EXEMPTIONS.has(value) ? { type: "exempt", by: value } : undefined;
  if (suffix === "audit-violations") {
    const violation = readAuditViolation(value);
    return violation && { type: "violation", violation };
  }
  const policy = parsePolicy(value);
  return policy && { type: "enforce", policy };
}

function parsePolicy(text: string): LevelVersion | undefined {
  const [levelText = "", versionText = "", ...rest] = text.split(":");
  const [level, version] = [parseLevel(levelText), parseVersion(versionText)];
  return level === undefined || version === undefined || rest.length > 0 ? undefined : { level, version };
}
