export interface Site {
  readonly origin: string;
  readonly trustedOrigins: readonly string[];
  readonly relyingParty: { readonly id: string; readonly name: string };
}
