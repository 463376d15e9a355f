import type { Labels } from "../admission/labels.ts";
import type { ConfiguredAdmission } from "../admission/response.ts";
import type { FailOn, Report } from "../report/report.ts";
import { reportOn } from "./cluster-report.ts";
import type { Commit, InventoryConsumer, InventoryEntry } from "./inventory/consumer.ts";
import type { Inventory } from "./inventory/inventory.ts";
import { NamespaceAudit, type NamespaceAuditOptions } from "./namespace-audit.ts";
import { newerDefaultNotes, newerLevelNotes, newerPinNotes } from "./inventory/notes/newer-versions.ts";
import type { ReportSize } from "./workload/report-size.ts";
import { createIntern, type Intern } from "./workload/texts.ts";

/** The options that an audit and a dry run have in common. */
export interface JudgingOptions {
  readonly admission: ConfiguredAdmission;
  /** The mode whose violations fail the run (`--fail-on`). */
  readonly failOn: FailOn;
  /** Whether the report must contain the stable path of each field, for accepted violations and for formats that compare reports. */
  readonly identify: boolean;
}

/** The options of an audit. */
export interface AuditOptions extends JudgingOptions, NamespaceAuditOptions {}

const NOTHING: Commit = () => {};

/** Audits the namespaces of an inventory. It keeps only the facts of an object that the report contains. */
export class Audit implements InventoryConsumer {
  readonly needsEveryPlace = false;
  readonly #options: AuditOptions;
  readonly #intern: Intern;
  readonly #namespaces = new Map<string, NamespaceAudit>();

  /** @param size the size of what the run keeps, which all consumers share */
  constructor(options: AuditOptions, size: ReportSize) {
    this.#options = options;
    this.#intern = createIntern(options.identify, size);
  }

  addNamespace(name: string, labels: Labels | undefined): void {
    this.#namespaces.set(name, new NamespaceAudit(name, labels, this.#options, this.#intern));
  }

  prepareEntry(entry: InventoryEntry): Commit {
    return this.#namespaces.get(entry.namespace)?.prepare(entry) ?? NOTHING;
  }

  /** @param inventory the inventory that has passed all its objects to this audit */
  report(inventory: Inventory): Report {
    const { failOn, levels, admission } = this.#options;
    const namespaces = Array.from(this.#namespaces.values(), (namespace) =>
      namespace.report(failOn, inventory.isComplete(namespace.name), inventory.rejections),
    );
    const { maxMinor } = inventory;
    const notes = [
      ...newerLevelNotes(levels, maxMinor),
      ...newerDefaultNotes(admission.defaults, maxMinor),
      ...newerPinNotes(namespaces, maxMinor),
    ];
    return reportOn(inventory, { kind: "AuditReport", namespaces, failOn, levels, notes });
  }
}
