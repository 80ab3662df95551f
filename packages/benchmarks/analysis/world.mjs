import { definePolicy } from '@sallyport/core';

const STRENGTHS = ['single', 'baseline', 'enhanced', 'phishing-resistant'];
const METHODS = ['password', 'passkey', 'sso', 'ldap'];
const NAMES = Array.from({ length: 12 }, (_, place) => `role-${place}`);

export const policy = definePolicy({
  administrators: { policy: ['role-3'], people: ['role-2'] },
  providers: { corp: { mailDomains: ['corp.example'], trust: [{ acr: 'mfa', strength: 'enhanced' }] } },
  roles: Object.fromEntries(
    NAMES.map((name, place) => [
      name,
      {
        requiredStrength: STRENGTHS[place % 4],
        ...(place % 3 === 0 ? {} : { methods: METHODS.filter((_, other) => other !== place % 4) }),
      },
    ]),
  ),
});

export function* accounts(count) {
  let state = 20_260_801;
  const chance = (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
  for (let place = 0; place < count; place++) {
    const roles = NAMES.filter(() => chance(8) === 0);
    const passkeys = Array.from({ length: chance(3) }, (_, key) => passkey(`${place}-${key}`, chance(4) > 0));
    const factors = {
      passkeys,
      totp: chance(3) === 0,
      backupCodes: chance(2) * 8,
      ...(chance(5) === 0 ? { ldap: true } : { password: chance(6) === 0 ? 'mailbox' : 'independent' }),
      ...(chance(4) === 0 ? {} : { mailDomain: chance(3) === 0 ? 'corp.example' : 'home.example' }),
      ...(chance(4) === 0 ? { sso: ['corp'] } : {}),
    };
    yield { id: `a${place}`, facts: { roles, factors } };
  }
}

function passkey(id, userVerified) {
  return { id, userVerified, deviceBound: false, aaguid: '00000000-0000-0000-0000-000000000000', attested: false };
}
