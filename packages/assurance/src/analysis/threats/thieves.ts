import { helpdeskRoles, STRONG_SECONDS } from '@sallyport/core/model';
import { secondsBrought, type ThreatWorld } from './host.ts';
import { peopleAdministrator } from './people-administrator.ts';
import type { Target } from './target.ts';
import { nameIn, pairOf, type Theft, type Thief, theftOf } from './thief.ts';

export function ordinaryThieves(world: ThreatWorld): readonly Thief[] {
  const { providers, directory, codes } = world;
  const one = (theft: Theft): Thief => ({ id: theft, thefts: [theft] });
  return [
    { id: 'identifier', thefts: [] },
    one('password'),
    one('mailbox'),
    ...(codes.length > 0 ? [one('telephone')] : []),
    PHONE,
    PHONE_WITH_MAIL,
    ...otherThings(world).map(one),
    one('passkey'),
    { id: 'passkey-and-pin', thefts: ['passkey', 'passkey-pin'] },
    ...providers.map(({ name }) => one(`provider-session:${name}`)),
    one('fresh-cookie'),
    one('older-cookie'),
    ...(directory === undefined ? [] : [one('directory-entry')]),
    ...(peopleAdministrator(world) === undefined ? [] : [one('people-administrator')]),
    ...helpdeskRoles(world.policy).map((role) => one(`helpdesk:${role}`)),
    ...providers.map(({ name }) => one(`provider:${name}`)),
  ];
}

function otherThings({ policy }: ThreatWorld): readonly Theft[] {
  return [...new Set(secondsBrought(policy).map(theftOf))].filter((theft) => theft !== 'app');
}

export const PHONE: Thief = { id: 'unlocked-phone', thefts: ['app', 'telephone'] };
export const PHONE_WITH_MAIL: Thief = { id: 'unlocked-phone+mailbox', thefts: ['app', 'telephone', 'mailbox'] };

export function pairsOf(thieves: readonly Thief[]): readonly Thief[] {
  const single = thieves.filter(({ id, thefts }) => thefts.length > 0 && !id.includes('+'));
  const pairs = single.flatMap((one, place) => single.slice(place + 1).map((other) => [one, other] as const));
  return pairs.flatMap(([one, other]) => {
    const pair = pairOf(one, other);
    const adds = pair.thefts.length > one.thefts.length && pair.thefts.length > other.thefts.length;
    return adds ? [pair] : [];
  });
}

export function applies(thief: Thief, target: Target): boolean {
  const { thefts } = thief;
  return thefts.every((theft) => {
    // An unlocked phone is an app or a telephone.
    if (theft === 'telephone') return target.codes.length > 0 || (thefts.includes('app') && isThere('app', target));
    if (theft === 'app') return isThere(theft, target) || (thefts.includes('telephone') && target.codes.length > 0);
    return isThere(theft, target);
  });
}

function isThere(theft: Theft, { password, ldap, mail, seconds, passkeys, links }: Target): boolean {
  const stolen = STRONG_SECONDS.filter((method) => theftOf(method) === theft).map(({ name }) => name);
  if (stolen.length > 0) return seconds.some(({ method }) => stolen.includes(method));
  const provider = nameIn(theft, 'provider-session');
  if (provider !== undefined) return links.some((link) => link.provider === provider);
  switch (theft) {
    case 'password':
      return password !== undefined || ldap !== undefined;
    case 'mailbox':
      return mail !== undefined;
    case 'passkey':
      return passkeys.length > 0;
    case 'passkey-pin':
      return passkeys.some(({ facts }) => facts.userVerified);
    default:
      return true;
  }
}
