import type { Level } from "../../api/level.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import type { Evaluator } from "../../policy/evaluator.ts";
import { minorVersion } from "../../policy/version.ts";
import type { PolicyReport, PspMigration } from "../../report/psp/psp-report.ts";
import { mutatingFields } from "../changes/mutating-fields.ts";
import { gapsOf } from "../levels/gaps.ts";
import { JUDGED_MINORS, levelsOf } from "../levels/levels.ts";
import { faultOf, type PodSecurityPolicy } from "../policy.ts";
import type { AccessObjects } from "./access-objects.ts";
import type { MigratedWorkloads } from "./migrated-workloads.ts";
import { stepsOf } from "./steps.ts";

/** The inputs of a migration. */
interface MigrationInputs {
  readonly access: AccessObjects;
  readonly workloads: MigratedWorkloads;
  readonly evaluator: Evaluator;
  /** The kubectl call for this cluster: `kubectl`, and flags that select the cluster. */
  readonly kubectl: readonly string[];
  /** Whether everything in a namespace could be read. */
  readonly isComplete: (namespace: string) => boolean;
}

/** The parts of a migration that follow from its objects. */
type ComputedMigration = Pick<PspMigration, "versions" | "policies" | "namespaces" | "steps">;

/** Computes the migration from PodSecurityPolicy: the policies, the namespaces, and the steps. */
export function migrationOf({ access, workloads, evaluator, kubectl, isComplete }: MigrationInputs): ComputedMigration {
  const sorted = new Map([...access.policies].toSorted(([a], [b]) => compareBytes(a, b)));
  const { used } = workloads;
  const policies = Array.from(sorted, ([name, policy]): PolicyReport => {
    const about = describePolicy(policy, evaluator);
    return { name, ...about, pods: used.get(name) ?? 0, grants: access.grants.of(name) };
  });
  const spirits = new Map<string, Level>(
    policies.flatMap(({ name, spirit }) => (spirit === null ? [] : [[name, spirit] as const])),
  );
  const namespaces = workloads.names.map((name) => workloads.namespace(name, spirits, isComplete(name)));
  const steps = stepsOf({ policies: sorted, namespaces, grants: access.grants, kubectl });
  return { versions: JUDGED_MINORS.map((minor) => minorVersion(minor).text), policies, namespaces, steps };
}

/** Describes a policy by its fields alone. */
function describePolicy(
  policy: PodSecurityPolicy,
  evaluator: Evaluator,
): Omit<PolicyReport, "name" | "pods" | "grants"> {
  const fault = faultOf(policy);
  if (fault !== undefined) return { letter: null, spirit: null, limits: [], fault, mutations: [], gaps: [] };
  const levels = levelsOf(policy, evaluator);
  return {
    ...levels,
    fault: null,
    mutations: mutatingFields(policy),
    gaps: gapsOf(policy, levels),
  };
}
