import { isRecord } from "../../../api/record.ts";
import { stringifyYaml } from "../../words/documents/yaml.ts";
import { escapeText } from "../../words/escape.ts";
import type { SettingsReport } from "../../../report/scope/settings.ts";

/** Renders what counts for a run as a configuration: YAML in which a comment says where each setting comes from. */
export function* renderSettings({ file, settings }: SettingsReport): Generator<string, undefined> {
  yield `# ${file === null ? "No configuration was found." : `The configuration is ${escapeText(file)}.`}\n`;
  for (const { name, value, from } of settings) {
    const shown = name === "render" ? masked(value) : value;
    const [first = "", ...rest] = stringifyYaml({ [name]: shown }).split("\n");
    yield [`${first}  # ${escapeText(from)}`, ...rest].join("\n");
  }
}

/** Replaces the values of `--set` and `--set-string` in the settings of charts by stars, because they may be passwords. */
function masked(render: unknown): unknown {
  if (!isRecord(render)) return render;
  const mask = (one: unknown) => String(one).replace(/=[^]*$/, "=***");
  return Object.fromEntries(
    Object.entries(render).map(([key, value]) => [
      key,
      ["set", "setString"].includes(key) && Array.isArray(value) ? value.map(mask) : value,
    ]),
  );
}
