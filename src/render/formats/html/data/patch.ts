/** The patches of workloads: commands of kubectl in an audit, and the fields to add in a lint. */
import { LONGEST_TEXT } from "../../../../api/words/quoted.ts";
import type { FixedWorkload } from "../../../../report/fix/fix-report.ts";
import { MOST_ON_PAGE } from "../../../../report/fix/page-patches.ts";
import type { Report, WorkloadReport } from "../../../../report/report.ts";
import { openViolations } from "../../../../report/violations.ts";
import type { Strings } from "../../../page/strings.ts";
import { stringifyYaml } from "../../../words/documents/yaml.ts";
import { patchCommand } from "../../../words/patch/patch-command.ts";
import { hasUnknownUser, leftTexts, obstacleText, ownerText } from "../../../words/patch/patch-words.ts";

/** The heading of a patch, and its text in parts, so that equal parts are in the page once; a reason and no part if there is no patch. */
export type PatchRow = readonly [heading: number, ...parts: number[]];

interface Patch {
  readonly heading: string;
  readonly parts: readonly string[];
}

/** Makes the patches of a page, up to a limit. */
export class PatchRows {
  readonly #strings: Strings;
  readonly #isTried: boolean;
  readonly #kubectl: ((words: readonly string[]) => string) | undefined;
  #count = 0;

  /** @param kubectl writes a command for the cluster of the run */
  constructor({ fixable }: Report, strings: Strings, kubectl: ((words: readonly string[]) => string) | undefined) {
    this.#strings = strings;
    this.#isTried = fixable !== undefined;
    this.#kubectl = kubectl;
  }

  /** The patch of a workload, or the reason why it has none; undefined if it needs none, or the report has no patches. */
  rowOf(workload: WorkloadReport): PatchRow | undefined {
    const patch = workload.patch === undefined ? this.#fields(workload) : this.#command(workload, workload.patch);
    if (patch === undefined) return undefined;
    const { heading, parts } = this.#limited(patch, workload.patch !== undefined);
    return [this.#strings.numberOf(heading), ...parts.map((part) => this.#strings.numberOf(part))];
  }

  #command(workload: WorkloadReport, patch: NonNullable<WorkloadReport["patch"]>): Patch {
    const { fix, obstacle, owner } = patch;
    if (obstacle === "limit") return without(LIMIT.audit);
    if (obstacle !== null || fix === null || fix.operations.length === 0) {
      return without(obstacleText(workload, patch));
    }
    if (owner !== null) return without(ownerText(owner));
    const command = patchCommand(workload, fix, this.#kubectl);
    const start = command.lastIndexOf(" -p ") + 1;
    return { heading: headingOf("Patch", fix), parts: [command.slice(0, start), command.slice(start)] };
  }

  #fields(workload: WorkloadReport): Patch | undefined {
    if (!this.#isTried || openViolations(workload).length === 0) return undefined;
    const { fix, source } = workload;
    if (source?.rendered !== undefined) return without(RENDERED);
    if (fix === undefined) return without(LIMIT.lint);
    if (fix.state === "failed") return without("the edit could not be verified, so it is not shown");
    if (fix.operations.length === 0) return without(leftTexts(fix.left).join("; "));
    if (fix.patch === null) {
      return { heading: headingOf("JSON patch with the fields to add", fix), parts: [stringifyYaml(fix.operations)] };
    }
    const { apiVersion, kind, metadata, ...changes } = fix.patch;
    const parts = [stringifyYaml({ apiVersion, kind, metadata }), stringifyYaml(changes)];
    return { heading: headingOf("Fields to add", fix), parts };
  }

  /** A text that the page would cut is of no use to a program. */
  #limited(patch: Patch, isAudit: boolean): Patch {
    if (patch.parts.length === 0) return patch;
    const { audit, lint } = patch.parts.some(({ length }) => length > LONGEST_TEXT) ? LONG : LIMIT;
    if (this.#count >= MOST_ON_PAGE || patch.parts.some(({ length }) => length > LONGEST_TEXT)) {
      return without(isAudit ? audit : lint);
    }
    this.#count++;
    return patch;
  }
}

const MOST = MOST_ON_PAGE.toLocaleString("en-US");
const LIMIT = {
  audit: `the page has the patches of ${MOST} workloads only; kubectl pss audit -o patches prints all`,
  lint: `the page has the fields of ${MOST} workloads only; kubectl pss fix -o patch prints all`,
};
const LONG = {
  audit: "it is too long for the page; kubectl pss audit -o patches prints it",
  lint: "it is too long for the page; kubectl pss fix -o patch prints it",
};
const RENDERED = "helm or kustomize rendered the object; kubectl pss fix - edits their output";

function without(reason: string): Patch {
  return { heading: `No patch: ${reason}.`, parts: [] };
}

function headingOf(what: string, fix: FixedWorkload): string {
  const { state, levels, remaining } = fix;
  const goal = levels.join(" and ");
  const effect = state === "fixed" ? `${what} to meet ${goal}.` : `${what}. Left at ${goal}: ${remaining.join(", ")}.`;
  return hasUnknownUser(fix) ? `${effect} ${UNKNOWN_USER}` : effect;
}

const UNKNOWN_USER =
  "It sets runAsNonRoot, and the user of the image is not known: a container that runs as root would not start.";
