import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, afterEach, beforeEach, describe, it, type TestContext } from "node:test";
import { assertMatchesSchema } from "../docs/schema/schemas.ts";
import { readerOf } from "../render/formats/json-schema.ts";
import { aggregated, DISCOVERY } from "../sources/cluster/lists/custom/served-kinds.ts";
import { stubServer } from "../sources/cluster/stub-server.ts";
import { serverWith } from "./hostile/hostile-inputs.ts";
import { runCli, type CliResult } from "./run-cli.ts";

const home = process.cwd();
const root = mkdtempSync(join(tmpdir(), "kubectl-pss-map-"));
after(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  mkdirSync(join(root, "run"));
  process.chdir(join(root, "run"));
});
afterEach(() => {
  process.chdir(home);
  rmSync(join(root, "run"), { recursive: true });
});

function put(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(name), { recursive: true });
    writeFileSync(name, text);
  }
}

interface PodSpec {
  readonly containers: readonly object[];
  readonly [field: string]: unknown;
}

const META = { uid: "u", resourceVersion: "1", generation: 1 };
const NAMESPACE = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "shop", uid: "n", labels: { "pod-security.kubernetes.io/enforce": "baseline" } },
};

/** A Deployment of the cluster. */
function deployment(name: string, spec: PodSpec, namespace = "shop"): object {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { ...META, name, namespace, uid: `${namespace}/${name}` },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec },
    },
  };
}

/** The manifest of a Deployment, whose container `web` has another position than in the cluster. */
function manifest(name: string, namespace: string | null = "shop"): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}${namespace === null ? "" : `\n  namespace: ${namespace}`}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - name: web
          image: web
          securityContext:
            privileged: true
`;
}

const VIOLATING: PodSpec = {
  containers: [
    { name: "proxy", image: "p" },
    { name: "web", image: "web", securityContext: { privileged: true } },
  ],
};

/** An API server with these objects, and no other. */
async function audit(t: TestContext, objects: readonly object[], ...args: readonly string[]): Promise<CliResult> {
  const respond = serverWith("no", [NAMESPACE, ...objects]);
  const stub = await stubServer(t, (url, ...request) => {
    if (url.pathname === DISCOVERY) return { body: aggregated() };
    const answer = respond(url, ...request);
    const isForbidden = typeof answer === "object" && answer.status === 403;
    return isForbidden ? { body: { kind: "List", apiVersion: "v1", metadata: {}, items: [] } } : answer;
  });
  return runCli(["audit", "--server", stub.url.href, ...args]);
}

interface Sarif {
  readonly runs: readonly [
    {
      readonly results: readonly {
        readonly ruleId: string;
        readonly locations: readonly {
          readonly physicalLocation?: {
            readonly artifactLocation: { readonly uri: string };
            readonly region: { readonly startLine: number };
          };
        }[];
      }[];
      readonly invocations: readonly [
        { readonly toolExecutionNotifications: readonly { readonly descriptor: { readonly id: string } }[] },
      ];
    },
  ];
}

const readSarif = readerOf<Sarif>("sarif-2.1.0-rtm.5.json");
/** Reads a format that has a schema. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  gitlab: readerOf("gitlab-code-quality.json"),
  rdjson: readerOf("rdjson.json"),
};

/** The file and line of each result, with its check. */
function placesIn(stdout: string): string[] {
  const { results } = readSarif(stdout).runs[0];
  return results.map(({ ruleId, locations: [first] }) => {
    const { artifactLocation, region } = first?.physicalLocation ?? {};
    return `${artifactLocation?.uri}:${region?.startLine} ${ruleId}`;
  });
}

describe("audit --map", () => {
  it("gives each result the file and line of its manifest", async (t) => {
    put({ "deploy/web.yaml": `# The shop\n${manifest("web")}`, "deploy/other.yaml": manifest("other") });
    const { code, stdout, stderr } = await audit(t, [deployment("web", VIOLATING)], "--map", "deploy", "-o", "sarif");
    assert.deepEqual([code, stderr], [1, ""]);
    assert.deepEqual(placesIn(stdout), ["deploy/web.yaml:16 privileged"]);
    assert.equal((JSON.parse(stdout) as Sarif).runs[0].invocations[0].toolExecutionNotifications.length, 0);
  });

  it("uses the line of the nearest parent for a field that the manifest does not have", async (t) => {
    put({ "deploy/web.yaml": manifest("web") });
    const spec = {
      hostNetwork: true,
      containers: [
        { name: "proxy", image: "p", securityContext: { privileged: true } },
        ...VIOLATING.containers.slice(1),
      ],
    };
    const { stdout } = await audit(t, [deployment("web", spec)], "--map", "deploy", "-o", "sarif");
    const places = placesIn(stdout);
    // spec of the pod, the list of containers, and the field itself.
    assert.deepEqual(places.toSorted(), ["deploy/web.yaml:10 hostNamespaces", "deploy/web.yaml:11 privileged"]);
  });

  it("prefers a manifest with the namespace to one without", async (t) => {
    put({
      "deploy/a.yaml": manifest("web", null),
      "deploy/b.yaml": `\n${manifest("web")}`,
      "deploy/c.yaml": manifest("web", "other"),
    });
    const { stdout, stderr } = await audit(t, [deployment("web", VIOLATING)], "--map", "deploy", "-o", "sarif");
    assert.deepEqual([placesIn(stdout), stderr], [["deploy/b.yaml:16 privileged"], ""]);
  });

  it("uses a manifest without a namespace for each workload of that name", async (t) => {
    put({ "deploy/a.yaml": manifest("web", null) });
    const second = { ...NAMESPACE, metadata: { ...NAMESPACE.metadata, name: "team", uid: "t" } };
    const objects = [second, deployment("web", VIOLATING), deployment("web", VIOLATING, "team")];
    const { stdout, stderr } = await audit(t, objects, "--map", "deploy", "-o", "sarif");
    assert.deepEqual(placesIn(stdout), ["deploy/a.yaml:14 privileged", "deploy/a.yaml:14 privileged"]);
    assert.equal(stderr, "");
  });

  it("counts workloads with no manifest and with several on standard error; in SARIF they are notifications", async (t) => {
    put({
      "deploy/web.yaml": manifest("web"),
      "deploy/twice.yaml": `${manifest("twice")}---\n${manifest("twice")}`,
      "deploy/broken.yaml": "kind: {\n",
    });
    const objects = ["web", "twice", "lost"].map((name) => deployment(name, VIOLATING));
    const { code, stdout, stderr } = await audit(t, objects, "--map", "deploy", "-o", "sarif");
    assert.equal(code, 1);
    assert.deepEqual(placesIn(stdout), ["deploy/web.yaml:15 privileged"]);
    const [invocation] = (JSON.parse(stdout) as Sarif).runs[0].invocations;
    assert.deepEqual(
      invocation.toolExecutionNotifications.map(({ descriptor }) => descriptor.id),
      ["privileged", "privileged"],
    );
    assert.equal(
      stderr,
      "note: --map deploy: 1 of 3 workloads with violations have a place in it; 1 without a manifest, 1 with several manifests\n" +
        "warning: --map deploy: 1 document could not be read\n" +
        "note: -o sarif: violations without a manifest are in the notifications of the run, and not in its results\n",
    );
  });

  it("adds places to every format, and changes neither the verdicts nor the exit code", async (t) => {
    put({ "deploy/web.yaml": manifest("web") });
    const objects = [deployment("web", VIOLATING)];
    for (const [format, place] of [
      ["gitlab", /"path":\s?"deploy\/web\.yaml"[^}]*"lines":\s?\{\s*"begin":\s?15/],
      ["rdjson", /"path":\s?"deploy\/web\.yaml"[^]*"line":\s?15/],
      ["github", /^::error file=deploy\/web\.yaml,line=15,col=13,/m],
      ["azure", /sourcepath=deploy\/web\.yaml;linenumber=15;/],
    ] as const) {
      const { code, stdout, stderr } = await audit(t, objects, "--map", "deploy", "-o", format);
      assert.deepEqual([code, stderr], [1, ""], format);
      assert.match(stdout, place);
      READERS[format]?.(stdout);
    }
    const [plain, mapped] = await Promise.all([
      audit(t, objects, "-o", "name"),
      audit(t, objects, "-o", "name", "--map", "deploy"),
    ]);
    assert.deepEqual(mapped, plain);
  });

  it("names the directory in JSON", async (t) => {
    put({ "deploy/web.yaml": manifest("web") });
    const { stdout } = await audit(t, [deployment("web", VIOLATING)], "--map", "deploy", "-o", "json");
    const document = JSON.parse(stdout) as {
      manifests: string;
      namespaces: { workloads: { source: object }[] }[];
    };
    assertMatchesSchema(document);
    assert.equal(document.manifests, "deploy");
    assert.deepEqual(document.namespaces[0]?.workloads[0]?.source, { file: "deploy/web.yaml", document: 0, line: 1 });
  });

  it("is suggested if files are missing", async (t) => {
    const { stderr } = await audit(t, [deployment("web", VIOLATING)], "-o", "sarif");
    assert.match(stderr, /^note: -o sarif of a cluster names no files, .*--map DIR names those of the manifests/m);
  });

  for (const [what, args, message] of [
    ["a path that does not exist", ["--map", "no/such"], /^error: no\/such: no such file or directory\n/],
    ["a directory without manifests", ["--map", "."], /^error: no manifests in \.\n/],
    ["standard input", ["--map", "-"], /^error: --map needs a directory of manifests\n/],
    [
      "a dump",
      ["--map", ".", "-f", "x.json"],
      /^error: --map is for a cluster: the objects of a dump have places already\n/,
    ],
  ] as const) {
    it(`rejects ${what} before anything is read`, async (t) => {
      const stub = await stubServer(t, serverWith("no", []));
      const { code, stdout, stderr } = await runCli(["audit", "--server", stub.url.href, ...args]);
      assert.deepEqual([code, stdout, stub.requests.length], [2, "", 0]);
      assert.match(stderr, message);
    });
  }
});
