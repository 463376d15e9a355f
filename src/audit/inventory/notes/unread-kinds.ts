import type { UnreadKinds } from "../../../workloads/cluster-item.ts";
import type { NewNote } from "./counted-notes.ts";

/** The notes on custom resources that were not read. All optional lists that the user may not read have one note. */
export function unreadKindsNotes(kinds: readonly UnreadKinds[]): NewNote[] {
  const optional = kinds.filter(({ reason }) => reason === "optional").map(({ resource }) => resource);
  const others = kinds.filter(({ reason }) => reason !== "optional").map(noteOn);
  return optional.length === 0 ? others : [...others, noteOnOptional(optional.toSorted())];
}

function noteOn({ reason, isForbidden, message }: UnreadKinds): NewNote {
  if (reason === "discovery") {
    return note("warning", `the kinds of the cluster are unknown, so no custom resource was read: ${message}`);
  }
  return isForbidden
    ? note(
        "info",
        "the user may not list CustomResourceDefinitions, so pods in custom resources of unknown kinds are judged once they exist; " +
          "the right to list customresourcedefinitions is optional",
      )
    : note(
        "warning",
        `CustomResourceDefinitions could not be read, so pods in custom resources of unknown kinds are judged once they exist: ${message}`,
      );
}

function noteOnOptional(resources: readonly string[]): NewNote {
  const last = resources.at(-1) ?? "";
  const list = resources.length < 2 ? last : `${resources.slice(0, -1).join(", ")} and ${last}`;
  return note(
    "info",
    `the user may not list ${list}, so their pods are judged once they exist; the right to list them is optional`,
  );
}

function note(severity: NewNote["severity"], message: string): NewNote {
  return { severity, code: "unread-custom-resources", message, source: null };
}
