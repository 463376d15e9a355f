import { LastAnswer } from "../../api/values/last-answer.ts";
import { formatLevelVersion, shortMessage, type LevelVersion, type PodEvaluation } from "../../policy/evaluator.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import { plural } from "../../api/words/plural.ts";
import { goQuote } from "../../api/words/go-quote.ts";
import type { Exemptions } from "../exemptions.ts";
import { judgeExistingPod } from "../judge.ts";

/** Pods with the same violations. */
interface Group {
  /** The first name in byte order. */
  first: string;
  pods: number;
}

/** The reasons of the last pod, empty for one that meets the policy. */
const LAST_REASONS = new LastAnswer<string>();

/**
 * Collects, pod by pod, the API server's warnings about a change of a namespace's enforce policy:
 * EvaluatePodsInNamespace of admission/admission.go, k8s.io/pod-security-admission v0.37.2.
 *
 * There is one difference: the API server stops after 3,000 pods or one second, with a warning of its own; here all
 * pods count. The API server's order of a controller's pods has an effect on that limit alone.
 */
export class PodRecheck {
  readonly #namespace: string;
  readonly #enforce: LevelVersion;
  readonly #exemptions: Exemptions;
  /** By their reasons. */
  readonly #groups = new Map<string, Group>();

  /** @param enforce the policy for the existing pods */
  constructor(namespace: string, enforce: LevelVersion, exemptions: Exemptions) {
    this.#namespace = namespace;
    this.#enforce = enforce;
    this.#exemptions = exemptions;
  }

  /** Adds a pod of the namespace, in any order, as `prepare` does. */
  add(name: string, pod: PodEvaluation): void {
    this.prepare(name, pod)?.();
  }

  /**
   * Prepares a pod of the namespace, in any order. Only a runtime class can exempt it. Pods that have ended, mirror
   * pods, and pods that also violate the old policy count like all others.
   *
   * @returns adds the pod, and never fails; undefined if the API server does not warn about the pod
   */
  prepare(name: string, pod: PodEvaluation): (() => void) | undefined {
    const reasons = LAST_REASONS.of([this, pod], () => this.#reasonsOf(pod));
    return reasons === "" ? undefined : () => this.#add(name, reasons);
  }

  /** @returns empty if the pod meets the policy */
  #reasonsOf(pod: PodEvaluation): string {
    const [judged] = judgeExistingPod(pod, [this.#enforce], this.#exemptions).results;
    return judged === undefined || judged.violations.length === 0 ? "" : shortMessage(judged.violations);
  }

  #add(name: string, reasons: string): void {
    const group = this.#groups.get(reasons);
    if (group === undefined) {
      this.#groups.set(reasons, { first: name, pods: 1 });
      return;
    }
    group.pods++;
    if (compareBytes(name, group.first) < 0) group.first = name;
  }

  /** Returns the warnings about the pods so far: none, or a headline and a line for each distinct set of reasons. */
  warnings(): readonly string[] {
    if (this.#groups.size === 0) return [];
    const policy = formatLevelVersion(this.#enforce);
    const lines = Array.from(this.#groups, ([reasons, group]) => `${formatGroup(group)}: ${reasons}`);
    return [existingPodsViolate(this.#namespace, policy), ...lines.sort(compareBytes)];
  }
}

/** `existing pods in namespace "a" violate the new PodSecurity enforce level "baseline:latest"`: the first warning. */
export function existingPodsViolate(namespace: string, policy: string): string {
  return `existing pods in namespace ${goQuote(namespace)} violate the new PodSecurity enforce level ${goQuote(policy)}`;
}

/** Formats `web-0`, `web-0 (and 1 other pod)` or `web-0 (and 2 other pods)`. */
function formatGroup({ first, pods }: Group): string {
  const others = pods - 1;
  return others === 0 ? first : `${first} (and ${others} other ${plural(others, "pod", "pods")})`;
}

/** `new PodSecurity enforce level only checked against the first 3000 of 3005 existing pods`: the warning about a limit. */
export function onlyChecked(checked: number, total: number): string {
  return `new PodSecurity enforce level only checked against the first ${checked} of ${total} existing pods`;
}
