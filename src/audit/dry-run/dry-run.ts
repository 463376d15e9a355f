import type { Labels } from "../../admission/labels.ts";
import type { DryRunScope, Report } from "../../report/report.ts";
import type { JudgingOptions } from "../audit.ts";
import { labelChanges, type PolicyChange } from "./change.ts";
import { reportOn } from "../cluster-report.ts";
import type { Commit, InventoryConsumer, InventoryEntry } from "../inventory/consumer.ts";
import type { NamespaceScope } from "../inventory/scope/scope.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { NamespaceDryRun, type TriedChange } from "./namespace-dry-run.ts";
import { newerChangeNotes, newerDefaultNotes, newerPinNotes } from "../inventory/notes/newer-versions.ts";
import type { ReportSize } from "../workload/report-size.ts";
import { createIntern, type Intern } from "../workload/texts.ts";

/** The options of a dry run. */
export interface DryRunOptions extends JudgingOptions {
  readonly changes: PolicyChange;
  /** The user whose requests are simulated (`--as-user`). */
  readonly user: string | undefined;
  readonly scope: NamespaceScope;
}

const NOTHING: Commit = () => {};

/** Tries a change of labels in the namespaces of an inventory. */
export class DryRun implements InventoryConsumer {
  readonly needsEveryPlace = false;
  readonly #options: DryRunOptions;
  readonly #change: TriedChange;
  readonly #intern: Intern;
  readonly #namespaces = new Map<string, NamespaceDryRun>();

  /** @param size the size of what the run keeps, which all consumers share */
  constructor(options: DryRunOptions, size: ReportSize) {
    const { admission, changes, user, identify } = options;
    this.#options = options;
    this.#change = { admission, labels: labelChanges(changes), user };
    this.#intern = createIntern(identify, size);
  }

  addNamespace(name: string, labels: Labels | undefined): void {
    this.#namespaces.set(name, new NamespaceDryRun(name, labels, this.#change, this.#intern));
  }

  prepareEntry(entry: InventoryEntry): Commit {
    return this.#namespaces.get(entry.namespace)?.prepare(entry) ?? NOTHING;
  }

  /** @param inventory the inventory that has passed all its objects to this dry run */
  report(inventory: Inventory): Report {
    const { failOn, scope, admission, changes } = this.#options;
    const namespaces = Array.from(this.#namespaces.values(), (namespace) =>
      namespace.report(failOn, inventory.isComplete(namespace.name), inventory.rejections),
    );
    const { maxMinor } = inventory;
    const notes = [
      ...newerChangeNotes(changes, maxMinor),
      ...newerDefaultNotes(admission.defaults, maxMinor),
      ...newerPinNotes(namespaces, maxMinor, changes),
    ];
    return {
      ...reportOn(inventory, { kind: "DryRunReport", namespaces, failOn, levels: [], notes }),
      scope: reportedScope(scope),
    };
  }
}

function reportedScope({ names, selector, isCurrent = false }: NamespaceScope): DryRunScope {
  if (names !== undefined) return { type: "names", names, isCurrent };
  return selector === undefined ? { type: "all" } : { type: "selector", selector };
}
