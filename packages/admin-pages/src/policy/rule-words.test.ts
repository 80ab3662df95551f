import { describe, expect, it } from 'vitest';
import { changeText, faultTitle, ruleTitle, strengthChanges, valueText, valueWithin } from './rule-words.ts';

const POLICY = {
  requiredStrength: 'baseline',
  session: { most: 3 },
  roles: { 'super-admin': { requiredStrength: 'enhanced' }, guest: { session: { idle: '60d' } } },
};
const sessionOf = (role: string, member: string): readonly string[] => ['roles', role, 'session', member];

it('X43 shows a mail domain as its owners write it', () => {
  const domains = ['xn--bcher-kva.example', 'corp.example'];
  expect(valueText(['providers', 'corp', 'mailDomains'], domains, POLICY)).toBe('bücher.example and corp.example');
});

it('X42 shows the dates of everyone and of a role, with what each asks', () => {
  const from = (day: number, hour = 0): string => new Date(2026, 11, day, hour, 30 * Math.min(hour, 1)).toISOString();
  const later = [
    { from: from(15), requiredStrength: 'enhanced' },
    { from: from(20, 9), methods: ['passkey'], session: { idle: '5m' } },
  ];
  expect(ruleTitle(['later'])).toBe('Everyone: dates');
  expect(ruleTitle(['roles', 'guest', 'later'])).toBe('guest: dates');
  expect(valueText(['later'], later, POLICY)).toMatch(
    /^from December 15, 2026: App or passkey; from Dec 20, 2026, 9:30\sAM: passkey, {"idle":"5m"}$/,
  );
  expect(valueText(['roles', 'guest', 'later'], undefined, POLICY)).toBe('None');
});

describe('the name of a rule', () => {
  it.each([
    [['requiredStrength'], 'Everyone: strength'],
    [['session', 'idle'], 'Everyone: signed out when idle for'],
    [['roles', 'guest', 'requiredStrength'], 'guest: strength'],
    [['administrators', 'helpdesk'], 'Administrators: helpdesk'],
    [['administrators'], 'Administrators'],
    [['recentProof'], 'Sessions: asked to confirm again after'],
    [['strengths', 'Strict'], 'Own strengths: Strict'],
  ])('says where the page has the rule, for %j', (path, title) => {
    expect(ruleTitle(path)).toBe(title);
  });

  it.each([
    ['administrators.helpdesk.0.roles', 'Administrators: helpdesk'],
    ['policy.roles.guest.session.idle', 'guest: signed out when idle for'],
    ['lockout.growth', 'Lockout: each further lock lasts'],
    ['administrators', 'Administrators'],
  ])('stands in place of the path of an error, for %s', (path, title) => {
    expect(faultTitle(path)).toBe(title);
  });
});

describe('the changes of the required strength', () => {
  it('N5 name each role with the strength after and before, to a stronger strength or to a weaker one', () => {
    const after = { requiredStrength: 'single', roles: { guest: { requiredStrength: 'phishing-resistant' } } };
    const changes = [
      { path: ['requiredStrength'], before: 'baseline', after: 'single' },
      { path: ['roles', 'super-admin', 'requiredStrength'], before: 'enhanced', after: undefined },
      { path: ['roles', 'guest', 'requiredStrength'], before: undefined, after: 'phishing-resistant' },
      { path: ['roles', 'guest', 'session', 'idle'], before: '60d', after: undefined },
      { path: ['roles', 'strict', 'requiredStrength'], before: undefined, after: 'strict' },
    ];
    const said = (asks: 'more' | 'less') => strengthChanges(changes, { before: POLICY, after }, asks);
    expect(said('more')).toBe('guest: Passkey only, before: Two steps');
    expect(said('less')).toBe('Everyone: One step, before: Two steps; super-admin: One step, before: App or passkey');
  });
});

describe('the value of a rule', () => {
  it('that is absent is what counts in its place, and why', () => {
    const of = (path: readonly string[]): string => valueText(path, undefined, POLICY);
    expect(of(['session', 'idle'])).toBe('30 days, from the strength “Two steps”');
    expect(of(sessionOf('super-admin', 'idle'))).toBe('1 hour, from the strength “App or passkey”');
    expect(of(sessionOf('contractor', 'absolute'))).toBe('30 days, as everyone');
    expect(of(sessionOf('guest', 'most'))).toBe('3, as everyone');
    expect(of(sessionOf('guest', 'beyond'))).toBe('Ends the oldest session, as everyone');
  });

  it('that another rule overrules says so', () => {
    expect(valueText(sessionOf('guest', 'idle'), '60d', POLICY)).toBe(
      '60 days, but everyone’s limit is shorter: 30 days',
    );
    expect(valueText(sessionOf('guest', 'idle'), '7d', POLICY)).toBe('7 days');
  });

  it('depends on the proof with a strength of the policy’s own', () => {
    const own = { ...POLICY, requiredStrength: 'strict' };
    for (const path of [['session', 'idle'], sessionOf('guest', 'absolute')])
      expect(valueText(path, undefined, own)).toBe('From the strength');
    expect(valueText(sessionOf('guest', 'idle'), '7d', own)).toBe('7 days');
  });

  it('says of a helpdesk who helps whom', () => {
    const after = [{ roles: ['helpdesk'], over: ['contractor', 'guest'], may: ['reset'] }];
    expect(changeText({ path: ['administrators', 'helpdesk'], before: undefined, after }, POLICY)).toBe(
      'Administrators, helpdesk: “Help in and reset”, by the role helpdesk, for people with only the roles contractor and guest',
    );
  });
});

it.each([
  [['strengths', 'strict'], undefined, 'not defined'],
  [['methods'], undefined, 'all ways of this site'],
  [['roles', 'guest', 'methods'], undefined, 'all ways of this site, as everyone'],
  [['recovery', 'mailboxAlone'], 'refuse', 'is never enough'],
  // The name of a strength stays a name.
  [['roles', 'guest', 'requiredStrength'], undefined, 'Two steps, as everyone'],
  [['roles', 'guest', 'requiredStrength'], 'enhanced', 'App or passkey'],
  [['administrators', 'people'], ['Helpers'], 'Helpers'],
])('the value at %j is %s within a sentence', (path, value, text) => {
  expect(valueWithin(path, value, POLICY)).toBe(text);
});
