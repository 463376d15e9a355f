import type { Note, Report, Source, Unreadable } from "../../../report/report.ts";
import type { TestCase } from "./case.ts";
import { isForbidden } from "../../../report/gaps/forbidden.ts";
import { unreadNamespaceOf } from "../../../report/gaps/missing.ts";
import { policySentence, policyText, subjectText } from "../../words/policies/policy-text.ts";
import { forbiddenWords } from "../../words/rights/forbidden.ts";

/** A failed case for all forbidden lists together, and one for each other document or list that is unreadable. */
export function unreadableCases(report: Report): TestCase[] {
  const forbidden = forbiddenWords(report);
  const others = report.unreadable.filter((one) => !isForbidden(one));
  return [
    ...(forbidden === "" ? [] : [unreadableCase("forbidden", forbidden)]),
    ...others.map((one) => unreadableCase(one.source === null ? listName(one) : placeOf(one.source), one.message)),
  ];
}

function unreadableCase(name: string, message: string): TestCase {
  return { name, className: "unreadable", fault: { element: "error", message }, lines: [], output: [] };
}

/** A case for each answer of an admission policy, failed if it fails the run. */
export function policyCases({ policies = [] }: Report): TestCase[] {
  return policies.map((verdict) => {
    const { fails, sentences, source } = verdict;
    const place = source === null ? [] : [`at ${placeOf(source)}`];
    return {
      name: `${subjectText(verdict)} in ${verdict.namespace}: ${policyText(verdict)}`,
      className: "admission policies",
      fault: fails ? { element: "failure" as const, message: policySentence(verdict) } : null,
      lines: fails ? [...sentences, ...place] : [],
      output: fails ? [] : [...sentences, ...place],
    };
  });
}

/** A case for each kind of note, an error if one of its notes is one. */
export function noteCases({ notes }: Report): TestCase[] {
  return Array.from(
    Map.groupBy(notes, ({ code }) => code),
    ([code, group]) => noteCase(code, group),
  );
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

/** `cronjobs`, `cronjobs in team-a` for a refused list of one namespace, or `namespace team-a`. */
function listName(unreadable: Unreadable): string {
  const { list, message } = unreadable;
  if (list === null) return message;
  const namespace = unreadNamespaceOf(unreadable);
  if (namespace !== undefined) return `namespace ${namespace}`;
  return list.resource + (list.namespace === null ? "" : ` in ${list.namespace}`);
}
