import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { account, password, proof, WITH_MAIL } from '../decision/facts.test-support.ts';
import { runs } from '../decision/runs.test-support.ts';
import type { Actor } from './act.ts';
import { answerTo } from './asked.test-support.ts';
import { isInAddressForm, type NewName } from './new-name.ts';

const MAILBOX = 'dora@example.org';
const TARGET = account(WITH_MAIL);
const OWNER: Actor = { kind: 'session' };

function asks(identifier: string, over: Partial<NewName> = {}, actor: Actor = OWNER): string {
  const name = { identifier, present: ['dora'], mailbox: MAILBOX, isOthers: false, ...over };
  const evidence = [password(), proof('email-code')];
  return answerTo({}, { type: 'set-identifier', name }, { actor, target: TARGET, evidence });
}

describe('the form of a mail address', () => {
  it.each([MAILBOX, 'dora@example.org.', 'dora@work', 'dörte@exämple.org', 'a b@c', '"a"@b@', 'corp:dora@example.org'])(
    'X21 has %j',
    (name) => {
      expect(isInAddressForm(name)).toBe(true);
    },
  );

  it.each(['', '@', 'dora', '@dora', 'dora@', 'dora.example.org'])('X21 does not have %j', (name) => {
    expect(isInAddressForm(name)).toBe(false);
  });
});

describe('the identifier that an owner wants', () => {
  it('X21 is free text without the form of a mail address, or the own verified mailbox', () => {
    for (const name of ['theodora', '@dora', MAILBOX]) expect(asks(name)).toBe('allowed');
  });

  it.each([
    ["another person's address", 'ben@example.org', {}],
    ['an address, by an account without a mailbox', MAILBOX, { mailbox: undefined }],
    ['what looks like the own mailbox', `${MAILBOX}.`, {}],
    ["another person's address that the person has as the mailbox", 'ben@example.org', { isOthers: true }],
  ])('X21 is refused for %s', (_, name, over) => {
    expect(asks(name, over)).toBe('not-own-mailbox');
  });

  it("X21 is refused if it is somebody else's, also if it is the own mailbox", () => {
    for (const name of ['ben', MAILBOX]) expect(asks(name, { isOthers: true })).toBe('name-taken');
  });

  it('X21 is allowed if the account has it already, whatever its form', () => {
    expect(asks('dora', { isOthers: true })).toBe('allowed');
    expect(asks('old@example.org', { present: ['old@example.org'], mailbox: undefined })).toBe('allowed');
  });

  it('X21 is judged before the proof, so that nobody steps up for a refusal', () => {
    const judged = (identifier: string) => {
      const name = { identifier, present: [], isOthers: false };
      return answerTo({}, { type: 'set-identifier', name }, { target: TARGET });
    };
    expect([judged('theodora'), judged('ben@example.org')]).toEqual(['insufficient-strength', 'not-own-mailbox']);
  });

  it('N15 has to be named, and host code may give any', () => {
    const target = TARGET;
    const evidence = [password(), proof('email-code')];
    expect(answerTo({}, { type: 'set-identifier' }, { target, evidence })).toBe('not-permitted');
    expect(answerTo({}, { type: 'set-identifier' }, { actor: { kind: 'host' }, target })).toBe('allowed');
    expect(asks('ben@example.org', { isOthers: true }, { kind: 'host' })).toBe('allowed');
  });

  it('X21 is never an address that the account has not verified, and never a name of somebody else', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '@', '.', ' '), maxLength: 6 });
    fc.assert(
      fc.property(text, fc.option(text, { nil: undefined }), fc.boolean(), (name, mailbox, isOthers) => {
        const answer = asks(name, { present: [], mailbox, isOthers });
        const isFree = !isOthers && (!isInAddressForm(name) || name === mailbox);
        expect(answer === 'allowed').toBe(isFree);
      }),
      runs(300),
    );
  });
});
