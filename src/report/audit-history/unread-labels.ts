/** Labels of namespaces that could not be read from the cluster. */
export interface UnreadLabels {
  /** Whether the API server forbids the user to read them. Otherwise there is no connection, or another fault. */
  readonly isForbidden: boolean;
}
