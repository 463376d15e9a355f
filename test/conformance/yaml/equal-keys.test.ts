import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { readDocuments } from "../../../src/text/documents.ts";
import { itemsOfDocument } from "../../../src/objects/stream/read-stream.ts";
import { ourOutcomes, theirOutcomes } from "../outcomes.ts";
import { RandomJson } from "../random.ts";
import { Referee } from "../referee.ts";
import { IS_FULL, SEED } from "../../seed.ts";

const OBJECTS = IS_FULL ? 20_000 : 2_000;
const POLICIES = ["baseline:latest", "restricted:latest"];

/** Keys in JSON's own form. Go reads each lone surrogate as U+FFFD, and two surrogates in the wrong order as two of them. */
const KEYS: readonly [string, ...string[]] = [
  ...([String.raw`\ud800`, String.raw`\uDFFF`, String.raw`\ufffd`, "\uFFFD", String.raw`\uDBff\udbff`] as const),
  ...[String.raw`\udc00\uD800`, String.raw`\ufffd\ud800`, String.raw`\ud83d\ude00`, "😀", String.raw`\\ud800`],
  ...["10", "9", "1", "a", String.raw`\u0061`, "__proto__", String.raw`\u005f_proto__`, "constructor", ""],
];
const VALUES: readonly [string, ...string[]] = [
  '"runtime/default"',
  '"unconfined"',
  '"localhost/a"',
  "null",
  String.raw`"\ud800"`,
];
const APPARMOR = "container.apparmor.security.beta.kubernetes.io/";

/** An object in JSON with repeated keys, in one spelling or in several. */
function randomObject(random: RandomJson): string {
  const entries = (prefix: string): string =>
    random.list(8, () => `"${prefix}${random.pick(KEYS)}":${random.pick(VALUES)}`).join();
  return random.chance(0.5)
    ? `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n","labels":{${entries("")}}}}`
    : `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","annotations":{${entries(APPARMOR)}}},"spec":{"containers":[]}}`;
}

const referee = await Referee.start();
if (referee !== undefined) {
  describe(`keys that are equal after decoding (KUBECTL_PSS_SEED=${SEED})`, () => {
    after(() => referee.stop());

    const compare = async (text: string): Promise<void> => {
      const theirs = theirOutcomes(await referee.manifest({ text, policies: POLICIES }));
      assert.deepEqual(ourOutcomes(text, POLICIES), theirs, text);
    };

    it("an AppArmor profile that a later key removes", async () => {
      // The seed that found the fault: we kept the value of the first key, and allowed the pod.
      const annotations = String.raw`"${APPARMOR}\ud800":"runtime/default","${APPARMOR}\ufffd":"unconfined"`;
      const rest = `"spec":{"containers":[{"name":"a","image":"x"}]}`;
      const text = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","annotations":{${annotations}}},${rest}}`;
      await compare(text);
      const items = [...readDocuments(text)].flatMap((document) => [...itemsOfDocument(document, "a.json")]);
      const [note] = items.flatMap((item) => (item.type === "remark" ? item : []));
      assert.equal(note?.code, "duplicate-key");
      assert.match(note.message, /^duplicate key metadata\.annotations\[container\.apparmor.*the last one counts/);
    });

    it(`we use the same key as Go in ${OBJECTS} objects`, async () => {
      const random = new RandomJson(SEED);
      for (let object = 0; object < OBJECTS; object++) await compare(randomObject(random));
    });
  });
}
