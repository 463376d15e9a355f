/** The source of the objects of a report. */
export type ReportSource =
  | { readonly type: "files"; readonly files: number }
  /** `context` is null if no kubeconfig has one. */
  | { readonly type: "cluster"; readonly context: string | null; readonly server: string };
