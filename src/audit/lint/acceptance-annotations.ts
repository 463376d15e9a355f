import { isAcceptanceKey } from "../../api/acceptance-key.ts";
import type { AcceptanceAnnotation } from "../../report/acceptance.ts";
import type { WorkloadReport } from "../../report/report.ts";
import type { WorkloadObject } from "../../workloads/object.ts";

/** Adds the annotations of this program to the report on a workload, if the workload has any. */
export function withAcceptances(workload: WorkloadObject, report: WorkloadReport): WorkloadReport {
  const annotations = acceptanceAnnotations(workload);
  return annotations.length === 0 ? report : { ...report, annotations };
}

/** The annotations of this program on a workload and on its pod template, also those with nearly its prefix, in the order of the document. */
export function acceptanceAnnotations(workload: WorkloadObject): readonly AcceptanceAnnotation[] {
  // Few objects have annotations, and fewer still those of this program.
  if (workload.metadata.annotations === undefined && workload.pod.metadata?.annotations === undefined) return [];
  const own = { annotations: workload.metadata.annotations, path: [] };
  const ofTemplate = { annotations: workload.pod.metadata?.annotations, path: workload.podPath };
  // A Pod is its own template.
  const places = workload.podPath.length === 0 ? [own] : [own, ofTemplate];
  return places.flatMap(({ annotations = {}, path }) =>
    Object.entries(annotations).flatMap(([key, value]) => {
      if (!isAcceptanceKey(key)) return [];
      const place = workload.locate([...path, "metadata", "annotations", key]);
      return { key, value, place, isInTemplate: path.length > 0 };
    }),
  );
}
