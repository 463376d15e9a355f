import { placeText } from "../../report/place.ts";
import { isForbidden, type Extent } from "../../report/gaps/forbidden.ts";
import type { Note, NoteCode, Unreadable } from "../../report/report.ts";
import { escapeText, escapeWhole } from "./escape.ts";
import { forbiddenText, type ForbiddenText } from "./rights/forbidden.ts";
import type { Advice } from "./rights/advice.ts";
import { wrap } from "./lines.ts";
import { wrapMessage } from "./wrap-message.ts";
import type { PaintedStyle } from "../terminal/style.ts";

/** A message on standard error: a note, or an unreadable input, which is an error. */
type Diagnostic = Pick<Note, "severity" | "source" | "message"> & { readonly code: NoteCode | "unreadable" };

/** The words for several diagnostics of a kind: `37 unknown fields`. */
const KINDS: Readonly<Record<Diagnostic["code"], string>> = {
  "accepted-list": "lists of accepted violations, which are no manifests: --accept FILE applies one",
  "admission-configuration":
    "configurations of Pod Security Admission, which do not count: --admission-config FILE applies one",
  "admission-policy": "ValidatingAdmissionPolicies that are not evaluated, or only in part",
  "assumed-defaults": "unknown defaults",
  "assumed-version": "unknown versions",
  "changed-by-scc": "templates that OpenShift changes, which block nothing",
  "changed-since": "restrictions to changed files",
  "cluster-scoped": "custom resources in no namespace: not judged",
  "current-namespace": "namespaces that were read instead of all",
  "duplicate-key": "duplicate keys",
  "duplicate-namespace": "duplicate Namespaces with different labels: the last one counts",
  "duplicate-object": "duplicate objects with different contents",
  "endless-acceptance": "reasons that name a day, in entries without a last day",
  "excluded-files": "searches that exclude files",
  "expired-acceptance": "accepted violations whose last day is over: they count again",
  "empty-file": "files without a document",
  "empty-input": "inputs without a document",
  "empty-list": "lists without items",
  "embedded-workload": "custom resources that contain objects with pods: not judged",
  "foreign-kind": "objects of other projects with pod templates: not judged",
  "found-by-shape": "custom resources with pods that were found by their shape: not judged",
  "helm-chart": "Helm charts: their templates are not judged without lint --render",
  "hidden-files": "searches that skip hidden files",
  "invalid-label": "Namespaces with invalid labels",
  "invalid-acceptance": "annotations that accept nothing",
  "items-in-custom-resource": "custom resources with items: kubectl treats them as lists",
  "items-in-object": "objects with items that are not lists",
  kustomization: "kustomizations: their output is not judged without lint --render",
  "lost-document": "documents that are lost before kubectl sees them",
  "managed-namespace": "namespaces of Argo CD whose labels do not count",
  "misplaced-label": "pod-security labels that are not labels of a Namespace: they have no effect",
  "misplaced-acceptance": "annotations that accept nothing where they are",
  "misspelt-label": "misspelt pod-security labels: they have no effect",
  "misspelt-value": "misspelt values of pods",
  "missing-kind": "objects whose kind or apiVersion is missing or misspelt: not judged",
  "missing-namespace": 'files with objects without a namespace: judged as in "default" (-n NAME sets another)',
  "hidden-credentials": "credentials left out of commands",
  "mixed-clusters": "inputs with objects of several clusters",
  "newer-server": "servers newer than the newest known version",
  "dropped-field": "fields that the API server does not have: judged without them",
  "older-server": "servers older than the oldest known version",
  "pod-security-policy": "PodSecurityPolicies, which API servers have not had since v1.25",
  "newer-version": "versions newer than the newest that is judged",
  "no-cluster-uid": "clusters that a script recognizes by the URL of the server",
  "no-containers": "workloads without containers",
  "no-events": "lists of Events that could not be read: everything is judged all the same",
  "nested-list": "lists within lists, which kubectl rejects: judged all the same",
  "no-pod-template": "objects without a pod template: nothing to judge",
  "no-security-context": "kinds without a field for a container's securityContext",
  "no-workloads": "reports without a workload",
  "not-an-object": "documents that are not Kubernetes objects: skipped",
  "old-history": "histories that are older than the labels",
  "other-cluster": "histories of another cluster",
  "partial-history": "histories that do not cover everything",
  "other-configuration": "configurations that do not count, or that count for other inputs",
  "old-api-version": "objects of an apiVersion that is no longer served: judged as the current one",
  patch: "patches, which are not complete objects",
  "pod-spec-patch": "patches that can set any field of a pod: not judged",
  "repeated-object": "objects in more than one place",
  "shared-uid": "objects with the uid of another object",
  "replaced-bytes": "files with bytes that are not Unicode: replaced",
  "skipped-file": "files skipped",
  "terminating-namespace": "notes on namespaces that are being deleted",
  "unknown-field": "unknown fields",
  "unknown-kind": "objects of an unknown kind: not judged",
  "unknown-namespace": "namespaces that are unknown, or whose labels are",
  "unread-controller": "controllers that were not read, and whose pods are rejected",
  "unread-custom-resources": "kinds of custom resources that were not read: everything else is judged all the same",
  "unread-policies": "lists of ValidatingAdmissionPolicies that were not read",
  "unused-acceptance": "accepted violations that do not exist",
  "unused-setting": "settings that have no effect",
  "unmatched-pod-template": "paths of --pod-template that no object has",
  "unset-variable": "variables without a default that decide the policy",
  "variable-default": "variables that were judged with their defaults",
  "without-template": "custom resources without a pod template: nothing to judge",
  unreadable: "inputs that could not be read or judged",
};

const SEVERITIES: readonly Note["severity"][] = ["error", "warning", "info"];
/** The limit of different messages of a kind. */
const LONGEST = 20;

/**
 * Renders notes and unreadable inputs for standard error: errors first, then warnings, then each kind of information in one line. A message
 * about many places is printed once with a count, and so is a kind with many messages. All forbidden lists are one message, of several lines;
 * the commands that work without rights are the last lines.
 *
 * @param isWhole whether each message has a line of its own
 */
export function* renderDiagnosticLines(
  report: Extent,
  { paint, width }: Pick<PaintedStyle, "paint" | "width">,
  isWhole: boolean,
): Generator<string, undefined> {
  const colours = { error: paint.bad, warning: paint.caution, info: paint.faint };
  const forbidden = forbiddenText(report);
  if (forbidden !== null) {
    yield `${colours.error(ERROR)}${forbiddenLines(forbidden, width).join("\n").slice(ERROR.length)}\n`;
  }
  const unreadable = report.unreadable.filter((one) => !isForbidden(one));
  const diagnostics = [...unreadable.map(fromUnreadable), ...report.notes];
  for (const severity of SEVERITIES) {
    const prefix = `${severity}:`;
    const byCode = Map.groupBy(
      diagnostics.filter((diagnostic) => diagnostic.severity === severity),
      ({ code }) => code,
    );
    for (const [code, group] of byCode) {
      const lines = isWhole ? group.map(textOf) : severity === "info" ? summarize(code, group) : shorten(code, group);
      for (const line of lines) {
        const text = wrapMessage(`${prefix} ${line}`, width).join("\n");
        yield `${colours[severity](prefix)}${text.slice(prefix.length)}\n`;
      }
    }
  }
  const wayOut = adviceLines(forbidden?.wayOut ?? [], width, 0);
  if (wayOut.length > 0) yield `${wayOut.join("\n")}\n`;
}

const ERROR = "error:";
const INDENT = 2;

function forbiddenLines({ fault, advice }: ForbiddenText, width: number): string[] {
  return [...wrap(escapeText(fault), width, " ".repeat(INDENT), `${ERROR} `), ...adviceLines(advice, width, INDENT)];
}

/** A command has a line of its own, which is never wrapped. */
function adviceLines(advice: readonly Advice[], width: number, indent: number): string[] {
  const rest = " ".repeat(INDENT);
  return advice.flatMap(({ text, isCommand }) =>
    isCommand ? [rest + escapeWhole(text)] : wrap(escapeText(text), width, rest, " ".repeat(indent)),
  );
}

function fromUnreadable({ source, message }: Unreadable): Diagnostic {
  return { severity: "error", code: "unreadable", source, message };
}

function textOf({ source, message }: Diagnostic): string {
  return escapeText(source === null ? message : `${placeText(source)}: ${message}`);
}

function summarize(code: Diagnostic["code"], group: readonly Diagnostic[]): string[] {
  if (group.length === 1) return group.map(textOf);
  return [`${group.length} ${KINDS[code]} (-o wide lists them)`];
}

/** Each of these notes has a command of its own, and a repository may have hundreds of them. */
const COUNTED: ReadonlySet<Diagnostic["code"]> = new Set<Diagnostic["code"]>(["helm-chart", "kustomization"]);

function shorten(code: Diagnostic["code"], group: readonly Diagnostic[]): string[] {
  if (COUNTED.has(code)) return summarize(code, group);
  const bySentence = [...Map.groupBy(group, ({ message }) => message).values()];
  // A line "and 1 more" is as long as that message.
  const shown = bySentence.length === LONGEST + 1 ? LONGEST + 1 : LONGEST;
  const lines = bySentence.slice(0, shown).flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    return others.length === 0
      ? textOf(first)
      : `${textOf(first)} (and ${others.length} more like this: -o wide lists them)`;
  });
  const rest = bySentence.slice(shown).reduce((total, same) => total + same.length, 0);
  return rest === 0 ? lines : [...lines, `and ${rest} more ${KINDS[code]} (-o wide lists them)`];
}
