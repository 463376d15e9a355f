import type { FixedWorkload, TextChange } from "../../../report/fix/fix-report.ts";
import { titleOf, type WorkloadReport } from "../../../report/workload.ts";
import { artifactLocation } from "./location.ts";
import { messageOf } from "./text.ts";

/**
 * The edits of a workload as SARIF's `fixes` (2.1.0, 3.27.30): one fix with a replacement for each edit. The edits of a workload belong together, because one
 * insertion often has the fields of several checks. So each result of the workload has all of them.
 *
 * @returns nothing without edits of the text
 */
export function sarifFixes({ fix, source, kind, name }: WorkloadReport): readonly object[] {
  if (fix === undefined || source === null || fix.changes.length === 0) return [];
  // A half of a character cannot be in a JSON document that every reader accepts.
  if (!fix.changes.every(({ text }) => text.isWellFormed())) return [];
  return [
    {
      description: messageOf(`Edit ${titleOf({ kind, name })} so that it meets ${levelsOf(fix)}`),
      artifactChanges: [
        { artifactLocation: artifactLocation(source.file), replacements: joined(fix.changes).map(replacement) },
      ],
    },
  ];
}

function levelsOf({ levels }: FixedWorkload): string {
  return levels.join(" and ");
}

/** Joins edits that touch each other, because two insertions at one place would depend on the order in which a reader makes them. */
function joined(changes: readonly TextChange[]): readonly TextChange[] {
  const separate: TextChange[] = [];
  for (const change of changes) {
    const last = separate.at(-1);
    if (last === undefined || last.end !== change.start) separate.push(change);
    else {
      const { end, endLine, endColumn } = change;
      separate[separate.length - 1] = { ...last, end, endLine, endColumn, text: last.text + change.text };
    }
  }
  return separate;
}

/** An empty region is a place to insert (3.57.3). */
function replacement({ line, column, endLine, endColumn, text }: TextChange): object {
  return {
    deletedRegion: { startLine: line, startColumn: column, endLine, endColumn },
    ...(text !== "" && { insertedContent: { text } }),
  };
}
