import type { SetupStep } from "../../../api/webhook/setup.ts";
import type { Suggestions } from "../../terminal/style.ts";
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
    case "change": {
      if (isFromFiles) return undefined;
      const patch = patchOf(step) ?? "";
      const words = ["patch", "validatingwebhookconfiguration", step.registration, "--type=json", "-p", patch];
      return suggestions.kubectl(words).text;
    }
  }
}

/** The JSON Patch of a step; undefined for a step of another type. */
export function patchOf(step: SetupStep): string | undefined {
  return step.type === "change" ? JSON.stringify([step.change]) : undefined;
}
