import assert from "node:assert/strict";
import { test } from "node:test";
import { TEMPLATE_HINT, hintForPlaceholder, looksLikeTemplate } from "../../src/text/template-syntax.ts";

const TEXTS: readonly (readonly [text: string, expected: boolean])[] = [
  ["replicas: {{ .Values.replicas }}", true],
  ["{{- if .Values.x }}\na: 1\n{{- end }}", true],
  ['{{ include "x" . }}', true],
  ['a: {{ "b" }}', true],
  ["{{/* a comment of the template */}}", true],
  ["a: b-{{ .c }}-d", true],
  ["{% if a %}", true],
  ["a: |\n  {{ .b }}\nc: {{ .d }}", true],
  ["a: >-\n\n  {{ .b }}\n{{ .d }}", true],
  ["- |\n  {{ .b }}\n- {{ .d }}", true],
  ["a: [ {{}: 1}", false],
  ["# {{ .a }}", false],
  ["a: b # {{ .c }}", false],
  ['a: "{{ .b }}"', false],
  ["a: '{{ .b }}'", false],
  ["a: |\n  {{ .b }}\n\n    {{ .c }}", false],
  ["a: >2-\n  {{ .b }}", false],
  ["- |\n  {{ .b }}", false],
  ["a: ${B}", false],
];

for (const [text, expected] of TEXTS) {
  test(`${JSON.stringify(text)} ${expected ? "looks" : "does not look"} like a template`, () => {
    assert.equal(looksLikeTemplate(text), expected);
  });
}

test("a placeholder in a field of another type", () => {
  for (const value of ["{{ .Values.a }}", "a-{{ .b }}", "{% a %}"]) {
    assert.equal(hintForPlaceholder(value), TEMPLATE_HINT);
  }
  for (const value of ["${REPLICAS}", "$REPLICAS", "${REPLICAS:-2}"]) {
    assert.match(
      hintForPlaceholder(value),
      /^; this looks like a variable .* `envsubst < FILE \| kubectl pss lint -`$/,
    );
  }
  for (const value of ["", "two", "$", "a$b", "${}", "{{}}", "100%"]) assert.equal(hintForPlaceholder(value), "");
});
