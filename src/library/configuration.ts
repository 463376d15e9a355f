import { BUILTIN_CONFIGURATION, type PodSecurityConfiguration } from "../admission/configuration/configuration.ts";
import { invalid } from "./options.ts";
import { frozenCopy } from "./plain-value.ts";
import type { Configuration } from "./types.ts";

const decoded = new WeakMap<Configuration, PodSecurityConfiguration>();

/** The public value for a configuration. It is a frozen copy, so a caller cannot change the exemptions. */
export function publicConfiguration(configuration: PodSecurityConfiguration): Configuration {
  const { usernames, namespaces, runtimeClasses } = configuration.exemptions;
  const value: Configuration = frozenCopy({ exemptions: { usernames, namespaces, runtimeClasses } });
  decoded.set(value, configuration);
  return value;
}

/**
 * The defaults and exemptions of a configuration.
 *
 * @param configuration undefined for an API server without one
 * @throws Error if it is not a value of parseConfiguration
 */
export function configurationOf(configuration: Configuration | undefined): PodSecurityConfiguration {
  if (configuration === undefined) return BUILTIN_CONFIGURATION;
  const found = decoded.get(configuration);
  if (found === undefined) throw invalid("configuration", "a value of parseConfiguration", configuration);
  return found;
}
