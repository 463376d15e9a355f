import type { Note, Report, Source, Unreadable } from "../../../report/report.ts";
import type { TestCase } from "./case.ts";
import { unreadableText } from "../../words/unreadable.ts";

/** A case for each document or list that could not be read: none of them passes. */
export function unreadableCases({ unreadable }: Report): TestCase[] {
  return unreadable.map((one) => ({
    name: one.source === null ? listName(one) : placeOf(one.source),
    className: "unreadable",
    fault: { element: "error", message: unreadableText(one) },
    lines: [],
    output: [],
  }));
}

/** A case for each kind of note, which is an error where one of its notes is, and one for what a baseline holds that is gone. */
export function noteCases({ notes, baseline }: Report): TestCase[] {
  const cases = Array.from(
    Map.groupBy(notes, ({ code }) => code),
    ([code, group]) => noteCase(code, group),
  );
  const gone = baseline?.gone ?? [];
  if (gone.length === 0) return cases;
  const output = gone.map((one) => `no longer there, though the baseline holds it: ${one}`);
  return [...cases, { name: "baseline-gone", className: "notes", fault: null, lines: [], output }];
}

function noteCase(code: Note["code"], notes: readonly Note[]): TestCase {
  const lines = notes.map(({ message, source }) => (source === null ? message : `${placeOf(source)}: ${message}`));
  const error = notes.find(({ severity }) => severity === "error");
  const fault = error === undefined ? null : { element: "error" as const, message: error.message };
  return {
    name: code,
    className: "notes",
    fault,
    lines: fault === null ? [] : lines,
    output: fault === null ? lines : [],
  };
}

function placeOf({ file, line }: Source): string {
  return `${file}:${line}`;
}

/** `cronjobs`, or `cronjobs in team-a` where the list of one namespace was refused. */
function listName({ list, message }: Unreadable): string {
  if (list === null) return message;
  return list.resource + (list.namespace === null ? "" : ` in ${list.namespace}`);
}
