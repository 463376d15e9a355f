import type { ClusterItem } from "../../workloads/cluster-item.ts";
import type { NamespaceObject, SourceItem, WorkloadObject } from "../../workloads/object.ts";
import { Owners } from "../../workloads/owners.ts";
import { isWorkloadKind } from "../../workloads/pod-template.ts";
import { createIntern } from "../workload/texts.ts";
import { isObject, namesNamespace, namespaceAbout, namespaceOf } from "../../workloads/identity.ts";
import type { Note, ReportSource, Unreadable } from "../../report/report.ts";
import type { InventoryConsumer } from "./consumer.ts";
import { createContentsOf, type ContentsOf } from "./repeats/contents.ts";
import { ClusterIdentity } from "./cluster-identity.ts";
import { Entries } from "./entries.ts";
import { Gaps, isGap } from "./gaps.ts";
import { IdleReplicaSets } from "./idle-replica-sets.ts";
import { Inputs, isJudged } from "./inputs.ts";
import type { InventoryOptions } from "./inventory-options.ts";
import { KnownNamespaces } from "./scope/known-namespaces.ts";
import { isOptional, MissingLists } from "./missing-lists.ts";
import { namespaced } from "./scope/namespaced.ts";
import { NamedNamespaces } from "./scope/named-namespaces.ts";
import { coveredBy } from "./scope/scope.ts";
import { inventoryWording } from "./notes/wording.ts";
import { NoteBook, unreadControllerNote } from "./notes/notes.ts";
import { Rejections } from "./rejections.ts";
import { RepeatedObjects } from "./repeats/repeated-objects.ts";
import type { Reading } from "./repeats/repeats.ts";
import { UnjudgedObjects } from "./judging/unjudged.ts";

/**
 * The inventory of a cluster or a dump: its namespaces, the owners of pods, the inputs, the notes about them, and the unreadable inputs. It passes
 * each pod and each template to its consumers, and keeps none of them.
 */
export class Inventory {
  /** The rejections of new pods that the cluster reports. */
  readonly rejections: Rejections;
  /** How the cluster is recognized; namespace kube-system may be outside of the scope. */
  readonly identity = new ClusterIdentity();
  /** The objects that make pods and are not judged. */
  readonly unjudged = new UnjudgedObjects();
  readonly #options: InventoryOptions;
  readonly #hasSources: boolean;
  readonly #known = new KnownNamespaces();
  readonly #owners = new Owners();
  readonly #notes: NoteBook;
  readonly #inputs: Inputs;
  readonly #repeated: RepeatedObjects;
  readonly #gaps = new Gaps();
  readonly #idle = new IdleReplicaSets();
  readonly #missing: MissingLists;
  readonly #entries: Entries;
  readonly #contentsOf: ContentsOf;
  readonly #intern = createIntern(false);
  readonly #named: NamedNamespaces;

  constructor(options: InventoryOptions, consumers: readonly InventoryConsumer[]) {
    const { evaluator, scope, cluster, serverMinor, strict } = options;
    this.#options = options;
    this.#hasSources = cluster === undefined;
    this.rejections = new Rejections(this.#owners);
    const needsEveryPlace = consumers.some((consumer) => consumer.needsEveryPlace);
    this.#notes = new NoteBook(strict, inventoryWording(options.isConfigured === true, needsEveryPlace));
    this.#named = new NamedNamespaces(scope, this.#notes);
    if (serverMinor !== undefined) this.#notes.addServer(serverMinor, evaluator.maxMinor);
    this.#inputs = new Inputs(this.#notes, this.#hasSources);
    const areLabelsNeeded = this.#hasSources && options.areLabelsNeeded;
    this.#missing = new MissingLists(this.#inputs, this.#gaps, this.#notes, areLabelsNeeded);
    this.#entries = new Entries(consumers, { evaluator, isFromFile: this.#hasSources }, this.#known, this.#missing);
    this.#contentsOf = createContentsOf(evaluator);
    this.#repeated = new RepeatedObjects(this.#notes, (workload) => this.#readingOf(workload));
  }

  /**
   * Reads files, whose objects are in any order and may have several copies. The first pass learns namespaces and owners; the second adds objects.
   *
   * @param read reads all items from the beginning, each time it is called
   * @param isSettled whether the first pass has recognized every object; if not, this inventory ends
   */
  readFiles(read: () => Iterable<SourceItem>, isSettled: () => boolean = () => true): boolean {
    for (const item of namespaced(read())) {
      this.#learn(item);
      if (isObject(item)) this.#repeated.learn(item);
    }
    if (!isSettled()) return false;
    this.rejections.endEvents();
    for (const item of namespaced(read())) this.#add(item);
    this.#addIdleReplicaSets();
    const change = this.#repeated.finish();
    if (change !== undefined) {
      this.#gaps.add(undefined);
      this.#inputs.addChange(change);
    }
    this.#named.addUnfound((name) => this.#gaps.areIn(name));
    this.#finish();
    return true;
  }

  /** Reads a cluster. It yields each item once, in this order: namespaces, possible owners of pods, pods. */
  async readCluster(pages: AsyncIterable<Iterable<ClusterItem>>): Promise<void> {
    for await (const page of pages) {
      for (const item of namespaced(page)) {
        if (item.type === "absent") this.#named.addAbsent(item.namespace);
        else if (item.type === "missing") this.#missing.add(item);
        else if (item.type === "narrowed") this.#missing.narrow(item);
        else if (isOptional(item)) this.#missing.addOptional(item);
        else if (item.type === "missing-cluster-uid") this.identity.missing = item;
        else if (item.type === "cluster-uid") this.identity.add(item.uid);
        else {
          this.#learn(item);
          this.#add(item);
        }
      }
    }
    this.#addIdleReplicaSets();
    this.#finish();
  }

  /** The namespaces in the scope with known labels, in the order in which they were read. */
  get namespaces(): readonly NamespaceObject[] {
    return [...this.#known].filter(({ name }) => this.isInScope(name));
  }

  /** The namespaces that the scope names and that do not exist. In a dump, nothing is in them. */
  get absent(): readonly string[] {
    return this.#named.absent;
  }

  /** Whether all objects of a namespace could be read and judged. A gap of an unknown namespace counts for every namespace. */
  isComplete(name: string): boolean {
    return !this.#gaps.areIn(name);
  }

  /** Whether a namespace is in the scope, whether or not it exists. */
  isInScope(name: string): boolean {
    return this.#includes(name) === true;
  }

  /** The namespaces that the run covers. */
  get covered() {
    return coveredBy(this.#options.scope, this.#missing.current);
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

  /** The notes about the inputs and those of a consumer, sorted. */
  notes(others: readonly Note[]): readonly Note[] {
    // Controllers that were not read, and whose pods are rejected.
    const unread = this.rejections.unread(
      (namespace, object) => this.isInScope(namespace) && (!isWorkloadKind(object) || this.#gaps.areIn(namespace)),
    );
    return this.#notes.sorted([...others, ...unread.map(unreadControllerNote)]);
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
    if (namespace !== undefined) this.#named.found(namespace, isOutside);
    if (!isOutside) {
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
    if (judged?.type === "namespace")
      this.#entries.announce(judged.name, this.#known.labelsOf(judged.name) ?? judged.labels);
    else if (judged?.type === "workload") this.#addWorkload(judged, true);
  }

  #readingOf(item: WorkloadObject): Reading | undefined {
    if (this.#owners.isLink(namespaceOf(item), item)) return undefined;
    const contents = this.#intern.text(this.#contentsOf(item));
    return { source: item.source, uid: item.metadata.uid ?? "", contents };
  }

  /** @param counts whether this place of the object counts in a report */
  #addWorkload(object: WorkloadObject, counts: boolean): void {
    const namespace = namespaceOf(object);
    const isIncluded = this.#includes(namespace);
    if (isIncluded === undefined && counts) this.#missing.addLeftOut(namespace);
    if (isIncluded !== true || !this.#entries.areNeeded(counts)) return;
    if (counts) this.rejections.addObject(namespace, object);
    if (this.#owners.isLink(namespace, object)) return;
    const { evaluator } = this.#options;
    if (counts && evaluator.dropsFields) this.#notes.addDroppedFields(object, evaluator);
    if (counts && this.#hasSources && !namesNamespace(object)) this.#notes.addMissingNamespace(object.source);
    const owner = this.#owners.workloadOf(namespace, object);
    const isReplicaSet = owner !== undefined && object.replicas !== undefined;
    if (isReplicaSet && !this.#idle.add(namespace, owner, object, counts)) return;
    this.#entries.add(object, owner, counts);
  }

  #addIdleReplicaSets(): void {
    for (const { object, owner, counts } of this.#idle.newest()) {
      const isAdded = this.#inputs.isolate(object, () => this.#entries.add(object, owner, counts));
      if (!isAdded) this.#gaps.add(namespaceOf(object));
    }
  }

  #finish(): void {
    this.#missing.finish();
    if (this.#missing.areNamespacesMissing) return;
    this.#named.noteMissing(this.namespaces.length > 0 || this.#missing.hasLeftOut);
  }
}
