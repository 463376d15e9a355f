import type { UnreadMaker } from "../rejections.ts";
import { formatLabelErrors, hasSamePolicyLabels, type LabelError } from "../../../admission/labels.ts";
import type { FieldPath } from "../../../api/field-path.ts";
import { cutText, quote, shorten } from "../../../api/words/quoted.ts";
import type { Evaluator } from "../../../policy/evaluator.ts";
import { nameOfField } from "../../../policy/server-fields.ts";
import type { ManagedNamespaceLabels, NamespaceObject, Source, WorkloadObject } from "../../../workloads/object.ts";
import { namespaceOf, type ObjectItem, nameOf, podsOf } from "../../../workloads/identity.ts";
import { placeIn, placeText } from "../../../report/place.ts";
import { compareNotes } from "../../../report/notes/note-order.ts";
import { CountedNotes, type NewNote } from "./counted-notes.ts";
import type { Reading } from "../repeats/repeats.ts";
import { listedNotes } from "./listed.ts";
import { serverNote } from "./server-notes.ts";
import { MISTAKES, ONCE, REFUSED } from "./severities.ts";
import { WORDING, type NoteWording } from "./wording.ts";
import type { Note, WorkloadReport } from "../../../report/report.ts";

/** The name of an object in a note. */
export interface Named {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Collects the notes about the inputs. */
export class NoteBook {
  readonly #strict: boolean;
  readonly #wording: NoteWording;
  readonly #notes = listedNotes();
  readonly #counted = new CountedNotes();
  /** The Namespaces that have a note of their own. */
  readonly #duplicateNamespaces = new Set<string>();
  /** The notes of ONCE, by file and message. */
  readonly #kept = new Set<string>();

  /**
   * @param strict whether notes about mistakes are errors
   * @param wording the words that differ from those of lint
   */
  constructor(strict: boolean, wording: Partial<NoteWording> = {}) {
    this.#strict = strict;
    this.#wording = { ...WORDING, ...wording };
  }

  add(note: NewNote): void {
    const { severity, code, message, source } = note;
    if (ONCE.has(code)) {
      const count = this.#kept.size;
      if (this.#kept.add(`${severity} ${source?.file} ${message}`).size === count) return;
    }
    if (code !== "admission-configuration") {
      this.#notes.add(this.#judge(note));
      return;
    }
    const { configure } = this.#wording;
    if (configure === null) return;
    this.#notes.add(this.#judge({ ...note, message: `${message}; ${configure(source?.file)}` }));
  }

  #judge({ severity, code, message, source }: NewNote): Note {
    // A file of another tool is no mistake. A document that no tool can use is one.
    const isMistake = MISTAKES.has(code) || (code === "not-an-object" && severity === "warning");
    const isError = REFUSED.has(code) || (this.#strict && isMistake);
    return { severity: isError ? "error" : severity, code, message: cutText(message), source };
  }

  /** Adds an error with the API server's words: it would refuse to create such a namespace. */
  addInvalidLabels(namespace: NamespaceObject, errors: readonly LabelError[], label: FieldPath): void {
    const message = `Namespace ${quote(namespace.name)} is invalid: ${formatLabelErrors(errors)}`;
    const source = placeIn(namespace.source, namespace.locate(label));
    this.#notes.add({ severity: "error", code: "invalid-label", message: cutText(message), source });
  }

  /** Overlays of several environments that are read together may contain the same Namespace with different labels. */
  addDuplicateNamespace({ name, source }: NamespaceObject, earlier: NamespaceObject): void {
    const message =
      `Namespace ${quote(name)} is in ${placeOf(earlier.source)} with other pod-security labels; ` +
      "the later document counts";
    this.#duplicateNamespaces.add(name);
    this.add({ severity: "warning", code: "duplicate-namespace", message, source });
  }

  /**
   * Argo CD gives a namespace other pod-security labels than a Namespace among the inputs, whose labels count.
   */
  addManagedConflict(item: ManagedNamespaceLabels, other: NamespaceObject): void {
    if (hasSamePolicyLabels(item.namespace.labels, other.labels)) return;
    this.#addManaged(item, `the Namespace in ${placeOf(other.source)}, which takes precedence`);
  }

  /** Two Applications of Argo CD give a namespace different pod-security labels. */
  addManagedTwice(item: ManagedNamespaceLabels, { manager, namespace, destination }: ManagedNamespaceLabels): void {
    const isElsewhere = destination !== item.destination;
    this.#addManaged(
      item,
      `${manager} in ${placeOf(namespace.source)}; the strictest level of each mode counts` +
        (isElsewhere ? ", because the clusters of their destinations are not told apart" : ""),
    );
  }

  #addManaged({ namespace, manager }: ManagedNamespaceLabels, other: string): void {
    const message = `${manager} gives namespace ${quote(namespace.name)} other pod-security labels than ${other}`;
    this.add({ severity: "warning", code: "duplicate-namespace", message, source: namespace.source });
  }

  /**
   * A dump contains an object more than once; the last place counts. Objects with the same contents in each place are only counted, because
   * overlapping dumps have thousands of them.
   *
   * @param here the place that counts; undefined for an object that is not judged
   * @param before the other places
   */
  addRepeat(item: ObjectItem, here: Reading | undefined, before: readonly Reading[]): void {
    if (item.type === "namespace" && this.#duplicateNamespaces.has(item.name)) return;
    const isJudged = item.type === "workload" && here !== undefined;
    const isRecreated = isJudged && before.some(({ uid }) => uid !== "" && here.uid !== "" && uid !== here.uid);
    this.#counted.addRepeated(isRecreated);
    if (!isJudged) return;
    const others = before.filter(({ contents }) => contents !== here.contents).map(({ source }) => placeOf(source));
    if (others.length === 0) return;
    const message =
      `${showName({ kind: item.kind, namespace: namespaceOf(item), name: nameOf(item) })} has other contents in ` +
      `${others.join(", ")}; ${this.#wording.otherContents}` +
      (isRecreated ? ". Its uid differs there: it was created again, or belongs to another cluster" : "");
    this.add({ severity: "warning", code: "duplicate-object", message, source: here.source });
  }

  /**
   * Manifests of several environments often have an object with the same name in each. So lint judges all of them.
   *
   * @param earlier the earlier place of the object
   * @param isSame whether the verdict there was the same, so that the object counts once
   */
  addSecond(workload: WorkloadReport, earlier: Source, isSame: boolean): void {
    const { source } = workload;
    const object = `${showName(workload)} is in ${placeOf(earlier)} as well`;
    const message = isSame
      ? `${object}, with the same result: it counts once, there`
      : `${object}, with a different result: each of them counts`;
    this.add({ severity: isSame ? "info" : "warning", code: "repeated-object", message, source });
  }

  /**
   * Objects with different names have the same uid. No cluster gives a uid twice, so the file was copied or edited.
   *
   * @param others the number of further objects with this uid
   */
  addSharedUid(
    here: Named & { readonly source: Source },
    first: Named & { readonly source: Source },
    others: number,
  ): void {
    const more = others === 0 ? "" : ` and ${others} more`;
    const message =
      `${showName(here)} has the same uid as ${showName(first)} in ${placeOf(first.source)}${more}: ` +
      "a cluster never uses a uid twice, so these were copied or edited by hand; each of them counts";
    this.add({ severity: "warning", code: "shared-uid", message, source: here.source });
  }

  /** The labels of the namespace could not be read. Its objects are judged nevertheless. */
  addUnknownNamespace(name: string): void {
    const message = `the labels of namespace ${quote(name)} are unknown, and so is its policy`;
    this.add({ severity: "warning", code: "unknown-namespace", message, source: null });
  }

  /**
   * The user may not list all namespaces, so only the current one is read.
   *
   * @param isRead whether the user may read anything in it
   */
  addCurrentNamespace(name: string, isRead: boolean): void {
    const message = `only the current namespace ${quote(name)} was ${isRead ? "read" : "tried"}; -n NAMESPACE reads another`;
    this.add({ severity: "warning", code: "current-namespace", message, source: null });
  }

  /** One of several namespaces that `-n` names does not exist. It is usually a mistake, so it is an error, even without `--strict`. */
  addAbsentNamespace(name: string, advice: string): void {
    const message = `there is no namespace ${quote(name)}; ${advice}`;
    const note = { severity: "error", code: "unknown-namespace", message: cutText(message), source: null } as const;
    this.#notes.add({ ...note, absent: name });
  }

  /** `--skip` names a namespace that does not exist: perhaps the name is misspelt. */
  addUnknownSkip(name: string, advice: string): void {
    const message = `there is no namespace ${quote(name)} to skip; ${advice}`;
    const note = this.#judge({ severity: "warning", code: "unknown-namespace", message, source: null });
    this.#notes.add({ ...note, absent: name });
  }

  /** The server is newer than the newest known version, or older than the oldest one, so it is judged as `judgedMinor`. */
  addServer(minor: number, judgedMinor: number): void {
    const note = serverNote(minor, judgedMinor);
    if (note !== undefined) this.add(note);
  }

  /** The server does not have some fields of an object, so it drops them. Counted by field. */
  addDroppedFields(workload: WorkloadObject, evaluator: Evaluator): void {
    const fields = podsOf(workload).flatMap(({ pod }) => evaluator.droppedFields(pod));
    for (const [name, since] of new Map(fields.map((field) => [nameOfField(field), field.since])))
      this.#counted.addDropped(name, since);
  }

  /** A selector that selects nothing is usually a mistake. */
  addNothingSelected(selector: string): void {
    const message = `no namespace is selected by ${quote(selector)}`;
    this.add({ severity: "warning", code: "unknown-namespace", message, source: null });
  }

  /** An object names no namespace. Counted by file: it is so common that a note for each object would hide the other notes. */
  addMissingNamespace(source: Source): void {
    this.#counted.addMissingNamespace(source);
  }

  /**
   * All notes, sorted by file, document and line.
   *
   * @param others the notes of one report
   */
  sorted(others: readonly Note[] = []): Note[] {
    const counted = this.#counted.notes(this.#wording.aside).map((note) => this.#judge(note));
    return [...this.#notes.all(), ...counted, ...others].toSorted(compareNotes);
  }
}

/** A note on a controller that was not read: Events say that its pods are rejected. */
export function unreadControllerNote({ namespace, object, message }: UnreadMaker): Note {
  const text = `${showName({ ...object, namespace })} was not read, and its pods are rejected: ${message}`;
  return { severity: "warning", code: "unread-controller", message: cutText(text), source: null };
}

/** `Pod shop/web` */
function showName({ kind, namespace, name }: Named): string {
  return `${shorten(kind)} ${shorten(namespace)}/${shorten(name)}`;
}

/** `a.yaml:3`; `editor[3]` for an object that a program passed, which has no line. */
function placeOf(source: Source): string {
  return source.line > 0 ? placeText(source) : `${source.file}[${source.document}]`;
}
