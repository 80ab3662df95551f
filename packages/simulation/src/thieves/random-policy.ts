import type { HelpdeskInput, PolicyInput } from '@sallyport/core';
import type { Numbers } from '../numbers.ts';
import { administratorsOf } from './cells.ts';
import type { Setting } from './world.ts';

const MODEL = 'c5ef55ff-ad9a-4b9f-b580-adebafe026d0';
const STRENGTHS = ['single', 'baseline', 'baseline', 'enhanced', 'phishing-resistant', 'own'] as const;
const WAYS = ['password', 'ldap', 'sso', 'passkey'] as const;
const SECONDS = ['totp', 'email-code', 'backup-code', 'sms-code'] as const;

export const QUICKSTART: Setting = {
  policy: {
    administrators: {
      policy: ['super-admin'],
      people: ['admin'],
      helpdesk: [{ roles: ['desk'], over: ['contractor'], may: ['reset', 'vouch', 'unlock'] }],
    },
    roles: { 'super-admin': { requiredStrength: 'enhanced' }, contractor: { requiredStrength: 'enhanced' } },
  },
  host: { providers: { corp: {} }, vault: true },
};

/** Random policies use every rule that influences a decision or an act. */
export function settingOf(dice: Numbers): Setting {
  for (;;) {
    const setting = anySetting(dice);
    // Skips policies that no host can run.
    if (isSound(setting)) return setting;
  }
}

function isSound(setting: Setting): boolean {
  try {
    return administratorsOf(setting).length > 0;
  } catch {
    return false;
  }
}

function anySetting(dice: Numbers): Setting {
  const some = <Item>(items: readonly Item[], chance: number): Item[] => items.filter(() => dice.chance(chance));
  const maybe = (chance: number, part: () => Partial<PolicyInput<string>>): Partial<PolicyInput<string>> =>
    dice.chance(chance) ? part() : {};
  const rule = () => ({
    ...(dice.chance(0.7) ? { requiredStrength: dice.pick(STRENGTHS) } : {}),
    ...(dice.chance(0.25) ? { methods: atLeastOne(dice, WAYS) } : {}),
  });
  const hasDirectory = dice.chance(0.35);
  const names = some(['corp', 'club'], 0.65);
  const gives = (name: string): readonly string[] => (name === 'corp' ? some(['chief', 'clerk', 'member'], 0.3) : []);
  const policy: PolicyInput<string> = {
    requiredStrength: dice.pick(STRENGTHS),
    ...maybe(0.3, () => ({ methods: atLeastOne(dice, WAYS) })),
    ...(names.includes('corp') && dice.chance(0.2) ? { preferSso: 'corp' } : {}),
    administrators: { policy: ['chief'], people: dice.chance(0.8) ? ['clerk'] : [], helpdesk: helpdesks(dice) },
    roles: { chief: rule(), clerk: rule(), desk: rule(), member: rule() },
    strengths: {
      own: { anyOf: Array.from({ length: 1 + dice.below(2) }, () => combination(dice, names, hasDirectory)) },
    },
    ...maybe(0.5, () => ({ emailCodes: { offer: dice.pick(['when-nothing-stronger', 'always'] as const) } })),
    ...maybe(0.6, () => ({ enrollment: { firstFactor: dice.pick(['two-proofs', 'vouched', 'password'] as const) } })),
    ...maybe(0.5, () => ({ recovery: { mailboxAlone: dice.pick(['baseline-only', 'refuse'] as const) } })),
    providers: Object.fromEntries([
      ...names.map((name) => [name, provider(dice, name)] as const),
      ...(hasDirectory ? [['office', dice.chance(0.5) ? { mailDomains: ['corp.example'] } : {}] as const] : []),
    ]),
  };
  return {
    policy,
    host: {
      providers: Object.fromEntries(names.map((name) => [name, { gives: gives(name), dates: dice.chance(0.8) }])),
      ...(hasDirectory ? { directory: { name: 'office' } } : {}),
      codes: dice.chance(0.5) ? ['sms-code'] : [],
      vault: true,
    },
  };
}

function helpdesks(dice: Numbers): HelpdeskInput[] {
  const desk = (over: readonly string[]): HelpdeskInput => ({
    ...{ roles: ['desk'], over },
    may: atLeastOne(dice, ['reset', 'vouch', 'unlock'] as const),
  });
  return [['member'], ['guest']].slice(dice.below(3)).map(desk);
}

function atLeastOne<Item>(dice: Numbers, items: readonly Item[]): Item[] {
  const some = items.filter(() => dice.chance(0.6));
  return some.length > 0 ? some : [dice.pick(items)];
}

type Pattern = NonNullable<PolicyInput<string>['strengths']>[string]['anyOf'][number][number];

function combination(dice: Numbers, names: readonly string[], hasDirectory: boolean): [Pattern, ...Pattern[]] {
  const ways = WAYS.filter((way) => (way === 'sso' ? names.length > 0 : way !== 'ldap' || hasDirectory));
  const first = dice.pick(ways);
  const passkey = (): Pattern => ({
    method: 'passkey',
    ...(dice.chance(0.5) ? { userVerified: true } : {}),
    ...(dice.chance(0.3) ? { deviceBound: true } : {}),
    ...(dice.chance(0.3) ? { aaguid: [MODEL], attested: true } : {}),
  });
  const sso = (): Pattern => ({
    method: 'sso',
    ...(dice.chance(0.5) ? { provider: dice.pick(names) } : {}),
    ...(dice.chance(0.4) ? { acr: ['gold'] } : {}),
  });
  const way: Pattern = first === 'passkey' ? passkey() : first === 'sso' ? sso() : { method: first };
  const second = (): Pattern => (dice.chance(0.25) ? passkey() : { method: dice.pick(SECONDS) });
  return [way, ...(dice.chance(0.7) ? [second()] : [])];
}

function provider(dice: Numbers, name: string): NonNullable<PolicyInput<string>['providers']>[string] {
  const words = [{ acr: 'mfa' }, { acr: 'gold' }, { amr: ['hwk'] }] as const;
  return {
    ...(dice.chance(0.5) ? { mailDomains: [`${name}.example`] } : {}),
    ...(dice.chance(0.5)
      ? {
          trust: [
            ...words.filter(() => dice.chance(0.4)).map((word) => ({ ...word, strength: dice.pick(STRENGTHS) })),
            ...(dice.chance(0.2) ? [{ strength: 'baseline' as const }] : []),
          ],
        }
      : {}),
  };
}
