import { type AccountFactors, type BuiltInMethod, methodBit, type Policy, type WayInMethod } from '@sallyport/core';
import { partOf, STRONG_SECONDS, writtenDates } from '@sallyport/core/model';
import { mailDomains, passkeyKinds } from '../world/factor-sets.ts';

/** Usual accounts: each way in that the policy mentions, alone and with usual second factors. */
export function ordinaryAccounts(policy: Policy): readonly AccountFactors[] {
  const [mailDomain = ''] = mailDomains(policy);
  const passkeys = passkeyKinds(policy)
    .slice(-1)
    .map((kind) => ({ id: 'passkey', ...kind }));
  const apps = STRONG_SECONDS.filter(({ name }) => brings(policy, name)).map(partOf);
  const seconds: readonly Partial<AccountFactors>[] = [
    {},
    { mailDomain },
    ...apps.map((app) => ({ mailDomain, ...app })),
    { mailDomain, passkeys },
    { mailDomain, ...apps[0], passkeys, backupCodes: 10 },
    ...policy.codes.map((code) => ({ codes: [code] })),
  ];
  const sources = sourcesOf(policy).flatMap((source) =>
    seconds.map((second) => ({ passkeys: [], ...source, ...second })),
  );
  const resets: readonly AccountFactors[] = speaksOf(policy, 'password')
    ? [{ passkeys: [], password: 'mailbox', mailDomain }]
    : [];
  return distinct([...sources, ...resets, { passkeys }].map((factors) => withoutMissingMethods(policy, factors)));
}

function withoutMissingMethods(policy: Policy, factors: AccountFactors): AccountFactors {
  return {
    ...factors,
    passkeys: brings(policy, 'passkey') ? factors.passkeys : [],
    mailDomain: brings(policy, 'email-code') ? factors.mailDomain : undefined,
    backupCodes: brings(policy, 'backup-code') ? factors.backupCodes : undefined,
  };
}

function brings({ brought }: Policy, method: BuiltInMethod): boolean {
  return (brought & methodBit(method)) !== 0;
}

function distinct(sets: readonly AccountFactors[]): readonly AccountFactors[] {
  return [...new Map(sets.map((factors) => [JSON.stringify(factors), factors])).values()];
}

function sourcesOf(policy: Policy): Partial<AccountFactors>[] {
  const providers = [...policy.providers.keys()].sort();
  return [
    ...(speaksOf(policy, 'password') ? [{ password: 'independent' as const }] : []),
    ...(speaksOf(policy, 'ldap') ? [{ ldap: true }] : []),
    ...(speaksOf(policy, 'sso') ? (providers.length === 0 ? ['sso'] : providers).map((name) => ({ sso: [name] })) : []),
  ];
}

function speaksOf({ tenant, document, brought, providers }: Policy, method: WayInMethod): boolean {
  if ((tenant.methods & brought & methodBit(method)) === 0) return false;
  if (method === 'password' || (method === 'sso' && providers.size > 0)) return true;
  const rules = [document, ...Object.values(document.roles ?? {}), ...writtenDates(document).map(({ rule }) => rule)];
  return rules.some(({ methods }) => methods?.includes(method) === true);
}
