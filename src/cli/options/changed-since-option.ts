import { Option } from "commander";
import { UserError } from "../../api/user-error.ts";

/** `--changed-since` */
export function changedSinceOption(): Option {
  return new Option(
    "--changed-since <REV>",
    "report only on what differs from where HEAD left this commit of git, and on what that affects",
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
