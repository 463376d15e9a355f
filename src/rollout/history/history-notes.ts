import { count, plural } from "../../api/words/plural.ts";
import type { EarlierHistory } from "../../report/plan/plan-history.ts";
import type { Note, NoteCode } from "../../report/report.ts";

/** The facts about a plan that decide how far a history is about it. */
export interface HistoryFit {
  /** Whether the history is certainly about another cluster. */
  readonly isOther: boolean;
  /** The server of the plan; null for a dump. */
  readonly server: string | null;
  /** The namespaces with other labels than in the history. */
  readonly relabelled: readonly string[];
  /** The namespaces that are not in the history. */
  readonly unknown: readonly string[];
}

/** The names that a note has at most. */
const SHOWN = 5;

/** The notes on a history that is not, or not wholly, about the cluster of a plan as it is now. */
export function historyNotes(history: EarlierHistory, { isOther, server, relabelled, unknown }: HistoryFit): Note[] {
  const { file, isComplete, isWhole } = history;
  const notes: Note[] = [];
  if (isOther) {
    notes.push(
      warning(
        "other-cluster",
        `${file} is the history of another cluster: its namespace kube-system has another uid. Its violations still keep enforce back, but it proves nothing here`,
      ),
    );
  } else if (history.server !== null && server !== null && history.server !== server) {
    notes.push(
      warning(
        "other-cluster",
        `${file} has the labels of ${history.server}, and this plan is for ${server}: make sure that both are one cluster`,
      ),
    );
  }
  if (!isOther && relabelled.length > 0) {
    const has = plural(relabelled.length, "has", "have");
    notes.push(
      warning(
        "old-history",
        `${file} is older than the labels: ${some(relabelled)} ${has} another policy now. Its violations still keep enforce back, but it proves nothing there; watch, and make it again`,
      ),
    );
  }
  if (unknown.length > 0 && !isOther) {
    const why = isWhole ? "" : " (it was made with -n or -l)";
    notes.push({
      ...warning(
        "partial-history",
        `${file} says nothing about ${some(unknown)}${why}: the plan has no evidence there`,
      ),
      severity: "info",
    });
  }
  if (!isComplete) {
    notes.push(warning("partial-history", `${file} is incomplete: some of its logs could not be read`));
  }
  return notes;
}

/** `namespace shop`, `7 namespaces: a, b, c, d, e and 2 more`. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN);
  const others = names.length - shown.length;
  if (names.length === 1) return `namespace ${shown.join("")}`;
  return `${count(names.length, "namespace")} (${shown.join(", ")}${others > 0 ? ` and ${others} more` : ""})`;
}

function warning(code: NoteCode, message: string): Note {
  return { severity: "warning", code, message, source: null };
}
