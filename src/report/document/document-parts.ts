/** The parts that the documents of reports and plans share. */
import type { ReportScope } from "../scope/report-scope.ts";
import type { Note, ReportSource, Source, Unreadable } from "../report.ts";

/** The source of the objects of a report, as a field of its document. */
export function reportSource(source: ReportSource) {
  if (source.type === "files") return { type: source.type, files: source.files };
  return {
    type: source.type,
    context: source.context === null ? null : text(source.context),
    server: text(source.server),
  };
}

/** The namespaces that a run covers. */
export function scopeDocument({ names, selector, skipped }: ReportScope) {
  return {
    names: names && names.map(text),
    selector: selector === null ? null : text(selector),
    skipped: skipped.map(text),
  };
}

/** A place in a file. */
export function sourceDocument({ file, document, line, rendered }: Source) {
  return {
    file: text(file),
    document,
    // Objects that a program passed have no lines.
    ...(line > 0 && { line }),
    ...(rendered !== undefined && { rendered: renderedDocument(rendered) }),
  };
}

/** The place of an object in the output of helm or kustomize. */
export function renderedDocument({ line, values }: NonNullable<Source["rendered"]>) {
  return { line, values: values.map(text) };
}

/** A note, with its place if it has one. */
export function noteDocument({ severity, code, message, source }: Note) {
  return { severity, code, message: text(message), ...(source !== null && sourceDocument(source)) };
}

/** An input that could not be read: a place in a file, or a list of the cluster. */
export function unreadableDocument({ message, source, list }: Unreadable) {
  return {
    ...(source !== null && sourceDocument(source)),
    ...(list !== null && listDocument(list)),
    message: text(message),
  };
}

function listDocument({ resource, namespace, rule }: NonNullable<Unreadable["list"]>) {
  return { resource: text(resource), namespace: namespace === null ? null : text(namespace), rule: text(rule) };
}

/** A text for a document. Lone surrogates become U+FFFD, as in Go, because some readers reject a document that contains them. */
export function text(value: string): string {
  return value.toWellFormed();
}
