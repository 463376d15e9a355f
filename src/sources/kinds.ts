import { WORKLOAD_KINDS } from "../workloads/pod-template.ts";
import { KINDS } from "./schema.ts";

/** What an apiVersion and kind are to Pod Security Admission. */
export type KindClass =
  /** One of the nine kinds, or Namespace: decoded as `struct` of schema.ts; `servedAs` is its apiVersion today where that differs. */
  | { readonly class: "known"; readonly struct: string; readonly servedAs?: string }
  /** Looks like one of them, and no API server has it; what was probably meant is `kind` of `servedAs`. */
  | { readonly class: "misspelt"; readonly kind: string; readonly servedAs: string }
  | { readonly class: "other" };

/** Classifies an object by its apiVersion and kind, whose names are case-sensitive, as for the API server. */
export function classifyKind(apiVersion: string, kind: string): KindClass {
  const struct = lookUp(`${apiVersion}/${kind}`);
  const meant = knownKind(kind);
  const servedAs = meant === undefined ? undefined : servedApiVersion(meant);
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
  const name = kind.trim().toLowerCase();
  return ["Namespace", ...WORKLOAD_KINDS].find((known) => known.toLowerCase() === name);
}

/** Whether a kind, whatever its group, is one of the nine or Namespace. */
export function isKnownKind(kind: string): boolean {
  return kind === "Namespace" || WORKLOAD_KINDS.includes(kind);
}

/** The apiVersion in which an API server of today serves one of the nine kinds, or Namespace. */
function servedApiVersion(kind: string): string | undefined {
  return ["v1", "apps/v1", "batch/v1"].find((apiVersion) => lookUp(`${apiVersion}/${kind}`) !== undefined);
}

function lookUp(key: string): string | undefined {
  return Object.hasOwn(KINDS, key) ? KINDS[key] : undefined;
}
