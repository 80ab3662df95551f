import { describe, expect, it } from 'vitest';
import { type FirstSignIn, type Given, hasGiven, overtakesFirstSignIn, ownersOfMailbox } from './first-sign-in.ts';

const BEGUN: FirstSignIn = { epoch: 3, mailbox: 'ida@example.org', word: 'h', isOfMailbox: false };

describe('X3 a first sign-in', () => {
  it.each<[string, Partial<FirstSignIn>]>([
    ['an act that ends everything', { epoch: 4 }],
    ['another mailbox', { mailbox: 'ida@elsewhere.example' }],
    ['the loss of the mailbox', { mailbox: undefined }],
    ['a newer word', { word: 'g' }],
    ['the loss of the word', { word: undefined }],
    ['the end of the sign-up', { isOfMailbox: true }],
  ])('X3 is overtaken by %s', (_, change) => {
    expect(overtakesFirstSignIn(BEGUN, { ...BEGUN, ...change })).toBe(true);
    expect(overtakesFirstSignIn({ ...BEGUN, ...change }, BEGUN)).toBe(true);
  });

  it('X3 goes on otherwise', () => {
    expect(overtakesFirstSignIn(BEGUN, { ...BEGUN })).toBe(false);
    const bare = { epoch: 0, mailbox: undefined, word: undefined, isOfMailbox: true };
    expect(overtakesFirstSignIn(bare, { ...bare })).toBe(false);
  });
});

const MADE: Given = {
  ...{ names: ['ida@example.org'], key: undefined, identities: [], roles: [], password: undefined, word: undefined },
  ...{ requiredStrength: undefined, methods: undefined, isEmergency: false },
};

describe('X21 the account of a sign-up', () => {
  it.each<[string, Partial<Given>]>([
    ['another name', { names: ['ida'] }],
    ['a key of the host', { key: '42' }],
    ['an identity', { identities: ['link'] }],
    ['a role', { roles: ['finance'] }],
    ['a password', { password: 'p' }],
    ['a code', { word: 'h' }],
    ['a strength of its own', { requiredStrength: 'enhanced' }],
    ['a restriction to no method', { methods: [] }],
    ['an emergency', { isEmergency: true }],
  ])('X21 was given %s, and the loss counts as well', (_, given) => {
    expect(hasGiven(MADE, { ...MADE, ...given })).toBe(true);
    expect(hasGiven({ ...MADE, ...given }, MADE)).toBe(true);
    expect(hasGiven({ ...MADE, ...given }, { ...MADE, ...given })).toBe(false);
  });
});

it.each([
  ['the others’ alone, if a sign-up was left', ['left', 'ada', 'bea'], ['ada', 'bea']],
  ['of a left sign-up that has it alone', ['left', 'left too'], ['left', 'left too']],
  ['of nobody', [], []],
])('X21 a mailbox is %s', (_, accounts, owners) => {
  expect(ownersOfMailbox(accounts, (account) => account.startsWith('left'))).toEqual(owners);
});
