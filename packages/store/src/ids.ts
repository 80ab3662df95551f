declare const tenantMark: unique symbol;
declare const accountMark: unique symbol;

/** A tenant's name. Every read and every write names a tenant. */
export type TenantId = string & { readonly [tenantMark]: true };
export type AccountId = string & { readonly [accountMark]: true };
