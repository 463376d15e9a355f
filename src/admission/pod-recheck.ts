import { formatLevelVersion, shortMessage, type LevelVersion, type PodEvaluation } from "../policy/evaluator.ts";
import { compareBytes } from "../api/byte-order.ts";
import { plural } from "../api/plural.ts";
import { goQuote } from "../api/go-quote.ts";
import { exemptRuntimeClass, type Exemptions } from "./exemptions.ts";

/** Pods with the same violations. */
interface Group {
  /** The name that is the first in byte order. */
  first: string;
  pods: number;
}

/**
 * The API server's warnings when the enforce policy of a namespace changes, folded pod by pod:
 * EvaluatePodsInNamespace of admission/admission.go, k8s.io/pod-security-admission v0.37.2.
 *
 * It differs in one way: the API server stops after 3,000 pods or a second and says so in a warning of its own; here all
 * pods count. Which of a controller's pods it looks at first matters to nothing but that limit.
 */
export class PodRecheck {
  readonly #namespace: string;
  readonly #enforce: LevelVersion;
  readonly #exemptions: Exemptions;
  /** By the reasons. */
  readonly #groups = new Map<string, Group>();

  /** @param enforce the policy by which existing pods are evaluated */
  constructor(namespace: string, enforce: LevelVersion, exemptions: Exemptions) {
    this.#namespace = namespace;
    this.#enforce = enforce;
    this.#exemptions = exemptions;
  }

  /**
   * Adds a pod of the namespace, in any order. Only a runtime class can exempt it: pods that have ended, mirror pods, and
   * those that violate the old policy as well count like all others.
   */
  add(name: string, pod: PodEvaluation): void {
    if (exemptRuntimeClass(pod.pod, this.#exemptions) !== undefined) return;
    const violations = pod.violations(this.#enforce);
    if (violations.length === 0) return;
    const reasons = shortMessage(violations);
    const group = this.#groups.get(reasons);
    if (group === undefined) {
      this.#groups.set(reasons, { first: name, pods: 1 });
      return;
    }
    group.pods++;
    if (compareBytes(name, group.first) < 0) group.first = name;
  }

  /** The warnings over the pods so far: none, or a headline and a line for each distinct set of reasons. */
  warnings(): readonly string[] {
    if (this.#groups.size === 0) return [];
    const policy = formatLevelVersion(this.#enforce);
    const lines = Array.from(this.#groups, ([reasons, group]) => `${formatGroup(group)}: ${reasons}`);
    return [
      `existing pods in namespace ${goQuote(this.#namespace)} violate the new PodSecurity enforce level ${goQuote(policy)}`,
      ...lines.sort(compareBytes),
    ];
  }
}

/** `web-0`, `web-0 (and 1 other pod)`, `web-0 (and 2 other pods)` */
function formatGroup({ first, pods }: Group): string {
  const others = pods - 1;
  return others === 0 ? first : `${first} (and ${others} other ${plural(others, "pod", "pods")})`;
}
