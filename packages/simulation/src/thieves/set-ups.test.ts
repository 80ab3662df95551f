import { analyseThreats, chainText, type ThreatAccount } from '@sallyport/assurance';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { triesAtRandom } from './tries.ts';
import { compiledFor, type Setting } from './world.ts';

const MODEL = 'c5ef55ff-ad9a-4b9f-b580-adebafe026d0';

/** A chief needs an attested key. A clerk does not, so that no clerk is asked for an attestation. */
const SETTING: Setting = {
  policy: {
    requiredStrength: 'enhanced',
    administrators: { policy: ['chief'], people: ['clerk'] },
    roles: { chief: { requiredStrength: 'own' }, clerk: {} },
    strengths: { own: { anyOf: [[{ method: 'passkey', aaguid: [MODEL], attested: true }]] } },
    enrollment: { firstFactor: 'password' },
    recovery: { mailboxAlone: 'refuse' },
    providers: { corp: { mailDomains: ['corp.example'] } },
  },
  host: { providers: { corp: { gives: ['chief'], dates: false } }, codes: [], vault: true },
};
const THIEF = { id: 'password+provider:corp', thefts: ['password', 'provider:corp'] } as const;
const CLERK: ThreatAccount = { roles: ['clerk'], factors: { password: 'independent', passkeys: [] } };

describe('the set-ups of thieves', () => {
  it('N16 a thief sends the attestation of an own key where the engine asks for none', async () => {
    const asked = { host: SETTING.host, thieves: [THIEF], accounts: [CLERK], budget: 400 };
    const [cell] = analyseThreats(compiledFor(SETTING), asked).cells;
    const steps = cell?.reached.find(({ goal }) => goal === 'policy')?.chain ?? [];
    expect(chainText(steps)).toBe(
      'signs in by the password → sets up a passkey of their own → links an identity of their own at corp → gives the role chief → signs in by an identity of their own at corp → goes on by a passkey of their own → changes the policy',
    );
    const goals = new Set(['policy'] as const);
    const chains = [{ steps, goals: [{ goal: 'policy', after: steps.length }] }] as const;
    const played = await compare(SETTING, cell === undefined ? [] : [{ ...cell, goals, chains }], 1, triesAtRandom(0), {
      store: () => memoryStore(),
    });
    expect(played).toMatchObject({ chains: 1, disagreements: [] });
  });
});
