/** What fills the files that a tool makes manifests of: `{{ .Values.a }}`, `{{- if`, `{{/*`, `{% if`. */
const ACTION = /\{\{-?\s*[.$\w(/"']|\{%-?\s*\w/;
/** What a shell or envsubst would substitute, as a whole value. */
const VARIABLE = /^\$\{?\w/;
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g;
const COMMENT = /(?:^|\s)#.*/;
/** A key or a dash, and then the beginning of a block scalar. */
const BLOCK_SCALAR = /(?:^|[\s:-])[|>][-+0-9]*\s*$/;

/** What to do about a file of which a tool makes manifests. */
export const TEMPLATE_HINT =
  "; this looks like a template: render it first, for instance `helm template CHART | kubectl pss lint -`";
const VARIABLE_HINT =
  "; this looks like a variable that was not substituted: do so first, for instance `envsubst < FILE | kubectl pss lint -`";

/**
 * Whether a text that is no YAML has actions of a template where they would make it none: in comments, quotes and block scalars they are
 * text like any other, as in the alerts and dashboards that monitoring tools render themselves.
 */
export function looksLikeTemplate(text: string): boolean {
  if (!ACTION.test(text)) return false;
  let blockIndentation: number | undefined;
  for (const line of text.split("\n")) {
    const indentation = line.search(/\S/);
    if (indentation === -1) continue;
    if (blockIndentation !== undefined && indentation > blockIndentation) continue;
    blockIndentation = undefined;
    // `{{ include "a" . }}` has quotes of its own.
    const outside = line.replaceAll(QUOTED, (quoted) => (ACTION.test(quoted) ? "" : '""')).replace(COMMENT, "");
    if (ACTION.test(outside)) return true;
    if (BLOCK_SCALAR.test(outside)) blockIndentation = indentation;
  }
  return false;
}

/** What to do about a string in a field of another type, where it is something that a tool would have replaced; else empty. */
export function hintForPlaceholder(value: string): string {
  if (ACTION.test(value)) return TEMPLATE_HINT;
  return VARIABLE.test(value) ? VARIABLE_HINT : "";
}
