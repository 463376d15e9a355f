import { stringifyYaml } from "../../words/documents/yaml.ts";
import { escapeText } from "../../words/escape.ts";
import type { SettingsReport } from "../../../report/settings.ts";

/** Renders what counts for a run as a configuration: YAML in which a comment says where each setting comes from. */
export function* renderSettings({ file, settings }: SettingsReport): Generator<string, undefined> {
  yield `# ${file === null ? "No configuration was found." : `The configuration is ${escapeText(file)}.`}\n`;
  for (const { name, value, from } of settings) {
    const [first = "", ...rest] = stringifyYaml({ [name]: value }).split("\n");
    yield [`${first}  # ${escapeText(from)}`, ...rest].join("\n");
  }
}
