import type { PolicyDocument } from '@sallyport/browser';
import { expect, it } from 'vitest';
import type { Draft } from './draft.ts';
import { isWeakerAt, type Judge, type JudgedRule } from './verdict.ts';
import { changeAt, isSame, isStricter, weakensWithEveryone } from './was.ts';

const role = (rule: object): { readonly roles: { readonly guest: object } } => ({ roles: { guest: rule } });

it.each([
  ['a strength rose', ['roles', 'guest', 'requiredStrength'], role({}), role({ requiredStrength: 'enhanced' }), true],
  ['a shorter limit', ['session', 'idle'], {}, { session: { idle: '1h' } }, true],
  ['a longer limit', ['session', 'absolute'], { session: { absolute: '1h' } }, {}, false],
  [
    'a limit above everyone’s',
    ['roles', 'guest', 'session', 'idle'],
    role({}),
    role({ session: { idle: '60d' } }),
    false,
  ],
  ['fewer sessions', ['session', 'most'], {}, { session: { most: 3 } }, true],
  ['more sessions', ['session', 'most'], { session: { most: 3 } }, { session: { most: 4 } }, false],
  ['a shorter time than the default', ['recentProof'], {}, { recentProof: '5m' }, true],
  ['fewer tries', ['lockout', 'maxFailures'], {}, { lockout: { maxFailures: 5 } }, true],
  ['more tries', ['lockout', 'maxFailures'], {}, { lockout: { maxFailures: 20 } }, false],
  ['a longer lock', ['lockout', 'lockFor'], { lockout: { lockFor: '15m' } }, { lockout: { lockFor: '30m' } }, true],
  ['a stricter choice', ['recovery', 'mailboxAlone'], {}, { recovery: { mailboxAlone: 'refuse' } }, true],
  ['leaked passwords refused', ['passwords', 'breached'], {}, { passwords: { breached: 'refuse' } }, true],
  ['emailed codes always offered', ['emailCodes', 'offer'], {}, { emailCodes: { offer: 'always' } }, false],
  ['a letter and a digit', ['passwords', 'letterAndDigit'], {}, { passwords: { letterAndDigit: true } }, true],
  ['longer passwords', ['passwords', 'minimum'], {}, { passwords: { minimum: 20 } }, true],
  ['shorter passwords', ['passwords', 'minimum'], { passwords: { minimum: 20 } }, {}, false],
  ['another member', ['passwords', 'words'], {}, { passwords: { words: ['acme'] } }, false],
  ['the default of everyone, written out', ['requiredStrength'], {}, { requiredStrength: 'baseline' }, false],
  [
    'the strength of everyone, written out for a role',
    ['roles', 'guest', 'requiredStrength'],
    role({}),
    { requiredStrength: 'single', ...role({ requiredStrength: 'baseline' }) },
    false,
  ],
])('%s', (_, path, before, after, stricter) => {
  expect(isStricter(path, { before, after })).toBe(stricter);
});

const GUEST = ['roles', 'guest', 'requiredStrength'];
const BOTH = { requiredStrength: 'enhanced', ...role({ requiredStrength: 'enhanced' }) };

it.each([
  ['written out', { requiredStrength: 'single', ...role({ requiredStrength: 'baseline' }) }, {}, true],
  ['no longer written', { roles: {} }, BOTH, true],
  ['stricter', role({ requiredStrength: 'enhanced' }), {}, false],
  ['with a shorter session', BOTH, { requiredStrength: 'enhanced', session: { idle: '8h', absolute: '24h' } }, false],
])('N5 a strength of a role is the same as before if the effect is the same: %s', (_, after, before, expected) => {
  expect(isSame(GUEST, { before, after: { ...before, ...after } })).toBe(expected);
});

it('N5 a strength that is written out, and the same as before, is neither stricter nor weaker', () => {
  const rule = {
    source: { role: 'guest' },
    member: 'requiredStrength',
    before: null,
    after: 'baseline',
    weaker: false,
  };
  const after = { requiredStrength: 'single', ...role({ requiredStrength: 'baseline' }) };
  expect(marked(GUEST, {}, after, rule)).toBe('same');
});

it.each([
  ['a role without a rule', {}, {}, true],
  [
    'a role with the former strength',
    role({ requiredStrength: 'enhanced' }),
    role({ requiredStrength: 'enhanced' }),
    false,
  ],
  ['a role that gets the former strength', {}, role({ requiredStrength: 'baseline' }), false],
  ['a role with less than everyone', role({ requiredStrength: 'single' }), role({ requiredStrength: 'single' }), true],
])('N5 the page marks each role that becomes weaker by the rule for everyone: %s', (_, before, after, expected) => {
  const everyone = {
    source: 'tenant',
    member: 'requiredStrength',
    before: null,
    after: 'single',
    weaker: true,
  } as const;
  const { draft, judge } = drafted(before, { ...after, requiredStrength: 'single' }, everyone);
  expect(weakensWithEveryone(draft, judge, 'guest')).toBe(expected);
  const unjudged = drafted(before, { ...after, requiredStrength: 'single' }, undefined);
  expect(weakensWithEveryone(unjudged.draft, unjudged.judge, 'guest')).toBe(false);
});

/** The change of a member, as the page marks it if the server judged the rule. */
function marked(path: readonly string[], before: PolicyDocument, after: PolicyDocument, rule: JudgedRule | undefined) {
  const { draft, judge } = drafted(before, after, rule);
  return changeAt(draft, judge, path);
}

/** A draft, and the server's judgement of its only judged rule. */
function drafted(
  before: PolicyDocument,
  after: PolicyDocument,
  rule: JudgedRule | undefined,
): { readonly draft: Draft; readonly judge: Judge } {
  const nothing = (): void => undefined;
  const draft = {
    ...{ base: { version: 1, policy: before, changedAt: '', changedBy: '' }, policy: () => after, changes: () => [] },
    ...{
      text: () => '',
      isJson: () => true,
      since: () => undefined,
      note: () => '',
      keepNote: nothing,
      keepAgain: nothing,
      edit: nothing,
      replace: nothing,
      write: nothing,
    },
    ...{ discard: nothing, listen: nothing },
  };
  const judge = {
    ...{
      verdict: () => ({}),
      isWeaker: () => rule?.weaker,
      isWeakerAt: (at: readonly string[]) => isWeakerAt(rule, at),
    },
    ...{ learn: nothing, listen: nothing },
  };
  return { draft, judge };
}

it.each([
  ['the weaker member of a weaker rule', ['lockout', 'maxFailures'], 'weaker'],
  ['the stricter member of a weaker rule', ['lockout', 'lockFor'], 'stricter'],
  ['another member of a weaker rule', ['lockout', 'window'], undefined],
] as const)('N5 the page marks each member as the server judges the member: %s', (_, path, expected) => {
  const after = { lockout: { maxFailures: 20, lockFor: '30m' } };
  const rule = { source: 'tenant', member: 'lockout', before: null, after: null, weaker: true } as const;
  expect(marked(path, {}, after, { ...rule, weakerMembers: [['maxFailures']] })).toBe(expected);
});

it('N5 the page marks several weaker members of a rule, a rule without members, and a setting of a provider', () => {
  const looser = { lockout: { maxFailures: 20, lockFor: '5m' } };
  const lockout = { source: 'tenant', member: 'lockout', before: null, after: null, weaker: true } as const;
  for (const member of ['maxFailures', 'lockFor'])
    expect(marked(['lockout', member], {}, looser, { ...lockout, weakerMembers: [['maxFailures'], ['lockFor']] })).toBe(
      'weaker',
    );
  const proof = { ...lockout, member: 'recentProof' };
  expect(marked(['recentProof'], {}, { recentProof: '30m' }, proof)).toBe('weaker');
  expect(marked(['recentProof'], {}, { recentProof: '30m' }, undefined)).toBe('changed');
  const providers = { ...lockout, member: 'providers', weakerMembers: [['corp', 'createAccounts']] };
  const company = { providers: { corp: { createAccounts: true, mailDomains: ['a.example'] } } };
  expect(marked(['providers', 'corp', 'createAccounts'], {}, company, providers)).toBe('weaker');
  expect(marked(['providers', 'corp', 'mailDomains'], {}, company, providers)).toBe('changed');
  const session = { source: { role: 'guest' }, member: 'session', before: null, after: null, weaker: true };
  const guest = { roles: { guest: { session: { idle: '9d' } } } };
  expect(marked(['roles', 'guest', 'session', 'idle'], {}, guest, { ...session, weakerMembers: [['idle']] })).toBe(
    'weaker',
  );
});
