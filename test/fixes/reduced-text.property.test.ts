/** The short text of reduced-text.ts proves the edits of a document only if the whole text does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { documentOnce, isReadAs, readEdited } from "../../src/fixes/text/edit-written.ts";
import { readDocuments } from "../../src/text/documents.ts";
import { areEqual } from "../../src/api/values/equal-values.ts";
import { sortEdits, type TextEdit } from "../../src/text/edit/text-edit.ts";
import * as fc from "../property.ts";
import { repeats } from "../seed.ts";
import { fixText } from "./fix-text.ts";
import { manifest } from "./random-manifest.ts";

/** Makes an edit wrong; the same edit if the mistake does not apply. */
type Mistake = (edit: TextEdit, text: string) => TextEdit;

const MISTAKES: readonly Mistake[] = [
  (edit) => ({ ...edit, text: edit.text.replaceAll(/^ /gm, "") }),
  (edit) => ({ ...edit, text: edit.text.replaceAll(/^ {2}/gm, "") }),
  (edit) => ({ ...edit, text: edit.text.replaceAll(/^(?=.)/gm, "  ") }),
  (edit) => ({ ...edit, text: edit.text.replace(/\r?\n/, "") }),
  (edit) => ({ ...edit, text: edit.text + edit.text }),
  (edit) => ({ ...edit, text: "" }),
  (edit) => ({ ...edit, text: edit.text.replace(":", "") }),
  (edit) => ({ ...edit, text: edit.text.replaceAll("true", "false") }),
  (edit) => ({ ...edit, start: Math.max(0, edit.start - 1) }),
  (edit, text) => ({ ...edit, end: Math.min(text.length, edit.end + 1) }),
  (edit, text) => moved(edit, text.lastIndexOf("\n", edit.start - 2) + 1, text),
  (edit, text) => moved(edit, text.indexOf("\n", edit.end) + 1, text),
  (edit, text) => ({ ...edit, end: text.indexOf("\n", edit.end) + 1 || text.length }),
  (edit, text) => ({ ...edit, start: text.lastIndexOf("\n", edit.start - 2) + 1 }),
];

function moved(edit: TextEdit, to: number, text: string): TextEdit {
  const start = Math.min(Math.max(0, to), text.length);
  return { start, end: Math.min(text.length, start + edit.end - edit.start), text: edit.text };
}

/** The edits with a mistake in one of them, sorted; undefined if two of them overlap then. */
function withMistake(edits: readonly TextEdit[], index: number, changed: TextEdit): readonly TextEdit[] | undefined {
  try {
    return sortEdits(edits.with(index, changed));
  } catch {
    return undefined;
  }
}

test("the short text never proves a wrong edit", () => {
  let proved = 0;
  let refused = 0;
  fc.assert(
    fc.property(manifest, fc.nat(), (stream, chosen) => {
      const all = fixText(stream).files.flatMap(({ edits }) => edits);
      for (const document of readDocuments(stream)) {
        if ("passedOver" in document || "fault" in document) continue;
        const { text } = document;
        assert.ok(text !== undefined);
        const own = all
          .filter(({ start, end }) => start >= text.start && end <= text.end)
          .map((edit) => ({ start: edit.start - text.start, end: edit.end - text.start, text: edit.text }));
        const edits = sortEdits(own);
        const expected = readEdited(text, edits)?.value;
        if (edits.length === 0 || expected === undefined) continue;
        const edited = documentOnce()(text);
        if (isReadAs(edited, edits, expected)) proved++;
        const index = chosen % edits.length;
        const edit = edits[index];
        assert.ok(edit !== undefined);
        const part = stream.slice(text.start, text.end);
        for (const mistake of MISTAKES) {
          const wrong = withMistake(edits, index, mistake(edit, part));
          if (wrong === undefined) continue;
          const isRight = areEqual(readWhole(text, wrong), expected);
          if (!isRight) refused++;
          assert.ok(isRight || !isReadAs(edited, wrong, expected), JSON.stringify({ stream, edit, wrong }));
        }
      }
    }),
    { numRuns: repeats(100, 1000) },
  );
  assert.ok(proved > 0, "the short text proves no edit");
  assert.ok(refused > 0, "no mistake makes an edit wrong");
});

/** The value of the whole edited text; undefined if it cannot be read. */
function readWhole(...edited: Parameters<typeof readEdited>): unknown {
  return readEdited(...edited)?.value;
}
