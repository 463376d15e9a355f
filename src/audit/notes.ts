import { formatLabelErrors } from "../admission/labels.ts";
import type { FieldPath } from "../api/field-path.ts";
import { compareBytes } from "../policy/wording.ts";
import type { NamespaceObject, Remark, Source } from "../workloads/object.ts";
import { compareSources } from "./order.ts";
import type { Note, NoteCode } from "./report.ts";

/** The notes that tell of a mistake in an object, or that objects were not judged as they will be, and so are errors with `--strict`. */
const MISTAKES: ReadonlySet<NoteCode> = new Set<NoteCode>([
  "duplicate-key",
  "duplicate-namespace",
  "helm-chart",
  "kustomization",
  "missing-namespace",
  "no-containers",
  "no-pod-template",
  "patch",
  "unknown-namespace",
  "unknown-field",
]);

/** The API server would refuse the object, and Pod Security Admission would never see it: an error, strict or not. */
const REFUSED: ReadonlySet<NoteCode> = new Set<NoteCode>(["unknown-kind"]);

/** A remark, or something about no file; whether it is an error is decided here. */
type NewNote = Omit<Remark, "type" | "code" | "source"> & Pick<Note, "code" | "source">;

/** Collects what is worth saying about the inputs. */
export class NoteBook {
  readonly #strict: boolean;
  readonly #aside: string;
  readonly #notes: Note[] = [];
  readonly #missingNamespace = new Map<string, { source: Source; count: number }>();

  /**
   * @param strict whether notes that tell of a mistake are errors
   * @param aside what to add of objects that name no namespace
   */
  constructor(strict: boolean, aside = "-n NAME chooses another") {
    this.#strict = strict;
    this.#aside = aside;
  }

  add({ severity, code, message, source }: NewNote): void {
    const isError = REFUSED.has(code) || (this.#strict && MISTAKES.has(code));
    this.#notes.push({ severity: isError ? "error" : severity, code, message, source });
  }

  /** The API server would refuse to create such a namespace, in these words; so it is an error, strict or not. */
  addInvalidLabels(namespace: NamespaceObject, errors: readonly string[], label: FieldPath): void {
    const message = `Namespace "${namespace.name}" is invalid: ${formatLabelErrors(errors)}`;
    const { line } = namespace.locate(label);
    this.#notes.push({ severity: "error", code: "invalid-label", message, source: { ...namespace.source, line } });
  }

  /** Overlays of several environments, read together, each bring the same Namespace with labels of its own. */
  addDuplicateNamespace({ name, source }: NamespaceObject, earlier: NamespaceObject): void {
    const message =
      `Namespace "${name}" stands in ${earlier.source.file}:${earlier.source.line} with other pod-security labels; ` +
      "these count, as they come later";
    this.add({ severity: "warning", code: "duplicate-namespace", message, source });
  }

  /** Counted by file: it is so common that a note an object would drown the rest. */
  addMissingNamespace(source: Source): void {
    const known = this.#missingNamespace.get(source.file);
    if (known === undefined) this.#missingNamespace.set(source.file, { source, count: 1 });
    else known.count++;
  }

  /** By file, document and line. */
  sorted(): Note[] {
    for (const { source, count } of this.#missingNamespace.values()) {
      const objects = count === 1 ? "1 object names" : `${count} objects name`;
      const message = `${objects} no namespace; judged as in "default" (${this.#aside})`;
      this.add({ severity: "info", code: "missing-namespace", message, source });
    }
    this.#missingNamespace.clear();
    return this.#notes.toSorted(
      (a, b) =>
        compareSources(a.source, b.source) || compareBytes(a.code, b.code) || compareBytes(a.message, b.message),
    );
  }
}
