/** Predictions by the project's own admission for the objects of a cluster, for a comparison with the cluster itself. */
import assert from "node:assert/strict";
import { NO_EXEMPTIONS } from "../../src/admission/exemptions.ts";
import { BUILTIN_POLICY, type Labels } from "../../src/admission/labels.ts";
import { reviewNamespaceUpdate } from "../../src/admission/namespaces.ts";
import { PodRecheck } from "../../src/admission/pods/pod-recheck.ts";
import type { ConfiguredAdmission } from "../../src/admission/response.ts";
import { asWarningHeaders } from "../../src/admission/warning-headers.ts";
import { applyChanges, type LabelChanges } from "../../src/audit/dry-run/change.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { readAdmissionConfiguration } from "../../src/sources/configuration-file.ts";
import { readDocuments } from "../../src/text/documents.ts";
import { readObjects } from "../../src/objects/objects.ts";
import type { SourceItem, WorkloadObject } from "../../src/workloads/object.ts";
import type { ClusterFiles } from "./server.ts";

/** The API server's answer to new labels. */
export interface NamespaceAnswer {
  /** The message of the rejection. */
  readonly denied: string | undefined;
  readonly warnings: readonly string[];
}

/** The predicted answer, and its reason: why no pod was checked, `denied`, or `recheck`. */
export interface Prediction extends NamespaceAnswer {
  readonly outcome: string;
}

/** The configuration of the cluster. */
export function configuredAdmission({ admissionConfig }: ClusterFiles): ConfiguredAdmission {
  const { defaults, exemptions } = readAdmissionConfiguration(admissionConfig);
  return { evaluator: createEvaluator(CHECKS), defaults, exemptions };
}

/** An API server without a configuration that emulates a minor version. */
export function builtinAdmission(minor: number): ConfiguredAdmission {
  return { evaluator: createEvaluator(CHECKS, minor), defaults: BUILTIN_POLICY, exemptions: NO_EXEMPTIONS };
}

/** The items in the output of the API or kubectl. Each must be readable. */
function readItems(text: string): readonly SourceItem[] {
  return [...readDocuments(text)].flatMap((document) => {
    assert.ok("value" in document, "fault" in document ? document.fault : "");
    const items = [...readObjects(document, "")];
    const unreadable = items.filter(({ type }) => type === "unreadable");
    assert.deepEqual(unreadable, []);
    return items;
  });
}

/** The objects of a cluster that determine the answer to new labels. */
export interface Inventory {
  readonly labels: ReadonlyMap<string, Labels>;
  readonly pods: ReadonlyMap<string, readonly WorkloadObject[]>;
}

/** Reads lists of namespaces and pods. */
export function takeInventory(namespaces: string, pods: string): Inventory {
  const labels = new Map<string, Labels>();
  for (const item of readItems(namespaces)) if (item.type === "namespace") labels.set(item.name, item.labels);
  const byNamespace = Map.groupBy(
    readItems(pods).filter((item) => item.type === "workload"),
    ({ metadata }) => metadata.namespace ?? "",
  );
  return { labels, pods: byNamespace };
}

/** Predicts the API server's answer to a change of a namespace's labels. */
export function predict(
  name: string,
  changes: LabelChanges,
  { labels, pods }: Inventory,
  admission: ConfiguredAdmission,
): Prediction {
  const old = labels.get(name);
  assert.ok(old !== undefined, `no namespace ${name}`);
  const review = reviewNamespaceUpdate(name, old, applyChanges(old, changes), admission);
  switch (review.type) {
    case "denied":
      return { outcome: "denied", denied: review.status.message, warnings: [] };
    case "allowed":
      return { outcome: review.reason, denied: undefined, warnings: asWarningHeaders(review.warnings) };
    case "recheck": {
      const recheck = new PodRecheck(name, review.enforce, admission.exemptions);
      for (const { metadata, pod } of pods.get(name) ?? []) {
        recheck.add(metadata.name ?? "", admission.evaluator.forPod(pod));
      }
      return { outcome: "recheck", denied: undefined, warnings: asWarningHeaders(recheck.warnings()) };
    }
  }
}
