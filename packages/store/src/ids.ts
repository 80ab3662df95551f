declare const tenantMark: unique symbol;
declare const accountMark: unique symbol;

/** A tenant's name. Nothing is read or written without one. */
export type TenantId = string & { readonly [tenantMark]: true };
export type AccountId = string & { readonly [accountMark]: true };
