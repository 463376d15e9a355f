/** The requests of an audit: how many there are, and which of them wait for others. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runAudit } from "../../src/app/audit.ts";
import { aggregated, DISCOVERY } from "../sources/cluster/lists/custom/served-kinds.ts";
import { stubServer, type StubAnswer } from "../sources/cluster/stub-server.ts";
import { recordedTerminal } from "./terminal.ts";
import { USUAL } from "./usual-audit.ts";

const NAMESPACES = 300;
const PODS = 700;

/** A page of a list, as large as the request allows. */
function page({ searchParams }: URL, total: number, item: (index: number) => object): StubAnswer {
  const from = Number(searchParams.get("continue") ?? 0);
  const to = Math.min(total, from + Number(searchParams.get("limit") ?? total));
  const items = Array.from({ length: to - from }, (_, index) => item(from + index));
  return { body: { items, metadata: { continue: to < total ? String(to) : "" } } };
}

function answer(url: URL): StubAnswer {
  switch (url.pathname) {
    case "/version":
      return { body: { major: "1", minor: "37", gitVersion: "v1.37.0" } };
    case DISCOVERY:
      return { body: aggregated() };
    case "/api/v1/namespaces":
      return page(url, NAMESPACES, (index) => ({ metadata: { name: `n${index}`, labels: {} } }));
    case "/api/v1/pods":
      return page(url, PODS, (index) => ({
        metadata: { name: `p${index}`, namespace: `n${index % NAMESPACES}` },
        spec: { containers: [{ name: "a" }] },
      }));
    default:
      return { body: { items: [], metadata: {} } };
  }
}

test("an audit requests each list once, and a further page only of the pods", async (t) => {
  const stub = await stubServer(t, answer);
  const { namespaces } = await runAudit({ ...USUAL, server: stub.url.href, allNamespaces: true }, recordedTerminal());
  assert.equal(namespaces.length, NAMESPACES);
  assert.equal(namespaces.flatMap(({ workloads }) => workloads).length, PODS);
  const requests = stub.requests.map(({ url }) =>
    url
      .replace(/^.*\/([a-z]+)\?limit=/, "$1 ")
      .replace(/&continue=.*/, " more")
      .replace(/&fieldSelector=.*/, ""),
  );
  const lists = [
    "validatingadmissionpolicies 500",
    "validatingadmissionpolicybindings 500",
    "deployments 500",
    "replicasets 500",
    "statefulsets 500",
    "daemonsets 500",
    "cronjobs 500",
    "jobs 500",
    "replicationcontrollers 500",
    "podtemplates 500",
    "pods 500",
    "events 500",
  ];
  const expected = ["/version", DISCOVERY, "namespaces 500", ...lists, "pods 500 more"];
  assert.deepEqual(requests.toSorted(), expected.toSorted());
  // Requests that wait for nothing arrive in any order. The lists wait for the namespaces and for the kinds of custom resources.
  assert.equal(requests[0], "/version");
  assert.deepEqual(new Set(requests.slice(1, 3)), new Set([DISCOVERY, "namespaces 500"]));
  assert.ok(requests.indexOf("pods 500") < requests.indexOf("pods 500 more"), requests.join(", "));
});

test("a server that was not asked for its version gets one request before it has answered", async (t) => {
  const refuse = (): StubAnswer => ({ status: 401, body: { kind: "Status", message: "Unauthorized", code: 401 } });
  const stub = await stubServer(t, refuse);
  const run = runAudit({ ...USUAL, server: stub.url.href, allNamespaces: true, serverVersion: 37 }, recordedTerminal());
  await assert.rejects(run);
  assert.ok(
    stub.requests.every(({ url }) => url.startsWith("/api/v1/namespaces")),
    JSON.stringify(stub.requests),
  );
});
