import type { Labels } from "../../admission/labels.ts";
import type { ClusterItem, NamespaceObject, SourceItem, WorkloadObject } from "../../workloads/object.ts";
import { Owners, isFinished } from "../../workloads/owners.ts";
import { createIntern } from "../workload/texts.ts";
import { nameOf, isObject, namesNamespace, namespaceAbout, namespaceOf } from "../../workloads/identity.ts";
import type { Note, ReportSource, Unreadable } from "../../report/report.ts";
import type { InventoryConsumer } from "./consumer.ts";
import { createContentsOf, type ContentsOf } from "./repeats/contents.ts";
import { ClusterIdentity } from "./cluster-identity.ts";
import { Gaps, isGap } from "./gaps.ts";
import { Inputs, isJudged } from "./inputs.ts";
import type { InventoryOptions } from "./inventory-options.ts";
import { KnownNamespaces } from "./known-namespaces.ts";
import { MissingLists } from "./missing-lists.ts";
import { NoteBook } from "./notes/notes.ts";
import { Rejections } from "./rejections.ts";
import { RepeatedObjects } from "./repeats/repeated-objects.ts";
import type { Reading } from "./repeats/repeats.ts";
import { UnjudgedObjects } from "./unjudged.ts";

/**
 * The inventory of a cluster or a dump: its namespaces, the owners of pods, the inputs, the notes about them, and the unreadable inputs. It passes
 * each pod and each template to its consumers, and keeps none of them.
 */
export class Inventory {
  /** The rejections of new pods that the cluster reports. */
  readonly rejections: Rejections;
  /** How the cluster is recognized; namespace kube-system may be outside of the scope. */
  readonly identity = new ClusterIdentity();
  /** The namespaces that the scope names and that do not exist. In a dump, nothing is in them. */
  readonly absent: string[] = [];
  /** The objects that make pods and are not judged. */
  readonly unjudged = new UnjudgedObjects();
  readonly #options: InventoryOptions;
  readonly #hasSources: boolean;
  readonly #consumers: readonly InventoryConsumer[];
  readonly #known = new KnownNamespaces();
  /** The namespaces that were passed to the consumers. */
  readonly #announced = new Set<string>();
  readonly #owners = new Owners();
  readonly #notes: NoteBook;
  readonly #inputs: Inputs;
  readonly #repeated: RepeatedObjects;
  readonly #gaps = new Gaps();
  readonly #missing: MissingLists;
  readonly #contentsOf: ContentsOf;
  readonly #intern = createIntern(false);
  /** The namespaces that the scope names, and that no item is about. */
  readonly #unfound: Set<string>;

  constructor(options: InventoryOptions, consumers: readonly InventoryConsumer[]) {
    const { evaluator, scope, cluster, serverMinor, strict } = options;
    this.#options = options;
    this.#hasSources = cluster === undefined;
    this.rejections = new Rejections(this.#owners);
    this.#consumers = consumers;
    this.#unfound = new Set(scope.names);
    const needsEveryPlace = consumers.some((consumer) => consumer.needsEveryPlace);
    this.#notes = new NoteBook(strict, {
      aside: "where kubectl would put them",
      ...(needsEveryPlace && { otherContents: "each of them is taken into account" }),
    });
    if (serverMinor !== undefined && serverMinor > evaluator.maxMinor) {
      this.#notes.addNewerServer(serverMinor, evaluator.maxMinor);
    }
    this.#inputs = new Inputs(this.#notes, this.#hasSources);
    this.#missing = new MissingLists(this.#inputs, this.#gaps, this.#notes);
    this.#contentsOf = createContentsOf(evaluator);
    this.#repeated = new RepeatedObjects(this.#notes, (workload) => this.#readingOf(workload));
  }

  /**
   * Reads files. Their objects are in any order, and one object may have several copies. The first pass learns namespaces and owners; the second
   * adds the objects.
   *
   * @param read reads all items from the beginning, each time it is called
   */
  readFiles(read: () => Iterable<SourceItem>): void {
    for (const item of read()) {
      this.#learn(item);
      if (isObject(item)) this.#repeated.learn(item);
    }
    for (const item of read()) this.#add(item);
    const change = this.#repeated.finish();
    if (change !== undefined) {
      this.#gaps.add(undefined);
      this.#inputs.addChange(change);
    }
    for (const name of this.#unfound) if (!this.#gaps.areIn(name)) this.#addAbsent(name);
    this.#noteEmptyScope();
  }

  /** Reads a cluster. It yields each item once, in this order: namespaces, possible owners of pods, pods. */
  async readCluster(pages: AsyncIterable<Iterable<ClusterItem>>): Promise<void> {
    for await (const page of pages) {
      for (const item of page) {
        if (item.type === "absent") this.#addAbsent(item.namespace);
        else if (item.type === "missing") this.#missing.add(item);
        else if (item.type === "narrowed") this.#missing.narrow(item);
        else if (item.type === "missing-events") this.#missing.addEvents(item);
        else if (item.type === "missing-cluster-uid") this.identity.missing = item;
        else if (item.type === "cluster-uid") this.identity.add(item.uid);
        else {
          this.#learn(item);
          this.#add(item);
        }
      }
    }
    this.#missing.finish();
    this.#noteEmptyScope();
  }

  /** The namespaces in the scope with known labels, in the order in which they were read. */
  get namespaces(): readonly NamespaceObject[] {
    return [...this.#known].filter(({ name }) => this.isInScope(name));
  }

  /** Whether all objects of a namespace could be read and judged. A gap of an unknown namespace counts for every namespace. */
  isComplete(name: string): boolean {
    return !this.#gaps.areIn(name);
  }

  /** Whether a namespace is in the scope, whether or not it exists. */
  isInScope(name: string): boolean {
    return this.#includes(name) === true;
  }

  get source(): ReportSource {
    return this.#options.cluster ?? { type: "files", files: this.#inputs.files };
  }

  /** The minor version that `latest` means. */
  get maxMinor(): number {
    return this.#options.evaluator.maxMinor;
  }

  get serverVersion(): string {
    return `v1.${this.maxMinor}`;
  }

  /** The number of objects that could be read. */
  get objects(): number {
    return this.#inputs.objects;
  }

  get unreadable(): readonly Unreadable[] {
    return this.#inputs.unreadable;
  }

  /**
   * The notes about the inputs, sorted.
   *
   * @param others the notes of a consumer
   */
  notes(others: readonly Note[]): readonly Note[] {
    return this.#notes.sorted(others);
  }

  #includes(name: string): boolean | undefined {
    return this.#options.scope.includes(name, this.#known.labelsOf(name));
  }

  #learn(item: SourceItem): void {
    if (item.type === "workload") this.#owners.add(namespaceOf(item), item);
    if (item.type === "rejection") this.rejections.addEvent(item);
    if (item.type !== "namespace") return;
    this.identity.learn(item);
    const wasInScope = this.isInScope(item.name);
    const earlier = this.#known.add(item);
    if (earlier === undefined || !(wasInScope || this.isInScope(item.name))) return;
    this.#inputs.isolate(item, () => this.#notes.addDuplicateNamespace(item, earlier));
  }

  #add(item: SourceItem): void {
    const namespace = namespaceAbout(item);
    const isOutside = namespace !== undefined && this.#includes(namespace) === false;
    if (!isOutside) {
      if (namespace !== undefined) this.#unfound.delete(namespace);
      if (isGap(item)) this.#gaps.add(namespace);
      if (item.type === "other") this.unjudged.add(item);
    }
    if (isOutside || !isJudged(item)) this.#addItem(item, isOutside);
    else if (!this.#inputs.isolate(item, () => this.#addItem(item, isOutside))) this.#gaps.add(namespace);
  }

  #addItem(item: SourceItem, isOutside: boolean): void {
    if (isObject(item)) {
      if (this.#hasSources && !this.#repeated.counts(item, isOutside)) {
        if (item.type === "workload") this.#addWorkload(item, false);
        return;
      }
    } else if (isOutside || this.#repeated.wasReported(item)) return;
    const judged = this.#inputs.add(item);
    if (isOutside) return;
    if (judged?.type === "namespace") this.#announce(judged.name, this.#known.labelsOf(judged.name) ?? judged.labels);
    else if (judged?.type === "workload") this.#addWorkload(judged, true);
  }

  #readingOf(item: WorkloadObject): Reading | undefined {
    if (this.#owners.isLink(namespaceOf(item), item)) return undefined;
    const contents = this.#intern.text(this.#contentsOf(item));
    return { source: item.source, uid: item.metadata.uid ?? "", contents };
  }

  /** @param counts whether this place of the object counts in a report */
  #addWorkload(object: WorkloadObject, counts: boolean): void {
    const consumers = counts ? this.#consumers : this.#consumers.filter(({ needsEveryPlace }) => needsEveryPlace);
    const namespace = namespaceOf(object);
    const isIncluded = this.#includes(namespace);
    if (isIncluded === undefined && counts) this.#notes.addLeftOut(namespace);
    if (consumers.length === 0 || isIncluded !== true) return;
    if (counts) this.rejections.addObject(namespace, object);
    if (this.#owners.isLink(namespace, object)) return;
    const labels = this.#known.labelsOf(namespace);
    if (counts && this.#hasSources && !namesNamespace(object)) this.#notes.addMissingNamespace(object.source);
    const owner = this.#owners.workloadOf(namespace, object);
    // A ReplicaSet of an earlier rollout creates no pods.
    if (owner !== undefined && object.replicas === 0) return;
    const pod = this.#options.evaluator.forPod(object.pod);
    if (counts) {
      const isUnknown = labels === undefined && !this.#announced.has(namespace);
      if (isUnknown && !this.#missing.areLabelsForbidden(namespace)) this.#notes.addUnknownNamespace(namespace);
      this.#announce(namespace, labels);
    }
    const workload = owner ?? { apiVersion: object.apiVersion, kind: object.kind, name: nameOf(object) };
    const facts = { pod, isFinished: isFinished(object, owner), counts, isFromFile: this.#hasSources };
    const entry = { namespace, labels, object, workload, owner, ...facts };
    const commits = consumers.map((consumer) => consumer.prepareEntry(entry));
    for (const commit of commits) commit();
  }

  #announce(name: string, labels: Labels | undefined): void {
    if (this.#announced.has(name)) return;
    this.#announced.add(name);
    for (const consumer of this.#consumers) consumer.addNamespace(name, labels);
  }

  #addAbsent(name: string): void {
    this.absent.push(name);
    this.#notes.addAbsentNamespace(name);
  }

  #noteEmptyScope(): void {
    const { selector } = this.#options.scope;
    if (selector === undefined || this.namespaces.length > 0 || this.#missing.areNamespacesMissing) return;
    this.#notes.addNothingSelected(selector);
  }
}
