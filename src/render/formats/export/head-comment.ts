import type { ExportedPolicies } from "../../../export/export.ts";
import { escapeWhole } from "../../words/escape.ts";
import { wrap } from "../../words/lines.ts";
import type { ExportFormat, ExportHead } from "./export-head.ts";

const WIDTH = 100;

/** The comment at the beginning of the output: how it was made, and how it differs from Pod Security Admission. */
export function headComment(exported: ExportedPolicies, format: ExportFormat, head: ExportHead): string {
  const { options, groups } = exported;
  const lines = [
    `Pod Security Standards as ${format === "vap" ? "ValidatingAdmissionPolicies" : "Kyverno ValidatingPolicies"}, exported by ${head.program}:`,
    `  ${head.command}`,
    `The rules are those of ${head.library}.`,
    ...groups.map(
      (group) =>
        `  ${group.level}:${group.version}: the rules of v1.${group.since}${group.until > group.since ? ` to v1.${group.until}` : ""}`,
    ),
    ...(options.without.length === 0 ? [] : [`Without the checks ${options.without.join(", ")}.`]),
    ...differences(exported, format),
  ];
  return lines.map((line) => `# ${escapeWhole(line)}\n`).join("");
}

function differences(exported: ExportedPolicies, format: ExportFormat): string[] {
  const { options } = exported;
  const items = [
    ...(options.binding.type === "labels"
      ? ["An invalid label selects no policy. Pod Security Admission evaluates it as restricted, or as latest."]
      : []),
    ...(options.binding.type === "labels" && !hasAllLabels(exported)
      ? [
          "A label with another level or version selects no policy, so nothing is enforced there. --level baseline --level restricted " +
            "--all-versions exports all.",
        ]
      : []),
    ...(options.binding.type === "default" || options.defaults !== undefined
      ? ["The namespaces of Kubernetes itself have no default: kube-system, kube-public and kube-node-lease."]
      : []),
    ...(options.exemptions.images.length > 0
      ? ["An exempt image exempts its containers. The securityContext of the pod is still judged."]
      : []),
    ...(options.binding.type === "none" ? ["Without a binding, a policy does nothing."] : []),
    "No one is warned about the existing pods when the labels of a namespace change.",
    "The messages name the violations, and not the containers.",
    ...(format === "kyverno" ? ["These policies were not tried with Kyverno itself."] : []),
    ...(options.exemptions.labels.length > 0
      ? ["Everyone who may create a pod can set its labels, and so exempt it."]
      : []),
  ];
  return ["Differences from Pod Security Admission:", ...items.flatMap((item) => wrap(item, WIDTH, "  ", "- "))];
}

function hasAllLabels({ options, groups }: ExportedPolicies): boolean {
  return (
    options.allVersions && ["baseline", "restricted"].every((level) => groups.some((group) => group.level === level))
  );
}
