/**
 * Version 1 of the check of a webhook's setup for machines (docs/output.md). Each field is named here, independently of internal types; fields may be
 * added, but never renamed or removed.
 */
import type { RegistrationChange, SetupCheck, SetupResult, SetupStep } from "../../../api/webhook/setup.ts";
import { text } from "../../../report/document/document-parts.ts";
import type { Suggestions } from "../../terminal/style.ts";
import { jsonPieces } from "../../words/documents/json-pieces.ts";
import { escapeUnits } from "../../words/escape.ts";
import { STATES } from "./setup.ts";
import { commandOf } from "./steps.ts";

/** Renders the check of a setup as a JSON document of version 1, indented by two spaces. Unprintable characters are escaped. */
export function* renderSetupJson(check: SetupCheck, suggestions: Suggestions): Generator<string, undefined> {
  yield* jsonPieces(setupDocument(check, suggestions), "", escapeUnits);
  yield "\n";
}

/** Converts the check of a setup to the value that `-o json` prints. */
function setupDocument({ isFromFiles, results }: SetupCheck, suggestions: Suggestions) {
  const ordered = STATES.flatMap((state) => results.filter((result) => result.state === state));
  const number = (state: SetupResult["state"]): number => results.filter((result) => result.state === state).length;
  return {
    apiVersion: "kubectl-pss/v1",
    kind: "WebhookCheck",
    source: isFromFiles ? "files" : "cluster",
    summary: {
      problem: number("problem"),
      unknown: number("unknown"),
      notice: number("notice"),
      ok: number("ok"),
      skipped: number("skipped"),
    },
    results: ordered.map(({ part, state, found, expected, next }) => ({
      part,
      state,
      found: text(found),
      expected: expected === undefined ? null : text(expected),
      next: next === undefined ? null : stepDocument(next, isFromFiles, suggestions),
    })),
  };
}

/** A step is a command, a change of a manifest, or advice. */
function stepDocument(step: SetupStep, isFromFiles: boolean, suggestions: Suggestions) {
  const command = commandOf(step, isFromFiles, suggestions);
  return {
    command: command === undefined ? null : text(command),
    patch: step.type === "change" ? [changeDocument(step.change)] : null,
    advice: step.type === "advice" ? text(step.sentence) : null,
  };
}

function changeDocument({ op, path, value }: RegistrationChange) {
  return { op, path: text(path), ...(value !== undefined && { value }) };
}
