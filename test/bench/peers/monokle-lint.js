/**
 * A linter made of @monokle/validation: `node monokle-lint.js FOLDER FILE...` judges files by its plugin for Pod Security,
 * with all rules on, and prints a line for each finding. FOLDER is the folder where npm has installed it. It is plain JavaScript, because stripping
 * types would take time.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const PLUGIN = "pod-security-standards";

const [folder = "", ...files] = process.argv.slice(2);
const library = join(folder, "node_modules", "@monokle", "validation", "lib", "node.js");
const { DisabledFixer, MonokleValidator, RemotePluginLoader, ResourceParser, SchemaLoader } = await import(
  pathToFileURL(library).href
);

const parser = new ResourceParser();
const resources = files.flatMap((file) => resourcesOf(file, readFileSync(file, "utf8")));

const validator = new MonokleValidator({
  loader: new RemotePluginLoader(),
  parser,
  schemaLoader: new SchemaLoader(),
  suppressors: [],
  fixer: new DisabledFixer(),
});
await validator.preload({ plugins: { [PLUGIN]: true } });
const rules = Object.fromEntries(validator.rules[PLUGIN].map(({ id }) => [id, "err"]));
await validator.preload({ plugins: { [PLUGIN]: true }, rules });
const { runs } = await validator.validate({ resources });

const lines = runs[0].results.map(({ ruleId, message, locations }) => {
  const place = locations.at(-1);
  const { fullyQualifiedName = "" } = place.logicalLocations?.[0] ?? {};
  const { startLine } = place.physicalLocation?.region ?? {};
  return `${ruleId} ${message.text} ${fullyQualifiedName} at ${startLine}\n`;
});
process.stdout.write(lines.join(""));
if (lines.length > 0) process.exitCode = 1;

/** The documents of a text. The library's parser caches them, so that each document is parsed once. */
function resourcesOf(file, text) {
  return text.split(/^(?=---)/m).flatMap((document, index) => {
    const resource = { id: `${file}#${index}`, fileId: file, filePath: file, fileOffset: 0, text: document };
    const content = parser.parse(resource).parsedDoc.toJS();
    if (content === null) return [];
    const { apiVersion, kind, metadata } = content;
    return [Object.assign(resource, { apiVersion, kind, name: metadata.name, namespace: metadata.namespace, content })];
  });
}
