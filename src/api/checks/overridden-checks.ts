import type { CheckDeclaration } from "./check-declaration.ts";

/** The checks of the last call, and the checks that each of them replaces, as far as they are known. */
let last: { readonly checks: readonly CheckDeclaration[]; readonly known: Map<string, ReadonlySet<string>> } = {
  checks: [],
  known: new Map(),
};

/** The IDs of the checks that a check replaces at some version. A table asks for each pair of violations of a workload. */
export function overriddenBy(check: string, checks: readonly CheckDeclaration[]): ReadonlySet<string> {
  if (last.checks !== checks) last = { checks, known: new Map() };
  let overridden = last.known.get(check);
  if (overridden === undefined) {
    const revisions = checks.find(({ id }) => id === check)?.revisions ?? [];
    overridden = new Set(revisions.flatMap(({ overrides }) => overrides ?? []));
    last.known.set(check, overridden);
  }
  return overridden;
}
