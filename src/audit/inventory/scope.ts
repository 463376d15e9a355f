import type { Labels } from "../../admission/labels.ts";

/** The namespaces that a run covers. */
export interface NamespaceScope {
  /**
   * Whether a namespace is in the scope; undefined where only its labels could tell.
   *
   * @param labels undefined where they are not known
   */
  includes(name: string, labels: Labels | undefined): boolean | undefined;
  /** The namespaces in the scope, if names choose them. */
  readonly names?: readonly string[];
  /** The label selector (`-l`), if one chooses the namespaces. */
  readonly selector?: string;
}
