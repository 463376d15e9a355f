import { OWN_USER, ROLE } from "../../../api/webhook/names.ts";
import type { SetupStep } from "../../../api/webhook/setup.ts";
import type { Suggestions } from "../../terminal/style.ts";
import { subjectOf } from "../../words/rights/subject.ts";
import { renewalPipe } from "./renewal.ts";

/**
 * The command of a step.
 *
 * @param isFromFiles whether the objects are manifests: a patch of them is no command
 * @returns undefined if the step is no command
 */
export function commandOf(step: SetupStep, isFromFiles: boolean, suggestions: Suggestions): string | undefined {
  switch (step.type) {
    case "advice":
      return undefined;
    case "certificates":
      return renewalPipe(step, suggestions);
    case "kubectl":
      return suggestions.kubectl(step.words).text;
    case "rights":
      return rightsCommand(step.user, suggestions);
    case "change": {
      if (isFromFiles) return undefined;
      const patch = patchOf(step) ?? "";
      const words = ["patch", "validatingwebhookconfiguration", step.registration, "--type=json", "-p", patch];
      return suggestions.kubectl(words).text;
    }
  }
}

/** The command that gives a user the rights of the webhook. It can be repeated. The file binds them to the webhook's own service account alone. */
function rightsCommand(user: string, { kubectl }: Suggestions): string {
  const role = kubectl(["auth", "reconcile", "-f", "deploy/webhook/rights.yaml"]).text;
  if (user === OWN_USER) return role;
  const { flag, suffix } = subjectOf(user);
  const binding = ["create", "clusterrolebinding", `${ROLE}-${suffix}`, `--clusterrole=${ROLE}`, flag];
  const make = kubectl([...binding, "--dry-run=client", "-o", "yaml"]).text;
  return `${role} && ${make} | ${kubectl(["auth", "reconcile", "-f", "-"]).text}`;
}

/** The JSON Patch of a step; undefined for a step of another type. */
export function patchOf(step: SetupStep): string | undefined {
  return step.type === "change" ? JSON.stringify([step.change]) : undefined;
}
