import { compareLevels, parseLevel } from "../../api/level.ts";
import { MODES } from "../../api/mode.ts";
import { levelLabel } from "../../api/policies/policy-labels.ts";
import { valueAt } from "../../api/field-path.ts";
import { describeFailure } from "../../api/failure.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import { Inputs, isJudged } from "../../audit/inventory/inputs.ts";
import { NoteBook } from "../../audit/inventory/notes/notes.ts";
import { readObjects } from "../../objects/objects.ts";
import type { FixedFile } from "../../report/fix/fix-report.ts";
import type { LabelledManifest, LabelReport, PlannedLabels } from "../../report/fix/label-report.ts";
import { areEqual } from "../../api/values/equal-values.ts";
import { sortEdits, type TextEdit } from "../../text/edit/text-edit.ts";
import { LineIndex } from "../../text/lines.ts";
import type { CustomKinds } from "../../workloads/custom/custom-kinds.ts";
import type { NamespaceObject, SourceItem, WrittenObject } from "../../workloads/object.ts";
import { RENDERED, documentOnce, editWritten, moved, readEdited } from "../text/edit-written.ts";
import { placedEdit } from "../text/placed-edit.ts";
import { Copies, removeField, setField } from "../object-value.ts";

/** How Namespace manifests are labelled. */
interface LabelOptions {
  readonly plan: readonly PlannedLabels[];
  readonly newerPlan: LabelReport["newerPlan"];
  /** Whether a file that Helm rendered is edited, too (`--force`). */
  readonly isForced: boolean;
  readonly kinds: CustomKinds;
}

const LOST = "Helm rendered it, so an edit would be lost; --force makes it";

/** A Namespace of the current document that should change. */
interface Candidate {
  readonly name: string;
  readonly written: WrittenObject;
  readonly after: unknown;
  readonly edits: readonly TextEdit[];
}

/**
 * Finds the edits that give Namespace manifests the labels of a plan. They are verified as those of workloads: the edited text is read again, and only these
 * labels differ.
 */
export function labelNamespaces(items: Iterable<SourceItem>, options: LabelOptions): LabelReport {
  const labelling = new Labelling(options);
  labelling.run(items);
  return labelling.report();
}

class Labelling {
  readonly #options: LabelOptions;
  readonly #plan: ReadonlyMap<string, PlannedLabels>;
  readonly #notes = new NoteBook(false, { configure: null });
  readonly #inputs = new Inputs(this.#notes, true);
  readonly #files: FixedFile[] = [];
  readonly #manifests: LabelledManifest[] = [];
  #file = "";
  #stream = "";
  #edits: TextEdit[] = [];
  #failure: string | null = null;
  #hasStricter = false;
  #candidates: Candidate[] = [];
  #documentOf = documentOnce();
  #document: WrittenObject["text"] | undefined;

  constructor(options: LabelOptions) {
    this.#options = options;
    this.#plan = new Map(options.plan.map((one) => [one.name, one]));
  }

  run(items: Iterable<SourceItem>): void {
    for (const item of items) {
      if (item.type === "file") {
        this.#closeFile();
        this.#file = item.file;
      }
      if (isJudged(item)) this.#inputs.isolate(item, () => this.#add(item));
      else this.#inputs.add(item);
    }
    this.#closeFile();
  }

  #add(item: Parameters<Inputs["add"]>[0]): void {
    const judged = this.#inputs.add(item);
    if (judged?.type === "namespace") this.#addNamespace(judged);
  }

  #addNamespace(namespace: NamespaceObject): void {
    const { name, written, source } = namespace;
    const planned = this.#plan.get(name);
    if (planned === undefined || written === undefined) return;
    if (this.#document !== written.text) this.#closeDocument();
    this.#document = written.text;
    this.#stream = written.text.stream;
    const before = valueAt(written.value, written.path);
    const after = labelled(before, namespace, planned);
    if (after === before) return void this.#manifests.push({ name, source, state: "same", reason: "" });
    const { isForced } = this.#options;
    const stricter = isForced ? undefined : stricterThan(planned, namespace);
    if (stricter !== undefined) this.#hasStricter = true;
    const edited =
      after === undefined || stricter !== undefined
        ? { refusal: stricter ?? "its labels are not a mapping" }
        : editWritten(written, before, after, this.#documentOf, { isFilter: false, isForced });
    if ("refusal" in edited)
      return void this.#manifests.push({
        name,
        source,
        state: "left",
        reason: edited.refusal === RENDERED ? LOST : edited.refusal,
      });
    this.#candidates.push({ name, written, after, edits: edited.edits });
    this.#manifests.push({ name, source, state: "edited", reason: "" });
  }

  #closeDocument(): void {
    const candidates = this.#candidates;
    this.#candidates = [];
    this.#documentOf = documentOnce();
    const [first] = candidates;
    if (first === undefined) return;
    const { text } = first.written;
    const edits = this.#verified(candidates);
    if (typeof edits === "string") this.#failure ??= edits;
    else for (const edit of edits) this.#edits.push(moved(edit, text.start));
  }

  /** @returns the edits of a document, or what is wrong with its edited text */
  #verified(candidates: readonly Candidate[]): readonly TextEdit[] | string {
    const [first] = candidates;
    if (first === undefined) return [];
    try {
      const edits = sortEdits(candidates.flatMap((one) => one.edits));
      const copies = new Copies();
      const expected = candidates.reduce<unknown>(
        (whole, { written, after }) => setField(whole, written.path, after, copies),
        first.written.value,
      );
      const document = readEdited(first.written.text, edits);
      if (document === undefined) return "the edited text could not be read again";
      // Reading objects substitutes variables in them, in both documents.
      const items = [...readObjects(document, this.#file, { kinds: this.#options.kinds })];
      const names = new Set(items.flatMap((item) => (item.type === "namespace" ? item.name : [])));
      if (!areEqual(document.value, expected)) return "the edited text has another value than planned";
      return candidates.every(({ name }) => names.has(name)) ? edits : "a Namespace is missing in the edited text";
    } catch (error) {
      return describeFailure(error);
    }
  }

  #closeFile(): void {
    this.#closeDocument();
    const edits = this.#edits;
    const failure = this.#failure;
    this.#edits = [];
    this.#failure = null;
    if (edits.length === 0 && failure === null) return;
    const lines = new LineIndex(this.#stream);
    const made = failure === null ? edits : [];
    this.#files.push({
      file: this.#file,
      before: this.#stream,
      edits: made.map((edit) => placedEdit(edit, lines)),
      failure,
    });
  }

  report(): LabelReport {
    const found = new Set(this.#manifests.map(({ name }) => name));
    const failed = new Set(this.#files.flatMap(({ file, failure }) => (failure === null ? [] : file)));
    return {
      kind: "LabelReport",
      files: this.#files,
      manifests: this.#manifests.map((one) =>
        one.state === "edited" && failed.has(one.source.file)
          ? { ...one, state: "left", reason: "its file could not be verified" }
          : one,
      ),
      missing: this.#options.plan.flatMap(({ name }) => (found.has(name) ? [] : name)).toSorted(compareBytes),
      observed: this.#options.plan.filter(({ observeDays }) => observeDays !== null),
      newerPlan: this.#hasStricter ? this.#options.newerPlan : null,
      notes: this.#notes.sorted([]),
      unreadable: this.#inputs.unreadable,
    };
  }
}

/** The reason why a manifest is not edited: a mode has a stricter level than in the plan, which has not seen it; undefined if none has. */
function stricterThan({ to }: PlannedLabels, { labels }: NamespaceObject): string | undefined {
  for (const mode of MODES) {
    const own = parseLevel(labels[levelLabel(mode)] ?? "");
    const planned = parseLevel(to[levelLabel(mode)] ?? "");
    if (own === undefined || planned === undefined || compareLevels(own, planned) <= 0) continue;
    const found =
      mode === "enforce"
        ? `it enforces ${own}, and the plan only ${planned}`
        : `its ${mode} level is ${own}, and in the plan only ${planned}`;
    return `${found}; --force makes the edit`;
  }
  return undefined;
}

/** The Namespace with the labels of the plan; the same object if it has them, and undefined if they have no place. */
function labelled(before: unknown, { labels }: NamespaceObject, { to, removed }: PlannedLabels): unknown {
  const path = (label: string) => ["metadata", "labels", label];
  const set = Object.entries(to).filter(([label, value]) => labels[label] !== value);
  const without = removed.filter((label) => label in labels && !(label in to));
  const changed = set.reduce<unknown>((object, [label, value]) => setField(object, path(label), value), before);
  return without.reduce((object, label) => removeField(object, path(label)), changed);
}
