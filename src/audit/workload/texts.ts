import {
  auditLine,
  podForbidden,
  podsForbidden,
  violates,
  warningLine,
  type Statement,
} from "../../admission/sentences.ts";
import type { ModeResult } from "../../admission/judge.ts";
import { ObjectFault } from "../../api/failure.ts";
import { detailedMessage } from "../../policy/evaluator.ts";
import type { FieldReport, Result, Sentence } from "../../report/report.ts";
import { levelOf } from "../../report/violations.ts";
import { createFieldPathFormatter, type FieldPath } from "../../api/field-path.ts";
import { CONTAINER_LISTS, type Pod } from "../../api/pod.ts";
import type { FaultyField } from "../../policy/check.ts";
import { fieldOf } from "../../workloads/identity.ts";
import type { PodInObject, WorkloadObject } from "../../workloads/object.ts";
import { sizeOfInventory, type ReportSize } from "./report-size.ts";
import { formatStablePath } from "./stable-path.ts";

/** Makes the texts of a report and keeps each once: thousands of workloads have the same violations, fields and sentences. */
export interface Intern {
  /** Returns the first string that was equal to this one. */
  text(text: string): string;
  /** Formats a path as formatFieldPath does. */
  path(path: FieldPath): string;
  /**
   * Makes the report on a field.
   *
   * @param workload finds its place
   * @param template the pod of the workload that has the field
   * @param field its path in the pod, and its value
   */
  field(workload: Pick<WorkloadObject, "locate">, template: PodInObject, field: FaultyField): FieldReport;
  /** The size of the report with these texts. */
  readonly size: ReportSize;
  /** Makes the sentences of the API server about all results of a workload. */
  readonly addSentences: AddSentences;
}

/** Half of the entries that a Map can have. */
const MAX_KNOWN = 2 ** 23;

/**
 * Creates an Intern without any text.
 *
 * @param identify whether the report needs the stable path of each field, which costs a little for each
 * @param size the size of the report, which gets each new text
 */
export function createIntern(identify: boolean, size = sizeOfInventory()): Intern {
  const known = new Map<string, string>();
  const text = (value: string): string => {
    const first = known.get(value);
    if (first === undefined) {
      size.addText(value);
      if (known.size < MAX_KNOWN) known.set(value, value);
    }
    return first ?? value;
  };
  const formatPath = createFieldPathFormatter();
  const stablePathOf = ({ pod, templateName }: PodInObject, path: FieldPath): string => {
    const below = formatStablePath(pod, path);
    return text(templateName === undefined ? below : `${templateName}.${below}`);
  };
  return {
    text,
    path: formatPath,
    field(workload, template, { path: below, value = null }) {
      const fullPath = fieldOf(template, below);
      const path = formatPath(fullPath);
      const stablePath = identify ? stablePathOf(template, below) : "";
      const container = containerAt(template.pod, below);
      const place = workload.locate(fullPath);
      const { line, column, endLine, endColumn } = place;
      if (container === "" || endLine === undefined || endColumn === undefined) {
        return { path, stablePath, ...(container !== "" && { container }), value, ...place };
      }
      // Spreads would take longer than all else here.
      return { path, stablePath, container, value, line, column, endLine, endColumn };
    },
    size,
    addSentences: createAddSentences(),
  };
}

/** The name of the container that a field belongs to; empty for a field of the pod. The path begins at the pod. */
function containerAt({ spec }: Pod, [first, listName, index]: FieldPath): string {
  const list = CONTAINER_LISTS.find((one) => one === listName);
  if (first !== "spec" || list === undefined || typeof index !== "number") return "";
  return spec[list]?.[index]?.name ?? "";
}

/** The sentences about a statement that do not name an object, so that workloads share them. */
interface Shared {
  readonly statement: Statement;
  audit?: Sentence;
  warn?: Sentence;
  pods?: Sentence;
  level?: Sentence;
}

/** Copies the results of a workload, with the sentences of the API server. Each call gives the same sentences. */
type AddSentences = (results: readonly Result[]) => readonly Result[];

/** Creates an AddSentences that keeps each sentence once: thousands of workloads have the same violations. */
function createAddSentences(): AddSentences {
  const known = new Map<string, Map<string, Shared>>();
  const sharedOf = (result: Result): Shared => {
    const levelVersion = levelOf(result);
    const { message } = result;
    let ofLevel = known.get(levelVersion);
    if (ofLevel === undefined) known.set(levelVersion, (ofLevel = new Map()));
    let shared = ofLevel.get(message);
    if (shared === undefined) {
      shared = { statement: { levelVersion, message } };
      if (ofLevel.size < MAX_KNOWN) ofLevel.set(message, shared);
    }
    return shared;
  };
  return (results) => {
    if (results.every(({ allowed }) => allowed)) return results;
    const isRefused = results.some((result) => result.subject === "pods" && refuses(result));
    const ofTemplate = results.filter(({ subject, allowed }) => subject === "template" && !allowed);
    return results.map((result) => {
      if (result.allowed) return result;
      const ofPods = result.subject === "pods";
      // A sentence about both the template and its pods appears once.
      const isRepeated = ofPods && ofTemplate.some((template) => hasSameSentences(template, result));
      return {
        ...result,
        sentences: isRepeated ? NO_SENTENCES : sentencesOf(result, sharedOf(result), ofPods && isRefused),
      };
    });
  };
}

const NO_SENTENCES: readonly Sentence[] = [];

/** @param isRefused whether pods are refused; a refused request gets no warning besides */
function sentencesOf(result: Result, shared: Shared, isRefused: boolean): readonly Sentence[] {
  const { statement } = shared;
  const { modes } = result;
  if (modes.length === 0) return [(shared.level ??= { mode: null, text: violates(statement) })];
  const enforce = !refuses(result)
    ? undefined
    : result.subject === "template"
      ? (shared.pods ??= { mode: "enforce", text: podsForbidden(statement) })
      : { mode: "enforce" as const, text: podForbidden(result.pod ?? "", statement) };
  const audit = modes.includes("audit") ? (shared.audit ??= { mode: "audit", text: auditLine(statement) }) : undefined;
  const isWarned = modes.includes("warn") && !isRefused;
  const warn = isWarned ? (shared.warn ??= { mode: "warn", text: warningLine(statement) }) : undefined;
  // A copy has no free places, and a report keeps thousands of these lists.
  return [enforce, audit, warn].filter((one) => one !== undefined).slice();
}

function refuses({ allowed, modes, scc }: Result): boolean {
  return !allowed && scc === undefined && modes.includes("enforce");
}

/** Whether a template has the sentences of its pods. In a dry run, the modes are the new ones, which may be others for the pods. */
function hasSameSentences(template: Result, pods: Result): boolean {
  return (
    template.level === pods.level &&
    template.version === pods.version &&
    template.message === pods.message &&
    pods.modes.every((mode) => template.modes.includes(mode))
  );
}

/** Far longer than the message of any object of 3 MiB, and short enough that every format can still escape it. */
const MAX_MESSAGE = 64 * 1024 * 1024;

/**
 * The API server's message of a result.
 *
 * @throws ObjectFault if it is longer than any message of an API server
 */
export function messageOf({ violations }: ModeResult): string {
  const message = detailedMessage(violations);
  if (message.length <= MAX_MESSAGE) return message;
  throw new ObjectFault(`too large: its messages have more than ${MAX_MESSAGE / 1024 / 1024} MiB`);
}
