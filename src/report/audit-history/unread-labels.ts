/** Labels of namespaces that could not be read from the cluster. */
export interface UnreadLabels {
  /** Whether the API server forbids the user to read them. Otherwise there is no connection, or another fault. */
  readonly isForbidden: boolean;
  /** The number of namespaces of -n that are concerned; null for an unknown number. */
  readonly namespaces: number | null;
}
