import { UserError } from "../api/user-error.ts";
import { sizeOfInventory } from "../audit/workload/report-size.ts";
import { CHECKS } from "../policy/checks.ts";
import { createEvaluator } from "../policy/evaluator.ts";
import { AccessObjects, POLICIES } from "../psp/migration/access-objects.ts";
import { MigratedWorkloads } from "../psp/migration/migrated-workloads.ts";
import { migrationOf } from "../psp/migration/migration.ts";
import type { Unreadable } from "../report/report.ts";
import type { PspMigration } from "../report/psp/psp-report.ts";
import { compareSources } from "../report/workload.ts";
import { HIDDEN_CREDENTIALS } from "../rollout/notes/plan-notes.ts";
import { decodeAccess } from "../sources/access-decoding.ts";
import type { ObjectsRequest } from "./inputs/objects-request.ts";
import { observeItems } from "./inputs/observe-items.ts";
import { prepareObjects } from "./inputs/open-objects.ts";
import { takeInventory } from "./inputs/take-inventory.ts";
import { hasCredentials, kubectlFor } from "./values/plan-options.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Computes the migration of a cluster from PodSecurityPolicy, or of a dump instead.
 *
 * @throws UserError if the request is wrong, nothing can be read, or there is no PodSecurityPolicy
 */
export async function runFromPsp(request: ObjectsRequest, terminal: Terminal): Promise<PspMigration> {
  const kubectl = kubectlFor(request);
  const open = prepareObjects(request, {
    isCurrentDefault: false,
    isVersionNeeded: false,
    hasEvents: false,
    isUidNeeded: false,
    hasAccess: true,
  });
  const objects = await open(terminal);
  try {
    const isFromFiles = objects.items.type === "files";
    const size = sizeOfInventory();
    const access = new AccessObjects(isFromFiles, decodeAccess, size);
    // Both versions are judged, whatever the version of the server.
    const evaluator = createEvaluator(CHECKS);
    const workloads = new MigratedWorkloads(access, evaluator, size);
    const items = observeItems(objects.items, (item) => {
      // Nothing else depends on the lists that only `access` needs.
      if (access.addMissing(item)) return false;
      access.add(item);
      return true;
    });
    const inventory = await takeInventory({ ...objects, items }, [workloads], {
      strict: false,
      areLabelsNeeded: false,
    });
    const unreadable = [...inventory.unreadable, ...access.unreadable].toSorted((a, b) =>
      compareSources(a.source, b.source),
    );
    const isWithout = access.policies.size === 0 && unreadable.every((one) => isAbsentList(one));
    if (isWithout) throw noPolicies(isFromFiles);
    const isComplete = (name: string): boolean => inventory.isComplete(name) && (!isFromFiles || workloads.hasPods);
    return {
      kind: "PodSecurityPolicyMigration",
      source: inventory.source,
      scope: inventory.covered,
      ...migrationOf({ access, workloads, evaluator, kubectl, isComplete }),
      notes: inventory.notes(hasCredentials(request) ? [...access.notes, HIDDEN_CREDENTIALS] : access.notes),
      unreadable,
    };
  } finally {
    objects.close();
  }
}

/** Whether the server does not have the list of policies: a server of v1.25 or newer. */
function isAbsentList({ list, message }: Unreadable): boolean {
  return list?.resource === POLICIES && list.rule === "" && message.includes("could not find");
}

function noPolicies(isFromFiles: boolean): UserError {
  return isFromFiles
    ? new UserError(
        "there is no PodSecurityPolicy in the dump",
        "Add them: kubectl get podsecuritypolicies -o yaml. API servers have had none since v1.25.",
      )
    : new UserError(
        "the cluster has no PodSecurityPolicy",
        "API servers have had none since v1.25. kubectl pss plan plans the labels of namespaces.",
      );
}
