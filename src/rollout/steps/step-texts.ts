import type { StepId } from "../../report/plan/rollout-plan.ts";

/** The title and the reason of each step. */
export const STEP_TEXTS: Readonly<Record<StepId, { readonly title: string; readonly why: string }>> = {
  "close-the-gap": {
    title: "Close the gap",
    why:
      "A namespace without labels has the defaults of the cluster. These commands write those defaults into labels, so that no default " +
      "decides any more. audit and warn get the level that a later step enforces, at least one level above: they report what that level will " +
      "reject, and reject nothing.",
  },
  observe: {
    title: "Observe",
    why:
      "audit and warn get the level that a later step enforces, at least one level above enforce. The API server reports what that level will " +
      "reject, and still admits it.",
  },
  enforce: {
    title: "Enforce what is ready",
    why:
      "All pods and templates in these namespaces meet a stricter level than enforce. Raising it rejects none of them. Namespaces " +
      "that may get other pods than those of today are apart, below their days of observation: there, it may reject the next pods.",
  },
  fix: {
    title: "Fix, then enforce",
    why:
      "Workloads in these namespaces block the next level. Fix them (audit -n NAME shows the fields), then run the command of the " +
      "namespace. Those whose workloads are rejected now are first, then those with the fewest changes. Workloads that need the node or its privileges, such as node agents and Docker in Docker, " +
      "cannot meet baseline: --keep-privileged NAME takes their namespace out of this step.",
  },
};
