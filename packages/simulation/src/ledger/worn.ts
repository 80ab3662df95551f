import type { AccountRecord } from '@sallyport/engine';

interface Proved {
  readonly method: string;
  readonly provider?: string | undefined;
}

/** Every role of an account: its own roles and the roles from providers. */
export function everyRole({ roles, providerRoles = {} }: AccountRecord): readonly string[] {
  return [...roles, ...Object.values(providerRoles).flat()];
}

/** The providers, among `providers`, whose identity the evidence proves. The directory's password proves the identity there. */
export function provedBy(evidence: readonly Proved[], providers: readonly string[]): readonly string[] {
  return providers.filter((provider) =>
    evidence.some((proof) => (proof.method === 'sso' && proof.provider === provider) || proof.method === 'ldap'),
  );
}

/** The roles from the providers whose identity the evidence proves. */
export function provedRoles({ providerRoles = {} }: AccountRecord, evidence: readonly Proved[]): readonly string[] {
  return provedBy(evidence, Object.keys(providerRoles)).flatMap((provider) => providerRoles[provider] ?? []);
}
