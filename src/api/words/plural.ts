/** `1 workload`, `2 workloads`, `0 workloads`. */
export function count(number: number, noun: string): string {
  return `${number} ${plural(number, noun, `${noun}s`)}`;
}

/** Returns `one` if the count is exactly one, else `many`. */
export function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}
