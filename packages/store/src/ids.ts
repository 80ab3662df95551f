declare const tenantMark: unique symbol;
declare const accountMark: unique symbol;

/** A tenant's name. Every read and every write names a tenant. */
export type TenantId = string & { readonly [tenantMark]: true };
/**
 * An opaque id of at most 64 ASCII characters, unique in the tenant. Never changes. The engine never makes the id of a deleted account
 * again.
 */
export type AccountId = string & { readonly [accountMark]: true };
