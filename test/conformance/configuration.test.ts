/** Messages about a configuration that kube-apiserver rejects: exactly its own words, without the quoted values from the file. */
import assert from "node:assert/strict";
import { after, it } from "node:test";
import { POD_SECURITY_CONFIGURATION, POD_SECURITY_GROUP } from "../../src/admission/configuration/configuration.ts";
import { readTypeMeta } from "../../src/admission/configuration/type-meta.ts";
import { UserError } from "../../src/api/user-error.ts";
import { readAdmissionConfiguration } from "../../src/sources/configuration-file.ts";
import { YamlError, parseYamlDocument } from "../../src/text/yaml.ts";
import { withoutQuotedValues } from "../admission/configuration-documents.ts";
import { configurations } from "../cli/secrets/configurations.ts";
import { Secrets } from "../cli/secrets/secrets.ts";
import { repeats } from "../seed.ts";
import { mutate } from "../cli/secrets/shapes.ts";
import { Referee, type ConfigRequest } from "./referee.ts";
import { isTalosConfiguration } from "../../src/admission/configuration/talos.ts";

const FILE = "c.yaml";
/** Messages in our words, because the messages of go-yaml and encoding/json quote the text. */
const IN_OUR_WORDS = /^(?::\d+)?: (?:not valid (?:YAML|JSON): |plugins\[)/;

function isTalos(text: string): boolean {
  try {
    return isTalosConfiguration(parseYamlDocument(text).value);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return false;
  }
}

/** Our message, without the file and line; undefined if we accept the file. */
function refusalOf(text: string): string | undefined {
  try {
    const readText = (file: string) => (file === FILE ? { text } : { fault: "no such file or directory", line: 1 });
    readAdmissionConfiguration(FILE, readText);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error.message.slice(FILE.length);
  }
}

/** The kind for the API server: the file may be the plugin's own part of a configuration. */
function kindOf(text: string): ConfigRequest["as"] {
  try {
    const [first = ""] = text.replace(/^---/, "").split(/^---/m);
    const { value } = parseYamlDocument(first);
    const { group, kind } = readTypeMeta({ text, format: "yaml", value, duplicates: [] }, "read");
    return group === POD_SECURITY_GROUP || kind === POD_SECURITY_CONFIGURATION
      ? POD_SECURITY_CONFIGURATION
      : "AdmissionConfiguration";
  } catch {
    return "AdmissionConfiguration";
  }
}

/** Malformed kinds and versions are also left out. */
function expectedOf(theirs: string, ours: string): string {
  const words = withoutQuotedValues(theirs);
  const isHidden = ours.includes("its kind is not registered for its version");
  return isHidden
    ? words.replace(
        /no kind "[^]*" is registered for (?:version|the internal version of group) "[^]*" in scheme/,
        HIDDEN,
      )
    : words;
}

const HIDDEN = "its kind is not registered for its version in scheme";

const referee = await Referee.start();
if (referee !== undefined) {
  after(() => referee.stop());
  const secrets = new Secrets(11);
  let compared = 0;

  const compare = async (text: string): Promise<void> => {
    // Talos has its own file, which kube-apiserver never reads.
    if (isTalos(text)) return;
    const ours = refusalOf(text);
    if (ours !== undefined && IN_OUR_WORDS.test(ours)) return;
    const theirs = await referee.config({ text, as: kindOf(text) });
    // The tests of the YAML parser compare syntax errors.
    if (
      "refused" in theirs &&
      /(?<!strict decoding error): (?:yaml|error converting YAML to JSON: yaml): /.test(theirs.refused)
    )
      return;
    if (ours === undefined) {
      assert.ok("defaults" in theirs, `accepted here, and not there:\n${text}`);
      return;
    }
    assert.ok("refused" in theirs, `refused here, and not there: ${ours}\n${text}`);
    // kube-apiserver decodes other kinds of configuration before it rejects them. We do not know their errors.
    if (ours.includes("unexpected type: *apiserver.")) return;
    assert.equal(ours.replace(/^:\d+: /, ""), expectedOf(theirs.refused, ours), text);
    compared++;
  };

  it("files of all kinds are rejected in kube-apiserver's words", async () => {
    for (const text of Object.values(configurations(() => secrets.make()))) await compare(text);
    assert.ok(compared >= 25, `${compared} were compared`);
  });

  it("broken files are rejected in kube-apiserver's words", async () => {
    for (let run = 0; run < repeats(5, 200); run++) {
      for (const text of Object.values(configurations(() => secrets.make()))) {
        const broken = mutate(text, secrets);
        // yaml.test.ts compares the reading of anchors and special characters.
        if (!/&|[^\n -~]/.test(broken)) await compare(broken);
      }
    }
    assert.ok(compared >= 75, `${compared} were compared`);
  });
}
