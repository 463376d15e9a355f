/** Verifies that a file is the document of a report of this version, before it is decoded. */
import { isRecord } from "../../api/record.ts";
import { UserError } from "../../api/user-error.ts";
import { describeKind } from "../../api/words/quoted.ts";

const API_VERSION = "kubectl-pss/v1";

/** The document of a report in parts, not decoded yet. */
export interface ReportParts {
  /** All fields except the list of namespaces. */
  readonly fields: unknown;
  readonly namespaces: Iterable<NamespaceParts> | undefined;
}

/** A namespace in parts. */
interface NamespaceParts {
  /** All fields except the list of workloads. */
  readonly fields: unknown;
  readonly workloads: Iterable<unknown> | undefined;
}

/** The reports that a flag reads. */
export interface ReadableReports {
  readonly kinds: readonly string[];
  /** Their name for people: `a report of audit`. */
  readonly noun: string;
  /** The advice for any other document. */
  readonly hint: string;
}

/** @throws UserError for a document of another kind or version */
export function refuseOthers(document: unknown, file: string, { kinds, noun, hint }: ReadableReports): void {
  const { apiVersion, kind } = isRecord(document) ? document : {};
  const expected = `${kinds.map(withArticle).join(" or ")} of ${API_VERSION}`;
  const isOurs = apiVersion === API_VERSION && kinds.some((known) => known === kind);
  if (isOurs) return;
  if (typeof apiVersion !== "string" || typeof kind !== "string") {
    throw new UserError(`${file} is not ${noun}: expected ${expected}`, hint);
  }
  throw new UserError(`${file} is not ${noun}: expected ${expected}, found ${describeKind(apiVersion, kind)}`, hint);
}

function withArticle(kind: string): string {
  return `${/^[AEIO]/.test(kind) ? "an" : "a"} ${kind}`;
}
