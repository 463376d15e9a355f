import { meantName } from "../../api/words/nearest-name.ts";
import { quote } from "../../api/words/quoted.ts";
import { shellWord } from "../../api/words/shell-word.ts";
import { sccNote } from "../../audit/workload/scc.ts";
import type { Inventory } from "../../audit/inventory/inventory.ts";
import type { PlannedNamespace, PlanStep } from "../../report/plan/rollout-plan.ts";
import type { Note, NoteCode } from "../../report/report.ts";
import type { MissingClusterUid } from "../../workloads/cluster-item.ts";
import { isNamespaceName, type PlanInputs } from "../inputs/plan-inputs.ts";

/** The parts of a request that a plan's notes depend on. */
export interface PlanAssumptions {
  /** Whether the admission configuration of the cluster was given. */
  readonly hasConfiguration: boolean;
  /** Whether `--server-version` was given. */
  readonly hasServerVersion: boolean;
  /** Whether the commands leave out the user and password of `--server`. */
  readonly leavesOutCredentials: boolean;
  /** The namespaces to skip or to keep privileged. */
  readonly named: readonly string[];
  /** All steps of the plan. */
  readonly steps: readonly PlanStep[];
  /** The kubectl call for this cluster, as in the options of the plan. */
  readonly kubectl: readonly string[];
}

/** The note on commands without the user and password of `--server`. */
export const HIDDEN_CREDENTIALS: Note = warning(
  "hidden-credentials",
  "the commands leave out the user and password of --server; to run them, kubectl needs other credentials",
);

/** Notes on the assumptions of a plan, and on names that no namespace has. */
export function planNotes(inventory: Inventory, inputs: PlanInputs, assumptions: PlanAssumptions): readonly Note[] {
  const { hasConfiguration, hasServerVersion, leavesOutCredentials, named, steps, kubectl } = assumptions;
  const { namespaces, source } = inventory;
  const notes: Note[] = [];
  if (leavesOutCredentials) {
    notes.push(HIDDEN_CREDENTIALS);
  }
  const changed = steps.find(({ id }) => id === "close-the-gap")?.namespaces ?? [];
  if (!hasConfiguration && changed.length > 0) notes.push(assumedDefaults(changed, kubectl));
  if (source.type === "files" && !hasServerVersion) {
    notes.push(
      warning(
        "assumed-version",
        "a dump does not contain the version of its server: set it with --server-version v1.N",
      ),
    );
  }
  for (const { name } of namespaces.filter((namespace) => !isNamespaceName(namespace))) {
    notes.push(warning("unknown-namespace", `${quote(name)} is not a valid name of a namespace: left out of the plan`));
  }
  notes.push(...sccNote(inputs.changedByScc(inventory)));
  const { missing, isMixed } = inventory.identity;
  if (isMixed) {
    notes.push(
      warning(
        "mixed-clusters",
        "the input has two Namespaces kube-system with different uids, so it contains objects of several clusters: plan each cluster on its own",
      ),
    );
  }
  if (missing !== undefined && namespaces.length > 0) notes.push(withoutClusterUid(missing));
  const known = new Set([...namespaces.map(({ name }) => name), ...inputs.unlabelled(inventory)]);
  for (const name of named.filter((one) => !known.has(one))) {
    const advice = meantName(name, [...known], "check the name");
    notes.push({
      ...warning("unknown-namespace", `there is no namespace ${quote(name)} to skip or to keep; ${advice}`),
      absent: name,
    });
  }
  return notes;
}

/**
 * The pod of the command violates baseline and restricted, so an API server with Kubernetes' own defaults alone accepts it without a warning in a namespace without
 * labels. With --dry-run=server it stores nothing.
 *
 * @param changed the namespaces of the first step
 */
function assumedDefaults(changed: readonly PlannedNamespace[], kubectl: readonly string[]): Note {
  const message =
    "step 1 assumes Kubernetes' own defaults, privileged, because there is no --admission-config: if the API server has stricter defaults, " +
    "step 1 relaxes them";
  const all = changed.filter(({ from }) => Object.keys(from).length === 0);
  // A configuration often exempts the namespaces of the system.
  const unlabelled = all.find(({ name }) => !name.startsWith("kube-")) ?? all[0];
  if (unlabelled === undefined) return warning("assumed-defaults", message);
  const words = ["run", "pss-test", "-n", unlabelled.name, "--image=pss-test", "--privileged", "--dry-run=server"];
  const command = [...kubectl, ...words].map(shellWord).join(" ");
  const meaning = 'it stores nothing, and "violate PodSecurity" in its answer means stricter defaults';
  return warning("assumed-defaults", `${message}. To test it (${meaning}): ${command}`);
}

/** Only the script needs the uid, and it has the address of the server in its place. */
function withoutClusterUid({ message, isForbidden }: MissingClusterUid): Note {
  const effect = "the script of -o commands recognizes the cluster by the URL of its server";
  const text = isForbidden
    ? `the user may not get namespace kube-system, so ${effect}; the right is optional`
    : `without the uid of namespace kube-system, ${effect}: ${message}`;
  return { severity: "info", code: "no-cluster-uid", message: text, source: null };
}

function warning(code: NoteCode, message: string): Note {
  return { severity: "warning", code, message, source: null };
}
