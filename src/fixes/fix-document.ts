import { describeFailure } from "../api/failure.ts";
import { readObjects } from "../objects/objects.ts";
import type { ReadDocument } from "../text/documents.ts";
import { areEqual } from "../api/values/equal-values.ts";
import { EditRefusal, sortEdits, type TextEdit } from "../text/edit/text-edit.ts";
import type { WorkloadObject, WrittenObject } from "../workloads/object.ts";
import {
  openViolations,
  planObject,
  reportObject,
  withoutEdits,
  type AfterEdits,
  type EditedWorkload,
  type ObjectFix,
} from "./fix-object.ts";
import { documentOnce, editWritten, isReadAs, moved, readEdited, type DocumentOf } from "./text/edit-written.ts";
import { Copies, setField } from "./object-value.ts";
import type { FixOptions } from "./options.ts";
import { planViolations } from "./plan-workload.ts";
import { levelsToKeep, type PolicyInForce } from "./target-levels.ts";

/** The edits of a document, or the reason why they could not be verified. */
export interface DocumentFix {
  readonly workloads: readonly EditedWorkload[];
  /** The edits, with offsets in the stream. */
  readonly edits: readonly TextEdit[];
  readonly failure: string | null;
}

/** An object of a document that should change, and the policy of its namespace. */
export interface Candidate {
  readonly fix: ObjectFix;
  readonly policy: PolicyInForce;
}

/**
 * Edits the objects of a document, and verifies the result: the objects that the edits can affect are read again, only the planned fields differ, no object violates
 * more at any level that its namespace uses, and a second fix has nothing to do.
 *
 * @param candidates the objects that violate their levels, in the order of the document
 */
export function fixDocument(candidates: readonly Candidate[], file: string, options: FixOptions): DocumentFix {
  const edits: TextEdit[] = [];
  const editsOf = new Map<ObjectFix, readonly TextEdit[]>();
  const documentOf = documentOnce();
  const settled = candidates.map(({ fix, policy }) => {
    const edited = editObject(fix, documentOf, options);
    if ("refusal" in edited) return { fix: withoutEdits(fix, edited.refusal), policy };
    for (const edit of edited.edits) edits.push(edit);
    editsOf.set(fix, edited.edits);
    return { fix, policy };
  });
  const changed = settled.filter(({ fix }) => fix.edits.length > 0);
  const [first] = changed;
  if (first === undefined)
    return { workloads: settled.map((one) => reportLeft(one, options)), edits: [], failure: null };
  const { text } = first.fix.written;
  const verified = verify(changed, edits, documentOf, { ...options, file });
  const failure = "failure" in verified ? verified.failure : null;
  const remaining = "failure" in verified ? undefined : verified.remaining;
  return {
    workloads: settled.map((one) =>
      one.fix.edits.length === 0
        ? reportLeft(one, options)
        : reportObject(
            one.fix,
            remaining?.get(one.fix) ?? NOTHING,
            remaining !== undefined,
            options,
            remaining && sortEdits(editsOf.get(one.fix) ?? []).map((edit) => moved(edit, text.start)),
          ),
    ),
    edits: "failure" in verified ? [] : verified.edits.map((edit) => moved(edit, text.start)),
    failure,
  };
}

const NOTHING: AfterEdits = { remaining: [], kept: [] };

function reportLeft({ fix }: Candidate, options: FixOptions): EditedWorkload {
  const violated = [...new Set(fix.planned.map(({ check }) => check.id))];
  return reportObject(fix, { remaining: violated, kept: violated }, true, options);
}

function editObject(
  { written, edits, before, after }: ObjectFix,
  documentOf: DocumentOf,
  options: FixOptions,
): { readonly edits: readonly TextEdit[] } | { readonly refusal: string } {
  return edits.length === 0 || options.isPatch
    ? { edits: [] }
    : editWritten(written, before, after, documentOf, options);
}

type Verified =
  | { readonly edits: readonly TextEdit[]; readonly remaining: ReadonlyMap<ObjectFix, AfterEdits> }
  | { readonly failure: string };

function verify(
  changed: readonly Candidate[],
  edits: readonly TextEdit[],
  documentOf: DocumentOf,
  options: FixOptions & { readonly file: string },
): Verified {
  const [first] = changed;
  if (first === undefined) return { edits: [], remaining: new Map() };
  const { text, value } = first.fix.written;
  try {
    const sorted = sortEdits(edits);
    const copies = new Copies();
    const expected = changed.reduce<unknown>(
      (whole, { fix }) => setField(whole, fix.written.path, fix.after, copies),
      value,
    );
    const isKnown = options.isPatch || isReadAs(documentOf(text), sorted, expected);
    const document = isKnown ? patched(first.fix.written, expected) : readEdited(text, sorted);
    if (document === undefined) return { failure: "the edited text could not be read again" };
    const objects = workloadsOf(document, changed, { ...options, isWhole: !isKnown });
    // Reading objects substitutes variables in them, in both documents.
    if (!areEqual(document.value, expected)) return { failure: "the edited text has another value than planned" };
    const remaining = new Map<ObjectFix, AfterEdits>();
    for (const candidate of changed) {
      const again = objects.get(keyOf(candidate.fix.written));
      const judged = again === undefined ? "an object is missing" : judgeAgain(candidate, again, options);
      if (typeof judged === "string") return { failure: judged };
      remaining.set(candidate.fix, judged);
    }
    return { edits: sorted, remaining };
  } catch (error) {
    return { failure: error instanceof EditRefusal ? error.message : describeFailure(error) };
  }
}

/** The document with its edits, as if it had been read. */
function patched({ text }: WrittenObject, value: unknown): ReadDocument {
  return { index: 0, value, duplicates: [], text, locate: () => ({ line: 1, column: 1 }) };
}

/**
 * Reads the changed objects of a document by their paths.
 *
 * @param isWhole whether to read the other objects, too, which substitutes their variables; otherwise it ends at the last changed object
 */
function workloadsOf(
  document: ReadDocument,
  changed: readonly Candidate[],
  { kinds, file, isWhole }: FixOptions & { readonly file: string; readonly isWhole: boolean },
): ReadonlyMap<string, WorkloadObject> {
  const wanted = new Set(changed.map(({ fix }) => keyOf(fix.written)));
  const workloads = new Map<string, WorkloadObject>();
  for (const item of readObjects(document, file, { kinds })) {
    if (item.type !== "workload" || item.written === undefined) continue;
    const key = keyOf(item.written);
    if (wanted.delete(key)) workloads.set(key, item);
    if (wanted.size === 0 && !isWhole) break;
  }
  return workloads;
}

function keyOf({ path }: WrittenObject): string {
  return path.length === 0 ? "" : JSON.stringify(path);
}

/** @returns the checks that the edited object violates at its levels, or what is wrong with it */
function judgeAgain({ fix, policy }: Candidate, again: WorkloadObject, options: FixOptions): AfterEdits | string {
  const { workload, namespace, levels } = fix;
  const kept = levelsToKeep(levels, policy);
  // Most objects violate nothing any more: then nothing is worse, and a second fix has nothing to do.
  if (planViolations(again, namespace, kept, options).length === 0) return NOTHING;
  const before = checksOf(workload, namespace, kept, options);
  const after = [...checksOf(again, namespace, kept, options)];
  const worse = after.filter((check) => !before.has(check));
  if (worse.length > 0) return `the edited object would violate ${worse.join(", ")}`;
  const { open } = openViolations(again, namespace, levels, options);
  const remaining = [...new Set(open.map(({ check }) => check.id))];
  const { written } = again;
  const second = written && planObject(again, written, namespace, levels, options);
  if (second !== undefined && second.edits.length > 0) return "a second fix would change it again";
  const left = new Set(fix.left.flatMap(({ check, reason }) => (reason === "accepted" ? [] : check)));
  const asked = fix.edits.map(({ check }) => check).filter((check) => !left.has(check));
  const unmet = asked.filter((check) => remaining.includes(check));
  return unmet.length === 0
    ? {
        remaining,
        kept: [...new Set(openViolations(again, namespace, kept, options).open.map(({ check }) => check.id))],
      }
    : `the edited object would still violate ${[...new Set(unmet)].join(", ")}`;
}

function checksOf(
  workload: WorkloadObject,
  namespace: string,
  levels: ReturnType<typeof levelsToKeep>,
  options: FixOptions,
): ReadonlySet<string> {
  return new Set(planViolations(workload, namespace, levels, options).map(({ check }) => check.id));
}
