import { OWN_USER, ROLE } from "../../../api/webhook/names.ts";
import type { RegistrationChange, SetupStep } from "../../../api/webhook/setup.ts";
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

/**
 * The command that gives a user the rights of the webhook. It needs no file, and can be repeated: `kubectl auth reconcile` adds the rights that a role lacks.
 * A role that `kubectl create` makes has the same verbs for all its resources.
 */
function rightsCommand(user: string, { kubectl }: Suggestions): string {
  const { flag, suffix } = subjectOf(user);
  const binding = user === OWN_USER ? ROLE : `${ROLE}-${suffix}`;
  const reconcile = kubectl(["auth", "reconcile", "-f", "-"]).text;
  return [
    ["clusterrole", ROLE, "--verb=get,list,watch", "--resource=namespaces"],
    ["clusterrole", ROLE, "--verb=list", "--resource=pods"],
    ["clusterrolebinding", binding, `--clusterrole=${ROLE}`, flag],
  ]
    .map((words) => `${kubectl(["create", ...words, "--dry-run=client", "-o", "yaml"]).text} | ${reconcile}`)
    .join(" && ");
}

/** The effect of the command of a step, in a few words. */
export function effectOf(step: SetupStep, isFromFiles: boolean): string {
  switch (step.type) {
    case "advice":
      return "";
    case "certificates":
      return isFromFiles
        ? "issues the certificates after the manifests are applied"
        : "issues the certificates, or renews them";
    case "kubectl":
      return step.effect;
    case "rights":
      return "gives the webhook the rights that it lacks";
    case "change":
      return changeEffect(step.change);
  }
}

/** `sets webhooks[0].failurePolicy`; `adds to webhooks[0].rules`. */
function changeEffect({ op, path }: RegistrationChange): string {
  const isItem = path.endsWith("/-");
  const field = path
    .replace(/^\//, "")
    .replace(/\/-$/, "")
    .replaceAll(/\/(\d+)/g, "[$1]")
    .replaceAll("/", ".")
    .replaceAll("~1", "/")
    .replaceAll("~0", "~");
  return `${op === "remove" ? "removes" : isItem ? "adds to" : "sets"} ${field}`;
}

/** The JSON Patch of a step; undefined for a step of another type. */
export function patchOf(step: SetupStep): string | undefined {
  return step.type === "change" ? JSON.stringify([step.change]) : undefined;
}
