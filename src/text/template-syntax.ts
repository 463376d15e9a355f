/** The actions in a template of manifests: `{{ .Values.a }}`, `{{- if`, `{{/*`, `{% if`. */
const ACTION = /\{\{-?\s*[.$\w(/"']|\{%-?\s*\w/;
/** A variable that a shell or envsubst would replace, as a whole value. */
const VARIABLE = /^\$\{?\w/;
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g;
const COMMENT = /(?:^|\s)#.*/;
/** A key or a dash, and then the beginning of a block scalar. */
const BLOCK_SCALAR = /(?:^|[\s:-])[|>][-+0-9]*\s*$/;

/** The hint for a template from which a tool renders manifests. */
export const TEMPLATE_HINT =
  "; this looks like a template: render it first, for instance `helm template CHART | kubectl pss lint -`";
const VARIABLE_HINT =
  "; this looks like a variable that was not substituted: do so first, for instance `envsubst < FILE | kubectl pss lint -`";

/**
 * Whether a text that is not YAML has template actions that break YAML. In comments, quotes and block scalars an action
 * is plain text, as in the alerts and dashboards that monitoring tools render themselves.
 */
export function looksLikeTemplate(text: string): boolean {
  if (!ACTION.test(text)) return false;
  let blockIndentation: number | undefined;
  for (const line of text.split("\n")) {
    const indentation = line.search(/\S/);
    if (indentation === -1) continue;
    if (blockIndentation !== undefined && indentation > blockIndentation) continue;
    blockIndentation = undefined;
    // `{{ include "a" . }}` contains its own quotes.
    const outside = line.replaceAll(QUOTED, (quoted) => (ACTION.test(quoted) ? "" : '""')).replace(COMMENT, "");
    if (ACTION.test(outside)) return true;
    if (BLOCK_SCALAR.test(outside)) blockIndentation = indentation;
  }
  return false;
}

/**
 * Returns the hint for a string in a field of another type, if it is a placeholder that a tool would have replaced;
 * else empty.
 */
export function hintForPlaceholder(value: string): string {
  if (ACTION.test(value)) return TEMPLATE_HINT;
  return VARIABLE.test(value) ? VARIABLE_HINT : "";
}
