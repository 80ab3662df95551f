declare const tenantMark: unique symbol;
declare const accountMark: unique symbol;

/** A tenant's name. Every read and every write names a tenant. */
export type TenantId = string & { readonly [tenantMark]: true };
/**
 * An opaque id of at most 64 ASCII characters, unique in the tenant. Never changes. The engine never makes the id of a deleted account
 * again.
 */
export type AccountId = string & { readonly [accountMark]: true };

/**
 * Who set up a factor, an address or a link: administrators' account ids and `provider:ID`s, separated by spaces. Absent if the owner or host
 * code is the setter. A factor or an address from the person of an identity also has `identity:ID`, with the id of the link. An account that
 * gains a role of administration keeps only the set-ups of the owner, of host code, and of the identity that brings the role.
 */
export type SetUpBy = string;
