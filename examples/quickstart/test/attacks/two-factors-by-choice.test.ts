import { readFileSync } from 'node:fs';
import { hostCode, isRefusal, type Sallyport } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { testSallyport } from '@sallyport/testing';
import { describe, expect, it } from 'vitest';

const by = hostCode('settings');

/** `chooseTwoFactors` of docs/guide/accounts.md. */
function chooseTwoFactors(auth: Sallyport, accountId: string, chosen: boolean) {
  return auth.people.setRequiredStrength({ accountId }, { requiredStrength: chosen ? 'enhanced' : null, by });
}

const GUIDE = readFileSync(new URL('../../../../docs/guide/accounts.md', import.meta.url), 'utf8');
/** The events of "with `false` after …, if `people.find` shows neither". */
const LISTED = /with\s+`false`\s+after\s+([\s\S]*?),\s+if\s+`people.find`/.exec(GUIDE)?.[1] ?? '';
const ENDS = [...LISTED.matchAll(/`([a-z-]+\.[a-z-]+)`/g)]
  .map(([, type]) => type)
  .filter((type) => type !== 'detail.ended');

async function follows(auth: Sallyport): Promise<void> {
  const { events } = await auth.events({ tenant: 'default' });
  for (const { type, accountId = '' } of events) {
    if (type === 'factor.enrolled') await chooseTwoFactors(auth, accountId, true);
    if (!ENDS.includes(type)) continue;
    const person = await auth.people.find({ accountId });
    if (person?.factors.totp === false && person.factors.passkeys.length === 0)
      await chooseTwoFactors(auth, accountId, false);
  }
}

/** docs/guide/accounts.md: "the account's own strength leaves the choice to each person". */
describe('a person who chose two factors, and whose only passkey is lost', () => {
  it.each(['resetPasskeys', 'revokePasskey'] as const)('X9 signs in by the password again after %s', async (act) => {
    const made = await testSallyport({
      store: memoryStore(),
      policy: { administrators: {}, requiredStrength: 'single' },
      logger: { warn: () => {}, error: () => {} },
      previewThreats: false,
    });
    const { auth, accountWith, signIn } = made;
    const identifier = 'ada@example.org';
    const ada = await accountWith({ identifier, factors: ['password', 'email', 'passkey'] });
    // A person without a mailbox has the password alone beside the passkey.
    await auth.people.setEmail({ identifier }, { email: null, by });
    await follows(auth);
    const who = { identifier };
    const person = await auth.people.find(who);
    const [passkey] = person?.factors.passkeys ?? [];
    const done =
      act === 'resetPasskeys'
        ? await auth.people.resetPasskeys(who, { by })
        : await auth.people.revokePasskey(who, { passkeyId: passkey?.id ?? '', by });
    expect(isRefusal(done)).toBe(false);
    await follows(auth);
    const signedIn = await signIn({ identifier, password: ada.password }, { using: ['password'] }).then(
      () => 'complete',
      (fault: Error) => fault.message,
    );
    const { accounts } = await auth.people.list();
    expect({ signedIn, group: accounts[0]?.group }).toEqual({ signedIn: 'complete', group: 'meets' });
    await made.close();
  });
});

it('X9 the guide names every event by which an account loses an app or a passkey', () => {
  // A new role of administration ends what others set up.
  expect(ENDS.toSorted()).toEqual([
    'account.roles-changed',
    'factor.removed',
    'passkey.revoked',
    'passkeys.reset',
    'two-step.reset',
  ]);
  expect(LISTED).toContain('`detail.ended`');
});
