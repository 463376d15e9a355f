/**
 * The commands that are not in the file of every start: most runs are a lint, an audit, a dry run or a plan. program.ts lists them by late-names.ts
 * until one of them runs.
 */
import type { AddCommand } from "../../command.ts";
import { addExplain } from "../explain.ts";
import { addExport } from "../export.ts";
import { addFix } from "../fix.ts";
import { addFromPsp } from "../from-psp.ts";
import { addHistory } from "../history.ts";
import type { LateName } from "./late-names.ts";
import { addWebhook } from "../webhook/webhook.ts";

/** Adds each late command with its flags. */
export const LATE_COMMANDS: Readonly<Record<LateName, AddCommand>> = {
  history: addHistory,
  fix: addFix,
  "from-psp": addFromPsp,
  explain: addExplain,
  export: addExport,
  webhook: addWebhook,
};
