import { dump } from "js-yaml";

/** What an explanation holds for programs, as YAML. */
export function explanationYaml(data: object): string {
  return dump(data, { lineWidth: -1, noRefs: true });
}
