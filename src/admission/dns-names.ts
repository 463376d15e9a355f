/** The rules of names: pkg/util/validation/validation.go of k8s.io/apimachinery v0.37.2, with its words. */

const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const SUBDOMAIN = String.raw`${LABEL}(\.${LABEL})*`;
const LABEL_PATTERN = new RegExp(`^${LABEL}$`);
const SUBDOMAIN_PATTERN = new RegExp(`^${SUBDOMAIN}$`);

const MAX_LABEL_BYTES = 63;
const MAX_SUBDOMAIN_BYTES = 253;

/** The faults of a name as a DNS label, which the name of a namespace must be; empty when it is one. */
export function dnsLabelFaults(name: string): readonly string[] {
  const faults = lengthFaults(name, MAX_LABEL_BYTES);
  if (LABEL_PATTERN.test(name)) return faults;
  if (SUBDOMAIN_PATTERN.test(name)) return [...faults, "must not contain dots"];
  return [
    ...faults,
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end " +
      `with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${LABEL}')`,
  ];
}

/** The faults of a name as a DNS subdomain, which the name of a RuntimeClass must be; empty when it is one. */
export function dnsSubdomainFaults(name: string): readonly string[] {
  const faults = lengthFaults(name, MAX_SUBDOMAIN_BYTES);
  if (SUBDOMAIN_PATTERN.test(name)) return faults;
  return [
    ...faults,
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start " +
      `and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`,
  ];
}

/** The API server counts bytes and calls them characters. */
function lengthFaults(name: string, maxBytes: number): readonly string[] {
  return new TextEncoder().encode(name).length > maxBytes ? [`must be no more than ${maxBytes} characters`] : [];
}
