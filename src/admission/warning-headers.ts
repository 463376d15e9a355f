/** The largest total length of the warnings of one answer, in code points; beyond it each is cut. */
const MAX_TOTAL = 4096;
/** The length to which a warning is cut, in code points. */
const MAX_ITEM = 256;

const CONTROL = /\p{Cc}/u;

/**
 * The warnings of one answer as a client receives them, in their order: each text once, none that is empty or contains a
 * control character. Where all together exceed 4,096 code points, each is cut to 256, and none follows once the cut ones
 * reach 4,096. Texts that differ only beyond the cut stay, and are equal then.
 *
 * AddWarning of pkg/endpoints/filters/warning.go, k8s.io/apiserver v0.37.2, with NewWarningHeader of
 * pkg/util/net/http.go, k8s.io/apimachinery v0.37.2.
 */
export function asWarningHeaders(warnings: readonly string[]): readonly string[] {
  const recorded = new Set<string>();
  let headers: string[] = [];
  let total = 0;
  let isCutting = false;
  for (const warning of warnings) {
    if (isCutting && total >= MAX_TOTAL) break;
    if (warning === "" || recorded.has(warning)) continue;
    recorded.add(warning);
    const text = isCutting ? cut(warning) : warning;
    if (CONTROL.test(text)) continue;
    headers.push(text);
    total += countCodePoints(text);
    if (isCutting || total <= MAX_TOTAL) continue;
    isCutting = true;
    // A control character beyond the cut keeps nothing back any more.
    headers = Array.from(recorded, cut).filter((header) => !CONTROL.test(header));
    total = headers.reduce((sum, header) => sum + countCodePoints(header), 0);
  }
  return headers;
}

function cut(text: string): string {
  // A code point is one or two units, so that no more of a long text is looked at.
  return text.length <= MAX_ITEM
    ? text
    : Array.from(text.slice(0, 2 * MAX_ITEM))
        .slice(0, MAX_ITEM)
        .join("");
}

function countCodePoints(text: string): number {
  // Surrogate pairs are two units each.
  let count = text.length;
  for (let index = 1; index < text.length; index++) {
    if (isSurrogate(text.charCodeAt(index - 1), 0xd800) && isSurrogate(text.charCodeAt(index), 0xdc00)) count--;
  }
  return count;
}

/** @param first the first of the 1,024 surrogates of a kind: high ones, or low ones */
function isSurrogate(unit: number, first: number): boolean {
  return unit >= first && unit < first + 0x400;
}
