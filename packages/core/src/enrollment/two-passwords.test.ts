import { expect, it } from 'vitest';
import { account, password, proof } from '../decision/facts.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { Evidence } from '../strength/evidence.ts';
import { ALL_METHODS } from '../strength/method.ts';
import { enrollmentGate, provesMailboxTwice } from './enrollment.ts';

const policy = definePolicy({});
const who = account({ password: 'mailbox', ldap: true, mailDomain: 'example.org' });
const reset: Evidence = password('mailbox');
const [directory, code] = [proof('ldap'), proof('email-code')];
const gate = (...evidence: readonly Evidence[]) => enrollmentGate(policy, who, evidence, ALL_METHODS);

it("N12 a directory's password beside one that the mailbox set: a code is a second proof beside the directory's", () => {
  const needsCode = { state: 'needs-proof', accept: ['email-code'] };
  expect(gate(directory)).toEqual(needsCode);
  expect(gate(directory, reset)).toEqual(needsCode);
  expect(gate(reset, directory)).toEqual(needsCode);
  for (const proved of [
    [directory, code],
    [directory, reset, code],
    [reset, directory, code],
  ])
    expect(gate(...proved)).toEqual({ state: 'open' });
});

it('N12 and the one that the mailbox set, alone, opens nothing: the directory is asked for', () => {
  expect(gate(reset)).toEqual({ state: 'needs-proof', accept: ['ldap'] });
  expect(gate(reset, code)).toEqual({ state: 'needs-proof', accept: ['ldap'] });
});

it('N12 the mailbox is proved twice only where every way in that was shown rests on it', () => {
  const twice = (...evidence: readonly Evidence[]) => provesMailboxTwice(policy, who, evidence, ALL_METHODS);
  expect([twice(reset), twice(reset, directory), twice(directory)]).toEqual([true, false, false]);
  expect(twice()).toBe(false);
  const withoutMailbox = account({ password: 'mailbox' });
  expect(provesMailboxTwice(policy, withoutMailbox, [reset], ALL_METHODS)).toBe(false);
});
