import { describe, expect, it } from 'vitest';
import type { SallyportClient } from './client.ts';
import { clientAgainst } from './fake-server.test-support.ts';
import {
  assertion,
  attestation,
  create,
  creationOptions,
  get,
  requestOptions,
  withPasskeys,
} from './passkeys.test-support.ts';

withPasskeys();

type Replies = Parameters<typeof clientAgainst>;

const goesOn = { body: { status: 'continue', accept: [{ method: 'passkey' }], because: [] } };
const offers = { body: { status: 'enroll', offer: [{ method: 'passkey' }], because: [] } };
const over = { status: 410, body: { code: 'flow-expired', title: 'flow-expired' } };

/** The paths that said that they continue a flow, after these replies to `act`. */
function continued(act: (client: SallyportClient) => Promise<unknown>, ...replies: Replies): Promise<string[]> {
  return said('1', act, ...replies);
}

async function said(
  value: '0' | '1' | undefined,
  act: (client: SallyportClient) => Promise<unknown>,
  ...replies: Replies
): Promise<string[]> {
  get.mockResolvedValue(assertion());
  create.mockResolvedValue(attestation());
  const { client, seen } = clientAgainst(...replies);
  await act(client);
  return seen.flatMap(({ url, headers }) => (headers['sallyport-continues'] === value ? [url] : []));
}

const PASSKEY = ['/auth/sign-in/passkey/options', '/auth/sign-in/passkey'];
const begin = ({ signIn }: SallyportClient) => signIn.begin({ identifier: 'ada', password: 'pw' });

describe('a call that continues a flow', () => {
  it('X8 says so after the answer `continue` of a sign-in, a step-up, a recovery and a first sign-in', async () => {
    for (const opens of [
      begin,
      (client: SallyportClient) => client.stepUp(),
      ({ recovery }: SallyportClient) => recovery.confirm({ token: 't', next: 'n' }),
      ({ signUp }: SallyportClient) => signUp.confirm({ token: 't' }),
      ({ invitation }: SallyportClient) => invitation.accept({ token: 't' }),
      ({ signIn }: SallyportClient) => signIn.status(),
    ]) {
      const act = async (client: SallyportClient) => {
        await opens(client);
        await client.account.sessions();
        await client.signIn.passkey();
      };
      expect(await continued(act, goesOn, { body: { sessions: [] } }, { body: requestOptions })).toEqual(PASSKEY);
    }
  });

  it('X9 is a set-up too, after `enroll`', async () => {
    const act = async (client: SallyportClient) => {
      await begin(client);
      await client.enroll.secret('totp');
      await client.enroll.passkey();
    };
    const replies = [{}, { body: creationOptions }];
    expect(await continued(act, offers, ...replies)).toEqual([
      '/auth/enroll/totp',
      '/auth/enroll/passkey/options',
      '/auth/enroll/passkey',
    ]);
    expect(await continued(act, goesOn, ...replies)).toEqual([]);
  });

  it('X8 X9 is a second press too, after the flow is over', async () => {
    const presses = async (client: SallyportClient) => {
      await begin(client);
      for (let press = 0; press < 2; press++) await client.enroll.secret('totp').catch(() => undefined);
      await client.signIn.code('totp', '123456').catch(() => undefined);
      await begin(client);
      await client.enroll.secret('totp');
    };
    const again = ['/auth/enroll/totp', '/auth/enroll/totp', '/auth/sign-in/totp'];
    expect(await continued(presses, offers, over, over, over, goesOn, {})).toEqual(again);
    expect(await continued(presses, offers, over, over, over, { body: { status: 'complete' } }, {})).toEqual(again);
  });

  it('P4 is none before a flow, and after the flow ended or was given up', async () => {
    const passkey = ({ signIn }: SallyportClient) => signIn.passkey();
    expect(await continued(passkey, { body: requestOptions })).toEqual([]);
    const after = (end: (client: SallyportClient) => Promise<unknown>) => async (client: SallyportClient) => {
      await begin(client);
      await end(client).catch(() => undefined);
      await client.signIn.passkey();
    };
    const status = ({ signIn }: SallyportClient) => signIn.status();
    for (const ended of ['complete', 'open', 'redirect'])
      expect(await continued(after(status), goesOn, { body: { status: ended } }, { body: requestOptions })).toEqual([]);
    const isOver = after(({ signIn }) => signIn.password('x'));
    expect(await continued(isOver, goesOn, over, { body: requestOptions })).toEqual(['/auth/sign-in/password']);
    const abandons = after(({ signIn }) => signIn.abandon());
    expect(await continued(abandons, goesOn, {}, { body: requestOptions })).toEqual([]);
    const signsOut = after(({ session }) => session.end());
    const nobody = { status: 401, body: { code: 'no-session', title: 'no-session' } };
    expect(await continued(signsOut, goesOn, nobody, { body: requestOptions })).toEqual([]);
  });

  it('X8 sends no ceremony to the server once the flow is over', async () => {
    const { client, seen } = clientAgainst(goesOn, over);
    await begin(client);
    await expect(client.signIn.passkey()).rejects.toMatchObject({ code: 'flow-expired', status: 410 });
    expect(get).not.toHaveBeenCalled();
    expect(seen).toHaveLength(2);
  });

  it('X8 X9 always is one of `inFlow`, whatever the client has learned meanwhile', async () => {
    const proves = async ({ signIn, inFlow }: SallyportClient) => {
      await signIn.status();
      await inFlow.signIn.passkey();
    };
    expect(await continued(proves, { body: { status: 'open' } }, { body: requestOptions })).toEqual(PASSKEY);
    const setsUp = ({ inFlow }: SallyportClient) => inFlow.enroll.confirmCode('totp', '123456');
    expect(await continued(setsUp)).toEqual(['/auth/enroll/totp/confirm']);
    const { client } = clientAgainst();
    expect(client.inFlow.signIn.ssoLocation('corp')).toBe('/auth/sign-in/sso/corp?continues=1');
    expect(client.signIn.ssoLocation('corp')).toBe('/auth/sign-in/sso/corp');
  });

  it('X9 never is one of `inSession`, whose set-ups change no flow that the client continues', async () => {
    const setsUp = async (client: SallyportClient) => {
      await begin(client);
      await client.inSession.enroll.confirmCode('totp', '123456');
      await client.inSession.enroll.passkey();
      await client.enroll.secret('totp');
    };
    const replies = [offers, { body: { status: 'complete' } }, { body: creationOptions }];
    expect(await said('0', setsUp, ...replies)).toEqual([
      '/auth/enroll/totp/confirm',
      '/auth/enroll/passkey/options',
      '/auth/enroll/passkey',
    ]);
    expect(await continued(setsUp, ...replies)).toEqual(['/auth/enroll/totp']);
    expect(await said(undefined, setsUp, ...replies)).toEqual(['/auth/sign-in']);
  });

  const NAME = 'a-flow-of-22-characters';
  const named = (name: string, status = 'continue') => ({
    body: { ...goesOn.body, ...(status === 'enroll' ? offers.body : {}) },
    headers: { 'sallyport-continues': name },
  });

  it('X8 X9 names the flow of the last answer, in each step, and in the address of a provider', async () => {
    const { client, seen } = clientAgainst(named(NAME), named(NAME), named(NAME), named(NAME, 'enroll'));
    await begin(client);
    await client.signIn.code('totp', '123456');
    await client.signIn.sendCode('email-code');
    await client.signIn.password('pw');
    await client.enroll.secret('totp');
    expect(client.inFlow.signIn.ssoLocation('corp')).toBe(`/auth/sign-in/sso/corp?continues=${NAME}`);
    const [first, ...later] = seen.map(({ headers }) => headers['sallyport-continues']);
    expect(first).toBeUndefined();
    expect(later).toEqual([NAME, NAME, NAME, NAME]);
  });

  it('X8 gives up and asks for its own flow in `inFlow`, also after its end', async () => {
    const done = { body: { status: 'complete', session: {} } };
    const { client, seen } = clientAgainst(named(NAME), done, over, over, named('another'));
    await client.stepUp();
    await client.inFlow.signIn.code('totp', '123456');
    await client.inFlow.signIn.abandon().catch(() => undefined);
    await client.inFlow.signIn.status().catch(() => undefined);
    await client.stepUp();
    await client.inFlow.signIn.status();
    const said = seen.map(({ headers }) => headers['sallyport-continues']);
    expect(said).toEqual([undefined, NAME, NAME, NAME, undefined, 'another']);
  });

  it('X8 names the flow of a refusal that leaves it open', async () => {
    const refused = { status: 403, body: { code: 'no-way-in', title: 'x' }, headers: { 'sallyport-continues': NAME } };
    const { client, seen } = clientAgainst(refused);
    await client.stepUp().catch(() => undefined);
    await client.inFlow.signIn.abandon();
    expect(seen[1]?.headers['sallyport-continues']).toBe(NAME);
  });
});
