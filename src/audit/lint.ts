import { exemptNamespace } from "../admission/exemptions.ts";
import { compareBytes } from "../api/words/byte-order.ts";
import { identityOf, namesNamespace, namespaceOf } from "../workloads/identity.ts";
import type { NamespaceObject, OtherObject, SourceItem, WorkloadObject } from "../workloads/object.ts";
import { Inputs, isJudged } from "./inventory/inputs.ts";
import { createIntern, type Intern } from "./workload/texts.ts";
import { policyOf, type NamespacePolicy } from "./lint-policy.ts";
import { reportedLabels } from "./reported-policy.ts";
import { newerDefaultNotes, newerLevelNotes, newerPinNotes } from "./inventory/notes/newer-versions.ts";
import { NoteBook } from "./inventory/notes/notes.ts";
import type { LintOptions } from "./options.ts";
import { formatLevelVersion } from "../policy/evaluator.ts";
import { LevelsOfFiles } from "./lint/levels-of-files.ts";
import { OtherObjects } from "./lint/other-objects.ts";
import { ReadNamespaces } from "./lint/read-namespaces.ts";
import { isSameTemplate } from "./lint/same-template.ts";
import { compareWorkloads } from "../report/workload.ts";
import type { NamespaceReport, Note, Report, WorkloadReport } from "../report/report.ts";
import { readinessOf } from "../report/readiness.ts";
import { summarizeWorkloads } from "../report/summary.ts";
import { sizeOfLint } from "./workload/report-size.ts";
import { Verdicts } from "./workload/verdicts.ts";
import { judgeWorkload } from "./workload/workloads.ts";
import { withAcceptances } from "./lint/acceptance-annotations.ts";

/**
 * Judges manifests as the API server would judge them if they were applied.
 *
 * An object is judged as soon as it is read, so that little of it stays in memory. If the definition of its kind appears later in the inputs, or the
 * labels of its namespace if these decide, everything is read a second time, with all of them known.
 *
 * @param read reads the inputs from the beginning, each time it is called
 */
export function lint(read: () => Iterable<SourceItem>, options: LintOptions): Report {
  const first = new Pass(options);
  first.run(read());
  if (!first.hasJudgedTooEarly && options.kinds?.hasMissed !== true) return first.report();
  options.kinds?.readAgain();
  const second = new Pass(options, first.namespaces);
  second.run(read());
  return second.report();
}

interface NamespaceState {
  policy: NamespacePolicy;
  readonly workloads: WorkloadReport[];
}

class Pass {
  /** The Namespaces in the inputs. If several have one name, the last one counts, as if they were applied in order. */
  readonly namespaces: ReadonlyMap<string, NamespaceObject>;
  /** Whether an object was judged before the labels of its namespace were known. */
  hasJudgedTooEarly = false;
  readonly #options: LintOptions;
  /** The namespaces that were read so far; undefined in a second pass, which knows all of them from the start. */
  readonly #learnt: Map<string, NamespaceObject> | undefined;
  /** The namespace of `-n`; undefined if it is empty, as for kubectl. */
  readonly #namespace: string | undefined;
  readonly #read: ReadNamespaces;
  readonly #states = new Map<string, NamespaceState>();
  readonly #verdicts: Verdicts;
  readonly #others = new OtherObjects();
  readonly #notes: NoteBook;
  readonly #inputs: Inputs;
  readonly #intern: Intern;
  #hasAcceptingAnnotations = false;
  /** The levels of the configuration; undefined without any. */
  readonly #own: LevelsOfFiles | undefined;

  constructor(options: LintOptions, namespaces?: ReadonlyMap<string, NamespaceObject>) {
    this.#options = options;
    const { levelOf, levels } = options;
    this.#own = levelOf === undefined || levels.length > 0 ? undefined : new LevelsOfFiles(options, levelOf);
    this.#namespace = options.namespace === "" ? undefined : options.namespace;
    const { serverMinor, admission, defaults } = options;
    this.#notes = new NoteBook(options.strict, { ...options.wording, ...(defaults && { configure: null }) });
    if (serverMinor !== undefined) this.#notes.addServer(serverMinor, admission.evaluator.maxMinor);
    this.#read = new ReadNamespaces(this.#notes, defaults, admission.evaluator.maxMinor);
    this.#inputs = new Inputs(this.#notes, true);
    this.#intern = createIntern(options.identify, options.createSize?.() ?? sizeOfLint());
    this.#verdicts = new Verdicts(this.#intern.size, options.prefers);
    this.#learnt = namespaces === undefined ? new Map() : undefined;
    this.namespaces = namespaces ?? this.#learnt ?? new Map();
  }

  run(items: Iterable<SourceItem>): void {
    for (const item of items) {
      if (isJudged(item)) this.#inputs.isolate(item, () => this.#addItem(item));
      else this.#addItem(item);
    }
    for (const name of this.namespaces.keys()) this.#stateOf(name);
    this.#read.end();
  }

  #addItem(item: SourceItem): void {
    const judged = this.#inputs.add(item);
    if (judged?.type === "namespace") this.#addNamespace(judged);
    else if (judged?.type === "workload") this.#addWorkload(judged);
    else if (item.type === "managed-namespace") this.#learn(this.#read.addManaged(item));
    else if (item.type === "other") this.#addOther(item);
  }

  #addNamespace(namespace: NamespaceObject): void {
    if (this.#read.add(namespace)) this.#inputs.discount();
    this.#learn(namespace);
  }

  #learn(namespace: NamespaceObject | undefined): void {
    if (namespace === undefined) return;
    this.#learnt?.set(namespace.name, namespace);
    const state = this.#states.get(namespace.name);
    // By the levels of `--level`, the workloads have the same verdicts under any labels.
    if (state !== undefined && this.#options.levels.length > 0) state.policy = this.#policyOf(namespace);
    else if (state !== undefined && this.#learnt !== undefined) this.hasJudgedTooEarly = true;
  }

  #addWorkload(workload: WorkloadObject): void {
    const { size } = this.#intern;
    size.check();
    const before = size.bytes;
    const { apiVersion, kind, metadata } = workload;
    const isNamed = namesNamespace(workload);
    const name = namespaceOf(workload, this.#namespace);
    // An object of the whole cluster has no namespace to miss, although its pods will be in one.
    const isMissing = !isNamed && this.#namespace === undefined && workload.custom?.isClusterScoped !== true;
    if (isMissing) this.#notes.addMissingNamespace(workload.source);
    const state = this.#stateOf(name);
    const options = this.#own?.optionsFor(workload.source.file, name) ?? this.#options;
    if (options.admission.evaluator.dropsFields) this.#notes.addDroppedFields(workload, options.admission.evaluator);
    const report = withAcceptances(workload, judgeWorkload(workload, name, state.policy.policy, options, this.#intern));
    this.#hasAcceptingAnnotations ||= report.annotations !== undefined;
    // Manifests without a namespace are often for several namespaces. Two of the same name may be different objects. But a template is always for
    // the same one: a chart that is rendered with several sets of values has it several times.
    const isPlaced = isNamed || this.#namespace !== undefined;
    const template = isPlaced || report.source?.rendered === undefined ? "" : report.source.file;
    const identity = identityOf(name, { ...metadata, apiVersion, kind });
    const again = isPlaced || template !== "" ? this.#verdicts.add(identity && identity + template, report) : undefined;
    if (again !== undefined && !isSameTemplate(again.other.source, again.counted.source)) {
      this.#notes.addSecond(again.other, again.counted.source, again.isSame);
    }
    if (!again?.isSame) state.workloads.push(report);
    else {
      this.#inputs.discount();
      if (again.other === report) size.takeBack(before);
    }
  }

  #addOther(other: OtherObject): void {
    this.#options.onOther?.(other);
    if (this.#others.add(other)) this.#inputs.discount();
  }

  #policyOf(namespace: NamespaceObject | undefined): NamespacePolicy {
    return policyOf(namespace, this.#options.defaults, this.#options.admission.evaluator.maxMinor);
  }

  #stateOf(name: string): NamespaceState {
    const known = this.#states.get(name);
    if (known !== undefined) return known;
    const state = { policy: this.#policyOf(this.namespaces.get(name)), workloads: [] };
    this.#states.set(name, state);
    return state;
  }

  report(): Report {
    const { admission, failOn, levelsFrom } = this.#options;
    const namespaces = [...this.#states]
      .toSorted(([a], [b]) => compareBytes(a, b))
      .map(([name, state]) => this.#reportNamespace(name, state));
    return {
      kind: "LintReport",
      source: { type: "files", files: this.#inputs.files },
      serverVersion: `v1.${admission.evaluator.maxMinor}`,
      namespaces,
      notes: this.#notes.sorted(this.#newerVersions(namespaces)),
      unreadable: this.#inputs.unreadable,
      accepts: this.#hasAcceptingAnnotations,
      failOn,
      only: null,
      levels: [...new Set((this.#own?.levels ?? this.#options.levels).map(formatLevelVersion))],
      ...(levelsFrom !== undefined && { levelsFrom }),
      byLevel: this.#byLevel,
      summary: {
        namespaces: namespaces.length,
        objects: this.#inputs.objects,
        ...summarizeWorkloads(namespaces.flatMap(({ workloads }) => workloads)),
        unreadable: this.#inputs.unreadable.length,
      },
    };
  }

  /** Whether levels judged all objects, and no policy of a namespace did. */
  get #byLevel(): boolean {
    return this.#own?.isWhole ?? this.#options.levels.length > 0;
  }

  /** With `--level`, neither labels nor defaults count. */
  #newerVersions(namespaces: readonly NamespaceReport[]): readonly Note[] {
    const { maxMinor } = this.#options.admission.evaluator;
    const ofLevels = newerLevelNotes(this.#own?.levels ?? this.#options.levels, maxMinor);
    const ofDefaults = newerDefaultNotes(this.#options.defaults, maxMinor);
    return this.#byLevel ? ofLevels : [...ofLevels, ...ofDefaults, ...newerPinNotes(namespaces, maxMinor)];
  }

  #reportNamespace(name: string, { policy, workloads }: NamespaceState): NamespaceReport {
    const exempt = exemptNamespace(name, this.#options.admission.exemptions) !== undefined;
    return {
      name,
      labelsKnown: this.namespaces.has(name),
      exempt,
      ...reportedLabels(policy),
      assumedPolicy: policy.isAssumed,
      ...readinessOf({ workloads, exempt, complete: true }),
      findings: [],
      change: null,
      workloads: workloads.map((one) => this.#verdicts.counted(one)).toSorted(compareWorkloads),
    };
  }
}
