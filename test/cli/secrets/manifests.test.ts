/** Secrets in manifests and dumps: regardless of their faults, no output of any command contains one. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseYamlDocument } from "../../../src/text/yaml.ts";
import { tree } from "../../sources/tree.ts";
import { manifest, shownIn } from "./manifests.ts";
import { reading } from "../program-commands.ts";
import { Rotation, Secrets, pickReading, runSilently } from "./secrets.ts";
import { IS_FULL, repeats } from "../../seed.ts";
import { SHAPES, mutate } from "./shapes.ts";

const secrets = new Secrets(13);
const rotation = new Rotation();
const directory = tree({ "a.yaml": "" });

/** Passes a text to each command: as a file, as a dump, and through standard input. */
async function read(text: string): Promise<void> {
  const shown = shownIn(text, secrets);
  const file = join(directory, "a.yaml");
  writeFileSync(file, text);
  const command = pickReading(secrets.random);
  const isStdin = secrets.random.below(5) === 0;
  const level = command.name === "lint" && !isStdin ? ["--level", "restricted"] : [];
  const args = [...rotation.next(command), ...level, ...command.input(isStdin ? "-" : file)];
  await runSilently(secrets, { args, shown, ...(isStdin && { stdin: text }) });
}

/** The manifest with a value in one of its places. */
function fill(place: number, value: string): string {
  let at = 0;
  const next = (otherwise: string): string => (at++ === place ? value : otherwise);
  return manifest(() => next("x"), next);
}

function countPlaces(): number {
  let places = 0;
  const count = (): string => `${places++}`;
  manifest(count, count);
  return places;
}

test("a secret in each place of a manifest, in each shape", async () => {
  const places = countPlaces();
  const stride = IS_FULL ? 1 : 5;
  for (let place = 0; place < places; place++) {
    for (const [index, shape] of SHAPES.entries()) {
      // A long run tries each shape in each place, and a short run some of them.
      if ((place + index) % stride === 0) await read(fill(place, shape(secrets.make())));
    }
  }
  assert.ok(secrets.count >= 200, `${secrets.count} secrets`);
});

test("a number in each place of a manifest, which is a fault in a text field", async () => {
  const places = countPlaces();
  for (let place = 0; place < places; place++) {
    await read(fill(place, secrets.makeNumber()));
  }
});

test("a manifest full of secrets, with a random fault", async () => {
  for (let run = repeats(120, 5000); run > 0; run--) {
    await read(
      mutate(
        manifest(() => secrets.make()),
        secrets,
      ),
    );
  }
});

test("JSON full of secrets, with a random fault", async () => {
  for (let run = repeats(120, 5000); run > 0; run--) {
    const documents = manifest(() => secrets.make())
      .split("---\n")
      .map((text) => parseYamlDocument(text).value);
    const indent = secrets.random.pick([0, 1, 4]);
    await read(mutate(documents.map((value) => JSON.stringify(value, null, indent)).join("\n"), secrets));
  }
});

test("documents that consist of a secret", async () => {
  const documents: readonly ((secret: string) => string)[] = [
    (secret) => secret,
    (secret) => `${secret}\n---\n- ${secret}\n`,
    (secret) => `"${secret}"`,
    (secret) => `{"${secret}"}`,
    (secret) => `{"a": ${secret}}`,
    (secret) => `[${secret}, ${secret}]`,
    (secret) => `Error: ${secret}\n`,
    (secret) => `apiVersion: v1\nkind: List\nitems: ${secret}\n`,
    (secret) => `apiVersion: v1\nkind: List\nitems: [${secret}, [${secret}], {metadata: ${secret}}]\n`,
    (secret) => `apiVersion: v1\nkind: Pod\nmetadata: ${secret}\nspec: ${secret}\n`,
    (secret) => `apiVersion: [${secret}]\nkind: Pod\n`,
    (secret) => `- op: add\n  path: /a\n  value: ${secret}\n`,
    (secret) => `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`,
    (secret) => `PASSWORD=${secret}\n`,
    (secret) => `machine github.com login x password ${secret}\n`,
    (secret) => `version: v1alpha1\nmachine: {token: ${secret}}\n`,
    (secret) => `{"auths": {"https://index.docker.io/v1/": {"auth": "${secret}"}}}`,
  ];
  for (const document of documents) {
    for (let run = 0; run < 5; run++) await read(document(secrets.make()));
  }
});

test("charts and kustomizations", async () => {
  const chart = tree({
    "Chart.yaml": `name: c\ntype: ${secrets.make()}\nversion: ${secrets.make()}\n`,
    "values.yaml": `password: ${secrets.make()}\n`,
    "templates/a.yaml": `password: {{ .Values.password }} ${secrets.make()}\n`,
    "k/kustomization.yaml": `resources: ["https://user:${secrets.make()}@host/x?token=${secrets.make()}"]\npatches: [{patch: ${secrets.make()}}]\n`,
    "l/kustomization.yaml": `patches: *${secrets.make()}\n`,
    "broken/Chart.yaml": `*${secrets.make()}`,
    "broken/templates/b.yaml": `!${secrets.make()}{`,
  });
  for (let run = 0; run < 10; run++) await runSilently(secrets, { args: [...rotation.next(reading("lint")), chart] });
});

test("the files that a run writes", async () => {
  for (const broken of [false, true]) {
    const text = manifest(() => (broken ? `*${secrets.make()}` : secrets.make()));
    const out = tree({ "a.yaml": text, "summary.md": "" });
    const [input, summary, metrics, accepted] = ["a.yaml", "summary.md", "m.prom", "b.json"].map((name) =>
      join(out, name),
    ) as [string, string, string, string];
    const written = (): string =>
      [summary, metrics, accepted].map((file) => readFileSync(file, { encoding: "utf8", flag: "a+" })).join("\n");
    const env = { GITHUB_STEP_SUMMARY: summary };
    const update = ["--update-accept", accepted, "--reason", "old debt"];
    for (const args of [
      ["lint", "-o", "github", ...update, input],
      ["audit", "-o", "github", "-o", `prometheus=${metrics}`, ...update, "-f", input],
    ]) {
      await runSilently(secrets, { args, env, written, shown: shownIn(text, secrets) });
    }
    assert.notEqual(readFileSync(metrics, "utf8"), "");
    assert.notEqual(readFileSync(accepted, "utf8"), "");
  }
});
