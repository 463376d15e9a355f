import assert from "node:assert/strict";
import { test } from "node:test";
import { ObjectFault, describeFailure } from "../../src/api/failure.ts";
import { UserError } from "../../src/api/user-error.ts";

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

const deep = (): unknown => [deep()];

for (const [name, error, expected] of [
  ["a fault of the object", new ObjectFault("too large: x"), "too large: x"],
  ["a string that is too long", thrownBy(() => "x".repeat(2 ** 29).repeat(4)), "cannot be judged: it is too large"],
  ["a stack that is full", thrownBy(deep), "cannot be judged: it nests too deep"],
  ["a stack that is full in Firefox", new Error("too much recursion"), "cannot be judged: it nests too deep"],
  [
    "a bug",
    thrownBy(() => Reflect.get(Object(undefined).a, "b")),
    "cannot be judged: this is a bug of kubectl pss (TypeError: Reflect.get called on non-object); please report it",
  ],
  [
    "a message that may contain input",
    thrownBy(() => JSON.parse("token: secret")),
    "cannot be judged: this is a bug of kubectl pss (SyntaxError); please report it",
  ],
  [
    "a message that quotes something",
    thrownBy(() => Reflect.get(Object(Reflect.get({}, "a")), "b").toString("hunter2")),
    "cannot be judged: this is a bug of kubectl pss (TypeError: Cannot read properties of undefined (reading …)); please report it",
  ],
  ["something that is no error", "x", "cannot be judged: this is a bug of kubectl pss (string); please report it"],
] as const) {
  test(name, () => assert.equal(describeFailure(error), expected));
}

test("an error that the user must correct ends the run", () => {
  const error = new UserError("a", "b");
  assert.throws(() => describeFailure(error), error);
});
