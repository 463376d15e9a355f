/** The wire types of fields (protobuf.dev, Encoding). 3 and 4 are groups, which Kubernetes does not use. */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH = 2;
export const FIXED32 = 5;
