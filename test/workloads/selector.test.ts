import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSelector } from "../../src/workloads/selector.ts";

const LABELS = { n: "5", team: "a", tier: "web", "example.com/env": "prod", empty: "" };

const SELECTORS: readonly (readonly [selector: string, isMatch: boolean])[] = [
  ["", true],
  ["  ", true],
  ["team=a", true],
  ["team==a", true],
  ["team = a", true],
  ["team=b", false],
  ["team!=b", true],
  ["team!=a", false],
  ["missing!=a", true],
  ["missing=a", false],
  ["empty=", true],
  ["empty", true],
  ["missing=", false],
  ["team", true],
  ["missing", false],
  ["!missing", true],
  ["! team", false],
  ["tier in (web,db)", true],
  ["tier in (db)", false],
  ["tier in ( web )", true],
  ["tier in ()", false],
  ["empty in ()", true],
  ["tier notin (db, cache)", true],
  ["tier notin (web)", false],
  ["missing notin (web)", true],
  ["example.com/env=prod", true],
  ["team=a,tier in (web,db),!missing,example.com/env!=test", true],
  ["team=a,tier=db", false],
  ["constructor", false],
  ["tier in(web)", true],
  ["tier in (,web)", true],
  ["tier\tin\n(web)", true],
  ["in", false],
  ["n>4", true],
  ["n > 5", false],
  ["n<6", true],
  ["n<-1", false],
  ["missing>1", false],
  ["team>1", false],
];

for (const [selector, isMatch] of SELECTORS) {
  test(`${JSON.stringify(selector)} ${isMatch ? "selects" : "does not select"}`, () => {
    assert.equal(parseSelector(selector)(LABELS), isMatch);
  });
}

for (const selector of [
  "a=b=c",
  "a in b",
  "in (a)",
  "a,,b",
  ",",
  "a=-b",
  "-a",
  "a in (b",
  "a in (-)",
  "a>b",
  "!!a",
  "!a=b",
  "=a",
  "a/b/c=d",
  "x=é",
  "tier in (web))",
  "Ex.com/a=b",
  "a b",
]) {
  test(`${JSON.stringify(selector)} is not a selector`, () => {
    assert.throws(() => parseSelector(selector), {
      name: "UserError",
      message: /^the selector ".*" is not understood$/,
    });
  });
}
