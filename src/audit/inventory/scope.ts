import type { Labels } from "../../admission/labels.ts";

/** The namespaces that a run covers. */
export interface NamespaceScope {
  /**
   * Whether a namespace is in the scope; undefined if that depends on labels that are not known.
   *
   * @param labels undefined if they are not known
   */
  includes(name: string, labels: Labels | undefined): boolean | undefined;
  /** The only namespace in the scope, if the run is for one name. */
  readonly name?: string;
  /** The label selector of the namespaces (`-l`), if there is one. */
  readonly selector?: string;
}
