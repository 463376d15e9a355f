/** Secrets in files that a flag names (admission configurations, other files instead of them, baselines), and in the flags themselves. */
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { shownIn } from "./manifests.ts";
import { parseYamlDocument } from "../../../src/text/yaml.ts";
import { tree } from "../../sources/tree.ts";
import { reading } from "../program-commands.ts";
import { runCli } from "../run-cli.ts";
import { byPath, configurations, spoilList } from "./configurations.ts";
import { Rotation, Secrets, pickReading, runSilently } from "./secrets.ts";
import { repeats } from "../../seed.ts";
import { mutate } from "./shapes.ts";

const POD = `apiVersion: v1
kind: Pod
metadata: {name: p, namespace: shop}
spec:
  containers:
  - {name: c, securityContext: {privileged: true}}
`;

const secrets = new Secrets(5);
const rotation = new Rotation();
const directory = tree({ "pod.yaml": POD, "by-path.yaml": byPath("config.yaml") });
const pod = join(directory, "pod.yaml");
const config = join(directory, "config.yaml");

/** Passes a text to --admission-config of each command: as the file itself, or as a file that it names. */
async function configure(text: string, shown?: ReadonlySet<string>): Promise<void> {
  writeFileSync(config, text);
  const command = pickReading(secrets.random);
  const input = [...rotation.next(command), ...command.input(pod)];
  for (const file of [config, join(directory, "by-path.yaml")]) {
    await runSilently(secrets, { args: [...input, "--admission-config", file], ...(shown && { shown }) });
  }
}

test("files of all kinds as an admission configuration", async () => {
  for (let run = 0; run < repeats(4, 50); run++) {
    for (const text of Object.values(configurations(() => secrets.make()))) await configure(text);
  }
  assert.ok(secrets.count >= 200, `${secrets.count} secrets`);
});

test("files of all kinds with a random fault", async () => {
  for (let run = 0; run < repeats(5, 100); run++) {
    for (const text of Object.values(configurations(() => secrets.make()))) {
      const broken = mutate(text, secrets);
      await configure(broken, keysIn(broken));
    }
  }
});

test("files of all kinds as JSON with a random fault", async () => {
  for (let run = 0; run < repeats(2, 100); run++) {
    for (const text of Object.values(configurations(() => secrets.make()))) {
      const json = asJson(text);
      if (json === undefined) continue;
      const broken = mutate(json, secrets);
      await configure(broken, keysIn(broken));
    }
  }
});

/** The unknown fields of a configuration, which the API server's message names. */
function keysIn(text: string): ReadonlySet<string> {
  return shownIn(text, secrets);
}

function asJson(text: string): string | undefined {
  try {
    return JSON.stringify(parseYamlDocument(text).value, null, secrets.random.pick([0, 2]));
  } catch {
    return undefined;
  }
}

test("files of all kinds for --accept", async () => {
  const file = join(directory, "accepted.json");
  for (let run = 0; run < repeats(2, 20); run++) {
    for (const text of Object.values(configurations(() => secrets.make()))) {
      for (const content of [text, mutate(text, secrets), asJson(text) ?? ""]) {
        writeFileSync(file, content);
        const before = readFileSync(file);
        for (const flags of [
          ["--accept", file],
          ["--update-accept", file, "--reason", "r"],
        ]) {
          await runSilently(secrets, { args: [...rotation.next(reading("lint")), ...flags, pod] });
          assert.ok(before.equals(readFileSync(file)), "a file that is no list is not overwritten");
        }
      }
    }
  }
});

test("accepted violations with secrets and a random fault", async () => {
  const file = join(directory, "list.json");
  await runCli(["lint", "--update-accept", file, "--reason", "old debt", pod]);
  const list: readonly object[] = JSON.parse(readFileSync(file, "utf8"));
  rmSync(file);
  for (let run = 0; run < repeats(100, 1000); run++) {
    const spoilt = JSON.stringify(spoilList(list, secrets), null, secrets.random.pick([0, 2]));
    for (const text of [spoilt, mutate(spoilt, secrets)]) {
      writeFileSync(file, text);
      await runSilently(secrets, {
        args: [...rotation.next(reading("lint")), "--accept", file, pod],
        shown: shownIn(text, secrets),
      });
    }
  }
});

test("flags that are misspelt, or have the wrong value", async () => {
  const flags: readonly ((secret: string) => readonly string[])[] = [
    (secret) => ["audit", `--tokn=${secret}`],
    (secret) => ["audit", `--token=${secret}`, "-f", pod],
    (secret) => ["audit", "--token", secret, "-f", pod],
    (secret) => ["audit", "-v", `--token=${secret}`],
    (secret) => ["lint", `--token=${secret}`, pod],
    (secret) => ["lint", `-x=${secret}`, pod],
    (secret) => ["lint", `https://user:${secret}@host/a.yaml`],
    (secret) => ["lint", `https://host/a.yaml?token=${secret}`],
    (secret) => ["audit", "-f", `http://user:${secret}@host/a.yaml#${secret}`],
    (secret) => ["plan", "--max-step", `https://user:${secret}@host`],
    (secret) => ["plan", "--server", `https://user:${secret}@host`, "-f", pod],
    (secret) => [`--token=${secret}`, "audit"],
    (secret) => ["explain", `--token=${secret}`],
    (secret) => ["version", `--token=${secret}`],
    (secret) => ["completion", "bash", `--token=${secret}`],
  ];
  for (const make of flags) {
    const { code } = await runSilently(secrets, { args: make(secrets.make()), env: { KUBECONFIG: "/dev/null" } });
    assert.equal(code, 2, make("x").join(" "));
  }
});
