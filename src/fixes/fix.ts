import { policyOf } from "../audit/lint-policy.ts";
import { Inputs, isJudged } from "../audit/inventory/inputs.ts";
import { NoteBook } from "../audit/inventory/notes/notes.ts";
import { ReadNamespaces } from "../audit/lint/read-namespaces.ts";
import { hasSamePolicyLabels } from "../admission/labels.ts";
import type { DocumentText } from "../api/text-layout.ts";
import type { FixReport, FixedFile, FixedWorkload } from "../report/fix/fix-report.ts";
import type { TextEdit } from "../text/edit/text-edit.ts";
import { LineIndex } from "../text/lines.ts";
import { namespaceOf } from "../workloads/identity.ts";
import { FixSize, sizeOfFix } from "./fix-size.ts";
import type { NamespaceObject, SourceItem, WorkloadObject } from "../workloads/object.ts";
import { fixDocument, type Candidate } from "./fix-document.ts";
import { planObject, type EditedWorkload } from "./fix-object.ts";
import type { FixOptions } from "./options.ts";
import { summarizeFix } from "./summary.ts";
import { placedEdit } from "./text/placed-edit.ts";
import { targetLevels, type PolicyInForce } from "./target-levels.ts";
import { leftAlone } from "./unwritten.ts";

/**
 * Finds the edits that make manifests meet their levels.
 *
 * If the labels of a namespace or the definition of a kind appear later in the inputs than an object that they decide about, everything is read a
 * second time, with all of them known.
 *
 * @param read reads the inputs from the beginning, each time it is called
 * @param known the policies of the namespaces, if an earlier run has found them; absent if the inputs decide
 */
export function fix(
  read: () => Iterable<SourceItem>,
  options: FixOptions,
  known?: ReadonlyMap<string, PolicyInForce>,
): FixReport {
  if (known !== undefined) {
    const only = new Pass(options, new Map(), known);
    only.run(read());
    return only.report();
  }
  const first = new Pass(options);
  first.run(read());
  if (!first.hasPlannedTooEarly && !options.kinds.hasMissed) return first.report();
  options.kinds.readAgain();
  const second = new Pass(options, first.namespaces);
  second.run(read());
  return second.report();
}

/** A file, and the edits of its documents so far. */
interface OpenFile {
  readonly file: string;
  stream: string;
  readonly edits: TextEdit[];
  readonly workloads: EditedWorkload[];
  failure: string | null;
}

class Pass {
  /** The namespaces by name: those of a first pass, or those read so far. */
  readonly namespaces: Map<string, NamespaceObject>;
  /** Whether an object was planned before the labels of its namespace were known. */
  hasPlannedTooEarly = false;
  readonly #options: FixOptions;
  readonly #isSecond: boolean;
  readonly #notes = new NoteBook(false, { configure: null });
  readonly #inputs = new Inputs(this.#notes, true);
  readonly #policies: Map<string, PolicyInForce>;
  readonly #read: ReadNamespaces;
  readonly #size: FixSize;
  readonly #files: FixedFile[] = [];
  readonly #workloads: FixedWorkload[] = [];
  #count = 0;
  #open: OpenFile | undefined;
  /** The document of the last workload. */
  #document: DocumentText | undefined;
  /** The objects of the current document that violate their levels. */
  #candidates: Candidate[] = [];

  constructor(
    options: FixOptions,
    namespaces?: Map<string, NamespaceObject>,
    known?: ReadonlyMap<string, PolicyInForce>,
  ) {
    this.#options = options;
    const { defaults, admission, createSize = sizeOfFix } = options;
    this.#size = new FixSize(createSize());
    this.#read = new ReadNamespaces(this.#notes, defaults, admission.evaluator.maxMinor);
    this.#policies = new Map(known);
    this.#isSecond = namespaces !== undefined;
    this.namespaces = namespaces ?? new Map();
  }

  run(items: Iterable<SourceItem>): void {
    for (const item of items) {
      if (item.type === "file") this.#openFile(item.file);
      if (isJudged(item)) this.#inputs.isolate(item, () => this.#add(item));
      else this.#inputs.add(item);
      if (item.type === "managed-namespace") this.#learn(this.#read.addManaged(item));
    }
    this.#read.end();
    this.#closeFile();
  }

  #add(item: NamespaceObject | WorkloadObject): void {
    const judged = this.#inputs.add(item);
    if (judged?.type === "namespace") {
      this.#read.add(judged);
      this.#learn(judged);
    } else if (judged?.type === "workload") this.#addWorkload(judged);
  }

  #learn(namespace: NamespaceObject | undefined): void {
    if (namespace === undefined || this.#isSecond) return;
    const known = this.namespaces.get(namespace.name);
    this.namespaces.set(namespace.name, namespace);
    const isNew = known === undefined || !hasSamePolicyLabels(known.labels, namespace.labels);
    if (isNew && this.#policies.delete(namespace.name)) this.hasPlannedTooEarly = true;
  }

  #policy(namespace: string): PolicyInForce {
    let policy = this.#policies.get(namespace);
    if (policy === undefined) {
      policy = policyOf(
        this.namespaces.get(namespace),
        this.#options.defaults,
        this.#options.admission.evaluator.maxMinor,
      );
      this.#policies.set(namespace, policy);
    }
    return policy;
  }

  #addWorkload(workload: WorkloadObject): void {
    const { names, levels: asked, levelOf } = this.#options;
    const namespace = namespaceOf(workload, this.#options.namespace);
    const policy = this.#policy(namespace);
    const { written } = workload;
    if (written === undefined) return void this.#count++;
    if (this.#document !== written.text) this.#closeDocument();
    this.#document = written.text;
    if (this.#open !== undefined) this.#open.stream = written.text.stream;
    if (names.length > 0 && !names.includes(workload.metadata.name ?? "")) return void this.#count++;
    const own = asked.length > 0 ? undefined : levelOf?.(workload.source.file, namespace);
    const levels = asked.length > 0 ? asked : own === undefined ? targetLevels(policy) : [own];
    const planned = planObject(workload, written, namespace, levels, this.#options);
    // An object that meets its levels adds nothing, so it is judged beyond the limit, too.
    if (planned !== undefined) this.#addCandidate({ fix: planned, policy });
    this.#count++;
  }

  /** @throws ObjectFault if the report may not become larger: then the object keeps its text, and others of its file are edited */
  #addCandidate(candidate: Candidate): void {
    const { edits, left, written } = candidate.fix;
    this.#size.addObject(written, edits.length, left.length);
    if (this.#candidates.length === 0 && this.#open?.workloads.length === 0) this.#size.addFile(written.text.stream);
    this.#candidates.push(candidate);
  }

  #openFile(file: string): void {
    this.#closeFile();
    this.#open = { file, stream: "", edits: [], workloads: [], failure: null };
  }

  #closeDocument(): void {
    const candidates = this.#candidates;
    this.#candidates = [];
    this.#size.closeDocument();
    const file = this.#open;
    if (candidates.length === 0 || file === undefined) return;
    const { workloads, edits, failure } = fixDocument(candidates, file.file, this.#options);
    for (const one of workloads) file.workloads.push(one);
    for (const edit of edits) file.edits.push(edit);
    file.failure ??= failure;
  }

  #closeFile(): void {
    this.#closeDocument();
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    const { file, stream, edits, failure } = open;
    if (failure !== null) {
      this.#files.push({ file, before: stream, edits: [], failure });
      for (const one of open.workloads) this.#workloads.push(leftAlone({ ...one, changes: [] }));
      return;
    }
    const lines = new LineIndex(stream);
    for (const one of open.workloads) {
      this.#workloads.push({ ...one, changes: one.changes.map((edit) => placedEdit(edit, lines)) });
    }
    if (edits.length === 0) return;
    const placed = edits.map((edit) => placedEdit(edit, lines));
    this.#files.push({ file, before: stream, edits: placed, failure });
  }

  report(): FixReport {
    const { unreadable } = this.#inputs;
    const { maxMinor } = this.#options.admission.evaluator;
    return {
      kind: "FixReport",
      serverVersion: `v1.${maxMinor}`,
      files: this.#files,
      workloads: this.#workloads,
      notes: this.#notes.sorted([]),
      unreadable,
      summary: summarizeFix(this.#workloads, this.#count, unreadable.length),
    };
  }
}
