import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../../property.ts";
import { readAnswer } from "../../../../src/sources/cluster/client/answer.ts";
import { isRecord } from "../../../../src/api/record.ts";
import { isUserError } from "../../../../src/api/user-error.ts";
import { ListFault } from "../../../../src/sources/cluster/client/list-fault.ts";
import type { ClusterItem } from "../../../../src/workloads/cluster-item.ts";
import { readWorkloads } from "../../../../src/sources/cluster/lists/read-cluster.ts";
import type { ClusterClient } from "../../../../src/sources/cluster/client/client.ts";
import { PageSize } from "../../../../src/sources/cluster/client/page-size.ts";
import { bytesField, envelope, numberField } from "./protobuf/wire.ts";
import { IS_FULL } from "../../../seed.ts";

const RUNS = IS_FULL ? 35_000 : 1500;

const JSON_PAGE = Buffer.from(
  JSON.stringify({
    kind: "PodList",
    apiVersion: "v1",
    metadata: { resourceVersion: "1", continue: "", remainingItemCount: 1 },
    items: ["p1", "p2", "p3"].map((name) => ({
      metadata: {
        name,
        namespace: "a",
        uid: name,
        labels: { "k\u00e9y": 's3cret\n"' },
        managedFields: [{ manager: "m" }],
      },
      spec: {
        hostNetwork: true,
        containers: [{ name: "c", securityContext: { runAsUser: 1000, capabilities: { add: ["X"] } } }],
      },
    })),
  }),
);

const PROTOBUF_PAGE = envelope(
  "v1",
  "PodList",
  bytesField(1, bytesField(2, "1"), bytesField(3, "")),
  ...["p1", "p2", "p3"].map((name) =>
    bytesField(
      2,
      bytesField(
        1,
        bytesField(1, name),
        bytesField(3, "a"),
        bytesField(11, bytesField(1, "k"), bytesField(2, "s3cret")),
      ),
      bytesField(2, numberField(11, 1), bytesField(2, bytesField(1, "c"), bytesField(15, numberField(4, 1000)))),
    ),
  ),
);

/** Changes of bytes. */
const mutation = fc.record({
  at: fc.nat(),
  length: fc.integer({ min: 0, max: 12 }),
  form: fc.constantFrom("cut", "drop", "repeat", "replace"),
  bytes: fc.uint8Array({ maxLength: 4 }),
});

function mutate(
  page: Buffer,
  mutations: readonly { at: number; length: number; form: string; bytes: Uint8Array }[],
): Buffer {
  let bytes = page;
  for (const { at, length, form, bytes: others } of mutations) {
    const from = at % (bytes.length + 1);
    const to = from + length;
    const middle =
      form === "repeat" ? [bytes.subarray(from, to), bytes.subarray(from, to)] : form === "replace" ? [others] : [];
    bytes = Buffer.concat([bytes.subarray(0, from), ...middle, form === "cut" ? Buffer.alloc(0) : bytes.subarray(to)]);
  }
  return bytes;
}

/** Reads all lists. `body` is the list of pods. */
async function read(body: Buffer, type: string): Promise<ClusterItem[]> {
  const answer = (text: Buffer, contentType: string) =>
    readAnswer(new URL("http://stub"), { status: 200, headers: { "content-type": contentType }, body: text });
  const client = {
    pageSize: new PageSize(500),
    get: async (path: string) =>
      path.endsWith("/pods") ? answer(body, type) : answer(Buffer.from('{"items":[]}'), "application/json"),
  };
  const found: ClusterItem[] = [];
  const pages = readWorkloads(client as unknown as ClusterClient, { type: "all" }, new Set());
  for await (const page of pages) found.push(...page);
  return found;
}

/** The number of pods in a page, each name once, if it can be read to its end. */
function countOf(body: Buffer, type: string): number | undefined {
  try {
    const headers = { "content-type": type };
    const { items = [], body: rest } = readAnswer(new URL("http://stub"), { status: 200, headers, body });
    const names = [...items].map((item, index) => nameOf(item) ?? index);
    return items.length === 0 && rest["items"] !== null && rest["items"] !== undefined
      ? undefined
      : new Set(names).size;
  } catch (error) {
    assert.ok(isUserError(error) || error instanceof ListFault, String(error));
    return undefined;
  }
}

/** The name of an item; undefined without a name: it is then equal to no other item. */
function nameOf(item: unknown): string | undefined {
  const { namespace, name } = isRecord(item) && isRecord(item["metadata"]) ? item["metadata"] : {};
  return typeof name === "string" && name !== "" ? `${String(namespace ?? "")}/${name}` : undefined;
}

for (const [name, page, type] of [
  ["JSON", JSON_PAGE, "application/json"],
  ["protocol buffers", PROTOBUF_PAGE, "application/vnd.kubernetes.protobuf"],
] as const) {
  test(`a page in ${name}, with any changes, is read or reported: nothing is lost, and nothing repeated`, async () => {
    assert.deepEqual(
      (await read(page, type)).map((item) => item.type),
      ["workload", "workload", "workload"],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        const bytes = mutate(page, mutations);
        const found = await read(bytes, type);
        const count = countOf(bytes, type);
        const missing = found.filter((item) => item.type === "missing");
        if (missing.length === 0) assert.notEqual(count, undefined);
        if (count === undefined) assert.equal(missing.length, 1);
        else if (missing.length === 0) assert.equal(found.length, count);
        for (const item of found) {
          if (item.type === "missing") assert.doesNotMatch(item.message, /s3cret/);
        }
      }),
      { numRuns: RUNS },
    );
  });
}
