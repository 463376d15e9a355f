/**
 * Reads a report from the document that `-o json` prints (src/report/document/document.ts, version 1): the namespaces and workloads, for `--compare`.
 * Unknown fields are ignored, because a newer version may have added them.
 */
import { LEVELS } from "../../api/level.ts";
import { MODES } from "../../api/mode.ts";
import { isRecord } from "../../api/record.ts";
import { DocumentFields, fault } from "./document-fields.ts";
import { refuseOthers, type ReadableReports, type ReportParts } from "./document-kinds.ts";
import type {
  FieldReport,
  Finding,
  FindingCode,
  NamespacePolicy,
  NamespaceReport,
  PolicyPart,
  Result,
  Source,
  ViolationReport,
} from "../report.ts";
import { readinessOf } from "../readiness.ts";
import { askedResults, unaskedResults } from "../results.ts";
import type { WorkloadResults } from "../violations.ts";

/** A namespace of an earlier report. */
export interface EarlierNamespace {
  readonly namespace: Omit<NamespaceReport, "workloads">;
  /** Can be read once, before the next namespace. */
  readonly workloads: Iterable<WorkloadResults>;
}

/**
 * Decodes a report, workload by workload, so that a large report is never completely in memory.
 *
 * @param parts the parts of a JSON or YAML file
 * @param file its name, for messages
 * @param readable the kinds that the flag reads
 * @throws UserError for any other document, and for a report without stable paths, which older versions wrote
 */
export function* decodeReport(
  { fields, namespaces }: ReportParts,
  file: string,
  readable: ReadableReports,
): Generator<EarlierNamespace, undefined> {
  refuseOthers(fields, file, readable);
  if (namespaces === undefined) throw fault(file, "namespaces", "a list", valueOf(fields, "namespaces"));
  let index = 0;
  for (const parts of namespaces) {
    const path = `namespaces[${index++}]`;
    const namespace = decodeNamespace(new DocumentFields(parts.fields, file, path));
    const { workloads } = parts;
    if (workloads === undefined) throw fault(file, `${path}.workloads`, "a list", valueOf(parts.fields, "workloads"));
    yield { namespace, workloads: decodeWorkloads(workloads, file, path) };
  }
}

function* decodeWorkloads(
  workloads: Iterable<unknown>,
  file: string,
  path: string,
): Generator<WorkloadResults, undefined> {
  let index = 0;
  for (const workload of workloads) {
    yield decodeWorkload(new DocumentFields(workload, file, `${path}.workloads[${index++}]`));
  }
}

function valueOf(fields: unknown, name: string): unknown {
  return isRecord(fields) ? fields[name] : undefined;
}

function decodeNamespace(fields: DocumentFields): EarlierNamespace["namespace"] {
  return {
    name: fields.text("name"),
    labelled: fields.flag("labelled"),
    // The reports of lints and of older versions do not have it.
    labelsKnown: fields.flag("labelsKnown", true),
    labelErrors: fields.texts("labelErrors").map((message) => ({ label: "", message })),
    exempt: fields.flag("exempt"),
    policy: fields.has("policy") ? decodePolicy(fields.object("policy")) : null,
    assumedPolicy: fields.flag("assumedPolicy"),
    ...UNREAD,
    ...decodeReadiness(fields),
    findings: fields.has("findings")
      ? fields.objects("findings", decodeFinding).flatMap((finding) => finding ?? [])
      : [],
    change: null,
  };
}

function decodeReadiness(fields: DocumentFields): Pick<NamespaceReport, "readyFor" | "readyForReason"> {
  const readyFor = fields.wordOrNull("readyFor", LEVELS);
  const reason = fields.wordOrNull("readyForReason", ["empty", "exempt", "unknown"]) ?? "unknown";
  return { readyFor, readyForReason: readyFor === null ? reason : null };
}

/** These follow from the workloads, so mergeReports computes them again. */
const UNREAD = readinessOf({ workloads: [], exempt: false, complete: false });

function decodePolicy(fields: DocumentFields): NamespacePolicy {
  return {
    enforce: decodePart(fields.object("enforce")),
    audit: decodePart(fields.object("audit")),
    warn: decodePart(fields.object("warn")),
  };
}

function decodePart(fields: DocumentFields): PolicyPart {
  const from = fields.word("from", ["label", "configuration", "builtin", "implied"]);
  return { level: fields.word("level", LEVELS), version: fields.text("version"), from };
}

const FINDING_CODES: Readonly<Record<FindingCode, true>> = {
  "audit-not-stricter": true,
  "exempt-labels": true,
  "exempt-violations": true,
  "invalid-labels": true,
  "no-labels": true,
  "pinned-version": true,
  privileged: true,
};

/** Reads findings. They cannot be accepted, so those of a newer program are left out. */
function decodeFinding(fields: DocumentFields): Finding | undefined {
  const code = fields.text("code");
  const finding = { severity: fields.word("severity", ["warning", "info"]), message: fields.text("message") };
  return isFindingCode(code) ? { ...finding, code } : undefined;
}

function isFindingCode(code: string): code is FindingCode {
  return Object.hasOwn(FINDING_CODES, code);
}

function decodeWorkload(fields: DocumentFields): WorkloadResults {
  const results = fields.objects("results", decodeResult);
  return {
    kind: fields.text("kind"),
    apiVersion: fields.text("apiVersion"),
    namespace: fields.text("namespace"),
    name: fields.text("name"),
    stableName: fields.text("stableName"),
    pods: fields.number("pods"),
    replicas: fields.has("replicas") ? fields.number("replicas") : null,
    static: fields.flag("static", false),
    source: fields.has("source") ? decodeSource(fields.object("source")) : null,
    finished: fields.flag("finished", false),
    rejection: fields.has("rejection") ? decodeRejection(fields.object("rejection")) : null,
    exempt: fields.has("exempt") ? decodeExemption(fields.object("exempt")) : null,
    ...(fields.has("unjudged") && { unjudged: fields.texts("unjudged") }),
    results: askedResults(results),
    otherResults: unaskedResults(results),
  };
}

function decodeSource(fields: DocumentFields): Source {
  const source = { file: fields.text("file"), document: fields.number("document"), line: fields.number("line", 0) };
  if (!fields.has("rendered")) return source;
  const rendered = fields.object("rendered");
  return { ...source, rendered: { line: rendered.number("line"), values: rendered.texts("values") } };
}

function decodeRejection(fields: DocumentFields): NonNullable<WorkloadResults["rejection"]> {
  return {
    message: fields.text("message"),
    from: fields.word("from", ["condition", "event"]),
    ...(fields.has("lastSeen") && { lastSeen: fields.text("lastSeen") }),
  };
}

function decodeExemption(fields: DocumentFields): NonNullable<WorkloadResults["exempt"]> {
  return { by: fields.word("by", ["namespace", "user", "runtimeClass"]), value: fields.text("value") };
}

function decodeResult(fields: DocumentFields): Result {
  const template = fields.has("template") ? { template: fields.text("template") } : {};
  return {
    subject: fields.word("subject", ["template", "pods"]),
    ...template,
    pods: fields.number("pods"),
    pod: fields.has("pod") ? fields.text("pod") : null,
    level: fields.word("level", LEVELS),
    version: fields.text("version"),
    modes: fields.words("modes", MODES),
    requested: fields.flag("requested", false),
    newIn: [],
    allowed: fields.flag("allowed"),
    message: fields.text("message"),
    sentences: [],
    ...(fields.has("scc") && { scc: fields.text("scc") }),
    violations: fields.objects("violations", decodeViolation).map((violation) => ({ ...violation, ...template })),
  };
}

/** Reads a violation. `accepted` is ignored, because each run decides it again. */
function decodeViolation(fields: DocumentFields): ViolationReport {
  return {
    check: fields.text("check"),
    reason: fields.text("reason"),
    detail: fields.text("detail"),
    accepted: null,
    fields: fields.objects("fields", decodeField),
  };
}

function decodeField(fields: DocumentFields): FieldReport {
  const [endLine, endColumn] = [fields.number("endLine", 0), fields.number("endColumn", 0)];
  return {
    path: fields.text("path"),
    stablePath: fields.text("stablePath"),
    value: fields.any("value"),
    line: fields.number("line", 0),
    column: fields.number("column", 0),
    ...(endLine > 0 && endColumn > 0 && { endLine, endColumn }),
    ...(fields.has("renderedLine") && { renderedLine: fields.number("renderedLine") }),
  };
}
