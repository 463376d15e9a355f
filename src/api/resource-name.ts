/** Returns the group of an apiVersion; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** Returns the name of an object as kubectl writes it, `deployment.apps/web`. `<unknown>` is kubectl's word for a missing name. */
export function resourceName(apiVersion: string, kind: string, name: string): string {
  const group = groupOf(apiVersion);
  return `${kind.toLowerCase()}${group === "" ? "" : `.${group}`}/${name === "" ? "<unknown>" : name}`;
}
