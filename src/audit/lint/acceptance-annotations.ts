import { ANNOTATION_PREFIX, type AcceptanceAnnotation } from "../../report/acceptance.ts";
import type { WorkloadObject } from "../../workloads/object.ts";

/** The annotations of this program on a workload and on its pod template, in the order of the document. */
export function acceptanceAnnotations(workload: WorkloadObject): readonly AcceptanceAnnotation[] {
  const own = { annotations: workload.metadata.annotations, path: [] };
  const ofTemplate = { annotations: workload.pod.metadata?.annotations, path: workload.podPath };
  // A Pod is its own template.
  const places = workload.podPath.length === 0 ? [own] : [own, ofTemplate];
  return places.flatMap(({ annotations = {}, path }) =>
    Object.entries(annotations).flatMap(([key, value]) => {
      if (!key.startsWith(ANNOTATION_PREFIX)) return [];
      const { line } = workload.locate([...path, "metadata", "annotations", key]);
      return { key, value, line, isInTemplate: path.length > 0 };
    }),
  );
}
