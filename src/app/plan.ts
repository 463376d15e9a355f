import { familyOf } from "../accepted/check-families.ts";
import { sizeOfInventory } from "../audit/workload/report-size.ts";
import { planNotes } from "../rollout/notes/plan-notes.ts";
import { CHECKS } from "../policy/checks.ts";
import { withDenyingPolicies } from "../report/plan/denied-by.ts";
import type { RolloutPlan } from "../report/plan/rollout-plan.ts";
import { keptPolicyNotes, lostPolicyNotes, withPolicies } from "../rollout/notes/lost-policies.ts";
import { noPlanReason } from "../rollout/no-plan.ts";
import { choicesOf } from "../rollout/options.ts";
import { pinOf, planRollout } from "../rollout/plan.ts";
import { PlanInputs } from "../rollout/inputs/plan-inputs.ts";
import { FoundPolicies } from "./policies/found-policies.ts";
import { policyFacts } from "./policies/policy-facts.ts";
import { openHistory } from "./history/history-for-plan.ts";
import { openFixable, withFixable } from "./edits/plan-edits.ts";
import type { ComparePlan } from "./compared/compared-plan.ts";
import { prepareObjects } from "./inputs/open-objects.ts";
import { takeInventory } from "./inputs/take-inventory.ts";
import { planOptions, refuseUnknownVersion, hasCredentials, type PlanRequest } from "./values/plan-options.ts";
import type { Terminal } from "./terminal.ts";
import { inputsOf, withUnrendered } from "./notes/unrendered.ts";

export type { PlanRequest } from "./values/plan-options.ts";

/** Reads the earlier plan before anything else is read, so that a wrong file ends the run at once. */
async function openCompared({ compare: file, target }: PlanRequest): Promise<ComparePlan | undefined> {
  if (file === undefined) return undefined;
  const { readComparedPlan } = await import("./compared/compared-plan.ts");
  return readComparedPlan(file, target, familyOf);
}

/**
 * Plans the rollout of stricter policies on a cluster, or on a dump instead.
 *
 * @throws UserError if the request is wrong, or nothing can be read
 */
export async function runPlan(request: PlanRequest, terminal: Terminal): Promise<RolloutPlan> {
  const own = [request.compare, request.history].filter((file) => file !== undefined);
  const searched = { ...request, notInputs: own };
  const open = prepareObjects(searched, {
    isCurrentDefault: false,
    isVersionNeeded: true,
    hasEvents: true,
    isUidNeeded: true,
    hasPolicies: true,
  });
  refuseUnknownVersion(request);
  const compare = await openCompared(request);
  const history = request.history === undefined ? undefined : openHistory(request.history);
  const opened = await open(terminal);
  const found = new FoundPolicies(opened.items.type === "files");
  const size = sizeOfInventory();
  const policies = policyFacts(found, size);
  const objects = { ...opened, items: found.observe(opened.items) };
  try {
    const options = planOptions(request, objects.admission, objects.clusterMinor);
    const inputs = new PlanInputs(options, size);
    const fixable = request.countsFixable === true ? openFixable(objects, options) : undefined;
    const consumers = [
      inputs,
      policies.review,
      ...(history === undefined ? [] : [history.consumer]),
      ...(fixable === undefined ? [] : [fixable]),
    ];
    const inventory = await takeInventory(objects, consumers, { strict: false, areLabelsNeeded: true });
    const { source, serverVersion, maxMinor, identity, covered } = inventory;
    const read = withPolicies(inputs.namespaces(inventory), policies.policies(), options);
    const joined = history?.join(read, { source, uid: identity.uid }, options.admission.defaults);
    const namespaces = joined?.namespaces ?? read;
    const rollout = planRollout(namespaces, options);
    const planned = {
      ...rollout,
      steps: withFixable(rollout.steps, fixable),
      namespaces: withDenyingPolicies(rollout.namespaces, policies.review.verdicts),
    };
    const assumptions = {
      hasConfiguration: request.admissionConfig !== undefined,
      hasServerVersion: request.serverVersion !== undefined,
      leavesOutCredentials: hasCredentials(request),
      named: [...(request.skip ?? []), ...(request.keepPrivileged ?? [])],
      steps: planned.steps,
      kubectl: options.kubectl,
    };
    const { notes, unreadable } = withUnrendered(
      {
        notes: inventory.notes([
          ...planNotes(inventory, inputs, assumptions),
          ...inputs.newerPins(inventory),
          ...policies.notes(),
          ...(joined?.notes ?? []),
          ...lostPolicyNotes(policies.policies(), namespaces, planned.steps, options),
          ...keptPolicyNotes(namespaces, planned.steps),
        ]),
        unreadable: inventory.unreadable,
      },
      inputsOf(objects.items, request.filename),
    );
    const plan: RolloutPlan = {
      kind: "RolloutPlan",
      source,
      scope: covered,
      options: choicesOf(options),
      serverVersion,
      cluster: { uid: identity.uid, server: source.type === "cluster" ? source.server : null },
      kubectl: options.kubectl,
      ...planned,
      noPlan: noPlanReason({ source, summary: planned.summary, unreadable }),
      ...(history !== undefined && { history: history.history }),
      pin: pinOf(options.version, CHECKS, maxMinor),
      notes,
      unreadable,
    };
    return compare === undefined ? plan : compare(plan, (namespace) => inventory.isInScope(namespace));
  } finally {
    objects.close();
  }
}
