import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { load } from "js-yaml";
import type { FieldChange } from "../../../../src/api/checks/field-change.ts";
import { explain as explainTopic } from "../../../../src/app/explain/explain.ts";
import { renderExplanation, type ExplainFormat } from "../../../../src/render/formats/explain/explain.ts";
import { fixLines } from "../../../../src/render/formats/explain/fix-lines.ts";
import { isPlain } from "../../../../src/render/words/escape.ts";
import { widthOf } from "../../../../src/render/terminal/width.ts";
import * as fc from "../../../property.ts";
import { SUGGESTIONS } from "../../../fixtures/suggestions.ts";
import { terminal, text } from "../../painted.ts";

const ROOT = 'runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true)';

async function explain(message: string, format: ExplainFormat, width = 80): Promise<string> {
  return text(await renderExplanation(explainTopic(message), format, { ...terminal(width), suggestions: SUGGESTIONS }));
}

/** The last line for a message, by the text before it and its policy. */
const NEXT: readonly (readonly [before: string, policy: string, next: string])[] = [
  ["", "restricted:latest", "kubectl pss explain runAsNonRoot"],
  ['error when creating "web.yaml": ', "restricted:latest", "kubectl pss lint --level restricted web.yaml"],
  ['error when creating "web.yaml": ', "restricted:v1.30", "kubectl pss lint --level restricted:v1.30 web.yaml"],
  ['error when patching "a b.yaml": ', "restricted:latest", "kubectl pss lint --level restricted 'a b.yaml'"],
  ['error when creating "-x.yaml": ', "restricted:latest", "kubectl pss lint --level restricted ./-x.yaml"],
  ['error when creating "STDIN": ', "restricted:latest", "kubectl pss explain runAsNonRoot"],
  ['error when creating "https://example.com/web.yaml": ', "restricted:latest", "kubectl pss explain runAsNonRoot"],
  ['error when creating "web.yaml": ', "strict", "kubectl pss explain runAsNonRoot"],
];

describe("the explanation of a message", () => {
  for (const [before, policy, next] of NEXT) {
    it(`ends with a complete command: ${before}${policy}`, async () => {
      const message = `${before}pods "web" is forbidden: violates PodSecurity "${policy}": ${ROOT}`;
      const lines = (await explain(message, "table", 200)).trimEnd().split("\n");
      assert.equal(lines.at(-1)?.replace(/ {3}.*$/, ""), `Next: ${next}`);
    });
  }

  for (const width of [40, 60, 120]) {
    it(`fits into ${width} columns if its words allow that`, async () => {
      const lines = (await explain(`violates PodSecurity "restricted:latest": ${ROOT}`, "table", width)).split("\n");
      const tooLong = lines.filter((line) => widthOf(line) > width && line.trim().includes(" "));
      // Lines of YAML and commands are not wrapped.
      assert.deepEqual(
        tooLong.filter((line) => !/^ +(?:#|[a-zA-Z]+:)|^Next: /.test(line)),
        [],
      );
    });
  }

  it("is the same in YAML and in JSON", async () => {
    const message = `violates PodSecurity "restricted:latest": ${ROOT}, new rule (x)`;
    assert.deepEqual(load(await explain(message, "yaml")), JSON.parse(await explain(message, "json")));
  });

  it("has the YAML of the changes in every format", async () => {
    const message = `violates PodSecurity "restricted:latest": ${ROOT}`;
    const { set } = JSON.parse(await explain(message, "json")).messages[0];
    assert.deepEqual(load(set), { spec: { securityContext: { runAsNonRoot: true } } });
    assert.ok((await explain(message, "markdown")).includes(`\`\`\`yaml\n${set}\`\`\``));
    assert.ok((await explain(message, "table")).includes(set.replaceAll(/^(?=.)/gm, "  ")));
  });
});

describe("the lines to set of several messages", () => {
  const rejected = (pod: string, policy: string, words = ROOT): string =>
    `pods "${pod}" is forbidden: violates PodSecurity "${policy}": ${words}`;
  const OTHER = ROOT.replace('"app"', '"log"');
  const PRIVILEGED = 'privileged (container "app" must not set securityContext.privileged=true)';
  const messages = [
    rejected("web", "restricted:latest"),
    rejected("api", "restricted:v1.30"),
    rejected("db", "baseline:latest", PRIVILEGED),
    rejected("job", "restricted:latest", OTHER),
  ].join("\n");

  it("are printed once if they are equal, and then named by the first message", async () => {
    for (const [format, block] of [
      ["table", /^LINES TO SET\n(?:(?! *The same).*\n)*? {2}spec:/gm],
      ["markdown", /^```yaml$/gm],
    ] as const) {
      const printed = await explain(messages, format);
      const same = printed.match(/^The same lines as above: Rejected by restricted:latest: pod web\.$/gm);
      // The lines of api and job are those of web.
      assert.deepEqual([printed.match(block)?.length, same?.length], [2, 2], printed);
    }
  });

  it("are in each message for a program", async () => {
    const { messages: each } = JSON.parse(await explain(messages, "json"));
    assert.deepEqual(
      each.map(({ set }: { readonly set: string | null }) => set !== null),
      [true, true, true, true],
    );
  });
});

describe("the lines of YAML", () => {
  it("may have any name of a container, without control characters", () => {
    const names = fc.uniqueArray(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("no", "1", "a", "null", "~", "#a", "a: b", "##[x]")),
    );
    fc.assert(
      fc.property(names, (containers) => {
        const changes = containers.flatMap((name): FieldChange[] => [
          { item: { list: "containers", name }, path: ["securityContext", "privileged"], value: false },
          { item: { list: "containers", name }, path: ["securityContext", "capabilities", "drop"], value: ["ALL"] },
          { item: { list: "containers", name }, path: ["ports"], instruction: `remove ${name}\nfrom ports` },
        ]);
        const lines = fixLines(changes);
        assert.deepEqual(
          lines.filter((line) => !isPlain(line)),
          [],
        );
        const items = containers.map((name) => ({
          name: name.toWellFormed(),
          securityContext: { privileged: false, capabilities: { drop: ["ALL"] } },
        }));
        assert.deepEqual(load(`a: 1\n${lines.join("\n")}\n`), {
          a: 1,
          ...(items.length > 0 && { spec: { containers: items } }),
        });
      }),
    );
  });
});

describe("a warning beside a rejection", () => {
  const rejected = `Error from server (Forbidden): pods "web" is forbidden: violates PodSecurity "restricted:latest": ${ROOT}`;
  const warned = (level: string, detail = ROOT): string =>
    `Warning: would violate PodSecurity "${level}:latest": ${detail}`;

  it("with the same violations is left out, and the rejection says so, in any order", async () => {
    for (const lines of [
      [rejected, warned("restricted")],
      [warned("restricted"), rejected],
    ]) {
      const shown = await explain(lines.join("\n"), "table");
      assert.match(shown, /^Rejected by restricted:latest: .*; a warning says the same$/m);
      assert.doesNotMatch(shown, /^Warned/m);
    }
  });

  it("with other violations stays", async () => {
    const other =
      'host namespaces (hostNetwork=true), runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true)';
    const shown = await explain(`${rejected}\n${warned("restricted", other)}`, "table");
    assert.doesNotMatch(shown, /a warning says the same/);
  });

  it("explains what admission does not see of runAsNonRoot", async () => {
    const shown = (await explain(rejected, "table", 300)).replaceAll(/\s+/g, " ");
    assert.match(
      shown,
      /runAsNonRoot: true: a pod whose image runs as root is admitted, but its container does not start/,
    );
    const without = rejected.replace(ROOT, "host namespaces (hostNetwork=true)");
    assert.doesNotMatch(await explain(without, "table", 300), /a pod whose image runs as root/);
  });
});
