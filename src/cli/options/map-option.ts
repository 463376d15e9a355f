import { Option } from "commander";
import { UserError } from "../../api/user-error.ts";

/** `--map` */
export function mapOption(): Option {
  return new Option(
    "--map <DIR>",
    "give violations the file and line of the manifest of the same kind, namespace and name",
  );
}

/** @throws UserError for a dump, whose objects have places already */
export function verifyMap(flags: { readonly map?: string; readonly filename?: readonly string[] }): void {
  if (flags.map === undefined || flags.filename === undefined || flags.filename.length === 0) return;
  throw new UserError(
    "--map is for a cluster: the objects of a dump have places already",
    "Leave out --map, or lint the manifests: kubectl pss lint PATH",
  );
}
