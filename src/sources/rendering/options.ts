/** How charts are rendered, in the words of `helm template`. */
export interface RenderingOptions {
  /** The sets of values files. Each set renders each chart once; without any, a chart is rendered once, with its own values. */
  readonly values: readonly (readonly string[])[];
  /** `KEY=VALUE`, as for `helm template --set`. */
  readonly set: readonly string[];
  /** `KEY=VALUE`, as for `helm template --set-string`. */
  readonly setString: readonly string[];
  /** The version of Kubernetes that charts see; absent for that of Helm. */
  readonly kubeVersion?: string;
  /** The API versions that charts see besides those of Helm. */
  readonly apiVersions: readonly string[];
  /** The name of the release; absent for Helm's own. */
  readonly releaseName?: string;
  /** The namespace of the release; absent for `default`. */
  readonly namespace?: string;
}

/** The charts and kustomizations that a run renders. */
export interface RenderingRequest {
  /** Renders the charts and kustomizations among the inputs (`--render`); absent to render none of them. */
  readonly render?: RenderingOptions;
  /** The directory of a kustomization to render (`-k`). */
  readonly kustomization?: string;
  /** A flag of the command line that only charts obey: without a chart it would have no effect. */
  readonly chartFlag?: string;
}
