import type { FieldReport, Report, Result, WorkloadReport } from "../report/report.ts";
import { groupKindOf, identityOf, namesNamespace } from "../workloads/identity.ts";
import type { SourceItem, WorkloadObject } from "../workloads/object.ts";
import { findStablePath } from "./workload/stable-path.ts";

/** The manifests of a workload of a cluster. */
interface Match {
  /** The number of manifests with its namespace, kind and name. */
  exact: number;
  /** The number of manifests with its kind and name, and without a namespace. They count only if none has the namespace. */
  bare: number;
  /** The workload with the places of the first manifest that counts. */
  placed: WorkloadReport | undefined;
}

/** A report with the places of manifests, and the numbers of violating workloads without exactly one manifest. */
export interface PlacedReport {
  readonly report: Report;
  readonly violating: number;
  readonly missing: number;
  readonly ambiguous: number;
}

/**
 * Gives the violating workloads of a cluster the places of their manifests (`--map`). A manifest belongs to a workload of the same kind, namespace and name,
 * or, if none has the namespace, of the same kind and name without a namespace. A workload with several manifests gets no place.
 *
 * Only places are kept of a manifest.
 */
export class ManifestPlaces {
  readonly #report: Report;
  readonly #matches = new Map<WorkloadReport, Match>();
  /** The violating workloads by their identity, and by their kind and name. */
  readonly #byIdentity = new Map<string, WorkloadReport[]>();
  readonly #byName = new Map<string, WorkloadReport[]>();

  /** @param report an audit of a cluster, with the stable path of each field */
  constructor(report: Report) {
    this.#report = report;
    for (const workload of report.namespaces.flatMap(({ workloads }) => workloads)) {
      if (workload.violations.length === 0 || workload.source !== null) continue;
      this.#matches.set(workload, { exact: 0, bare: 0, placed: undefined });
      addTo(this.#byIdentity, identityOf(workload.namespace, workload), workload);
      addTo(this.#byName, nameKey(workload, workload.name), workload);
    }
  }

  /** Adds an item of the manifests. Only workloads matter. */
  add(item: SourceItem): void {
    if (item.type !== "workload") return;
    const { apiVersion, kind, metadata } = item;
    if (namesNamespace(item)) {
      const identity = identityOf(metadata.namespace ?? "", { apiVersion, kind, name: metadata.name ?? "" });
      for (const workload of this.#byIdentity.get(identity ?? "") ?? []) {
        const match = this.#matchOf(workload);
        match.exact++;
        if (match.exact === 1) match.placed = placedAt(workload, item);
      }
      return;
    }
    for (const workload of this.#byName.get(nameKey(item, metadata.name ?? "") ?? "") ?? []) {
      const match = this.#matchOf(workload);
      match.bare++;
      if (match.bare === 1 && match.exact === 0) match.placed = placedAt(workload, item);
    }
  }

  #matchOf(workload: WorkloadReport): Match {
    const match = this.#matches.get(workload);
    if (match === undefined) throw new TypeError("a workload without a match");
    return match;
  }

  /** The report after all manifests are added. */
  result(): PlacedReport {
    let missing = 0;
    let ambiguous = 0;
    const placeOf = (workload: WorkloadReport): WorkloadReport => {
      const match = this.#matches.get(workload);
      if (match === undefined) return workload;
      const count = match.exact > 0 ? match.exact : match.bare;
      if (count === 0) missing++;
      if (count > 1) ambiguous++;
      return count === 1 && match.placed !== undefined ? match.placed : workload;
    };
    const namespaces = this.#report.namespaces.map((namespace) => ({
      ...namespace,
      workloads: namespace.workloads.map(placeOf),
    }));
    return { report: { ...this.#report, namespaces }, violating: this.#matches.size, missing, ambiguous };
  }
}

function addTo(map: Map<string, WorkloadReport[]>, key: string | undefined, workload: WorkloadReport): void {
  if (key === undefined) return;
  const known = map.get(key);
  if (known === undefined) map.set(key, [workload]);
  else known.push(workload);
}

/** Identifies a kind and a name; undefined without a name. */
function nameKey(object: { readonly apiVersion: string; readonly kind: string }, name: string): string | undefined {
  return name === "" ? undefined : `${groupKindOf(object)} ${name}`;
}

/** A workload with the places of a manifest. A field that the manifest does not set gets the place of its nearest parent. */
function placedAt(workload: WorkloadReport, manifest: WorkloadObject): WorkloadReport {
  const { pod, podPath, source } = manifest;
  const placeField = (field: FieldReport): FieldReport => ({
    ...field,
    ...manifest.locate([...podPath, ...findStablePath(pod, field.stablePath)]),
  });
  const placeResult = (result: Result): Result => ({
    ...result,
    violations: result.violations.map((violation) => ({ ...violation, fields: violation.fields.map(placeField) })),
  });
  const violations = workload.violations.map((violation) => {
    const fields = violation.fields.map(placeField);
    return { ...violation, fields, line: fields[0]?.line ?? source.line };
  });
  return {
    ...workload,
    source,
    results: workload.results.map(placeResult),
    otherResults: workload.otherResults.map(placeResult),
    violations,
  };
}
