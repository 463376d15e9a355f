import { quote } from "../../api/words/quoted.ts";
import { count } from "../../api/words/plural.ts";
import { compareNotes } from "../../report/notes/note-order.ts";
import type { Note, Report } from "../../report/report.ts";
import { nearestSettings } from "../../sources/settings-file.ts";

/**
 * Adds a warning for each configuration that does not count and is the nearest one to some inputs, and one for inputs that the configuration which
 * counts is neither beside nor above. One counts for the whole run, so the order of the inputs can decide.
 *
 * @param counting the configuration that the run found; undefined if it found none
 * @param paths the inputs
 */
export function noteOtherSettings<Parts extends Pick<Report, "notes">>(
  report: Parts,
  counting: string | undefined,
  paths: readonly string[],
): Parts {
  const known = new Map<string, string | undefined>();
  const byNearest = Map.groupBy(paths, (path) => nearestSettings(path, known));
  const others = [...byNearest].filter(([nearest]) => nearest !== counting);
  if (others.length === 0) return report;
  const notes = others.map(([nearest, files]): Note => {
    const message =
      nearest === undefined
        ? `${quote(counting ?? "")} counts for ${someOf(files)} too, which it is neither beside nor above: ${ONE}`
        : `${quote(nearest)} does not count, and is the nearest one to ${someOf(files)}: ${ONE}, ${
            counting === undefined ? "and that has no configuration" : `so ${quote(counting)} counts`
          }`;
    const source = nearest === undefined ? null : { file: nearest, document: 0, line: 1 };
    return { severity: "warning", code: "other-configuration", message: `${message}; ${ADVICE}`, source };
  });
  return { ...report, notes: [...report.notes, ...notes].toSorted(compareNotes) };
}

const ONE = "a run has one configuration, that of its first input";
const ADVICE = "give these inputs runs of their own, or name the configuration with --config";

function someOf([first = "", ...others]: readonly string[]): string {
  return others.length === 0 ? quote(first) : `${count(others.length + 1, "file")} such as ${quote(first)}`;
}
