declare const tenantMark: unique symbol;
declare const accountMark: unique symbol;

/** Every read and every write names a tenant. */
export type TenantId = string & { readonly [tenantMark]: true };
/** At most 64 ASCII characters. Never changes, and is never made again. */
export type AccountId = string & { readonly [accountMark]: true };

/**
 * Administrators' account ids and `provider:ID`s, separated by spaces, and `identity:ID` of a link. Absent: the owner or host code. An account that
 * gains a role of administration keeps only set-ups of the owner, host code, and the identity with the role.
 */
export type SetUpBy = string;
