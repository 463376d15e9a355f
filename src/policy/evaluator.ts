import type { Pod } from "../api/pod.ts";
import type { Check, CheckPod, Forbidden, Revision } from "./check.ts";
import type { Level } from "./level.ts";
import { NEWEST_MINOR, type Version } from "./version.ts";
import { compareBytes } from "./wording.ts";

/** A level at a version, as a label or a flag names it. */
export interface LevelVersion {
  readonly level: Level;
  readonly version: Version;
}

/** A check's refusal of a pod. */
export interface Violation extends Forbidden {
  /** The ID of the check. */
  readonly check: string;
}

/** Says what the Pod Security Standards have against a pod. */
export interface Evaluator {
  /** The newest minor that is known, or the emulated one if that is older: what `latest` is evaluated as. */
  readonly maxMinor: number;
  /** The refusals of `pod` under `policy`, in upstream's order; empty when it is allowed. */
  evaluate(pod: Pod, policy: LevelVersion): readonly Violation[];
  /** Whether two policies are made of the same checks at the same revisions, and so can only agree. */
  asksTheSame(a: LevelVersion, b: LevelVersion): boolean;
}

interface ActiveCheck {
  readonly id: string;
  readonly check: CheckPod;
  /** Which of all revisions it is. */
  readonly slot: number;
}

const NOT_ASKED = null;

/**
 * The evaluator of policy/registry.go, k8s.io/pod-security-admission v0.37.2.
 *
 * @param checks the checks, in any order
 * @param emulatedMinor the minor of the API server to emulate (`--emulated-version`): no check newer than it is
 *   known, and both `latest` and newer pins mean it. A minor newer than the newest known changes nothing.
 */
export function createEvaluator(checks: readonly Check[], emulatedMinor = Infinity): Evaluator {
  const revisions = checks.flatMap((check) => check.revisions);
  const newest = Math.max(NEWEST_MINOR, ...revisions.map(({ since }) => since));
  const maxMinor = Math.min(newest, emulatedMinor);
  const sorted = checks.toSorted((a, b) => compareBytes(a.id, b.id));
  /** By minor, as far as they were asked for. */
  const known: Record<Check["level"], (readonly ActiveCheck[] | undefined)[]> = { baseline: [], restricted: [] };
  /** What the checks said of the pod that was evaluated last: the next level asks most of them again. */
  let last: { readonly pod: Pod; readonly verdicts: (Violation | undefined | typeof NOT_ASKED)[] } | undefined;

  const activeOf = ({ level, version }: LevelVersion): readonly ActiveCheck[] => {
    if (level === "privileged") return [];
    const minor = Math.min(version.minor, maxMinor);
    return (known[level][minor] ??= activeChecks(sorted, revisions, level, minor));
  };
  return {
    maxMinor,
    asksTheSame(a, b) {
      const [left, right] = [activeOf(a), activeOf(b)];
      return left.length === right.length && left.every(({ slot }, index) => slot === right[index]?.slot);
    },
    evaluate(pod, policy) {
      const active = activeOf(policy);
      if (active.length === 0) return [];
      if (last?.pod !== pod) last = { pod, verdicts: Array(revisions.length).fill(NOT_ASKED) };
      const { verdicts } = last;
      const violations: Violation[] = [];
      for (const { id, check, slot } of active) {
        let verdict = verdicts[slot];
        if (verdict === NOT_ASKED) {
          const forbidden = check(pod);
          verdict = forbidden === undefined ? undefined : { check: id, ...forbidden };
          verdicts[slot] = verdict;
        }
        if (verdict !== undefined) violations.push(verdict);
      }
      return violations;
    },
  };
}

/**
 * The baseline checks that nothing overrides, then, at restricted, the restricted ones; each at its newest revision
 * up to `minor`.
 */
function activeChecks(
  sorted: readonly Check[],
  revisions: readonly Revision[],
  level: Level,
  minor: number,
): ActiveCheck[] {
  const overridden = new Set<string>();
  const active: Record<Check["level"], ActiveCheck[]> = { baseline: [], restricted: [] };
  for (const check of sorted) {
    const revision = check.revisions.findLast(({ since }) => since <= minor);
    if (revision === undefined) continue;
    active[check.level].push({ id: check.id, check: revision.check, slot: revisions.indexOf(revision) });
    if (level === "restricted") for (const id of revision.overrides ?? []) overridden.add(id);
  }
  if (level === "baseline") return active.baseline;
  return [...active.baseline.filter(({ id }) => !overridden.has(id)), ...active.restricted];
}

/** `restricted:latest`, `baseline:v1.30`: a level and a version as the API server writes them. */
export function formatLevelVersion({ level, version }: LevelVersion): string {
  return `${level}:${version.text}`;
}

/** Each refusal as `reason (detail)`, joined by `, `: what is said of a single object. */
export function detailedMessage(violations: readonly Forbidden[]): string {
  return violations.map(({ reason, detail }) => (detail === "" ? reason : `${reason} (${detail})`)).join(", ");
}

/** The reasons alone, joined by `, `: what is said of the pods that run in a namespace. */
export function shortMessage(violations: readonly Forbidden[]): string {
  return violations.map(({ reason }) => reason).join(", ");
}
