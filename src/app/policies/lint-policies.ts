/** Reviews manifests by the ValidatingAdmissionPolicies among them. The bundle has it in a separate file, since few runs have such policies. */
import type { Labels } from "../../admission/labels.ts";
import { describeFailure } from "../../api/failure.ts";
import { cutText } from "../../api/words/quoted.ts";
import { listedUnreadable } from "../../audit/inventory/notes/listed.ts";
import type { PolicyReview } from "../../audit/policies/policy-review.ts";
import type { ReportSize } from "../../audit/workload/report-size.ts";
import { keyFor } from "../../report/policies/policy-verdict.ts";
import { withPolicies } from "../../report/policies/with-policies.ts";
import type { Report, Source, Unreadable } from "../../report/report.ts";
import { compareSources } from "../../report/workload.ts";
import { nameOf, namespaceOf, podsOf } from "../../workloads/identity.ts";
import type { SourceItem, WorkloadObject } from "../../workloads/object.ts";
import { policyFacts } from "./policy-facts.ts";
import type { FoundPolicies } from "./found-policies.ts";

/** The settings of a lint that the review of its policies needs. */
interface Lint {
  /** The namespace of objects that name none (`-n`). */
  readonly current: string | undefined;
  /** The size of the report, which gets the verdicts, too. */
  readonly size: ReportSize;
}

/**
 * Adds the verdicts of policies to the report of a lint. An object whose verdicts are beyond the limit of a report is unreadable.
 *
 * @param read reads the inputs from the beginning, each time it is called
 */
export function addPolicies(
  report: Report,
  found: FoundPolicies,
  read: () => Iterable<SourceItem>,
  { current, size }: Lint,
): Report {
  const { review, policies, notes } = policyFacts(found, size);
  // Most policies are not of this program, and so are not evaluated.
  const beyond = policies().areAny ? reviewWorkloads(report, review, read, current) : [];
  const { verdicts } = review;
  const unreadable = [...report.unreadable, ...beyond].toSorted((a, b) => compareSources(a.source, b.source));
  const whole =
    beyond.length === 0
      ? report
      : { ...report, unreadable, summary: { ...report.summary, unreadable: unreadable.length } };
  return withPolicies(whole, verdicts, notes());
}

/** Reviews the workloads of a report. @returns those whose verdicts are beyond the limit of a report */
function reviewWorkloads(
  report: Report,
  review: PolicyReview,
  read: () => Iterable<SourceItem>,
  current: string | undefined,
): readonly Unreadable[] {
  const keyOf = keyFor(report);
  const reported = new Set(report.namespaces.flatMap(({ workloads }) => workloads.map(keyOf)));
  const beyond = listedUnreadable();
  const labels = labelsOfNamespaces(read());
  for (const item of read()) {
    if (item.type !== "workload") continue;
    const namespace = namespaceOf(item, current === "" ? undefined : current);
    const { source, apiVersion, kind } = item;
    const workload = { apiVersion, kind, name: nameOf(item) };
    if (!reported.has(keyOf({ ...workload, namespace, source }))) continue;
    try {
      reviewWorkload(review, item, { namespace, workload, source, place: placeOf(source) }, labels.get(namespace));
    } catch (error) {
      beyond.add({ message: cutText(describeFailure(error)), source, list: null });
    }
  }
  return beyond.all();
}

type Reviewed = Pick<Parameters<PolicyReview["prepare"]>[0], "namespace" | "workload" | "source" | "place">;

/** @throws ObjectFault if the report may not become larger */
function reviewWorkload(
  review: PolicyReview,
  object: WorkloadObject,
  reviewed: Reviewed,
  labels: readonly Labels[] = [],
): void {
  for (const template of podsOf(object)) {
    for (const known of labels.length === 0 ? [undefined] : labels) {
      review.prepare({ ...reviewed, object, template, owner: undefined, labels: known })();
    }
  }
}

function placeOf({ file, document, line, rendered }: Source): string {
  return JSON.stringify([file, document, line, rendered?.line]);
}

/**
 * The labels of the namespaces among the inputs. As in the lint itself, the last Namespace of a name counts, and it counts more than Applications of Argo CD.
 * Applications may give one namespace different labels. Then a policy counts if its binding selects any of them.
 */
function labelsOfNamespaces(items: Iterable<SourceItem>): ReadonlyMap<string, readonly Labels[]> {
  const own = new Map<string, readonly Labels[]>();
  // Thousands of Applications may have the same labels.
  const managed = new Map<string, Map<string, Labels>>();
  for (const item of items) {
    if (item.type === "namespace") own.set(item.name, [item.labels]);
    if (item.type !== "managed-namespace") continue;
    const { name, labels } = item.namespace;
    const known = managed.get(name) ?? new Map<string, Labels>();
    managed.set(name, known.set(JSON.stringify(Object.entries(labels).toSorted()), labels));
  }
  return new Map([...Array.from(managed, ([name, labels]) => [name, [...labels.values()]] as const), ...own]);
}
