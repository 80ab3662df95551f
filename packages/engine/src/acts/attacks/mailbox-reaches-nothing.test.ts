import type { PolicyInput } from '@sallyport/core';
import { type AccountId, type FlowReply, hostCode, isRefusal, type Refusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { PASSWORD, provesNow, rewritesAccount, storedAccount } from '../../embedded.test-support.ts';
import {
  Browser,
  CALLBACK,
  type Corporate,
  corporate,
} from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

const DORA = 'dora@example.org';
const NEXT = 'a password that the thief chose';
const SINGLE: PolicyInput<string> = { requiredStrength: 'single' };
const BASELINE: PolicyInput<string> = { requiredStrength: 'baseline' };
/** An identity of the thief's own. */
const own = { subject: 'the-thief' };

/** Dora administers people. She has a password and a mailbox. */
async function withDora(policy: PolicyInput<string>): Promise<{ readonly world: Corporate; readonly id: AccountId }> {
  const world = await corporate(policy);
  const input = { identifier: DORA, email: DORA, password: PASSWORD, roles: ['admin'] };
  const made = await world.auth.people.create({ ...input, by: hostCode('host') });
  if (isRefusal(made)) throw new Error(made.refused);
  return { world, id: made.accountId as AccountId };
}

/** Whoever has the password, the mailbox, or both. */
class Thief extends Browser {
  readonly #world: Corporate;

  constructor(world: Corporate) {
    super(world);
    this.#world = world;
  }

  does(reply: FlowReply | Refusal): string {
    return this.keeps(reply);
  }

  async types(password: string): Promise<string> {
    return this.does(await this.#world.auth.signIn.begin(this.caller, { identifier: DORA, password }));
  }

  /** Reads the mailbox: a code is sent and typed. */
  async showsMailbox(): Promise<string> {
    const { signIn } = this.#world.auth;
    this.does(await signIn.sendCode(this.caller, 'email-code'));
    return this.does(await signIn.code(this.caller, 'email-code', { code: this.#world.mails.at(-1)?.code ?? '' }));
  }

  async recovers(): Promise<void> {
    const { auth, mails } = this.#world;
    await auth.recovery.begin(this.caller, { identifier: DORA });
    await auth.runBackgroundWork();
    const token = mails.at(-1)?.token ?? '';
    expect(await auth.recovery.confirm(this.caller, { token, next: NEXT })).toEqual({ status: 'recovered' });
  }

  /** Links the thief's own identity in the session: `linked`, or why not. */
  async links(): Promise<string> {
    const { auth, corp } = this.#world;
    const left = await auth.sso.beginLink(this.caller, await this.session(), 'corp', { callback: CALLBACK });
    if (this.keeps(left) !== 'away') return isRefusal(left) ? left.refused : '';
    return this.returns({ state: corp.asked.at(-1)?.state ?? '', code: corp.signsIn(own) });
  }

  administers() {
    return this.#world.auth.sessions.guard(this.caller, { needs: 'administrator', of: 'people' });
  }
}

const SHORT = { refused: 'insufficient-strength' };

describe('a thief with the mailbox alone', () => {
  it('N15 N12 recovers, and links no identity of their own: nothing that the mailbox did not give is proved', async () => {
    const { world, id } = await withDora(BASELINE);
    const thief = new Thief(world);
    await thief.recovers();
    await thief.types(NEXT);
    expect(await thief.showsMailbox()).toBe('complete');
    expect(await thief.links()).toMatch(/^(insufficient-strength|no-way-in)$/);
    expect((await storedAccount(world.store, id)).externalIds).toBeUndefined();

    const byProvider = new Thief(world);
    const state = await byProvider.leaves();
    expect(await byProvider.returns({ state, code: world.corp.signsIn(own) })).toBe('invalid-credentials');
    expect(await thief.administers()).toMatchObject({ refused: expect.stringMatching(/insufficient-strength/) });
    const { enroll } = world.auth;
    expect(isRefusal(await enroll.secret(thief.caller, 'totp'))).toBe(true);
    expect(isRefusal(await enroll.passkeyOptions(thief.caller))).toBe(true);
  });

  it('N15 N12 the owner, who knows the password as well, links an identity', async () => {
    const { world, id } = await withDora(BASELINE);
    const owner = new Thief(world);
    await owner.types(PASSWORD);
    expect(await owner.showsMailbox()).toBe('complete');
    expect(await owner.links()).toBe('linked');
    expect((await storedAccount(world.store, id)).externalIds).toMatchObject([{ subject: 'the-thief' }]);
  });
});

describe('a thief with the password alone, where one factor is enough', () => {
  it('N15 X9 sets no address of their own, whose codes would be a second proof', async () => {
    const { world, id } = await withDora(SINGLE);
    const thief = new Thief(world);
    expect(await thief.types(PASSWORD)).toBe('complete');
    const mails = world.mails.length;
    const { me } = world.auth;
    expect(await me(await thief.session()).requestEmail('thief@example.org')).toMatchObject(SHORT);
    expect(world.mails).toHaveLength(mails);
    expect((await storedAccount(world.store, id)).email?.address).toBe(DORA);

    const owner = await provesNow(world, world.store, thief, ['email-code']);
    expect(await me(owner).requestEmail('dora@elsewhere.example')).toBeUndefined();
    const token = world.mails.at(-1)?.token ?? '';
    expect(isRefusal(await me(owner).confirmEmail(token))).toBe(false);
    expect((await storedAccount(world.store, id)).email?.address).toBe('dora@elsewhere.example');
  });

  it('N15 X10 sets no app up, nor a passkey, nor an identity; with the mailbox as well the owner does', async () => {
    const { world, id } = await withDora(SINGLE);
    const thief = new Thief(world);
    expect(await thief.types(PASSWORD)).toBe('complete');
    const { enroll } = world.auth;
    expect(await enroll.secret(thief.caller, 'totp')).toMatchObject(SHORT);
    expect(await enroll.passkeyOptions(thief.caller)).toMatchObject(SHORT);
    expect(await thief.links()).toBe('insufficient-strength');
    expect(await thief.administers()).toMatchObject(SHORT);
    const { pendingSecret, totp, externalIds } = await storedAccount(world.store, id);
    expect([pendingSecret, totp, externalIds]).toEqual([undefined, undefined, undefined]);

    await provesNow(world, world.store, thief, ['email-code']);
    expect(isRefusal(await enroll.secret(thief.caller, 'totp'))).toBe(false);
    expect(isRefusal(await enroll.passkeyOptions(thief.caller))).toBe(false);
    expect(await thief.links()).toBe('linked');
  });
});

describe('a thief with a passkey that asks for no PIN', () => {
  it('N15 X9 sets no first password beside it, which would be the second proof', async () => {
    const { world, id } = await withDora(SINGLE);
    const owner = new Thief(world);
    await owner.types(PASSWORD);
    await provesNow(world, world.store, owner, ['email-code']);
    const { auth } = world;
    const key = createAuthenticator({ userVerification: false });
    const creation = await auth.enroll.passkeyOptions(owner.caller);
    if (isRefusal(creation)) throw new Error(creation.refused);
    const response = await key.create({ ...creation, excludeCredentials: [], extensions: {} }, { origin: auth.origin });
    owner.does(await auth.enroll.passkey(owner.caller, { response }));
    await rewritesAccount(world.store, id, ({ password: _, ...rest }) => rest);

    const thief = new Thief(world);
    const asked = await auth.signIn.passkeyOptions(thief.caller);
    if (isRefusal(asked)) throw new Error(asked.refused);
    const shown = await key.get({ ...asked, extensions: {} }, { origin: auth.origin });
    expect(thief.does(await auth.signIn.passkey(thief.caller, { ...shown, clientExtensionResults: {} }))).toBe(
      'complete',
    );
    const first = { next: NEXT };
    expect(await auth.me(await thief.session()).changePassword(thief.caller, first)).toMatchObject(SHORT);
    expect((await storedAccount(world.store, id)).password).toBeUndefined();

    const session = await provesNow(world, world.store, thief);
    expect(isRefusal(await auth.me(session).changePassword(thief.caller, first))).toBe(false);
    expect((await storedAccount(world.store, id)).password).toBeDefined();
  });
});
