import { describe, expect, it } from 'vitest';
import { milliseconds } from '../time/duration.ts';
import { instant } from '../time/instant.ts';
import { account, ask, key, NOW, passkey, password, proof, sso, WITH_MAIL } from './facts.test-support.ts';

const MINUTE = 60_000;
const ago = (minutes: number) => instant(NOW - minutes * MINUTE);
const within = milliseconds(5 * MINUTE);
const who = account({ ...WITH_MAIL, totp: true, passkeys: [key()] });

describe('X8 a demand of a route, or of a step-up', () => {
  it('is for its own strengths, instead of what a sign-in is asked for', () => {
    const evidence = [password(), proof('totp')];
    expect(ask({}, who, evidence, { demand: { strengths: ['phishing-resistant'] } })).toMatchObject({
      outcome: 'factor-required',
      accept: ['passkey'],
    });
    const eased = ask({ requiredStrength: 'phishing-resistant' }, who, evidence, {
      demand: { strengths: ['enhanced'] },
    });
    expect(eased).toMatchObject({ outcome: 'granted', strength: 'enhanced' });
    expect(eased.because).toEqual([
      expect.objectContaining({ code: 'strength-required', params: { strength: 'enhanced' }, source: 'route' }),
    ]);
  });

  it('several strengths are all demanded', () => {
    const policy = { strengths: { app: { anyOf: [[{ method: 'password' as const }, { method: 'totp' as const }]] } } };
    const demand = { strengths: ['app', 'phishing-resistant'] };
    expect(ask(policy, who, [password(), proof('totp')], { demand })).toMatchObject({ accept: ['passkey'] });
    expect(ask(policy, who, [password(), proof('totp'), passkey()], { demand })).toMatchObject({ outcome: 'granted' });
  });

  it('counts only proofs at most so old, the last moment included', () => {
    const demand = { strengths: ['enhanced'], within };
    expect(ask({}, who, [password(), proof('totp', ago(5))], { demand })).toMatchObject({ outcome: 'granted' });
    expect(ask({}, who, [password(), proof('totp', instant(ago(5) - 1))], { demand })).toMatchObject({
      outcome: 'factor-required',
      accept: ['passkey', 'totp'],
    });
    const none = ask({}, who, [passkey('k1', { at: ago(6) })], { demand });
    expect(none).toMatchObject({ outcome: 'factor-required', accept: ['passkey', 'password'] });
    expect(none.because.at(-1)).toEqual({ code: 'recent-proof-required', params: { within }, source: 'route' });
  });

  it('without strengths is for a recent proof of what a sign-in is asked for: never for nothing', () => {
    const demand = { strengths: [], within };
    expect(ask({}, who, [], { demand })).toMatchObject({ outcome: 'factor-required' });
    expect(ask({ requiredStrength: 'enhanced' }, who, [password(), proof('email-code')], { demand })).toMatchObject({
      outcome: 'factor-required',
    });
    expect(ask({ requiredStrength: 'enhanced' }, who, [password(), proof('totp')], { demand })).toMatchObject({
      outcome: 'granted',
    });
    expect(ask({ requiredStrength: 'enhanced' }, who, [password(), proof('totp', ago(6))], { demand })).toMatchObject({
      outcome: 'factor-required',
    });
    expect(ask({}, { ...who, requiredStrength: 'forgotten' }, [passkey()], { demand })).toMatchObject({
      outcome: 'denied',
      reason: 'no-way-in',
    });
  });

  it.each(['unheard-of', '__proto__', 'constructor'])(
    'for a strength named %s that the policy does not know is denied, not granted and no fault',
    (name) => {
      const decision = ask({}, who, [passkey()], { demand: { strengths: [name, 'single'] } });
      expect(decision).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
      expect(decision.because).toContainEqual({
        code: 'strength-required',
        params: { strength: name },
        source: 'route',
        satisfiedBy: [],
      });
    },
  );

  it('keeps the ways in to what this account may use', () => {
    const sso = account({ sso: ['corp'], password: 'independent', totp: true }, { methods: ['sso'] });
    expect(ask({}, sso, [], { demand: { strengths: ['enhanced'] } })).toMatchObject({ accept: ['sso'] });
  });

  it('X14 asks a provider again that may assert more by now, beside what else leads on', () => {
    const policy = { providers: { corp: { trust: [{ acr: 'mfa', strength: 'enhanced' }] }, club: {} } };
    const demand = { strengths: ['enhanced'] };
    const known = account({ sso: ['corp'] });
    expect(ask(policy, known, [sso('corp', { acr: 'pwd' })], { demand })).toMatchObject({
      outcome: 'factor-required',
      accept: ['sso'],
    });
    const withApp = account({ sso: ['corp'], totp: true });
    expect(ask(policy, withApp, [sso('corp')], { demand })).toMatchObject({ accept: ['sso', 'totp'] });
    expect(ask(policy, known, [sso('corp', { acr: 'mfa' })], { demand })).toMatchObject({ outcome: 'granted' });
    // Nothing that this provider could assert is trusted for more.
    expect(ask(policy, account({ sso: ['club'], totp: true }), [sso('club')], { demand })).toMatchObject({
      accept: ['totp'],
    });
    // In a sign-in the provider was asked a moment ago.
    expect(ask({ ...policy, requiredStrength: 'enhanced' }, known, [sso('corp')])).toMatchObject({
      outcome: 'denied',
    });
  });

  it('X8 asks no provider for a recent proof that dates none, such as glewlwyd 2.7.5 (`auth_time: 0`)', () => {
    const demand = { strengths: ['single'], within };
    const dateless = sso('corp', { undated: true, datesNothing: true });
    const withApp = account({ sso: ['corp', 'club'], password: 'independent' });
    expect(ask({}, withApp, [dateless], { demand })).toMatchObject({ accept: ['password', 'sso'] });
    const alone = account({ sso: ['corp'], password: 'independent' });
    expect(ask({}, alone, [dateless], { demand })).toMatchObject({ accept: ['password'] });
    expect(ask({}, alone, [sso('corp', { undated: true })], { demand })).toMatchObject({ accept: ['password', 'sso'] });
    expect(ask({}, alone, [dateless], { demand: { strengths: ['single'] } })).toMatchObject({ outcome: 'granted' });
    expect(ask({}, account({ sso: ['corp'] }), [dateless], { demand })).toMatchObject({ reason: 'no-way-in' });
    // The identity is unlinked meanwhile.
    expect(ask({}, account({ password: 'independent' }), [dateless], { demand })).toMatchObject({
      accept: ['password'],
    });
  });

  it('N17 takes the proof of a provider without a date by its arrival, for the age that a place asks for', () => {
    const demand = { strengths: ['single'], within, undated: true } as const;
    const alone = account({ sso: ['corp'] });
    const arrived = (age: number, more: object) => [
      { ...sso('corp', { undated: true, ...more }), at: instant(NOW - age) },
    ];
    for (const more of [{}, { datesNothing: true }]) {
      expect(ask({}, alone, arrived(within, more), { demand })).toMatchObject({ outcome: 'granted' });
      expect(ask({}, alone, arrived(within + 1, more), { demand })).toMatchObject({ accept: ['sso'] });
    }
  });

  it('X8 asks again for a passkey that was used without user verification only if no other proof leads to a grant', () => {
    const demand = { strengths: ['enhanced'] };
    const shown = [passkey('k1', { userVerified: false })];
    const withPassword = account({ password: 'independent', passkeys: [key()] });
    expect(ask({}, withPassword, shown, { demand })).toMatchObject({ accept: ['password'] });
    expect(ask({}, account({ passkeys: [key()] }), shown, { demand })).toMatchObject({ accept: ['passkey'] });
  });

  it('X10 opens enrollment only after proofs as recent as the policy wants them', () => {
    const demand = { strengths: ['enhanced'] };
    const mailed = (minutes: number) => [password(), proof('email-code', ago(minutes))];
    expect(ask({}, account(WITH_MAIL), mailed(15), { demand })).toMatchObject({ outcome: 'enrollment-required' });
    expect(ask({}, account(WITH_MAIL), mailed(16), { demand })).toMatchObject({
      outcome: 'factor-required',
      accept: ['email-code'],
      toward: 'enrollment',
    });
    expect(ask({ recentProof: '1h' }, account(WITH_MAIL), mailed(59), { demand })).toMatchObject({
      outcome: 'enrollment-required',
    });
    expect(ask({ requiredStrength: 'enhanced' }, account(WITH_MAIL), mailed(16))).toMatchObject({
      outcome: 'enrollment-required',
    });
  });
});
