import type { Labels } from "../../admission/labels.ts";
import type { PolicyAnswer, ReadPolicies } from "../../admission/policy-judge.ts";
import { FUTURE_PODS, policyAuditLine, policyDenial, policyWarning } from "../../admission/sentences.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import { goQuote } from "../../api/words/go-quote.ts";
import type { FoundVerdict } from "../../report/policies/policy-verdict.ts";
import type { Source } from "../../report/report.ts";
import { groupKindOf, groupOf, nameOf, type WorkloadRef } from "../../workloads/identity.ts";
import type { PodInObject, WorkloadObject } from "../../workloads/object.ts";
import { defaultPod } from "../../workloads/defaults.ts";
import { isTemplateKind } from "../../workloads/pod-template.ts";
import type { ReportSize } from "../workload/report-size.ts";
import type { Commit, InventoryConsumer, InventoryEntry } from "../inventory/consumer.ts";

/** A pod or a template, with the workload that it belongs to. */
interface Reviewed {
  readonly namespace: string;
  /** The labels of the namespace; undefined if they are not known. */
  readonly labels: Labels | undefined;
  readonly object: WorkloadObject;
  readonly template: PodInObject;
  readonly workload: WorkloadRef;
  /** The workload that the object belongs to; undefined if it belongs to itself. */
  readonly owner: WorkloadRef | undefined;
  /** Null in a cluster. */
  readonly source: Source | null;
  /** The place of the workload in the key of its verdicts, if several places of one workload count; otherwise empty. */
  readonly place: string;
}

/** The verdicts on a workload, by their contents. */
interface Verdicts {
  /** Those on the workload itself; undefined if it was not read. */
  own: Map<string, FoundVerdict> | undefined;
  /** Those on the objects that it owns. */
  readonly owned: Map<string, FoundVerdict>;
}

const NOTHING: Commit = () => {};

/**
 * Collects what ValidatingAdmissionPolicies answer to workloads. A workload is judged by its own template or pod. If it was not read, the objects that it
 * owns are judged in its place, as pods that it makes.
 */
export class PolicyReview implements InventoryConsumer {
  readonly needsEveryPlace = false;
  readonly #policies: () => ReadPolicies;
  readonly #workloads = new Map<string, Verdicts>();
  readonly #undecided = new Map<string, Set<string>>();
  readonly #size: ReportSize;

  /**
   * @param policies returns the policies; called for each workload, after all policies were read
   * @param size the size of the report, which gets each verdict
   */
  constructor(policies: () => ReadPolicies, size: ReportSize) {
    this.#policies = policies;
    this.#size = size;
  }

  addNamespace(): void {}

  prepareEntry(entry: InventoryEntry): Commit {
    if (entry.isFinished) return NOTHING;
    if (!this.#policies().areAny) return NOTHING;
    return this.prepare({ ...entry, source: entry.isFromFile ? entry.object.source : null, place: "" });
  }

  /**
   * Prepares a pod or a template.
   *
   * @throws ObjectFault if the report may not become larger
   */
  prepare(reviewed: Reviewed): Commit {
    const { namespace, labels, object, template, workload, owner, place } = reviewed;
    const policies = this.#policies();
    if (!policies.areAny) return NOTHING;
    const { pod } = template;
    const isMade = object.kind !== "Pod" && !isTemplateKind(object);
    const { answers, undecided } = policies.judge({
      namespace,
      labels,
      groupKind: owner === undefined ? groupKindOf(object) : "",
      pod,
      madePod: isMade ? defaultPod(pod) : owner === undefined ? undefined : pod,
    });
    if (answers.length > 0) this.#size.check();
    const key = JSON.stringify([namespace, groupKindOf(workload), workload.name, place]);
    return () => {
      const known = this.#workloads.get(key) ?? { own: undefined, owned: new Map() };
      this.#workloads.set(key, known);
      const verdicts = owner === undefined ? (known.own ??= new Map()) : known.owned;
      for (const answer of answers) {
        const verdict = verdictOf(answer, reviewed);
        const contents = JSON.stringify([verdict.policy, verdict.binding, verdict.messages]);
        if (verdicts.has(contents)) continue;
        verdicts.set(contents, verdict);
        this.#size.add(sizeOf(contents, verdict));
      }
      if (undecided.length === 0) return;
      const bindings = this.#undecided.get(namespace) ?? new Set();
      this.#undecided.set(namespace, bindings);
      for (const binding of undecided) bindings.add(binding);
    };
  }

  /** All verdicts, in any order. */
  get verdicts(): readonly FoundVerdict[] {
    return [...this.#workloads.values()].flatMap(({ own, owned }) => [...(own ?? owned).values()]);
  }

  /** The bindings that may select a namespace, whose labels are not known. Sorted by namespace and binding. */
  get undecided(): readonly { readonly namespace: string; readonly bindings: readonly string[] }[] {
    return [...this.#undecided]
      .toSorted(([a], [b]) => compareBytes(a, b))
      .map(([namespace, bindings]) => ({ namespace, bindings: [...bindings].toSorted(compareBytes) }));
  }
}

/** A verdict without its texts, in bytes of memory as measured with Node 26. */
const VERDICT = 1000;

/** The memory of a verdict with its texts. */
function sizeOf({ length }: string, { sentences }: FoundVerdict): number {
  return sentences.reduce((sum, sentence) => sum + sentence.length, VERDICT + length);
}

function verdictOf(answer: PolicyAnswer, { namespace, object, workload, source }: Reviewed): FoundVerdict {
  const { policy, binding, actions, subject, failures } = answer;
  return {
    namespace,
    ...{ kind: workload.kind, apiVersion: workload.apiVersion, name: workload.name, source },
    ...{ policy, binding, actions, subject },
    messages: failures.map(({ message }) => message),
    sentences: sentencesOf(answer, subject === "pods" ? FUTURE_PODS : objectWords(object)),
  };
}

/** The sentences of the API server. It denies by the first failure. */
function sentencesOf(answer: PolicyAnswer, object: string): string[] {
  const { policy, binding, actions, failures } = answer;
  const [first] = failures;
  if (first === undefined) return [];
  return [
    ...(actions.includes("Deny") ? [policyDenial(object, { policy, binding, failure: first })] : []),
    ...(actions.includes("Warn") ? failures.map((failure) => policyWarning({ policy, binding, failure })) : []),
    ...(actions.includes("Audit") ? [policyAuditLine(answer)] : []),
  ];
}

/** `pods "web"`, `deployments.apps "web"`: an object, as the API server names it. */
function objectWords(object: WorkloadObject): string {
  const group = groupOf(object.apiVersion);
  const name = nameOf(object);
  const resource = `${object.kind.toLowerCase()}s${group === "" ? "" : `.${group}`}`;
  return name === "" ? resource : `${resource} ${goQuote(name)}`;
}
