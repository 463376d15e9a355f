import { WORKLOAD_KINDS } from "../workloads/pod-template.ts";
import { KINDS } from "./schema.ts";

/** What an apiVersion and kind are to Pod Security Admission. */
export type KindClass =
  /** One of the nine kinds, or Namespace: decoded as `struct` of schema.ts; `servedAs` is its apiVersion today where that differs. */
  | { readonly class: "known"; readonly struct: string; readonly servedAs?: string }
  /** Looks like one of them, and no API server has it; what was probably meant is `kind` of `servedAs`. */
  | { readonly class: "misspelt"; readonly kind: string; readonly servedAs: string }
  | { readonly class: "other" };

const ALL_KINDS = ["Namespace", ...WORKLOAD_KINDS];
const BY_LOWER_CASE: ReadonlyMap<string, string> = new Map(ALL_KINDS.map((kind) => [kind.toLowerCase(), kind]));
/** The apiVersion in which an API server of today serves each. */
const SERVED_AS: ReadonlyMap<string, string> = new Map(
  ["batch/v1", "apps/v1", "v1"].flatMap((apiVersion) =>
    ALL_KINDS.filter((kind) => lookUp(`${apiVersion}/${kind}`) !== undefined).map((kind) => [kind, apiVersion]),
  ),
);

/** Classifies an object by its apiVersion and kind, whose names are case-sensitive, as for the API server. */
export function classifyKind(apiVersion: string, kind: string): KindClass {
  const struct = lookUp(`${apiVersion}/${kind}`);
  const meant = knownKind(kind);
  const servedAs = meant === undefined ? undefined : SERVED_AS.get(meant);
  if (struct !== undefined) {
    return servedAs === undefined || servedAs === apiVersion
      ? { class: "known", struct }
      : { class: "known", struct, servedAs };
  }
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  // A group without a dot can only be Kubernetes' own: another project's is a domain name.
  if (meant === undefined || servedAs === undefined || group.includes(".")) return { class: "other" };
  return { class: "misspelt", kind: meant, servedAs };
}

/** The one of the nine kinds, or Namespace, whose name this is but for case and white space around it. */
function knownKind(kind: string): string | undefined {
  return BY_LOWER_CASE.get(kind.trim().toLowerCase());
}

/** Whether a kind, whatever its group, is one of the nine or Namespace. */
export function isKnownKind(kind: string): boolean {
  return kind === "Namespace" || WORKLOAD_KINDS.includes(kind);
}

function lookUp(key: string): string | undefined {
  return Object.hasOwn(KINDS, key) ? KINDS[key] : undefined;
}
