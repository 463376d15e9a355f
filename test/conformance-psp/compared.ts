/** Compares answers of the admission plugin with ours. The random comparison and the recorded answers share these rules. */
import assert from "node:assert/strict";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { minorVersion } from "../../src/policy/version.ts";
import { gapsOf } from "../../src/psp/levels/gaps.ts";
import { JUDGED_MINORS, levelsOf } from "../../src/psp/levels/levels.ts";
import { mutatePod, SECCOMP_POD, type MutablePod } from "../../src/psp/changes/mutate.ts";
import { mutatingFields } from "../../src/psp/changes/mutating-fields.ts";
import { attributedChanges, profileOf } from "../../src/psp/changes/pod-changes.ts";
import type { PodSecurityPolicy } from "../../src/psp/policy.ts";
import type { Level } from "../../src/api/level.ts";

/** The fields of a pod that a policy can change, after the change. */
interface ChangedFields {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly securityContext?: MutablePod["spec"]["securityContext"];
  readonly runtimeClassName?: string;
  readonly initContainers?: MutablePod["spec"]["initContainers"];
  readonly containers?: MutablePod["spec"]["containers"];
}

/** The answer of the plugin to a pod. */
export interface Answer {
  readonly admitted: boolean;
  readonly changed?: ChangedFields;
}

/** The counts of a comparison. */
export interface Seen {
  readonly levels: Map<Level, number>;
  readonly gaps: Set<string>;
  admitted: number;
  unchanged: number;
  changed: number;
}

/** The start of a comparison. */
export function nothingSeen(): Seen {
  return { levels: new Map(), gaps: new Set(), admitted: 0, unchanged: 0, changed: 0 };
}

const evaluator = createEvaluator(CHECKS);

/**
 * Compares the answers to all pods under a policy with ours.
 *
 * @param texts a cache: the text of each pod
 */
export function compare(
  policy: PodSecurityPolicy,
  pods: readonly MutablePod[],
  answers: readonly Answer[],
  seen: Seen,
  texts = new Map<MutablePod, string>(),
): void {
  const levels = levelsOf(policy, evaluator);
  const { letter } = levels;
  const listed = new Set(gapsOf(policy, levels).flatMap(({ checks }) => checks));
  // The gap is listed only if no other field decides. Its rule applies to every policy that rejects these profiles.
  const alone = gapsOf(policy, { ...levels, spirit: "baseline", limits: [] });
  const hasConflict = alone.some(({ code }) => code === "seccomp-conflict");
  if (hasConflict) seen.gaps.add("seccomp-conflict");
  const used = new Set<string>();
  for (const [index, { admitted, changed }] of answers.entries()) {
    const pod = pods[index];
    assert.ok(pod !== undefined);
    const fail = (why: string): never => assert.fail(`${why}: ${JSON.stringify({ policy, pod, changed })}`);
    const before = texts.get(pod) ?? textOf(pod);
    texts.set(pod, before);
    const theirs = changed === undefined ? pod : withFields(pod, changed);
    const after = changed === undefined ? before : textOf(theirs);
    if (textOf(mutatePod(policy, pod)) !== after) fail("the plugin changes the pod in another way");
    if (after !== before) {
      seen.changed++;
      for (const { field, by } of attributedChanges(policy, pod, theirs)) {
        if (by === null) fail(`nothing explains the change of ${field}`);
        else used.add(by);
      }
    }
    if (!admitted) continue;
    seen.admitted++;
    seen.levels.set(letter, (seen.levels.get(letter) ?? 0) + 1);
    if (after === before) seen.unchanged++;
    // The server admits the changed pod again, without a further change. Before, it copies seccomp annotations to their fields.
    const stored = withSeccompField(theirs);
    if (hasConflict && meetsRestricted(stored)) fail("the pod meets restricted, in spite of the conflict");
    for (const minor of JUDGED_MINORS) {
      for (const { check } of evaluator.evaluate(stored, { level: letter, version: minorVersion(minor) })) {
        if (!listed.has(check)) fail(`${check} at v1.${minor} is violated under a policy that is ${letter}`);
        seen.gaps.add(gapOf(check, stored));
      }
    }
  }
  const mutating = new Set(mutatingFields(policy).map(({ field }) => field));
  for (const field of used) assert.ok(mutating.has(field), `${field} is not listed: ${JSON.stringify(policy)}`);
  for (const field of mutating) assert.ok(used.has(field), `${field} changed no pod: ${JSON.stringify(policy)}`);
}

function meetsRestricted(pod: MutablePod): boolean {
  return evaluator.evaluate(pod, { level: "restricted", version: minorVersion(JUDGED_MINORS[0] ?? 0) }).length === 0;
}

function withSeccompField(pod: MutablePod): MutablePod {
  const profile = profileOf(pod.metadata?.annotations?.[SECCOMP_POD]);
  if (profile === undefined || pod.spec.securityContext?.seccompProfile !== undefined) return pod;
  return { ...pod, spec: { ...pod.spec, securityContext: { ...pod.spec.securityContext, seccompProfile: profile } } };
}

/** The gap that explains the violation of a check. */
function gapOf(check: string, { spec }: MutablePod): string {
  if (check === "hostProbesAndHostLifecycle") return "probes-and-lifecycle";
  const { runAsNonRoot, runAsUser } = spec.securityContext ?? {};
  if (check === "runAsUser" && runAsUser === 0) return "overridden-pod-field";
  return check === "runAsNonRoot" && runAsNonRoot === false ? "overridden-pod-field" : "run-as-non-root-unset";
}

function withFields({ metadata, spec }: MutablePod, changed: ChangedFields): MutablePod {
  const { annotations, securityContext, runtimeClassName, initContainers, containers } = changed;
  return {
    metadata: { ...metadata, annotations: annotations ?? {} },
    spec: {
      ...spec,
      ...(securityContext !== undefined && { securityContext }),
      ...(runtimeClassName !== undefined && { runtimeClassName }),
      ...(initContainers !== undefined && { initContainers }),
      ...(containers !== undefined && { containers }),
    },
  };
}

/** The fields that a policy can change, as a text, without the annotation that only repeats a field. */
function textOf({ metadata, spec }: MutablePod): string {
  const { [SECCOMP_POD]: seccomp, ...annotations } = metadata?.annotations ?? {};
  const { securityContext, runtimeClassName, initContainers = [], containers = [] } = spec;
  const isRepeated = securityContext?.seccompProfile !== undefined;
  const own = [...initContainers, ...containers].map((one) => [one.name, contextOf(one.securityContext)]);
  const sorted = Object.entries(annotations).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([sorted, isRepeated ? null : seccomp, contextOf(securityContext), runtimeClassName, own]);
}

/** The entries of a security context in one order. An empty list of capabilities is none. */
function contextOf(context: object | undefined): unknown {
  if (context === undefined) return null;
  const entries = Object.entries(context).filter(([, value]) => value !== undefined);
  return entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]: [string, unknown]) => [key, isPlain(value) ? contextOf(value) : value]);
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
