import { groupOf } from "../../workloads/identity.ts";
import { BUILTIN_KINDS } from "./builtin-kinds.ts";

/** The suffix of a list's kind. */
export const LIST_SUFFIX = "List";

const NONE: ReadonlySet<string> = new Set();

/** The kinds of each apiVersion of Kubernetes' own; parsed when a question goes beyond the nine kinds. */
let builtinKinds: ReadonlyMap<string, ReadonlySet<string>> | undefined;

function readTable(): ReadonlyMap<string, ReadonlySet<string>> {
  const table = new Map<string, ReadonlySet<string>>();
  for (const [group, text] of Object.entries(BUILTIN_KINDS)) {
    for (const entry of text.split("; ")) {
      const [versions = "", words = ""] = entry.split(": ");
      const kinds = new Set(
        words
          .split(" ")
          .flatMap((word) => (word.endsWith("+") ? [word.slice(0, -1), word.replace("+", LIST_SUFFIX)] : word)),
      );
      for (const version of versions.split(" ")) table.set(group === "" ? version : `${group}/${version}`, kinds);
    }
  }
  return table;
}

function tableOfKinds(): ReadonlyMap<string, ReadonlySet<string>> {
  return (builtinKinds ??= readTable());
}

/** Returns the kinds of an apiVersion of Kubernetes' own, including lists; none for any other apiVersion. */
export function kindsOf(apiVersion: string): ReadonlySet<string> {
  return tableOfKinds().get(apiVersion) ?? NONE;
}

/** Whether a group is one of Kubernetes' own, including the core group, which has no name. */
export function isOwnGroup(group: string): boolean {
  return Object.hasOwn(BUILTIN_KINDS, group);
}

/** Whether Kubernetes has this kind in any apiVersion. */
export function isBuiltinKind(kind: string): boolean {
  return [...tableOfKinds().values()].some((kinds) => kinds.has(kind));
}

/** Whether an apiVersion belongs to Kubernetes' own API. */
export function isBuiltinApiVersion(apiVersion: string): boolean {
  return tableOfKinds().has(apiVersion);
}

/** Returns all apiVersions of Kubernetes' own, or those of one group. */
export function ownApiVersions(group?: string): readonly string[] {
  return [...tableOfKinds().keys()].filter((each) => group === undefined || groupOf(each) === group);
}
