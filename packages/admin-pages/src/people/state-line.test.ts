import type { AccountEntry, AdminAccount } from '@sallyport/browser';
import { expect, it } from 'vitest';
import { lineOf } from './state-line.ts';

const trust = [{ acr: 'two', strength: 'enhanced' }];
const TRUSTING = { providers: { corp: { trust } } };

/** The line of a person with an identity at a provider. */
function line(listed: Partial<AccountEntry>, policy: object, provider = 'corp'): string {
  const account = {
    ...{ status: 'active', roles: [], factors: { passkeys: [], totp: false, password: true } },
    externalIds: [{ provider, name: 'Example Corp', subject: '1', linkedAt: '' }],
  } as unknown as AdminAccount;
  const entry = { group: 'meets', ...listed } as AccountEntry;
  const state = entry.group;
  return lineOf({ account, listed: entry, policy: { ...policy }, invitation: undefined, block: undefined, state });
}

it('X11 the line says that the limit of sessions refuses a new sign-in', () => {
  const lineWith = (sessions: number, status = 'active'): string => {
    const account = {
      status,
      sessions,
      sessionsFull: sessions < 2 ? undefined : { most: 2 },
      roles: [],
      factors: { passkeys: [] },
      externalIds: [],
    } as unknown as AdminAccount;
    const parts = { listed: undefined, invitation: undefined, block: undefined, state: 'meets' } as const;
    return lineOf({ account, policy: {}, ...parts });
  };
  expect(lineWith(2)).toBe(
    'Signed in at 2 places, and the policy allows 2: a new sign-in is refused. End a session under “Sessions”.',
  );
  expect(lineWith(3)).toContain('End 2 sessions under');
  expect(lineWith(1)).toBe('');
  expect(lineWith(2, 'blocked')).toBe('');
});

it('N5 a person who never signed in counts by what a provider may report, and the line says so', () => {
  const said = 'counts as if Example Corp reports what the policy trusts';
  expect(line({}, TRUSTING)).toContain(said);
  expect(line({ lastSignInAt: '2031-03-03T09:00:00.000Z' }, TRUSTING)).not.toContain(said);
  expect(line({ group: 'mustEnroll' }, TRUSTING)).not.toContain(said);
  expect(line({}, TRUSTING, 'club')).not.toContain(said);
  expect(line({}, { providers: { corp: { trust: [{ strength: 'baseline' }] } } })).not.toContain(said);
});
