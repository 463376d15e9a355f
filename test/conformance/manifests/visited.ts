import { UserError } from "../../../src/api/user-error.ts";
import { isRecord } from "../../../src/api/record.ts";
import { readDocuments } from "../../../src/text/documents.ts";
import { decodeManifest } from "../../../src/sources/files/decode-text.ts";
import { readManifests } from "../../../src/sources/files/manifests.ts";
import type { SourceItem } from "../../../src/workloads/object.ts";
import type { RemarkCode } from "../../../src/workloads/remark-codes.ts";
import { isDeepStrictEqual } from "node:util";
import { ourOutcome, theirOutcomes, type ObjectOutcome } from "../outcomes.ts";
import type { VisitAnswer } from "../referee.ts";

/** The outcomes of our reader for a file, in order. */
export type Visited = ObjectOutcome | { readonly outcome: "no object"; readonly document: number };

export function ourVisit(bytes: Buffer, policies: readonly string[]): readonly Visited[] {
  const content = decodeManifest(bytes);
  const items: SourceItem[] = [];
  try {
    for (const item of readManifests([{ type: "pipe", path: "bytes", content }], { text: "" })) items.push(item);
  } catch (error) {
    // There is no document: kubectl reports this only after its builder.
    if (!(error instanceof UserError)) throw error;
  }
  return items.flatMap((item): readonly Visited[] =>
    isNoObject(item) ? [{ outcome: "no object", document: item.source?.document ?? 0 }] : ourOutcome(item, policies),
  );
}

/** Notes on documents that kubectl's builder rejects. */
const NO_OBJECTS: ReadonlySet<RemarkCode> = new Set<RemarkCode>([
  "accepted-list",
  "missing-kind",
  "nested-list",
  "not-an-object",
  "unknown-kind",
]);

function isNoObject(item: SourceItem): item is SourceItem & { type: "remark" } {
  return item.type === "remark" && NO_OBJECTS.has(item.code);
}

/**
 * Whether a document has `items` and is no list. kubectl applies its items and drops the object itself; we read both, so that no workload is
 * hidden (test/sources/files/silence.property.test.ts tests that).
 */
export function hasItemsWithoutList(bytes: Buffer): boolean {
  const content = decodeManifest(bytes);
  if (!("text" in content)) return false;
  return [...readDocuments(content.text)].some(
    (document) =>
      "value" in document &&
      isRecord(document.value) &&
      document.value["items"] !== undefined &&
      !String(document.value["kind"]).endsWith("List"),
  );
}

/** Faults that kubectl finds in objects of any kind, and we find only in kinds that we judge. */
const IN_OTHER_KINDS: readonly RegExp[] = [
  /^unable to decode "bytes": json: cannot unmarshal .* into Go struct field \S*(?:metadata|ObjectMeta)/,
  // A group version with two slashes.
  /^unable to decode "bytes": Object 'Kind' is missing in '\{"apiVersion":"[^"]*\/[^"]*\//,
];
/**
 * kubectl drops the document before a faulty separator; we read it. If kubectl has tried JSON before YAML, it reports the fault of the JSON in place
 * of the separator's.
 */
const SEPARATOR = /^error parsing bytes: (?:invalid Yaml document separator: |json: offset |invalid character )/;

/**
 * The difference between our reading of a file and kubectl's; undefined without one. kubectl stops at the first fault, and we continue. So our
 * outcomes begin with all objects that kubectl has read, and the fault follows, in the first document that kubectl has not read. Only in a list does
 * kubectl read items after a faulty one.
 */
export function differenceOf(ours: readonly Visited[], theirs: VisitAnswer): string | undefined {
  const { stopped, atOther } = theirs;
  let next = 0;
  let fault: Visited | undefined;
  for (const expected of theirOutcomes(theirs.objects)) {
    let found = ours[next++];
    while (found !== undefined && isFault(found) && !isSame(found, expected)) {
      // A value with a kind and no apiVersion is no object for us; kubectl reports it only when it asks the server.
      if (found.outcome === "error") fault = found;
      found = ours[next++];
    }
    if (found === undefined || !isSame(found, expected)) return "other objects";
    if (fault !== undefined && fault.document !== found.document) return "an object after a fault";
  }
  const rest = ours.slice(next);
  if (stopped === undefined) {
    return fault === undefined && rest.every(({ outcome }) => outcome === "no object") ? undefined : "more objects";
  }
  if (fault !== undefined || (atOther === true && IN_OTHER_KINDS.some((text) => text.test(stopped)))) return undefined;
  const index = ours.findIndex(
    (each, at) => isFault(each) && (at >= next || each.document === ours[next - 1]?.document),
  );
  fault = ours[index];
  if (fault === undefined) return "no fault";
  const first = SEPARATOR.test(stopped) ? fault.document - 1 : fault.document;
  return ours.slice(next, index).every(({ document }) => document >= first) ? undefined : "more before the fault";
}

function isFault({ outcome }: Visited): boolean {
  return outcome === "error" || outcome === "no object";
}

/** Whether two outcomes are the same. kubectl does not report the document of an object. */
function isSame(ours: Visited, theirs: Visited): boolean {
  return isDeepStrictEqual({ ...ours, document: 0 }, { ...theirs, document: 0 });
}
