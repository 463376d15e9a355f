import { CONTAINER_LISTS, type Pod } from "../api/pod.ts";
import type { Check, CheckPod, Forbidden, Revision } from "./check.ts";
import type { Level } from "../api/level.ts";
import type { PodView, VisitedContainer, VisitedSecurityContext } from "./pod-view.ts";
import { checksAt } from "./standards.ts";
import { fieldDropper, type NewerField } from "./server-fields.ts";
import { NEWEST_MINOR, OLDEST_SERVER_MINOR, type Version } from "./version.ts";
import { compareBytes } from "../api/words/byte-order.ts";
import { reasonText } from "../api/words/checks/violation-words.ts";

/** A level and a version, as a label or a flag names them. */
export interface LevelVersion {
  readonly level: Level;
  readonly version: Version;
}

/** A level and a version, and the API server that evaluates them. */
export interface EvaluatedPolicy extends LevelVersion {
  /** The minor of the API server; absent for that of the evaluator. Before an upgrade of a cluster, the same policy may have other rules. */
  readonly serverMinor?: number;
}

/** A violation of a check by a pod. */
export interface Violation extends Forbidden {
  /** The ID of the check. */
  readonly check: string;
}

/** Evaluates the Pod Security Standards as an API server of one minor does. */
export interface Evaluator {
  /** The minor of the API server, between the oldest and the newest known one. `latest` is evaluated as this minor. */
  readonly maxMinor: number;
  /** Returns the violations of `pod` under `policy`, in upstream's order; empty if the pod is allowed. */
  evaluate(pod: Pod, policy: LevelVersion): readonly Violation[];
  /** Prepares a pod for several policies, so that each revision of a check runs at most once. */
  forPod(pod: Pod): PodEvaluation;
  /** Whether there are fields that the API server drops, so that `droppedFields` may return some. */
  readonly dropsFields: boolean;
  /** The fields of a pod that only newer API servers have, each once. This one drops them, and no check sees them. */
  droppedFields(pod: Pod): readonly NewerField[];
  /** Whether two policies consist of the same checks at the same revisions, and so always agree. */
  hasSameChecks(a: LevelVersion, b: LevelVersion): boolean;
}

/** One pod under several policies. It does not see later changes of the pod. */
export interface PodEvaluation {
  /** The pod as the API server stores it, without the fields that only newer servers have. */
  readonly pod: Pod;
  /** Returns the violations under `policy`, in upstream's order; empty if the pod is allowed. */
  violations(policy: EvaluatedPolicy): readonly Violation[];
}

interface ActiveCheck {
  readonly id: string;
  readonly check: CheckPod;
  /** The index of the revision among all revisions. */
  readonly slot: number;
}

const NOT_RUN = null;
const NO_FIELDS: readonly NewerField[] = [];

/**
 * Creates the evaluator of policy/registry.go, k8s.io/pod-security-admission v0.37.2, or of an older release.
 *
 * @param checks the checks, in any order
 * @param serverMinor the minor of the API server. It does not know newer checks and newer fields of pods, evaluates `latest` and newer pins as this
 *   minor, and has the rules and the words of its release. A minor above the newest known one is evaluated as that one, and one below the oldest as
 *   the oldest.
 */
export function createEvaluator(checks: readonly Check[], serverMinor = Infinity): Evaluator {
  const revisions = checks.flatMap((check) => check.revisions);
  const newest = Math.max(NEWEST_MINOR, ...revisions.map(({ since }) => since));
  const maxMinor = Math.min(newest, Math.max(serverMinor, OLDEST_SERVER_MINOR));
  const ordered = checks.toSorted((a, b) => compareBytes(a.level, b.level) || compareBytes(a.id, b.id));
  /** A cache, by minor. */
  const known: Record<Check["level"], (readonly ActiveCheck[] | undefined)[]> = { baseline: [], restricted: [] };
  const activeOf = ({ level, version }: LevelVersion): readonly ActiveCheck[] => {
    if (level === "privileged") return [];
    const minor = Math.min(version.minor, maxMinor);
    return (known[level][minor] ??= checksAt(ordered, level, minor).map(({ check, revision }) => ({
      id: check.id,
      check: ruleOf(revision, maxMinor),
      slot: revisions.indexOf(revision),
    })));
  };
  const drop = fieldDropper(maxMinor);
  /** The evaluators of other servers, by minor. */
  const others = new Map<number, Evaluator>();
  const otherFor = (minor: number): Evaluator => {
    const known = others.get(minor) ?? createEvaluator(checks, minor);
    others.set(minor, known);
    return known;
  };
  const forPod = (given: Pod): PodEvaluation => {
    const pod = drop === undefined ? given : drop(given).pod;
    let view: PodView | undefined;
    let other: { readonly minor: number; readonly evaluation: PodEvaluation } | undefined;
    const verdicts: (Violation | undefined | typeof NOT_RUN)[] = Array(revisions.length).fill(NOT_RUN);
    return {
      pod,
      violations(policy) {
        const { serverMinor: by = serverMinor } = policy;
        if (by !== serverMinor) {
          if (other?.minor !== by) other = { minor: by, evaluation: otherFor(by).forPod(given) };
          return other.evaluation.violations({ level: policy.level, version: policy.version });
        }
        const violations: Violation[] = [];
        for (const { id, check, slot } of activeOf(policy)) {
          let verdict = verdicts[slot];
          if (verdict === NOT_RUN) {
            const forbidden = check((view ??= viewPod(pod)));
            verdict = forbidden === undefined ? undefined : { check: id, ...forbidden };
            verdicts[slot] = verdict;
          }
          if (verdict !== undefined) violations.push(verdict);
        }
        return violations;
      },
    };
  };
  return {
    maxMinor,
    hasSameChecks(a, b) {
      const [left, right] = [activeOf(a), activeOf(b)];
      return left.length === right.length && left.every(({ slot }, index) => slot === right[index]?.slot);
    },
    dropsFields: drop !== undefined,
    droppedFields: (pod) => drop?.(pod).dropped ?? NO_FIELDS,
    forPod,
    evaluate(pod, { level, version }) {
      return forPod(pod).violations({ level, version });
    },
  };
}

/** The rule of a revision on an API server. */
function ruleOf({ check, earlier = [] }: Revision, serverMinor: number): CheckPod {
  return earlier.find(({ until }) => serverMinor < until)?.check ?? check;
}

/** Prepares a pod for the checks. The view does not see later changes of the pod. */
export function viewPod({ metadata, spec }: Pod): PodView {
  const containers: VisitedContainer[] = [];
  for (const list of CONTAINER_LISTS) {
    // An iterator of entries would allocate a list for each container.
    let index = 0;
    for (const container of spec[list] ?? []) {
      containers.push({ name: container.name ?? "", container, path: ["spec", list, index++] });
    }
  }
  const securityContexts: VisitedSecurityContext[] = [
    { container: undefined, securityContext: spec.securityContext ?? {}, path: ["spec", "securityContext"] },
  ];
  for (const { name, container, path } of containers) {
    const securityContext = container.securityContext ?? {};
    securityContexts.push({ container: name, securityContext, path: [...path, "securityContext"] });
  }
  return { ...(metadata !== undefined && { metadata }), spec, containers, securityContexts };
}

/** Formats a level and a version as the API server does: `restricted:latest`, `baseline:v1.30`. */
export function formatLevelVersion({ level, version }: LevelVersion): string {
  return `${level}:${version.text}`;
}

/** Formats the violations of a single object: each as `reason (detail)`, joined by `, `. */
export function detailedMessage(violations: readonly Forbidden[]): string {
  return violations.map(reasonText).join(", ");
}

/** Formats the violations of the pods that run in a namespace: the reasons alone, joined by `, `. */
export function shortMessage(violations: readonly Forbidden[]): string {
  return violations.map(({ reason }) => reason).join(", ");
}
