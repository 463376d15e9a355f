import type { ObjectMeta, Pod } from "../../api/pod.ts";
import type { FieldPath } from "../../api/field-path.ts";
import type { FieldRemark } from "../remarks.ts";
import { remarksOnNamespaceLabels, remarksOnWorkloadLabels } from "./label-mistakes.ts";
import { remarksOnValues } from "./value-mistakes.ts";

/** More mistakes of one object are only counted: such an object is made to be slow. */
const MAX_MISTAKES = 100;

/** The remarks on what the author of a Namespace probably got wrong. */
export function remarksOnNamespace(metadata: ObjectMeta): readonly FieldRemark[] {
  return limited(remarksOnNamespaceLabels({ kind: "Namespace", metadata }));
}

/** The remarks on what the author of a workload probably got wrong. The pod is as it is written, without defaults. */
export function remarksOnWorkload(
  kind: string,
  metadata: ObjectMeta,
  { pod, path }: { readonly pod: Pod; readonly path: FieldPath },
): readonly FieldRemark[] {
  const labels = remarksOnWorkloadLabels({ kind, metadata }, pod.metadata, path);
  return [...limited(labels), ...limited(remarksOnValues(pod, path))];
}

/** The first remarks, and the number of the others. */
function limited(remarks: Iterable<FieldRemark>): readonly FieldRemark[] {
  const first: FieldRemark[] = [];
  let others = 0;
  let last: FieldRemark | undefined;
  for (const remark of remarks) {
    if (first.length < MAX_MISTAKES) first.push(remark);
    else {
      others++;
      last = remark;
    }
  }
  return last === undefined ? first : [...first, { ...last, message: `${others} more mistakes like these` }];
}
