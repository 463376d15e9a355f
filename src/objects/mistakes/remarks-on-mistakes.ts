import { isAcceptanceKey } from "../../api/acceptance-key.ts";
import { shorten } from "../../api/words/quoted.ts";
import type { ObjectMeta, Pod } from "../../api/pod.ts";
import type { FieldPath } from "../../api/field-path.ts";
import type { FieldRemark } from "../remarks.ts";
import { remarksOnNamespaceLabels, remarksOnWorkloadLabels } from "./label-mistakes.ts";
import { remarksOnValues } from "./value-mistakes.ts";

/** More mistakes of one object are only counted: such an object is made to be slow. */
const MAX_MISTAKES = 100;

/** The remarks on what the author of a Namespace probably got wrong. */
export function remarksOnNamespace(metadata: ObjectMeta): readonly FieldRemark[] {
  return [
    ...limited(remarksOnNamespaceLabels({ kind: "Namespace", metadata })),
    ...limited(remarksOnAcceptances(metadata.annotations, [], "the workloads: a Namespace accepts nothing")),
  ];
}

/** The remarks on what the author of a workload probably got wrong. The pod is as it is written, without defaults; `job` is the metadata of a CronJob's template of Jobs. */
export function remarksOnWorkload(
  kind: string,
  metadata: ObjectMeta,
  { pod, path, job }: { readonly pod: Pod; readonly path: FieldPath; readonly job?: ObjectMeta },
): readonly FieldRemark[] {
  const labels = remarksOnWorkloadLabels({ kind, metadata }, pod.metadata, path);
  const ofJob = remarksOnAcceptances(
    job?.annotations,
    JOB_PATH,
    "the CronJob: the template of its Jobs accepts nothing",
  );
  return [...limited(labels), ...limited(remarksOnValues(pod, path)), ...limited(ofJob)];
}

const JOB_PATH: FieldPath = ["spec", "jobTemplate"];

/**
 * The remarks on annotations that accept violations, where they have no effect.
 *
 * @param place where they belong, and why
 */
function* remarksOnAcceptances(
  annotations: Readonly<Record<string, string>> = {},
  path: FieldPath,
  place: string,
): Generator<FieldRemark, undefined> {
  for (const key of Object.keys(annotations)) {
    if (!isAcceptanceKey(key)) continue;
    const message = `annotation ${shorten(key)}: put it into metadata.annotations of ${place}`;
    yield {
      severity: "warning",
      code: "misplaced-acceptance",
      message,
      path: [...path, "metadata", "annotations", key],
    };
  }
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
