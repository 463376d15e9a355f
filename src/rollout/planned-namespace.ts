import { exemptNamespace } from "../admission/exemptions.ts";
import { MODES } from "../api/mode.ts";
import { resolvePolicy, type LabelResolution, type Labels } from "../admission/labels.ts";
import type { LevelVersion } from "../policy/evaluator.ts";
import { compareLevels, LEVELS, type Level } from "../api/level.ts";
import { LATEST, minorVersion, type Version } from "../policy/version.ts";
import type { NamespaceWorkloads } from "./inputs/namespace-workloads.ts";
import type { PlanOptions } from "./options.ts";
import { policyLabelsOf } from "./policy-labels.ts";
import type { KeptNamespace, LabelOwner, Obstacle, PolicyLabels } from "../report/rollout-plan.ts";

/** A namespace as it is read: its labels, and what is in it. */
export interface NamespaceInput {
  readonly name: string;
  readonly labels: Labels;
  readonly workloads: NamespaceWorkloads;
  readonly owner: LabelOwner | null;
  /** Whether everything in it could be read and judged: what was not may fall short of any level. */
  readonly isComplete: boolean;
}

/** A namespace on its way through the plan. */
export class PlannedNamespaceState {
  readonly input: NamespaceInput;
  readonly #options: PlanOptions;
  #labels: PolicyLabels;

  constructor(input: NamespaceInput, options: PlanOptions) {
    this.input = input;
    this.#options = options;
    this.#labels = policyLabelsOf(input.labels);
  }

  get labels(): PolicyLabels {
    return this.#labels;
  }

  /** What the labels of now come to. */
  get resolution(): LabelResolution {
    return resolvePolicy(this.#labels, this.#options.admission.defaults);
  }

  /** What is in force before the first step. */
  get original(): LabelResolution {
    return resolvePolicy(policyLabelsOf(this.input.labels), this.#options.admission.defaults);
  }

  moveTo(labels: PolicyLabels): void {
    this.#labels = labels;
  }

  /** Whether everything here meets a level at a version, before an upgrade of the cluster and after it. */
  meets({ level, version }: LevelVersion): boolean {
    return this.#meanings(version).every((meaning) => this.input.workloads.meets({ level, version: meaning }));
  }

  /** Whether enforcing `to` in place of `from` refuses nothing that was admitted, before an upgrade of the cluster and after it. */
  isSafe(from: LevelVersion, to: LevelVersion): boolean {
    const isSame = from.level === to.level && from.version.text === to.version.text;
    if (isSame || to.level === "privileged") return true;
    if (!this.input.isComplete) return false;
    const after = this.#meanings(to.version);
    return this.#meanings(from.version).every((before, index) =>
      this.input.workloads.isSafe(
        { level: from.level, version: before },
        { level: to.level, version: after[index] ?? to.version },
      ),
    );
  }

  /** The workloads that do not meet a level at a version, after an upgrade of the cluster or else before it. */
  obstacles({ level, version }: LevelVersion): readonly Obstacle[] {
    const found = this.#meanings(version).map((meaning) => this.input.workloads.obstacles({ level, version: meaning }));
    return found.find((obstacles) => obstacles.length > 0) ?? [];
  }

  /** Why no stricter enforce is planned here; undefined where one may be. */
  get keptFor(): KeptNamespace["reason"] | undefined {
    const { admission, skip, keepPrivileged, version, target } = this.#options;
    const { name } = this.input;
    if (exemptNamespace(name, admission.exemptions) !== undefined) return "exempt";
    if (skip.has(name)) return "skipped";
    if (keepPrivileged?.has(name) === true) return "privileged";
    const { enforce } = this.original.policy;
    // Where more is enforced than is met, there is something to mend, and no exception to be made.
    const mayBeKept = keepPrivileged === undefined && enforce.level === "privileged";
    if (mayBeKept && !this.meets({ level: "baseline", version: version ?? enforce.version })) return "privileged";
    return !this.input.isComplete && compareLevels(enforce.level, target) < 0 ? "unread" : undefined;
  }

  /** What a version stands for: `latest` is the newest of today's server, and of the one after an upgrade. */
  #meanings(version: Version): readonly Version[] {
    return meaningsOf(version, this.#options);
  }
}

function meaningsOf(version: Version, { upgradeFrom }: PlanOptions): readonly Version[] {
  if (upgradeFrom === undefined) return [version];
  return version.minor > upgradeFrom ? [version, minorVersion(upgradeFrom)] : [version, version];
}

/** Every policy that a plan will ask about in a namespace with those labels. */
export function policiesAskedOf(labels: Labels, options: PlanOptions): readonly LevelVersion[] {
  const { policy } = resolvePolicy(policyLabelsOf(labels), options.admission.defaults);
  const versions = [
    LATEST,
    ...MODES.map((mode) => policy[mode].version),
    ...(options.version ? [options.version] : []),
  ];
  const levels = LEVELS.filter((level): level is Exclude<Level, "privileged"> => level !== "privileged");
  return versions
    .flatMap((version) => meaningsOf(version, options))
    .flatMap((version) => levels.map((level) => ({ level, version })));
}
