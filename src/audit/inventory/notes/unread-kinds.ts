import type { UnreadKinds } from "../../../workloads/cluster-item.ts";
import type { NewNote } from "./counted-notes.ts";

/** The notes on custom resources that were not read. All partial kinds that the user may not list have one note. */
export function unreadKindsNotes(kinds: readonly UnreadKinds[]): NewNote[] {
  const partial = kinds.filter(({ reason }) => reason === "partial");
  const others = kinds.filter(({ reason }) => reason !== "partial").map(noteOn);
  return partial.length === 0 ? others : [...others, noteOnPartial(partial.map(({ resource }) => resource).toSorted())];
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

function noteOnPartial(resources: readonly string[]): NewNote {
  const list =
    resources.length < 2 ? resources.join("") : `${resources.slice(0, -1).join(", ")} and ${resources.at(-1)}`;
  return note(
    "info",
    `the user may not list ${list}, which have parts of pods, so these pods are judged once they exist; the right to list them is optional`,
  );
}

function note(severity: NewNote["severity"], message: string): NewNote {
  return { severity, code: "unread-custom-resources", message, source: null };
}
