/** The options of an audit without flags, on the server of a test. */
export const USUAL = {
  failOn: "enforce",
  levels: [],
  strict: false,
  identify: false,
  accepted: undefined,
  hasPlannedLevels: false,
  verbosity: 0,
  kubeconfig: "/dev/null",
} as const;
