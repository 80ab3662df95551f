import type { AccountRecord } from '@sallyport/engine';

interface Proved {
  readonly method: string;
  readonly provider?: string | undefined;
}

/** Every role that an account has or was given. */
export function everyRole({ roles, providerRoles = {} }: AccountRecord): readonly string[] {
  return [...roles, ...Object.values(providerRoles).flat()];
}

/** Which of these providers' identities the evidence has. The directory's is proved by its password. */
export function provedBy(evidence: readonly Proved[], providers: readonly string[]): readonly string[] {
  return providers.filter((provider) =>
    evidence.some((proof) => (proof.method === 'sso' && proof.provider === provider) || proof.method === 'ldap'),
  );
}

/** The roles of the providers of which this evidence has the identity. */
export function provedRoles({ providerRoles = {} }: AccountRecord, evidence: readonly Proved[]): readonly string[] {
  return provedBy(evidence, Object.keys(providerRoles)).flatMap((provider) => providerRoles[provider] ?? []);
}
