import { compareSources } from "../../report/workload.ts";
import type { Report } from "../../report/report.ts";
import type { AccessObject } from "../../workloads/access/access-object.ts";
import type { OtherObject } from "../../workloads/object.ts";

/** Collects the PodSecurityPolicies among manifests. */
export class RemovedPolicies {
  /** By their places: everything may be read twice. */
  readonly #found = new Map<string, AccessObject>();

  /** Adds an object if it is a PodSecurityPolicy. */
  add({ access }: OtherObject): void {
    if (access?.kind !== "PodSecurityPolicy") return;
    const { file, document } = access.source([]);
    this.#found.set(JSON.stringify([file, document, access.path]), access);
  }

  /** Adds a note on each policy to a report. The mapping is loaded only if there is one. */
  async note(report: Report): Promise<Report> {
    if (this.#found.size === 0) return report;
    const { policyNotes } = await import("./policy-notes.ts");
    const notes = [...report.notes, ...policyNotes([...this.#found.values()])];
    return { ...report, notes: notes.toSorted((a, b) => compareSources(a.source, b.source)) };
  }
}
