/** Clusters and dumps for the tests of inventories, audits and dry runs. */
import assert from "node:assert/strict";
import { sizeOfInventory } from "../../src/audit/workload/report-size.ts";
import { NO_EXEMPTIONS } from "../../src/admission/exemptions.ts";
import { BUILTIN_POLICY } from "../../src/admission/labels.ts";
import type { ConfiguredAdmission } from "../../src/admission/response.ts";
import { Audit } from "../../src/audit/audit.ts";
import type { PolicyChange } from "../../src/audit/dry-run/change.ts";
import { DryRun } from "../../src/audit/dry-run/dry-run.ts";
import type { InventoryConsumer } from "../../src/audit/inventory/consumer.ts";
import { Inventory } from "../../src/audit/inventory/inventory.ts";
import type { NamespaceScope } from "../../src/audit/inventory/scope/scope.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator, type LevelVersion } from "../../src/policy/evaluator.ts";
import type { FailOn, NamespaceReport, Report, WorkloadReport } from "../../src/report/report.ts";
import type { ClusterItem } from "../../src/workloads/cluster-item.ts";
import type { SourceItem } from "../../src/workloads/object.ts";
import { itemsOf } from "./items.ts";

export const CLUSTER = { type: "cluster", context: "prod", server: "https://api.example.com" } as const;

/** An API server without a configuration. */
export const ADMISSION: ConfiguredAdmission = {
  evaluator: createEvaluator(CHECKS),
  exemptions: NO_EXEMPTIONS,
  defaults: BUILTIN_POLICY,
};

/** The settings of a run that differ from the defaults. */
export interface Setting {
  readonly admission?: ConfiguredAdmission;
  readonly includes?: NamespaceScope["includes"];
  readonly selector?: string;
  readonly names?: readonly string[];
  readonly skipped?: readonly string[];
  readonly serverMinor?: number;
  /** The levels of `--level`. */
  readonly levels?: readonly LevelVersion[];
  readonly failOn?: FailOn;
  /** Whether a dump without the Namespace of a workload is incomplete. */
  readonly areLabelsNeeded?: boolean;
}

/** An inventory before the first item. */
export function inventoryOf(
  {
    admission = ADMISSION,
    includes = () => true,
    selector,
    names,
    skipped,
    serverMinor,
    areLabelsNeeded = false,
  }: Setting = {},
  consumers: readonly InventoryConsumer[] = [],
  cluster: typeof CLUSTER | undefined = undefined,
): Inventory {
  const scope = {
    includes,
    ...(selector !== undefined && { selector }),
    ...(names && { names }),
    ...(skipped && { skipped }),
  };
  const options = { evaluator: admission.evaluator, scope, cluster, serverMinor, strict: false, areLabelsNeeded };
  return new Inventory(options, consumers);
}

/** An audit with stable paths of fields. */
export function auditOf({ admission = ADMISSION, levels = [], failOn = "enforce" }: Setting = {}): Audit {
  return new Audit({ admission, failOn, levels, identify: true }, sizeOfInventory());
}

/** Audits a dump. */
export function audit(dump: string | readonly SourceItem[], setting: Setting = {}): Report {
  const consumer = auditOf(setting);
  const inventory = inventoryOf(setting, [consumer]);
  const items = typeof dump === "string" ? itemsOf(dump) : dump;
  inventory.readFiles(() => items);
  return consumer.report(inventory);
}

/** Audits a cluster with some items. */
export async function auditCluster(items: readonly ClusterItem[], setting: Setting = {}): Promise<Report> {
  const consumer = auditOf(setting);
  const inventory = inventoryOf(setting, [consumer], CLUSTER);
  await inventory.readCluster(inPages(items));
  return consumer.report(inventory);
}

/** Runs a dry run of a label change on a dump. */
export function dryRun(
  dump: string | readonly SourceItem[],
  changes: PolicyChange,
  { user, ...setting }: Setting & { readonly user?: string } = {},
): Report {
  const { admission = ADMISSION, failOn = "enforce" } = setting;
  const consumer = new DryRun(
    { admission, failOn, identify: true, changes, user, scope: { includes: () => true } },
    sizeOfInventory(),
  );
  const inventory = inventoryOf(setting, [consumer]);
  const items = typeof dump === "string" ? itemsOf(dump) : dump;
  inventory.readFiles(() => items);
  return consumer.report(inventory);
}

/** The items as the pages of a cluster. */
export async function* inPages(items: readonly ClusterItem[]): AsyncGenerator<readonly ClusterItem[], undefined> {
  for (const item of items) yield [item];
}

/** The namespace of a report. */
export function namespaceOf(report: Report, name = "team-a"): NamespaceReport {
  const found = report.namespaces.find((namespace) => namespace.name === name);
  assert.ok(found !== undefined, `namespace ${name}`);
  return found;
}

/** The workload of a report, by its name. */
export function workloadOf(report: Report, name: string): WorkloadReport {
  const found = report.namespaces.flatMap(({ workloads }) => workloads).find((workload) => workload.name === name);
  assert.ok(found !== undefined, `workload ${name}`);
  return found;
}

/** A Namespace with pod-security labels, as a YAML document. */
export function namespace(name: string, labels: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(labels).map(([key, value]) => `    pod-security.kubernetes.io/${key}: ${value}\n`);
  return `---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels:\n    team: x\n${lines.join("")}`;
}

/** A pod in namespace team-a as a YAML document, with some lines of its spec, and maybe an owner. */
export function pod(name: string, spec = "", owner = "", metadata = ""): string {
  const [kind, ownerName] = owner.split("/");
  const owners =
    owner === ""
      ? ""
      : `\n  ownerReferences: [{apiVersion: apps/v1, kind: ${kind}, name: ${ownerName}, uid: u, controller: true}]`;
  return `---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n  namespace: team-a${owners}${metadata}\nspec:\n  containers: [{name: c, image: i}]\n${spec}`;
}

/** A controller with a pod template in namespace team-a, as a YAML document. */
export function controller(
  kind: string,
  name: string,
  { apiVersion = "apps/v1", replicas = 1, owner = "", spec = "" } = {},
): string {
  const [ownerKind, ownerName] = owner.split("/");
  const owners =
    owner === ""
      ? ""
      : `\n  ownerReferences: [{apiVersion: apps/v1, kind: ${ownerKind}, name: ${ownerName}, uid: u, controller: true}]`;
  const scale = kind === "Job" || kind === "DaemonSet" ? "" : `  replicas: ${replicas}\n`;
  return `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: team-a${owners}\nspec:\n${scale}  template:\n    spec:\n      containers: [{name: c, image: i}]\n${spec}`;
}
