import assert from "node:assert/strict";
import { test } from "node:test";
import { EVENT, NOTHING, resolveAliases, skipNode } from "../../../../src/text/yaml/parse/events.ts";
import { parseDocument } from "../../../../src/text/yaml/parse/parse.ts";

test("an alias is for the last node with its name", () => {
  const { events } = parseDocument("[&x a, *x, &x {b: c}, *x, *other]");
  const found = [...resolveAliases(events)].map(([alias, target]) => [alias, events[target]?.type]);
  const aliases = [...events.keys()].filter((index) => events[index]?.type === EVENT.ALIAS);
  assert.deepEqual(found, [
    [aliases[0], EVENT.SCALAR],
    [aliases[1], EVENT.MAPPING],
  ]);
});

test("a node ends after everything in it", () => {
  // A document, a list, a scalar, a mapping of two scalars and its end, an alias, the list's end.
  const { events } = parseDocument("[&x a, {b: c}, *x]");
  assert.equal(skipNode(events, 2), 3);
  assert.equal(skipNode(events, 3), 7);
  assert.equal(skipNode(events, 7), 8);
  assert.equal(skipNode(events, 1), 9);
  assert.equal(skipNode(events.slice(0, 5), 1), 5);
});

test("the first position of a node", () => {
  const text = `[a, "b", 'c', {d: }, *e]`;
  const offsets = parseDocument(text).events.map(({ offset }) => offset);
  assert.deepEqual(offsets, [
    0,
    0,
    text.indexOf("a"),
    text.indexOf('"b"'),
    text.indexOf("'c'"),
    text.indexOf("{"),
    text.indexOf("d"),
    NOTHING,
    NOTHING,
    text.indexOf("*e"),
    NOTHING,
  ]);
});
