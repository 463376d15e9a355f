/** Reviews manifests by the ValidatingAdmissionPolicies among them. The bundle has it in a separate file, since few runs have such policies. */
import type { Labels } from "../../admission/labels.ts";
import type { PolicyReview } from "../../audit/policies/policy-review.ts";
import { withPolicies } from "../../report/policies/with-policies.ts";
import type { Report, Source } from "../../report/report.ts";
import { nameOf, namespaceOf, podsOf } from "../../workloads/identity.ts";
import type { SourceItem } from "../../workloads/object.ts";
import { policyFacts } from "./policy-facts.ts";
import type { FoundPolicies } from "./found-policies.ts";

/**
 * Adds the verdicts of policies to the report of a lint.
 *
 * @param read reads the inputs from the beginning, each time it is called
 * @param current the namespace of objects that name none (`-n`)
 */
export function addPolicies(
  report: Report,
  found: FoundPolicies,
  read: () => Iterable<SourceItem>,
  current: string | undefined,
): Report {
  const { review, policies, notes } = policyFacts(found);
  // Most policies are not of this program, and so are not evaluated.
  if (policies().areAny) reviewWorkloads(review, read, current);
  return withPolicies(report, review.verdicts, notes());
}

function reviewWorkloads(review: PolicyReview, read: () => Iterable<SourceItem>, current: string | undefined): void {
  const labels = labelsOfNamespaces(read());
  for (const item of read()) {
    if (item.type !== "workload") continue;
    const namespace = namespaceOf(item, current === "" ? undefined : current);
    const { source } = item;
    const workload = { apiVersion: item.apiVersion, kind: item.kind, name: nameOf(item) };
    for (const template of podsOf(item)) {
      const reviewed = {
        namespace,
        object: item,
        template,
        workload,
        source,
        owner: undefined,
        place: placeOf(source),
      };
      for (const known of labels.get(namespace) ?? [undefined]) review.prepare({ ...reviewed, labels: known })();
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
  const managed = new Map<string, readonly Labels[]>();
  for (const item of items) {
    if (item.type === "namespace") own.set(item.name, [item.labels]);
    if (item.type !== "managed-namespace") continue;
    const { name, labels } = item.namespace;
    managed.set(name, [...(managed.get(name) ?? []), labels]);
  }
  return new Map([...managed, ...own]);
}
