import { groupOf } from "../../workloads/identity.ts";
import { WORKLOAD_KINDS } from "../../workloads/pod-template.ts";
import { nearestName } from "../../api/words/nearest-name.ts";
import { kindsOf, ownApiVersions } from "./kind-table.ts";
import { KINDS } from "../decode/schema.ts";

/** The kind that the user probably meant. */
export interface Meant {
  readonly kind: string;
  readonly apiVersion: string;
}

/** The nine kinds, and Namespace. */
const ALL_KINDS = ["Namespace", ...WORKLOAD_KINDS];
/** The current apiVersion of each kind. */
export const SERVED_AS: ReadonlyMap<string, string> = new Map(
  ["batch/v1", "apps/v1", "v1"].flatMap((apiVersion) =>
    ALL_KINDS.filter((kind) => Object.hasOwn(KINDS, `${apiVersion}/${kind}`)).map((kind) => [kind, apiVersion]),
  ),
);

const STABLE = /(?:^|\/)v[0-9]+$/;

/** An input with more names than these is meant to make the search slow: later names are not looked up. */
const MAX_FOUND = 1000;
/** The longest name in Kubernetes. */
const MAX_NAME = 253;
const found = new Map<string, Meant | undefined>();
let byLowerCase: ReadonlyMap<string, readonly Meant[]> | undefined;

/**
 * Finds the kind of Kubernetes' own that was probably meant. The nearest name counts first, then the same apiVersion,
 * then the same group. Of several kinds with the same name, it is the one that makes pods.
 */
export function findMeant(apiVersion: string, kind: string): Meant | undefined {
  const key = `${apiVersion}/${kind}`;
  if (found.has(key)) return found.get(key);
  const isExhausted = found.size >= MAX_FOUND || key.length > MAX_NAME;
  const meant = findSame(apiVersion, kind) ?? (isExhausted ? undefined : findNear(apiVersion, kind));
  if (!isExhausted) found.set(key, meant);
  return meant;
}

function findSame(apiVersion: string, kind: string): Meant | undefined {
  const home = [...kindsOf(apiVersion)].find((each) => isSameName(each, kind));
  if (home !== undefined) return { kind: home, apiVersion };
  const known = ALL_KINDS.find((each) => isSameName(each, kind));
  if (known !== undefined) return { kind: known, apiVersion: SERVED_AS.get(known) ?? apiVersion };
  const all = (byLowerCase ??= indexKinds()).get(kind.trim().toLowerCase());
  return all?.find((each) => groupOf(each.apiVersion) === groupOf(apiVersion) && isStable(each)) ?? all?.[0];
}

function findNear(apiVersion: string, kind: string): Meant | undefined {
  const own = sort(ownApiVersions(groupOf(apiVersion)));
  for (const tier of [own.filter((each) => each === apiVersion), own, sort(ownApiVersions())]) {
    const kinds = new Map(tier.toReversed().flatMap((each) => [...kindsOf(each)].map((one) => [one, each])));
    const near = nearestName(kind.trim(), [...kinds.keys()]);
    if (near !== undefined) return { kind: near, apiVersion: kinds.get(near) ?? apiVersion };
  }
  return undefined;
}

function indexKinds(): ReadonlyMap<string, readonly Meant[]> {
  const all = sort(ownApiVersions()).flatMap((apiVersion) =>
    [...kindsOf(apiVersion)].map((kind) => ({ kind, apiVersion })),
  );
  return Map.groupBy(all, ({ kind }) => kind.toLowerCase());
}

/** Sorts stable apiVersions first, and newer ones before older ones. */
function sort(apiVersions: readonly string[]): string[] {
  return apiVersions.toSorted(
    (a, b) =>
      Number(isStable({ apiVersion: b })) - Number(isStable({ apiVersion: a })) ||
      compare(groupOf(a), groupOf(b)) ||
      compare(b, a),
  );
}

function isStable({ apiVersion }: Pick<Meant, "apiVersion">): boolean {
  return STABLE.test(apiVersion);
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

/** Whether an apiVersion differs from one of Kubernetes' own in only one or two letters. */
export function isNearOwn(apiVersion: string): boolean {
  const own = ownApiVersions().filter((each) => !groupOf(each).includes("."));
  const group = groupOf(apiVersion);
  const groups = own.map(groupOf).filter((each) => each !== "");
  return own.some((each) => isSameName(each, apiVersion)) || (group !== "" && nearestName(group, groups) !== undefined);
}

/** Whether two names are equal apart from case and surrounding white space. */
export function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.trim().toLowerCase();
}
