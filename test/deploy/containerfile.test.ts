import assert from "node:assert/strict";
import { test } from "node:test";
import manifest from "../../package.json" with { type: "json" };
import { containerfile } from "./containerfile.ts";

const { version, base, instructions, user } = containerfile();

function textsOf(instruction: string): readonly string[] {
  return instructions.filter(({ name }) => name === instruction).map(({ text }) => text);
}

test("the base is distroless, pinned by its digest", () => {
  assert.match(base, /^gcr\.io\/distroless\/cc-debian13:nonroot@sha256:[0-9a-f]{64}$/);
});

test("the image is of this version", () => {
  assert.equal(version, manifest.version);
});

test("the user is a number, which a kubelet can tell from root's", () => {
  assert.match(user, /^[1-9]\d*:[1-9]\d*$/);
});

test("nothing runs in it but the program, without a shell", () => {
  assert.deepEqual(textsOf("ENTRYPOINT"), ['["/usr/bin/kubectl-pss"]']);
  assert.deepEqual([...textsOf("RUN"), ...textsOf("CMD"), ...textsOf("ADD")], []);
  assert.deepEqual(textsOf("COPY"), ["--from=files /image/ /"]);
});

test("it says what it is", () => {
  const names = [...(textsOf("LABEL")[0] ?? "").matchAll(/org\.opencontainers\.image\.([\w.]+)=/g)].map(
    ([, name]) => name,
  );
  assert.deepEqual(names.toSorted(), [
    "base.name",
    "description",
    "documentation",
    "licenses",
    "revision",
    "source",
    "title",
    "version",
  ]);
});
