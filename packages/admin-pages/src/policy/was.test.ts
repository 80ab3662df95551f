import type { PolicyDocument } from '@sallyport/browser';
import { expect, it } from 'vitest';
import { isWeakerAt, type JudgedRule } from './verdict.ts';
import { changeAt, isStricter } from './was.ts';

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
  ['another member', ['passwords', 'minimum'], {}, { passwords: { minimum: 20 } }, false],
])('%s', (_, path, before, after, stricter) => {
  expect(isStricter(path, { before, after })).toBe(stricter);
});

/** The change of a member, as the page marks it if the server judged the rule. */
function marked(path: readonly string[], before: PolicyDocument, after: PolicyDocument, rule: JudgedRule | undefined) {
  const nothing = (): void => undefined;
  const draft = {
    ...{ base: { version: 1, policy: before, changedAt: '', changedBy: '' }, policy: () => after, changes: () => [] },
    ...{ text: () => '', isJson: () => true, since: () => undefined, edit: nothing, replace: nothing, write: nothing },
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
  return changeAt(draft, judge, path);
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
