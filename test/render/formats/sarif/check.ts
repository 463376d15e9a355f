import type { ReadableCheck } from "../../../../src/api/checks/readable-check.ts";

/** A check for tests. */
export function checkOf(parts: Partial<ReadableCheck> = {}): ReadableCheck {
  return {
    id: "hostPorts",
    level: "baseline",
    title: "Host Ports",
    requirement: "Takes no port.",
    description: "A port of the node.",
    restrictedFields: ["spec.a", "spec.b"],
    allowedValues: ["undefined / nil", "0"],
    remediation: "Remove hostPort.",
    example: " kind: Pod\n-hostPort: 1\n",
    fix: { kind: "take away", risk: "high", edit: "Removes hostPort.", mayBreak: "clients of the node's address" },
    readDetail: () => undefined,
    revisions: [{ since: 0, cel: "true" }],
    ...parts,
  };
}
