import type { AccountRecord } from '@sallyport/engine';

interface Proved {
  readonly method: string;
  readonly provider?: string | undefined;
}

export function everyRole({ roles, providerRoles = {} }: AccountRecord): readonly string[] {
  return [...roles, ...Object.values(providerRoles).flat()];
}

/** The directory's password proves the identity there. */
export function provedBy(evidence: readonly Proved[], providers: readonly string[]): readonly string[] {
  return providers.filter((provider) =>
    evidence.some((proof) => (proof.method === 'sso' && proof.provider === provider) || proof.method === 'ldap'),
  );
}

export function provedRoles({ providerRoles = {} }: AccountRecord, evidence: readonly Proved[]): readonly string[] {
  return provedBy(evidence, Object.keys(providerRoles)).flatMap((provider) => providerRoles[provider] ?? []);
}
