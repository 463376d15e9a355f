import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Repeats, type Reading } from "../../../../src/audit/inventory/repeats/repeats.ts";

function reading(line: number, contents: string, uid = ""): Reading {
  return { source: { file: "a.yaml", document: 0, line }, contents, uid };
}

/** The type of each place of some objects, after two passes over them; objects with contents "" are not judged. */
function placesOf(objects: readonly (readonly [identity: string | undefined, contents: string])[]): string[] {
  const repeats = new Repeats();
  for (const [identity] of objects) repeats.learn(identity);
  const places = objects.map(([identity, contents], line) => {
    const place = repeats.next(identity, () => (contents === "" ? undefined : reading(line, contents)));
    return place.type === "last"
      ? `last ${place.here?.source.line ?? "?"} before ${place.before.map(({ source }) => source.line).join(",")}`
      : place.type;
  });
  assert.equal(repeats.change, undefined);
  return places;
}

describe("an object that appears more than once", () => {
  it("counts in its last place", () => {
    assert.deepEqual(
      placesOf([
        ["a", "x"],
        ["b", "x"],
        ["a", "x"],
      ]),
      ["earlier", "only", "last 2 before 0"],
    );
  });

  it("names the first places that differ, at most three", () => {
    const contents = ["x", "x", "y", "x", "z", "v", "w", "x"];
    assert.equal(placesOf(contents.map((text) => ["a", text])).at(-1), "last 7 before 0,2,4");
  });

  it("has no reading if it is not judged", () => {
    assert.deepEqual(
      placesOf([
        ["a", ""],
        ["a", ""],
      ]),
      ["earlier", "last ? before "],
    );
  });

  it("is recognized by its identity alone", () => {
    assert.deepEqual(
      placesOf([
        [undefined, "x"],
        [undefined, "x"],
      ]),
      ["only", "only"],
    );
  });
});

describe("an input that changes between the passes", () => {
  const OTHERS: readonly (readonly [name: string, earlier: readonly string[], later: readonly string[]])[] = [
    ["a later place is missing, and another object is repeated", ["a", "a", "b"], ["a", "b", "b"]],
    ["an object was replaced by another", ["a", "b"], ["a", "c"]],
    ["an object was replaced by a place of another", ["a", "b"], ["a", "a"]],
  ];
  for (const [name, earlier, later] of OTHERS) {
    it(`is detected although the number of objects is the same: ${name}`, () => {
      const repeats = new Repeats();
      for (const identity of earlier) repeats.learn(identity);
      for (const identity of later) repeats.next(identity, () => undefined);
      assert.deepEqual(repeats.change, { from: earlier.length, to: later.length });
    });
  }

  const LATER: readonly (readonly [name: string, later: readonly string[], places: readonly string[]])[] = [
    ["holds less", ["a"], ["earlier"]],
    ["holds more", ["a", "a", "a"], ["earlier", "last", "only"]],
  ];
  for (const [name, later, places] of LATER) {
    it(`is detected when it ${name}`, () => {
      const repeats = new Repeats();
      for (const identity of ["a", "a"]) repeats.learn(identity);
      assert.deepEqual(
        later.map((identity) => repeats.next(identity, () => undefined).type),
        places,
      );
      assert.deepEqual(repeats.change, { from: 2, to: later.length });
    });
  }
});
