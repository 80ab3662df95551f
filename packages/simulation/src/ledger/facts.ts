import { type AccountFacts, type Evidence, evaluate, instant, type Policy } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/engine';

/** Computed here again, so that the checks do not depend on the engine's own code. */
export function factsOf(account: AccountRecord): AccountFacts {
  const { methods, requiredStrength, block, emergency, password, email, totp, codes, backupCodes, passkeys } = account;
  const sso = (account.externalIds ?? []).filter(({ method }) => method === 'sso').map(({ provider }) => provider);
  return {
    roles: [...account.roles, ...Object.values(account.providerRoles ?? {}).flat()],
    methods,
    requiredStrength,
    blocked: block !== undefined,
    emergency: emergency === true,
    factors: {
      password: password?.provenance,
      mailDomain: email?.address.slice(email.address.lastIndexOf('@') + 1),
      totp: totp !== undefined,
      ...(sso.length > 0 ? { sso } : {}),
      codes: codes?.map(({ method }) => method),
      backupCodes: backupCodes?.hashes.length ?? 0,
      passkeys: passkeys.map(({ id, userVerified, backupEligible, aaguid, attested }) => ({
        id,
        userVerified,
        deviceBound: !backupEligible,
        aaguid,
        attested,
      })),
    },
  };
}

export function grants(policy: Policy, account: AccountRecord, evidence: readonly Evidence[], now: number): boolean {
  return (
    evaluate(policy, { account: factsOf(account), evidence, now: instant(now), local: true }).outcome === 'granted'
  );
}

export function satisfies(
  policy: Policy,
  account: AccountRecord,
  evidence: readonly Evidence[],
  { now, strength }: { readonly now: number; readonly strength: string },
): boolean {
  const demand = { strengths: [strength] };
  return evaluate(policy, { account: factsOf(account), evidence, now: instant(now), demand }).outcome === 'granted';
}

/** A route that demands nothing still asks for what the place of the request asks. */
export function satisfiesPlace(
  placed: Policy,
  account: AccountRecord,
  evidence: readonly Evidence[],
  now: number,
): boolean {
  return satisfies(placed, account, evidence, { now, strength: 'single' });
}

/** A helpdesk administers the least, and the policy the most. */
export function administers(
  { administrators }: Policy,
  roles: readonly string[],
  of: 'helpdesk' | 'people' | 'policy',
): boolean {
  const { policy, people, helpdesk } = administrators;
  const named = [
    ...policy,
    ...(of === 'policy' ? [] : people),
    ...(of === 'helpdesk' ? helpdesk.flatMap((desk) => desk.roles) : []),
  ];
  return roles.some((role) => named.includes(role));
}

export function isOver({ administrators }: Policy, roles: readonly string[], target: readonly string[]): boolean {
  const lists = administrators.helpdesk.flatMap((desk) =>
    roles.some((role) => desk.roles.includes(role)) ? [desk.over] : [],
  );
  return target.length > 0 && lists.some((over) => target.every((role) => over.includes(role)));
}
