import { FIRST_WITH_IMPLIED_WARN } from "../../admission/labels.ts";
import type { CheckDeclaration, ReleaseChange } from "../../api/checks/check-declaration.ts";
import { NEWER_FIELDS } from "../../policy/newer-fields.ts";
import { nameOfField } from "../../policy/server-fields.ts";
import { minorVersion } from "../../policy/version.ts";
import { FIRST_WITHOUT_TEMPLATE_PORTS } from "../../workloads/defaults.ts";

const DEFAULTS = [
  {
    since: FIRST_WITH_IMPLIED_WARN,
    about: "warn",
    change:
      "Without its own label, warn follows a stricter enforce label. Before, only the label and the configuration decide.",
  },
  {
    since: FIRST_WITHOUT_TEMPLATE_PORTS,
    about: "hostPort",
    change:
      "With hostNetwork, only the ports of Pods get a hostPort by default. Before, those of templates get one, too, which hostPorts then forbids.",
  },
];

/** Lists the changes of the API server from `v1.<from>` to the newer `v1.<to>` that apply at every policy version, oldest first. */
export function releaseChanges(
  checks: readonly CheckDeclaration[],
  from: number,
  to: number,
): readonly ReleaseChange[] {
  const rules = checks.flatMap(({ id, revisions }) =>
    revisions.flatMap(({ earlier = [] }) => earlier.map(({ until, change }) => ({ since: until, about: id, change }))),
  );
  const fields = new Map(NEWER_FIELDS.map((field) => [nameOfField(field), field.since]));
  const dropped = Array.from(fields, ([about, since]) => ({
    since,
    about,
    change: "Is a field of pods. Before, the API server drops it from the objects that it gets.",
  }));
  return [...DEFAULTS, ...dropped, ...rules]
    .filter(({ since }) => since > from && since <= to)
    .toSorted((a, b) => a.since - b.since)
    .map(({ since, about, change }) => ({ version: minorVersion(since).text, about, change }));
}
