import type { FieldPath } from "../../api/field-path.ts";
import { isRecord } from "../../api/record.ts";
import { isSet, valueAt } from "../../workloads/custom/pods/found-pod.ts";

/** The path of the workflow in each kind of Argo Workflows. */
const WORKFLOWS: ReadonlyMap<string, FieldPath> = new Map([
  ["Workflow", ["spec"]],
  ["WorkflowTemplate", ["spec"]],
  ["ClusterWorkflowTemplate", ["spec"]],
  ["CronWorkflow", ["spec", "workflowSpec"]],
]);

/** Finds each podSpecPatch of an object of Argo Workflows: of the workflow, of the defaults of its templates, of each template, and of each inline one. */
export function* findPodSpecPatches(
  object: Readonly<Record<string, unknown>>,
  { group, kind }: { readonly group: string; readonly kind: string },
): Generator<FieldPath, undefined> {
  const path = group === "argoproj.io" ? WORKFLOWS.get(kind) : undefined;
  if (path === undefined) return;
  const workflow = valueAt(object, path);
  yield* patchOf(workflow, path);
  if (!isRecord(workflow)) return;
  yield* patchOf(workflow["templateDefaults"], [...path, "templateDefaults"]);
  for (const [index, template] of items(workflow["templates"])) {
    const at = [...path, "templates", index];
    yield* patchOf(template, at);
    for (const [task, value] of items(valueAt(template, ["dag", "tasks"])))
      yield* patchOf(valueAt(value, ["inline"]), [...at, "dag", "tasks", task, "inline"]);
    for (const [row, steps] of items(valueAt(template, ["steps"]))) {
      for (const [step, value] of items(steps))
        yield* patchOf(valueAt(value, ["inline"]), [...at, "steps", row, step, "inline"]);
    }
  }
}

function* patchOf(value: unknown, path: FieldPath): Generator<FieldPath, undefined> {
  const patch = valueAt(value, ["podSpecPatch"]);
  if (isSet(patch) && patch !== "") yield [...path, "podSpecPatch"];
}

function items(value: unknown): Iterable<[number, unknown]> {
  return Array.isArray(value) ? value.entries() : [];
}
