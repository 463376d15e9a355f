/** More keys than the kinds of Kubernetes have fields in usual manifests, and a power of two. */
const SIZE = 2048;
/** No field has a longer name. */
const LONGEST = 64;

/** The last text with each hash. */
const TEXTS: (string | undefined)[] = Array(SIZE).fill(undefined);

/**
 * Returns the text of a key, the same string for equal texts if possible. The same few keys occur in every document, and V8 must look up each new string in
 * its table before it can be the name of a property.
 */
export function keyText(text: string, start: number, end: number): string {
  const length = end - start;
  if (length > LONGEST) return text.slice(start, end);
  let hash = length;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  const slot = (hash ^ (hash >>> 11)) & (SIZE - 1);
  const known = TEXTS[slot];
  if (known !== undefined && known.length === length && text.startsWith(known, start)) return known;
  return (TEXTS[slot] = text.slice(start, end));
}
