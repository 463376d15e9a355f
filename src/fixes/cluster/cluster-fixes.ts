import type { Labels } from "../../admission/labels.ts";
import type { ConfiguredAdmission } from "../../admission/response.ts";
import type { Commit, InventoryConsumer, InventoryEntry } from "../../audit/inventory/consumer.ts";
import { bigintAsText } from "../../api/record.ts";
import type { ReportSize } from "../../audit/workload/report-size.ts";
import { policyOf } from "../../audit/lint-policy.ts";
import { formatLevelVersion, type LevelVersion } from "../../policy/evaluator.ts";
import type { ClusterPatch } from "../../report/fix/cluster-patch.ts";
import type { WorkloadReport } from "../../report/report.ts";
import { groupKindOf } from "../../workloads/identity.ts";
import type { WorkloadObject } from "../../workloads/object.ts";
import { fixDocument } from "../fix-document.ts";
import { planObject } from "../fix-object.ts";
import type { FixOptions } from "../options.ts";
import { targetLevels, type PolicyInForce } from "../target-levels.ts";
import { isUnchangeable, NO_TEXT } from "./cluster-object.ts";
import { patchOwnerOf } from "./patch-owner.ts";

/** The options of the patches of a cluster. */
export interface ClusterFixOptions extends Pick<FixOptions, "levels" | "kinds" | "accept"> {
  readonly admission: ConfiguredAdmission;
  /** The number of workloads after which no more patches are made; Infinity for all. */
  readonly most: number;
}

const NOTHING: Commit = () => {};

type PlannedPatch = Omit<ClusterPatch, "levels" | "violations">;

/** A workload after the limit. */
const LEFT_OUT: PlannedPatch = { fix: null, obstacle: "limit", owner: null };

/**
 * Finds the patches that make the workloads of a cluster meet their levels: those of `--level`; otherwise the strictest level among the modes of the
 * namespace, or restricted if neither labels nor a configuration set any. Only edits that take nothing away are made.
 */
export class ClusterFixes implements InventoryConsumer {
  readonly needsEveryPlace = false;
  readonly #options: FixOptions;
  readonly #defaults: ConfiguredAdmission["defaults"];
  /** The policies by namespace; without the namespaces whose labels are not known. */
  readonly #policies = new Map<string, PolicyInForce>();
  /** The workloads whose templates were read, and their patches; null for a template that meets its levels. */
  readonly #planned = new Map<string, PlannedPatch | null>();
  readonly #size: ReportSize;
  #left: number;

  /** @param size the size of what the run keeps, which all consumers share */
  constructor({ admission, levels, kinds, accept, most }: ClusterFixOptions, size: ReportSize) {
    this.#size = size;
    this.#left = most;
    this.#defaults = admission.defaults;
    this.#options = {
      ...{ admission, levels, kinds, defaults: undefined, namespace: undefined, only: [], names: [] },
      ...{ takesAway: false, isForced: false, isFilter: false, isPatch: true, isPartlyRead: true },
      ...(accept !== undefined && { accept }),
    };
  }

  addNamespace(name: string, labels: Labels | undefined): void {
    if (labels === undefined) return;
    const isConfigured = Object.values(this.#defaults).some((part) => part.from === "configuration");
    const { maxMinor } = this.#options.admission.evaluator;
    this.#policies.set(name, policyOf({ labels }, isConfigured ? this.#defaults : undefined, maxMinor));
  }

  prepareEntry({ namespace, object, owner, position, isFinished, workload }: InventoryEntry): Commit {
    // A pod or a link of a workload, which is planned by its own template; and one object is planned once.
    if (owner !== undefined || position > 0 || isFinished) return NOTHING;
    const planned = this.#left > 0 ? this.#plan(object, namespace) : LEFT_OUT;
    if (planned !== null) this.#size.check();
    if (planned !== null) this.#left--;
    const key = keyOf({ namespace, ...workload });
    return () => {
      this.#size.addText(JSON.stringify([key, planned], bigintAsText));
      this.#planned.set(key, planned);
    };
  }

  #plan(object: WorkloadObject, namespace: string): PlannedPatch | null {
    const policy = this.#policies.get(namespace) ?? NO_POLICY;
    const written = { text: NO_TEXT, value: object.value, path: [] };
    const fix = planObject(object, written, namespace, this.#levelsOf(namespace), this.#options);
    if (fix === undefined) return null;
    const { workloads } = fixDocument([{ fix, policy }], "", this.#options);
    const [first] = workloads;
    if (first === undefined || first.state === "accepted") return null;
    return {
      fix: { ...first, changes: [] },
      obstacle: isUnchangeable(object) ? "fixed" : null,
      owner: patchOwnerOf(object.metadata),
    };
  }

  /** The patch of a workload that violates its levels; undefined if it meets them, or is not judged. */
  patchOf(report: WorkloadReport): ClusterPatch | undefined {
    const levels = this.#levelsOf(report.namespace).map(formatLevelVersion);
    const planned = this.#planned.get(keyOf(report));
    if (planned !== undefined && planned !== null && planned !== LEFT_OUT) {
      return { levels, violations: planned.fix?.violations ?? [], ...planned };
    }
    const violations = violatedChecks(report, levels);
    if (violations.length === 0) return undefined;
    if (planned === LEFT_OUT) return { levels, violations, ...LEFT_OUT };
    return { levels, violations, fix: null, obstacle: planned === null ? "pods" : "unread", owner: null };
  }

  #levelsOf(namespace: string): readonly LevelVersion[] {
    const { levels } = this.#options;
    const policy = this.#policies.get(namespace);
    if (levels.length > 0) return levels;
    return policy === undefined ? [] : targetLevels(policy);
  }
}

/** The policy of a namespace whose labels are not known: only `--level` counts. */
const NO_POLICY: PolicyInForce = policyOf(undefined, undefined, 0);

function keyOf({
  namespace,
  apiVersion,
  kind,
  name,
}: Pick<WorkloadReport, "namespace" | "apiVersion" | "kind" | "name">): string {
  return JSON.stringify([namespace, groupKindOf({ apiVersion, kind }), name]);
}

/** The checks that the next pods or the running pods of a workload violate at some levels, without accepted violations. */
function violatedChecks({ results, otherResults }: WorkloadReport, levels: readonly string[]): readonly string[] {
  const asked = [...results, ...otherResults].filter(({ level, version }) => levels.includes(`${level}:${version}`));
  const open = asked.flatMap(({ violations }) => violations.filter(({ accepted }) => accepted === null));
  return [...new Set(open.map(({ check }) => check))];
}
