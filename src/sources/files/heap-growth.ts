/** V8's own, to which it is set back: another value would make V8 reject compiled code that is loaded later. */
const DEFAULT_FACTOR = 2;
const WHOLE_SIZE_AT_ONCE = 16;

let factor = DEFAULT_FACTOR;

/**
 * Prepares for megabytes of input. To read them makes a hundred times as much of objects that live for a moment, and V8 begins with a young
 * generation of 1 MiB that it doubles only now and then: here it grows to its full size (16 MiB) at the first occasion. On 27 MB of YAML
 * that saves 5 % of the time, and memory too, as less is taken for old (docs/performance.md).
 */
export function expectLargeInput(): void {
  setFactor(WHOLE_SIZE_AT_ONCE);
}

/** Takes it back; a young generation that has grown stays as it is. */
export function endLargeInput(): void {
  setFactor(DEFAULT_FACTOR);
}

function setFactor(wanted: number): void {
  if (factor === wanted) return;
  factor = wanted;
  process.getBuiltinModule("node:v8").setFlagsFromString(`--semi-space-growth-factor=${wanted}`);
}
