/**
 * Restricts a lint to the files that a branch touches (`--changed-since`). The bundle has it in a separate file, since most runs judge all files.
 */
import { POLICY_ANNOTATION } from "../../api/policies/policy-annotation.ts";
import { isRecord } from "../../api/record.ts";
import { UserError } from "../../api/user-error.ts";
import { count, plural } from "../../api/words/plural.ts";
import { quote, shorten } from "../../api/words/quoted.ts";
import type { Note, Report, Source, WorkloadReport } from "../../report/report.ts";
import { summarizeWorkloads } from "../../report/summary.ts";
import { compareNotes } from "../../report/notes/note-order.ts";
import { findChangedFiles } from "../../sources/git/changed-files.ts";
import { decisionOf } from "../../sources/git/namespace-decision.ts";
import { TouchedFiles } from "../../sources/git/touched-files.ts";
import type { CustomKinds } from "../../workloads/custom/custom-kinds.ts";
import type { AccessObject } from "../../workloads/access/access-object.ts";
import { groupOf } from "../../workloads/identity.ts";
import type { SourceItem } from "../../workloads/object.ts";
import type { Changes, ChangesRequest, ChangesTools } from "./changes.ts";
import { NamespaceChanges } from "./namespace-changes.ts";
import { readEarlierDecisions, type EarlierDecisions } from "./earlier-decisions.ts";

/** Changes outside of a file that decide about the workloads in it. Each has the file with the change. */
interface Affected {
  readonly namespaces: ReadonlyMap<string, string>;
  /** The kinds of custom resources: `example.com/Widget`. */
  readonly kinds: ReadonlyMap<string, string>;
}

/**
 * Finds the changed files before anything else is read, so that a wrong revision ends the run at once.
 *
 * @param env the environment variables, with the PATH that has git
 * @param tools the functions that the bundle's main file has already
 * @throws UserError if they cannot be found
 */
export async function readChanges(
  request: ChangesRequest,
  env: Readonly<Record<string, string | undefined>>,
  tools: ChangesTools,
): Promise<Changes> {
  const { revision, decisive } = request;
  if (revision === "") {
    throw new UserError("--changed-since needs a revision", "Name a branch, a tag or a commit: --changed-since main");
  }
  const changed = await findChangedFiles(revision, env);
  const touched = new TouchedFiles(changed, tools);
  const earlier = await readEarlierDecisions(changed, request, env, tools);
  return new Restriction(touched, decisive, earlier, `${shorten(revision)} (${changed.base.slice(0, 12)})`);
}

class Restriction implements Changes {
  readonly #touched: TouchedFiles;
  readonly #earlier: EarlierDecisions;
  /** The revision, and the commit where the branch began. */
  readonly #since: string;
  /** Why everything is in the report; undefined if it is not. */
  #everything: string | undefined;
  readonly #inputs = new Set<string>();
  /** The files of values that charts were rendered with. */
  readonly #values = new Set<string>();
  readonly #namespaces = new NamespaceChanges();
  /** Whether a policy of this program is among the inputs, or was in a changed file. */
  #hasPolicies: boolean;
  /** The first file with a changed policy or binding; undefined without any. */
  #policyFile: string | undefined;

  constructor(touched: TouchedFiles, decisive: readonly string[], earlier: EarlierDecisions, since: string) {
    this.#touched = touched;
    this.#earlier = earlier;
    this.#since = since;
    const { unknown, policies } = earlier;
    this.#hasPolicies = policies.some(({ policy }) => isOwnPolicy(policy));
    this.#policyFile = policies[0]?.file;
    const deciding = decisive.find((file) => touched.isChanged(file));
    if (deciding !== undefined)
      this.#everything = `${quote(deciding)} was ${touched.changeOf(deciding)} since ${since}`;
    else if (unknown !== undefined) {
      this.#everything = `${quote(unknown.file)} was changed since ${since}, and ${unknown.reason}`;
    }
  }

  watch(read: () => Iterable<SourceItem>): () => Iterable<SourceItem> {
    const watch = (item: SourceItem): void => this.#watch(item);
    const begin = (): void => this.#namespaces.begin();
    return function* () {
      // The inputs may be read twice.
      begin();
      for (const item of read()) {
        watch(item);
        yield item;
      }
    };
  }

  readonly isTouched = (source: Source): boolean => {
    const { file, rendered } = source;
    // A chart renders other objects with other values.
    return this.#has(file) || rendered?.values.some((one) => this.#has(one)) === true;
  };

  restrict(all: Report, kinds: CustomKinds): Report {
    const deciding = this.#hasPolicies ? "all" : "policy";
    const namespaces = this.#namespaces.changed(this.#earlier.namespaces, deciding);
    const affected = { namespaces, kinds: this.#changedKinds(kinds) };
    if (this.#hasPolicies && this.#policyFile !== undefined) {
      const file = quote(this.#policyFile);
      this.#everything ??= `${file} has or had ValidatingAdmissionPolicies or bindings, and was changed since ${this.#since}`;
    }
    if (this.#everything !== undefined) {
      return withNote(all, `${this.#everything}, so nothing is left out of the report`);
    }
    const restricted = onlyTouched(all, this.isTouched, affected);
    return withNote(restricted, this.#noteOn(all, restricted, affectedTexts(restricted, this.isTouched, affected)));
  }

  #has(file: string): boolean {
    return this.#touched.has(file);
  }

  #watch(item: SourceItem): void {
    if (item.type === "file") this.#inputs.add(item.file);
    else if ("source" in item) for (const file of item.source?.rendered?.values ?? []) this.#values.add(file);
    if (item.type === "other" && item.policy !== undefined) this.#watchPolicy(item.policy);
    const decision = decisionOf(item);
    if (decision === undefined) return;
    const { namespace, policy, all } = decision;
    const { file } = namespace.source;
    if (this.#isChanged(namespace.source)) this.#namespaces.addChanged(namespace.name, { file, policy, all });
    else this.#namespaces.addUnchanged(namespace.name, { policy, all });
  }

  #watchPolicy(policy: AccessObject): void {
    this.#hasPolicies ||= isOwnPolicy(policy);
    const source = policy.source(policy.path);
    if (this.#isChanged(source)) this.#policyFile ??= source.file;
  }

  #isChanged(source: Source): boolean {
    const { file, rendered } = source;
    if (this.#touched.isChanged(file)) return true;
    return rendered !== undefined && this.#touched.isTracked(file) && this.isTouched(source);
  }

  /** The kinds whose CustomResourceDefinitions were changed. If one was deleted, its objects are not judged any more. */
  #changedKinds(kinds: CustomKinds): ReadonlyMap<string, string> {
    const now = new Map(kinds.definitions().map(({ name, file }) => [name, file]));
    for (const [name, file] of this.#earlier.kinds) {
      if (!now.has(name))
        this.#everything ??= `${quote(file)} defined the pods of ${quote(name)} at ${this.#since}, and no input does now`;
    }
    const isChanged = (file: string): boolean =>
      this.#touched.isChanged(file) || (this.#touched.isTracked(file) && this.#has(file));
    const changed = [...now].filter(([, file]) => isChanged(file));
    return new Map([...this.#earlier.kinds, ...changed]);
  }

  #noteOn(all: Report, restricted: Report, affected: readonly string[]): string {
    const inputs = count(this.#inputs.size, "file");
    const files = [...this.#inputs].filter((file) => this.#has(file)).length;
    const lost = [
      [all.summary.workloads - restricted.summary.workloads, "workload"],
      [all.notes.length - restricted.notes.length, "note"],
      [all.unreadable.length - restricted.unreadable.length, "unreadable input"],
    ] as const;
    const parts = lost.filter(([number]) => number > 0).map(([number, noun]) => count(number, noun));
    const values = [...this.#values].filter((file) => this.#has(file)).length;
    const found = [
      ...(files === 0 ? [] : [`${files} of ${inputs}`]),
      ...(values === 0 ? [] : [count(values, "values file")]),
    ];
    const what = `${found.length === 0 ? "no input" : found.join(" and ")} changed since ${this.#since}`;
    const left = parts.length === 0 ? [] : [`the others are read, and left out of the report: ${parts.join(", ")}`];
    return [what, ...affected, ...left].join("; ");
  }
}

/** Whether this program exported a policy, so that lint evaluates it. */
function isOwnPolicy({ value: { metadata } }: AccessObject): boolean {
  const annotations = isRecord(metadata) ? metadata["annotations"] : undefined;
  return isRecord(annotations) && annotations[POLICY_ANNOTATION] !== undefined;
}

/**
 * Leaves out the workloads, notes and unreadable inputs of files that are not touched, unless a change in another file affects them. A namespace keeps
 * what was computed from all its workloads, such as the level that it is ready for.
 */
function onlyTouched(report: Report, has: (source: Source) => boolean, affected: Affected): Report {
  const isTouched = ({ source }: Pick<Note, "source">): boolean => source === null || has(source);
  const namespaces = report.namespaces.flatMap((namespace) => {
    if (affected.namespaces.has(namespace.name)) return [namespace];
    const workloads = namespace.workloads.filter((one) => isTouched(one) || affected.kinds.has(kindOf(one)));
    return workloads.length === 0 ? [] : [{ ...namespace, workloads }];
  });
  const notes = report.notes.filter(isTouched);
  const unreadable = report.unreadable.filter(isTouched);
  const counts = summarizeWorkloads(namespaces.flatMap(({ workloads }) => workloads));
  const summary = { ...report.summary, ...counts, namespaces: namespaces.length, unreadable: unreadable.length };
  return { ...report, namespaces, notes, unreadable, summary };
}

function kindOf({ apiVersion, kind }: WorkloadReport): string {
  return `${groupOf(apiVersion)}/${kind}`;
}

/** Why workloads of files that are not touched are in the report. */
function affectedTexts(
  report: Report,
  has: (source: Source) => boolean,
  { namespaces, kinds }: Affected,
): readonly string[] {
  const others = report.namespaces.flatMap((namespace) =>
    namespace.workloads.filter(({ source }) => source !== null && !has(source)),
  );
  const reasons = others.map((workload) => {
    const labels = namespaces.get(workload.namespace);
    if (labels !== undefined)
      return `the Namespace ${quote(workload.namespace)} was changed or deleted in ${quote(labels)}`;
    const kind = kindOf(workload);
    return `the CustomResourceDefinition of ${quote(kind)} was changed or deleted in ${quote(kinds.get(kind) ?? "")}`;
  });
  const texts = Array.from(
    Map.groupBy(reasons, (reason) => reason),
    ([reason, { length }]) =>
      `${count(length, "workload")} of other files ${plural(length, "is", "are")} in the report, because ${reason}`,
  );
  const more = texts.length - SHOWN_REASONS;
  return more > 0 ? [...texts.slice(0, SHOWN_REASONS), `so are others for ${count(more, "more reason")}`] : texts;
}

/** The most reasons that a note has. */
const SHOWN_REASONS = 3;

function withNote(report: Report, message: string): Report {
  const note: Note = { severity: "info", code: "changed-since", message, source: null };
  return { ...report, notes: [...report.notes, note].toSorted(compareNotes) };
}
