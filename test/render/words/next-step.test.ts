import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { NO_PAINT } from "../../../src/render/terminal/paint.ts";
import { kubectlStep, nextLines, pssStep } from "../../../src/render/words/next-step.ts";
import { SUGGESTIONS } from "../../fixtures/suggestions.ts";
import { colourTerminal, terminal } from "../painted.ts";

const STEP = pssStep(["plan", "-n", "a b"], "step-by-step label commands");

test("the next step is a line with a complete command and its effect", () => {
  assert.deepEqual(
    nextLines(() => STEP, { ...terminal(80), suggestions: SUGGESTIONS }),
    ["Next: kubectl pss plan -n 'a b'   step-by-step label commands"],
  );
  assert.deepEqual(
    nextLines(() => kubectlStep(["get", "ns"], "lists"), { ...terminal(80), suggestions: SUGGESTIONS }),
    ["Next: kubectl get ns   lists"],
  );
});

test("a command is never truncated or wrapped; its effect is below it if the line is too short", () => {
  assert.deepEqual(
    nextLines(() => STEP, { ...terminal(20), suggestions: SUGGESTIONS }),
    ["Next: kubectl pss plan -n 'a b'", "      step-by-step", "      label commands"],
  );
});

test("colours apply to the whole command, and change no text", () => {
  const style = { ...colourTerminal(80), suggestions: SUGGESTIONS };
  const [line = ""] = nextLines(() => STEP, style);
  assert.ok(line.includes(style.paint.heading("kubectl pss plan -n 'a b'")));
  assert.deepEqual(
    [stripVTControlCharacters(line)],
    nextLines(() => STEP, { ...style, paint: NO_PAINT }),
  );
});

test("there is no next step without suggestions or without a step", () => {
  assert.deepEqual(
    nextLines(() => STEP, terminal(80)),
    [],
  );
  assert.deepEqual(
    nextLines(() => undefined, { ...terminal(80), suggestions: SUGGESTIONS }),
    [],
  );
});
