import { definePolicy, evaluate, instant, METHODS, milliseconds } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import {
  account,
  asksFor,
  asksToEnroll,
  denied,
  enrolls,
  evidence,
  fails,
  granted,
  opensSignIn,
  proves,
  redirectsTo,
  ScenarioFailed,
  ScenarioMisused,
  START,
  scenario,
  stepsUp,
  waits,
} from '../index.ts';

const policy = { roles: { admin: { requiredStrength: 'enhanced' }, employee: { methods: ['sso'] } } } as const;
const admin = account({ roles: ['admin'], factors: ['password', 'email'] });
const ada = account({ factors: ['password', 'email'] });

function failureOf(story: () => unknown): string {
  try {
    story();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('it went as expected');
}

describe('scenario', () => {
  it('N8 reads as given, when, then', () => {
    scenario(policy)
      .given(admin)
      .when(proves('password'), proves('email-code'))
      .then(asksToEnroll('passkey', 'totp'))
      .when(enrolls('totp'))
      .then(granted('enhanced'));
  });

  it('expects sets, whatever their order', () => {
    scenario({}).given(ada).when().then(asksFor('password'));
    const both = account({ factors: ['password', 'totp', 'passkey'] });
    scenario({}).given(both).when(proves('password')).then(asksFor('totp', 'passkey'));
    scenario({}).given(both).when(proves('password')).then(asksFor('passkey', 'totp'));
    expect(() => scenario({}).given(both).when(proves('password')).then(asksFor('totp'))).toThrow();
    expect(() =>
      scenario({})
        .given(both)
        .when(proves('password'))
        .then(asksFor('totp', 'passkey', 'email-code')),
    ).toThrow();
  });

  it('holds the decision after each act against its own expectation', () => {
    const story = scenario({}).given(ada).when(fails('password'), proves('password'), proves('email-code'));
    story.thenInOrder(asksFor('password'), asksFor('email-code'), granted('baseline'));
    expect(failureOf(() => story.thenInOrder(asksFor('password'), granted(), granted()))).toContain(
      "Expected: after 'proves password' (step 2): granted\nDecision: asks for email-code, to go on with the sign-in",
    );
    expect(() => story.thenInOrder(granted())).toThrow('3 acts have 3 decisions: 1 are expected');
  });

  it('N2 fails with the whole proof: decision, reasons for an administrator, steps, evidence, account', () => {
    const message = failureOf(() => scenario(policy).given(admin).when(proves('password')).then(granted('enhanced')));
    expect(message).toBe(
      [
        "Expected: granted, with the strength 'enhanced'",
        'Decision: asks for email-code, before a factor may be set up',
        '',
        'Because:',
        ...evaluateLines(message, 'Because:'),
        '',
        'Steps:',
        '  - proves password: asks for email-code, before a factor may be set up',
        '',
        'Evidence:',
        '  - password at 2030-01-01T09:00:00Z, provenance independent',
        '',
        'Account:',
        '  - roles: admin',
        '  - factors: password: independent; mailDomain: example.org',
        '',
        'At 2030-01-01T09:00:00Z',
      ].join('\n'),
    );
    expect(message).toContain("The role 'admin' requires the strength 'enhanced'");
    expect(message).toContain('No combination of what the account has enrolled satisfies what is required.');
  });

  it('N8 refuses a misspelt strength, and names the strength most likely meant', () => {
    const story = scenario(policy).given(admin).when(proves('password'));
    for (const misspelt of [
      () => story.then(granted('enhansced')),
      () => story.then(asksFor('email-code'), granted('enhansced')),
      () => story.thenInOrder(granted('enhansced')),
    ]) {
      expect(misspelt).toThrow(ScenarioMisused);
      expect(misspelt).toThrow("the policy has no strength 'enhansced'; did you mean 'enhanced'?");
    }
    const over = scenario({}).given(ada).when(proves('password'), proves('email-code'), proves('password'));
    expect(() => over.then(granted('basline'))).toThrow("did you mean 'baseline'?");
    expect(() => over.thenInOrder(granted(), granted(), granted('basline'))).toThrow("did you mean 'baseline'?");
    const signedIn = scenario({ strengths: { vault: { anyOf: [[{ method: 'passkey' }]] } } })
      .given(ada)
      .when(proves('password'), proves('email-code'))
      .then(granted());
    expect(() => signedIn.when(stepsUp('vualt'))).toThrow("the policy has no strength 'vualt'; did you mean 'vault'?");
    expect(() => signedIn.when(stepsUp('unimaginable'))).toThrow('; there are ');
    signedIn.when(stepsUp('vault')).then(asksToEnroll('passkey'));
  });

  it('N8 names the role most likely meant where a scenario fails', () => {
    const misspelt = account({ roles: ['amdin', 'unheard-of'], factors: ['password', 'email'] });
    const story = scenario(policy).given(misspelt).when(proves('password'), proves('email-code'));
    const hint = [
      '  - roles: amdin, unheard-of',
      "  - no rule of the policy names the role 'amdin'; did you mean 'admin'?",
      '  - factors: ',
    ].join('\n');
    expect(failureOf(() => story.then(asksToEnroll('passkey', 'totp')))).toContain(hint);
    expect(failureOf(() => story.thenInOrder(granted(), granted()))).toContain(hint);
    const early = scenario(policy).given(misspelt).when(proves('password'), proves('email-code'), enrolls('totp'));
    expect(failureOf(() => early.then(asksToEnroll('passkey', 'totp')))).toContain(hint);
    story.then(granted('baseline'));
  });

  it('decides as evaluate does', () => {
    const compiled = definePolicy(policy);
    const { decision, evidence: shown } = scenario(compiled).given(admin).when(proves('password'));
    expect(decision).toEqual(evaluate(compiled, { account: admin, evidence: shown, now: START }));
  });

  it('denies and redirects', () => {
    const employee = account({ roles: ['employee'], factors: ['password', { sso: 'corp' }] });
    scenario(policy).given(employee).when(proves('password')).then(denied('method-not-allowed'));
    scenario(policy)
      .given(account({ ...ada, factors: ['password'], blocked: true }))
      .when()
      .then(denied('blocked'));
    const preferred = { preferSso: 'corp', providers: { corp: {} } };
    const both = account({ factors: ['password', 'email', { sso: 'corp' }] });
    scenario(preferred).given(both).when().then(redirectsTo('corp'));
    scenario(preferred)
      .given(both)
      .when(opensSignIn({ local: true }))
      .then(asksFor('password', 'sso'));
    expect(failureOf(() => scenario(preferred).given(both).when().then(redirectsTo('other')))).toContain(
      "Expected: redirects to 'other'\nDecision: redirects to 'corp'",
    );
  });

  it('refuses what the flow does not ask for, and says what it asks for', () => {
    const strong = account({ factors: ['password', 'email', 'totp'] });
    const story = scenario({}).given(strong).when(proves('password'), proves('email-code'));
    story.then(denied('method-not-allowed'));
    expect(failureOf(() => story.then(granted()))).toContain('(email-code is not accepted here, but totp)');
    scenario({}).given(strong).when(proves('password'), proves('email-code'), proves('totp')).then(granted());
    scenario({}).given(ada).when(enrolls('totp')).then(denied('method-not-allowed'));
  });

  it('W12 counts wrong guesses by the policy, on the virtual clock', () => {
    const story = scenario({ lockout: { maxFailures: 3, lockFor: '15m' } }).given(ada);
    story.when(fails('password', { times: 2 })).then(asksFor('password'));
    story.when(fails('password', { times: 2 }), proves('password')).then(asksFor('email-code'));
    const locked = story.when(fails('password', { times: 3 })).then(denied('locked'));
    locked.when(proves('password')).then(denied('locked'));
    locked.after('14m').when(proves('password')).then(denied('locked'));
    locked.after('15m').when(proves('password')).then(asksFor('email-code'));
    const message = failureOf(() => locked.when(waits('1m'), proves('password')).then(granted()));
    expect(message).toContain('Decision: denied: locked until 2030-01-01T09:15:00Z');
    expect(message).toContain('the policy bears 3 wrong guesses at password in 900 seconds');
  });

  it('N8 ages proofs: what was proved too long ago is asked for again', () => {
    const keyholder = account({ factors: ['password', 'passkey'] });
    const signedIn = scenario({}).given(keyholder).when(proves('passkey')).then(granted('phishing-resistant'));
    signedIn.when(waits('4m'), stepsUp('phishing-resistant', { within: '5m' })).then(granted());
    signedIn
      .after('6m')
      .when(stepsUp('phishing-resistant', { within: '5m' }))
      .then(asksFor('passkey'));
    signedIn.at('2030-01-01T09:06:00Z').when(stepsUp('phishing-resistant')).then(granted());
    signedIn.after('16m').when(stepsUp(), proves('passkey')).thenInOrder(asksFor('passkey'), granted());
    expect(() => signedIn.after('31d').when(stepsUp())).toThrow('the session ended at 2030-01-31T09:00:00Z');
    const strict = scenario({ requiredStrength: 'phishing-resistant' }).given(keyholder).when(proves('passkey'));
    const idle = 'the session ended at 2030-01-01T09:15:00Z';
    expect(() => strict.after('16m').when(stepsUp())).toThrow(idle);
    expect(() => strict.after('10m').when(stepsUp(), waits('10m'), stepsUp())).not.toThrow();
    expect(() => scenario({}).given(keyholder).when(stepsUp())).toThrow('nothing was granted yet');
  });

  it('begins with what was proved before, and at whatever time', () => {
    scenario({}).given(ada, evidence.password()).when(proves('email-code')).then(granted('baseline'));
    const at = scenario({}).at('2031-03-03T12:00:00Z').given(ada).when(proves('password'));
    expect(at.evidence).toEqual([{ method: 'password', at: Date.UTC(2031, 2, 3, 12), provenance: 'independent' }]);
    expect(at.now).toBe(Date.UTC(2031, 2, 3, 12));
  });

  it('W16 the first strong factor brings backup codes, each good once', () => {
    const enrolled = scenario(policy)
      .given(admin)
      .when(proves('password'), proves('email-code'), enrolls('passkey', { deviceBound: true }))
      .then(granted('phishing-resistant'));
    expect(enrolled.account.factors).toMatchObject({
      backupCodes: 10,
      passkeys: [{ id: 'passkey-1', deviceBound: true }],
    });
    const used = enrolled.when(opensSignIn(), proves('password'), proves('backup-code')).then(granted('enhanced'));
    expect(used.account.factors.backupCodes).toBe(9);
  });

  it('N12 a password that a mailbox set is its owner’s once it was used beside something independent', () => {
    const reset = account({ factors: [{ password: 'mailbox' }, 'email', 'totp'] });
    const after = scenario({}).given(reset).when(proves('password'), proves('totp')).then(granted());
    expect(after.account.factors.password).toBe('independent');
    const mailOnly = account({ factors: [{ password: 'mailbox' }, 'email'] });
    const weak = scenario({}).given(mailOnly).when(proves('password'), proves('email-code')).then(granted('baseline'));
    expect(weak.account.factors.password).toBe('mailbox');
  });

  it('P3 an administrator’s code stands for the second proof', () => {
    const alone = account({ roles: ['admin'], factors: ['password'] });
    scenario(policy)
      .given(alone)
      .when(proves('password'), proves('enrollment-code'))
      .thenInOrder(denied('no-way-in'), asksToEnroll('passkey', 'totp'));
  });

  it('shows details of a proof: which passkey, whether it verified its user, what a provider asserts', () => {
    const two = account({ factors: ['password', 'passkey', { passkey: { userVerified: false } }] });
    scenario({})
      .given(two)
      .when(proves('passkey', { passkey: 'passkey-2' }))
      .then(asksFor('passkey', 'password'));
    scenario({})
      .given(two)
      .when(proves('passkey', { userVerified: false }), proves('password'))
      .then(granted());
    const corp = { providers: { corp: { trust: [{ acr: 'mfa', strength: 'baseline' }] } } } as const;
    const person = account({ factors: [{ sso: 'corp' }, 'email'] });
    scenario(corp)
      .given(person)
      .when(proves('sso', { acr: 'mfa' }))
      .then(granted());
    scenario(corp).given(person).when(proves('sso')).then(asksFor('email-code'));
  });

  it('is pure: a stage told twice says the same, and none changes another', () => {
    const stage = scenario({}).given(ada).when(proves('password')).then(asksFor('email-code'));
    stage.when(proves('email-code')).then(granted());
    stage.when(fails('email-code')).then(asksFor('email-code'));
    stage.when(proves('email-code')).then(granted());
  });

  it('X23 tells of a delivered code of the host, enrolled, proved and counted', () => {
    const host = { methods: METHODS, providers: ['corp'], codes: ['sms-code'] as const };
    const carol = account({ factors: ['password', 'sms'] });
    const story = scenario(policy, host).given(carol).when(proves('password')).then(asksFor('sms-code'));
    story.when(proves('sms-code')).then(granted('baseline'));
    story.when(fails('sms-code', { times: 10 })).then(denied('locked'));
    scenario({ enrollment: { firstFactor: 'password' } }, host)
      .given(account({ factors: ['password'] }))
      .when(proves('password'))
      .then(asksToEnroll('passkey', 'totp', 'sms-code'))
      .when(enrolls('sms-code'))
      .then(granted('baseline'));
    scenario({ requiredStrength: 'enhanced' }, host)
      .given(carol, evidence.by('sms-code'))
      .when(proves('password'))
      .then(asksToEnroll('passkey', 'totp'));
    const reset = account({ factors: [{ password: 'mailbox' }, 'email', 'sms'] });
    const { account: owned } = scenario({ emailCodes: { offer: 'always' } })
      .given(reset)
      .when(proves('password'), proves('sms-code'))
      .then(granted());
    expect(owned.factors.password).toBe('independent');
    expect(() => scenario({}).given(ada).when(proves('sms-code'))).toThrow("account({ factors: ['sms'] })");
  });

  it('refuses what cannot happen', async () => {
    const story = scenario({}).given(ada);
    expect(() => story.when(proves('totp'))).toThrow("give it one, account({ factors: ['totp'] })");
    expect(() => story.when(proves('sso'))).toThrow("{ sso: 'corp' }");
    expect(() => story.when(proves('passkey'))).toThrow('the account has no passkey');
    const over = story.when(proves('password'), proves('email-code'), proves('password'));
    for (const goesOn of [
      () => over.then(granted()),
      () => over.after('1h'),
      () => over.at(START),
      () => over.decision,
      () => over.account,
      () => over.thenInOrder(asksFor('email-code'), granted(), granted()),
    ])
      expect(goesOn).toThrow('the flow is granted and over');
    expect(() => over.thenInOrder(granted())).toThrow('3 acts have 3 decisions: 1 are expected');
    expect(() => waits('ten minutes' as never)).toThrow("'ten minutes' is no duration");
    await expect(Promise.resolve(story.when())).rejects.toThrow('not to be awaited');
  });

  it('fails with the proof where a weakened policy grants before the last act', () => {
    const story = scenario({ requiredStrength: 'single' }).given(ada).when(proves('password'), proves('email-code'));
    expect(() => story.thenInOrder(asksFor('email-code'), granted())).toThrow(ScenarioFailed);
    expect(() => story.thenInOrder(asksFor('email-code'), granted())).toThrow(
      "after 'proves password' (step 1): asks for email-code",
    );
    expect(() => story.then(asksFor('email-code'))).toThrow(ScenarioFailed);
    expect(() => story.then(asksFor('email-code'))).toThrow(
      'which did not happen, because the flow was granted before',
    );
    expect(() => story.then(granted())).toThrow(ScenarioMisused);
  });

  it('takes accounts and instants of the core as they are', () => {
    const evening = instant(START + milliseconds(3_600_000));
    const plain = { roles: [], factors: { password: 'independent', passkeys: [] } } as const;
    scenario(definePolicy({ requiredStrength: 'single' }))
      .at(evening)
      .given(plain)
      .when(proves('password'))
      .then(granted());
  });
});

/** The lines of a section of the message. The core's catalogue defines the wording. */
function evaluateLines(message: string, title: string): string[] {
  const lines = message.split('\n');
  const start = lines.indexOf(title) + 1;
  return lines.slice(start, lines.indexOf('', start));
}
