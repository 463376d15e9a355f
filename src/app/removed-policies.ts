import { compareSources } from "../report/workload.ts";
import type { Report } from "../report/report.ts";
import type { AccessObject, SourceItem } from "../workloads/object.ts";

/** Collects the PodSecurityPolicies among manifests, while another reader reads them. */
export class RemovedPolicies {
  #found: AccessObject[] = [];

  /** @returns reads all items from the beginning, each time it is called */
  collect(read: () => Iterable<SourceItem>): () => Iterable<SourceItem> {
    return () => this.#read(read());
  }

  *#read(items: Iterable<SourceItem>): Generator<SourceItem, undefined> {
    this.#found = [];
    for (const item of items) {
      if (item.type === "other" && item.access?.kind === "PodSecurityPolicy") this.#found.push(item.access);
      yield item;
    }
  }

  /** Adds a note on each policy to a report. The mapping is loaded only if there is one. */
  async note(report: Report): Promise<Report> {
    if (this.#found.length === 0) return report;
    const { policyNotes } = await import("./policy-notes.ts");
    const notes = [...report.notes, ...policyNotes(this.#found)];
    return { ...report, notes: notes.toSorted((a, b) => compareSources(a.source, b.source)) };
  }
}
