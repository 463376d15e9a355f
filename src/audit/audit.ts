import type { Labels } from "../admission/labels.ts";
import type { PodEvaluation } from "../policy/evaluator.ts";
import { compareBytes } from "../api/byte-order.ts";
import type { NamespaceObject, SourceItem, WorkloadObject } from "../workloads/object.ts";
import { Owners, type WorkloadRef } from "../workloads/owners.ts";
import { createContentsOf, type ContentsOf } from "./inventory/contents.ts";
import { Gaps, isLoss } from "./inventory/gaps.ts";
import { Inputs, isJudged } from "./inventory/inputs.ts";
import { createIntern, type Intern } from "./workload/intern.ts";
import { isObject, namesNamespace, namespaceAbout, namespaceOf } from "./inventory/item-identity.ts";
import { hasSamePolicy, pinsAfter } from "./namespaces.ts";
import { NamespaceAudit, type NamespaceQuestion } from "./namespace-audit.ts";
import { NoteBook } from "./inventory/notes.ts";
import { Once } from "./inventory/once.ts";
import type { Reading } from "./inventory/repeats.ts";
import type { NoteCode, Report, ReportSource, Unreadable } from "../report/report.ts";
import { summarizeWorkloads } from "../report/summary.ts";
import { nameOf } from "./workload/stable-name.ts";

/** What an audit or a dry run is asked for. */
export interface AuditOptions extends Omit<NamespaceQuestion, "hasSources"> {
  /** The cluster; undefined for files. */
  readonly cluster: Extract<ReportSource, { type: "cluster" }> | undefined;
  /** Which namespaces are asked about; labels are undefined where they are not known. Undefined where it takes labels to tell. */
  readonly isSelected: (name: string, labels: Labels | undefined) => boolean | undefined;
  /** Whether notes that tell of a mistake are errors (`--strict`). */
  readonly strict: boolean;
  /** Whether the report is to hold the stable path of each field: a baseline, and formats that tell violations apart, need it. */
  readonly identify: boolean;
  /**
   * Is called for each pod and template that is judged, with the labels of its namespace (undefined where they are not known), the workload that
   * it belongs to, and its evaluation. It is called for the places of an object that do not count in the report as well.
   */
  readonly onWorkload?: (
    namespace: string,
    labels: Labels | undefined,
    object: WorkloadObject,
    workload: WorkloadRef,
    pod: PodEvaluation,
  ) => void;
}

/**
 * Audits a cluster, or a dump of one, as its objects come by, and keeps of each only what the report holds.
 *
 * `learn` comes first, for every Namespace and everything that may own a pod; then `take`, for all. A cluster is read in that order, so that
 * both see an item one after the other, and its lists hold each object once. Files have any order, and may hold an object more than once:
 * everything is learnt in a first pass and taken in a second.
 */
export class Audit {
  readonly #options: AuditOptions;
  readonly #question: NamespaceQuestion;
  readonly #known = new Map<string, NamespaceObject>();
  readonly #namespaces = new Map<string, NamespaceAudit>();
  readonly #owners = new Owners();
  readonly #intern: Intern;
  readonly #notes: NoteBook;
  readonly #inputs: Inputs;
  readonly #once: Once;
  readonly #gaps = new Gaps();
  readonly #contentsOf: ContentsOf;
  /** Whether there is anything in what is asked about. */
  #isEmpty = true;
  #hasEnded = false;

  constructor(options: AuditOptions) {
    this.#options = options;
    this.#question = { ...options, hasSources: options.cluster === undefined };
    this.#notes = new NoteBook(options.strict, {
      aside: "where kubectl would put them",
      ...(options.onWorkload !== undefined && { otherContents: "each of them is taken into account" }),
    });
    this.#inputs = new Inputs(this.#notes, this.#question.hasSources);
    this.#intern = createIntern(options.identify);
    this.#contentsOf = createContentsOf(options.admission.evaluator);
    this.#once = new Once(this.#notes, (workload) => this.#read(workload));
  }

  /** The names of the namespaces that are known and asked about. */
  get selected(): ReadonlySet<string> {
    return new Set(this.namespaces.map(({ name }) => name));
  }

  /** Those namespaces, as they were read. */
  get namespaces(): readonly NamespaceObject[] {
    const { isSelected } = this.#options;
    return [...this.#known.values()].filter(({ name, labels }) => isSelected(name, labels) === true);
  }

  /** Whether nothing was found of what is asked about, and nothing that may belong to it was lost. */
  get isEmpty(): boolean {
    this.#end();
    return this.#isEmpty && this.#gaps.areNone;
  }

  /** Whether all that is in a namespace could be read and judged. Where nothing tells which namespace something is in, it is in each. */
  isComplete(name: string): boolean {
    this.#end();
    return !this.#gaps.areIn(name);
  }

  /** Whether a namespace is asked about, whether or not it is there. */
  isAsked(name: string): boolean {
    return this.#isSelected(name) === true;
  }

  #isSelected(name: string): boolean | undefined {
    return this.#options.isSelected(name, this.#known.get(name)?.labels);
  }

  /** Learns what must be known before a pod can be judged. */
  learn(item: SourceItem): void {
    if (item.type === "namespace") {
      const earlier = this.#known.get(item.name);
      const wasAsked = this.isAsked(item.name);
      // Only some dumps have managedFields, and what they tell is still true.
      const { labelManagers = earlier?.labelManagers } = item;
      this.#known.set(item.name, labelManagers === undefined ? item : { ...item, labelManagers });
      const differs = earlier !== undefined && !hasSamePolicy(earlier, item);
      if (differs && (wasAsked || this.isAsked(item.name))) this.#notes.addDuplicateNamespace(item, earlier);
    } else if (item.type === "workload") this.#owners.add(namespaceOf(item), item);
    if (this.#question.hasSources && isObject(item)) this.#once.learn(item);
  }

  /** Judges an item, or notes what there is to say of it. */
  take(item: SourceItem): void {
    const namespace = namespaceAbout(item);
    const isOutside = namespace !== undefined && this.#isSelected(namespace) === false;
    if (!isOutside) this.#notice(item, namespace);
    if (isOutside || !isJudged(item)) this.#take(item, isOutside);
    else if (!this.#inputs.isolate(item, () => this.#take(item, isOutside))) this.#gaps.add(namespace);
  }

  #take(item: SourceItem, isOutside: boolean): void {
    if (isObject(item)) {
      if (this.#question.hasSources && !this.#once.counts(item, isOutside)) {
        if (item.type === "workload" && this.#options.onWorkload !== undefined) this.#takeWorkload(item, false);
        return;
      }
    } else if (isOutside || this.#once.wasSaid(item)) return;
    const judged = this.#inputs.take(item);
    if (isOutside) return;
    if (judged?.type === "namespace") this.#auditOf(judged.name, this.#known.get(judged.name)?.labels ?? judged.labels);
    else if (judged?.type === "workload") this.#takeWorkload(judged, true);
  }

  #notice(item: SourceItem, namespace: string | undefined): void {
    if (namespace !== undefined) this.#isEmpty = false;
    if (item.type === "unreadable" || (item.type === "remark" && isLoss(item.code))) this.#gaps.add(namespace);
  }

  #read(item: WorkloadObject): Reading | undefined {
    if (this.#owners.isLink(namespaceOf(item), item)) return undefined;
    const contents = this.#intern.text(this.#contentsOf(item));
    return { source: item.source, uid: item.metadata.uid ?? "", contents };
  }

  /** Notes a list, or a namespace, that the API server refused. */
  miss(message: string, list: NonNullable<Unreadable["list"]>): void {
    this.#gaps.add(list.namespace ?? undefined);
    this.#inputs.miss(message, list);
  }

  /** Notes something about the whole. */
  note(severity: "warning" | "info", code: NoteCode, message: string): void {
    this.#notes.add({ severity, code, message, source: null });
  }

  /** @param counts whether this place of the object is the one that the report tells of */
  #takeWorkload(workload: WorkloadObject, counts: boolean): void {
    const name = namespaceOf(workload);
    const isSelected = this.#isSelected(name);
    if (isSelected === undefined && counts) this.#notes.addLeftOut(name);
    if (isSelected !== true || this.#owners.isLink(name, workload)) return;
    const labels = this.#known.get(name)?.labels;
    if (counts && this.#question.hasSources && !namesNamespace(workload)) {
      this.#notes.addMissingNamespace(workload.source);
    }
    const owner = this.#owners.workloadOf(name, workload);
    // What is left of earlier rollouts makes no pods.
    if (owner !== undefined && workload.replicas === 0) return;
    const pod = this.#options.admission.evaluator.forPod(workload.pod);
    if (counts) {
      if (labels === undefined && !this.#namespaces.has(name)) this.#notes.addUnknownNamespace(name);
      this.#auditOf(name, labels).take(workload, owner, pod);
    }
    const { apiVersion, kind } = workload;
    this.#options.onWorkload?.(name, labels, workload, owner ?? { apiVersion, kind, name: nameOf(workload) }, pod);
  }

  #auditOf(name: string, labels: Labels | undefined): NamespaceAudit {
    let audit = this.#namespaces.get(name);
    if (audit === undefined) {
      audit = new NamespaceAudit(name, labels, this.#question, this.#intern);
      this.#namespaces.set(name, audit);
    }
    return audit;
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const change = this.#once.end();
    if (change === undefined) return;
    this.#gaps.add(undefined);
    this.#inputs.addChange(change);
  }

  report(): Report {
    this.#end();
    const { cluster, changes, admission, failOn } = this.#options;
    const namespaces = [...this.#namespaces]
      .toSorted(([a], [b]) => compareBytes(a, b))
      .map(([, audit]) => audit.report());
    const { maxMinor } = admission.evaluator;
    for (const { name, policy } of namespaces) this.#notes.addNewerPins(name, pinsAfter(maxMinor, policy), maxMinor);
    const summary = summarizeWorkloads(namespaces.flatMap(({ workloads }) => workloads));
    const denied = namespaces.filter(({ change }) => change !== null && change.denied !== null).length;
    return {
      kind: changes === undefined ? "AuditReport" : "DryRunReport",
      source: cluster ?? { type: "files", files: this.#inputs.files },
      serverVersion: `v1.${maxMinor}`,
      namespaces,
      notes: this.#notes.sorted(),
      unreadable: this.#inputs.unreadable,
      baseline: null,
      failOn,
      byLevel: false,
      summary: {
        namespaces: namespaces.length,
        objects: this.#inputs.objects,
        ...summary,
        failing: summary.failing + denied,
        unreadable: this.#inputs.unreadable.length,
      },
    };
  }
}
