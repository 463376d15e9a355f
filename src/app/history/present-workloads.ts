import { isUserError } from "../../api/user-error.ts";
import type { Level } from "../../api/level.ts";
import { LATEST } from "../../policy/version.ts";
import type { FindPresent, PresentWorkload } from "../../history/sightings/present.ts";
import type { RejectedWorkload } from "../../history/sightings/rejected.ts";
import { missingIn } from "../../report/gaps/missing.ts";
import type { Note, Report, WorkloadReport } from "../../report/report.ts";
import { runAudit } from "../audit.ts";
import type { Terminal } from "../terminal.ts";
import type { HistoryRequest } from "./history-request.ts";

/** Workloads in the cluster or in the file of `--namespaces`, and the notes about what could not be read. */
export interface PresentWorkloads {
  readonly find: FindPresent;
  /** The workloads whose pods the API server rejects now, by an Event or a condition. */
  readonly rejected: readonly RejectedWorkload[];
  readonly notes: readonly Note[];
}

const LEVELS = ["baseline", "restricted"] as const;
const UNKNOWN: PresentWorkloads = { find: () => undefined, rejected: [], notes: [] };

/**
 * Finds out what became of the workloads that violated a policy, and which workloads are rejected now. It is optional: an object that cannot be read is a note.
 *
 * @param suspects the namespaces with workloads that violated a policy
 */
export async function readPresentWorkloads(
  request: HistoryRequest,
  suspects: readonly string[],
  terminal: Terminal,
): Promise<PresentWorkloads> {
  const { namespaces: file, verbosity, admissionConfig, ...cluster } = request;
  // Standard input has been read already.
  if (file === "-") return UNKNOWN;
  const { paths: _paths, since: _since, until: _until, ...scope } = cluster;
  const about = file === undefined ? scope : { filename: [file] };
  try {
    const audited = await runAudit(
      {
        ...about,
        verbosity,
        ...(admissionConfig !== undefined && { admissionConfig }),
        failOn: "none",
        strict: false,
        identify: false,
        accepted: undefined,
        // The modes may ask for other levels.
        levels: LEVELS.map((level) => ({ level, version: LATEST })),
        hasPlannedLevels: false,
      },
      terminal,
    );
    return presentIn(audited, suspects);
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { ...UNKNOWN, notes: [unknown(error.message)] };
  }
}

function presentIn(report: Report, suspects: readonly string[]): PresentWorkloads {
  // A file with Namespaces alone says nothing about workloads.
  if (report.source.type === "files" && report.summary.workloads === 0) return UNKNOWN;
  const isMissing = missingIn(report);
  const namespaces = new Map(
    report.namespaces.map(({ name, workloads }) => [name, Map.groupBy(workloads, (one) => `${one.kind}/${one.name}`)]),
  );
  const [unread] = report.unreadable;
  const notes = unread !== undefined && suspects.some(isMissing) ? [unknown(unread.message)] : [];
  return {
    notes,
    rejected: report.namespaces.flatMap(({ name: namespace, workloads }) =>
      workloads.filter(({ rejection }) => rejection !== null).map(({ kind, name }) => ({ namespace, kind, name })),
    ),
    find: (namespace, kind, name) => {
      if (isMissing(namespace)) return undefined;
      const workloads = namespaces.get(namespace);
      const found = workloads?.get(`${kind}/${name}`);
      if (found !== undefined) return presentOf(found);
      // A file need not have all workloads, and a run may have read the current namespace alone.
      return workloads === undefined || report.source.type === "files" ? undefined : "gone";
    },
  };
}

/** A workload, or several of one kind and name in different groups: then the worst of them. */
function presentOf(workloads: readonly WorkloadReport[]): PresentWorkload {
  const meets = (level: Level): boolean =>
    workloads.every(({ exempt, results }) =>
      results.every((one) => exempt !== null || one.level !== level || one.allowed),
    );
  const [rejected = null] = workloads.flatMap(({ rejection }) => (rejection === null ? [] : [rejection.message]));
  return {
    meets: meets("baseline") ? (meets("restricted") ? "restricted" : "baseline") : "privileged",
    rejected,
  };
}

function unknown(reason: string): Note {
  const message = `the report does not say which workloads still exist: ${reason}`;
  return { severity: "info", code: "partial-history", message, source: null };
}
