import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { after, describe, it } from "node:test";
import { isUpdate } from "../golden/golden.ts";
import { leaveOut } from "../missing-tool.ts";
import { kubectl } from "./kubectl.ts";
import { reasonForNoServer, startServer, type ClusterFiles } from "./server.ts";
import { settled, systemNamespaces } from "./settled.ts";
import { onTerminal, stable } from "./terminal.ts";

/** A block `console` of the guide has commands with a prompt, and the output below each. */
const GUIDE = "docs/guide.md";
const BLOCK = /^```console\n(.*?)^```$/gms;
const PROMPT = "$ ";
const WIDTH = 100;

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  const server = await startServer({ controllers: true });
  const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-guide-"));
  after(async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  const env = install(directory);
  const guide = readFileSync(GUIDE, "utf8");
  await systemNamespaces(server);
  const objects = /^```sh\n(kubectl apply .*)\n```$/m.exec(guide)?.[1] ?? "";
  await onTerminal(server, objects, { width: WIDTH, directory, env });
  await settled(server);
  const labelsBefore = await labelsOf(server);

  describe("the guide, on a real API server with Kubernetes' own controllers", () => {
    const outputs: string[] = [];
    for (const command of commandsOf(guide)) {
      it(command.text, async () => {
        const { output } = await onTerminal(server, command.text, { width: WIDTH, directory, env });
        outputs.push(stable(output));
        await settled(server);
        if (!isUpdate()) assert.equal(outputs.at(-1), command.output);
      });
    }

    it("restores the labels", async () => {
      const labels = await labelsOf(server);
      for (const [name, before] of labelsBefore) assert.deepEqual(labels.get(name), before, name);
    });

    it("rejects no pod that was allowed before", async () => {
      const { stdout } = await kubectl(server, "admin", ["get", "events", "-A", "-o", "json"]);
      const { items } = JSON.parse(stdout) as {
        items: readonly { reason: string; involvedObject: { kind: string; name: string } }[];
      };
      const rejected = items
        .filter(({ reason: why }) => why === "FailedCreate")
        .map(({ involvedObject: { kind, name } }) => `${kind}/${name}`);
      // It was rejected from the start.
      assert.deepEqual([...new Set(rejected)], ["StatefulSet/erp"]);
    });

    after(() => {
      if (isUpdate()) writeFileSync(GUIDE, withOutputs(guide, outputs));
    });
  });
}

interface Command {
  readonly text: string;
  readonly output: string;
}

function commandsOf(guide: string): Command[] {
  return [...guide.matchAll(BLOCK)].flatMap(([, code = ""]) => commandsIn(code));
}

/** A command ends at its first line without a backslash at the end. */
function commandsIn(code: string): Command[] {
  const commands: { text: string; output: string }[] = [];
  let isCommand = false;
  for (const line of code.split("\n").slice(0, -1)) {
    const last = commands.at(-1);
    if (line.startsWith(PROMPT)) commands.push({ text: line.slice(PROMPT.length), output: "" });
    else if (last === undefined) throw new Error(`${GUIDE}: a block begins with ${line}`);
    else if (isCommand) last.text += `\n${line}`;
    else last.output += `${line}\n`;
    isCommand = line.endsWith("\\") && (isCommand || line.startsWith(PROMPT));
  }
  return commands;
}

function withOutputs(guide: string, outputs: readonly string[]): string {
  let next = 0;
  return guide.replaceAll(BLOCK, (_, code: string) => {
    const commands = commandsIn(code).map(({ text }) => `${PROMPT}${text}\n${outputs[next++]}`);
    return `\`\`\`console\n${commands.join("")}\`\`\``;
  });
}

/** Puts the plugin on the PATH, and the examples into the working directory. */
function install(directory: string): NodeJS.ProcessEnv {
  symlinkSync(resolve("docs"), join(directory, "docs"));
  const plugin = join(directory, "kubectl-pss");
  writeFileSync(plugin, `#!/bin/sh\nexec "${process.execPath}" "${resolve("bin/kubectl-pss.js")}" "$@"\n`);
  chmodSync(plugin, 0o755);
  return { PATH: `${directory}${delimiter}${process.env["PATH"] ?? ""}` };
}

async function labelsOf(server: ClusterFiles): Promise<ReadonlyMap<string, unknown>> {
  const { stdout } = await kubectl(server, "admin", ["get", "namespaces", "-o", "json"]);
  const { items } = JSON.parse(stdout) as { items: readonly { metadata: { name: string; labels: unknown } }[] };
  return new Map(items.map(({ metadata: { name, labels } }) => [name, labels]));
}
