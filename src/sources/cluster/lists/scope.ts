/** The namespaces to read. */
export type Scope =
  | {
      readonly type: "all";
      readonly labelSelector?: string;
      /** The namespace to read if the user may list neither all namespaces nor all pods; absent if the user asked for all. */
      readonly fallback?: string;
    }
  | { readonly type: "namespaces"; readonly names: readonly string[] };
