/** The characters that no address escapes (RFC 3986 §2.3), so that an id has one spelling. */
const ID = /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,100}$/;

export function isOrganisationId(id: unknown): id is string {
  return typeof id === 'string' && ID.test(id);
}
