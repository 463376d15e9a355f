import { Option } from "commander";
import { UserError } from "../../api/user-error.ts";

/** `--changed-since` */
export function changedSinceOption(): Option {
  return new Option(
    "--changed-since <REV>",
    "report only on files that differ from where HEAD left this commit of git; the others only give labels",
  );
}

/** @throws UserError if a run would write a file of accepted violations from a part of them */
export function verifyChangedSince(flags: { readonly changedSince?: string; readonly updateAccept?: string }): void {
  if (flags.changedSince === undefined || flags.updateAccept === undefined) return;
  throw new UserError(
    "--changed-since is not for --update-accept: the file is about all violations",
    "Leave --changed-since out.",
  );
}
