import { describeFailure } from "../../api/failure.ts";
import type { SourceItem } from "../../workloads/object.ts";
import type { ReadDocument } from "../../text/documents.ts";
import { DocumentPlace, aboutObject } from "../document-place.ts";
import { classifyKind, type TypeName } from "../kinds/kinds.ts";
import { readKnownObject } from "../known-objects.ts";
import { readObjects } from "../objects.ts";

/**
 * Yields an object that the API server wrote from its own types, as `readObjects` does. A cluster has thousands of them, so nothing is looked up that only a file
 * can have.
 *
 * @param value the object of the document
 */
export function* readTypedObject(
  document: ReadDocument,
  value: Record<string, unknown>,
  type: TypeName,
): Generator<SourceItem, undefined> {
  const kindClass = classifyKind(type.apiVersion, type.kind);
  if (kindClass.class !== "known") return yield* readObjects(document, "");
  const place = new DocumentPlace(document, "");
  const named = { value, ...type };
  try {
    for (const item of readKnownObject(value, [], { ...type, ...kindClass }, place)) yield aboutObject(item, named);
  } catch (error) {
    yield aboutObject(place.failure([], describeFailure(error)), named);
  }
}
