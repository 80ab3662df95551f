import { isRefusal } from '@sallyport/engine';
import type { AccountId } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';

const DORA = 'dora@example.org';
const NEXT = 'an entirely new pass phrase';
const NO_WAY_IN = { refused: 'no-way-in' };

/** A host that knows everybody, as somebody with no role, until it is told to forget. */
async function host(policy = {}): Promise<{ world: Embedded; id: AccountId; forgets: () => void; knows: () => void }> {
  let known = true;
  const world = await embedded({ policy, resolveSubject: () => (known ? [] : undefined) });
  const id = await newAccount(world, DORA);
  return {
    world,
    id,
    forgets: () => {
      known = false;
    },
    knows: () => {
      known = true;
    },
  };
}

async function denials({ store }: Embedded): Promise<readonly unknown[]> {
  return (await store.listEvents(TENANT, { limit: 50, types: ['sign-in.denied'] })).items.map(({ detail }) => detail);
}

/** The details of the warnings of this code, without the way out. */
function warnings({ logged }: Embedded): readonly unknown[] {
  return logged.flatMap((words) => {
    const { wayOut: _, ...details } = Object((words as readonly unknown[])[1]);
    return details.code === 'unknown-to-host' ? [details] : [];
  });
}

describe('somebody whom the host does not know', () => {
  it('X20 is not signed in, and is told so after the proof only; no role at all is somebody', async () => {
    const { world, id, forgets, knows } = await host({ requiredStrength: 'single' });
    const { signIn } = world.auth;
    const { caller } = new Client(world);
    expect(await signIn.begin(caller, { identifier: DORA, password: PASSWORD })).toMatchObject({
      answer: { status: 'complete' },
    });
    forgets();
    expect(await signIn.begin(caller, { identifier: DORA, password: PASSWORD })).toMatchObject(NO_WAY_IN);
    expect(await denials(world)).toEqual([{ reason: 'unknown-to-host' }]);
    expect(await signIn.begin(caller, { identifier: DORA, password: 'wrong' })).toEqual({
      refused: 'invalid-credentials',
    });
    expect(warnings(world)).toEqual([{ code: 'unknown-to-host', accountId: id, tenant: TENANT, hasExternalId: false }]);
    knows();
    expect(await signIn.begin(caller, { identifier: DORA, password: PASSWORD })).toMatchObject({
      answer: { status: 'complete' },
    });
    await world.auth.close();
  });

  it('X20 is asked for nothing more in a flow that is open: it ends', async () => {
    const { world, forgets } = await host();
    const { signIn } = world.auth;
    const client = new Client(world);
    await client.keeps(signIn.begin(client.caller, { identifier: DORA, password: PASSWORD }));
    await client.keeps(signIn.sendCode(client.caller, 'email-code'));
    forgets();
    const code = world.mails.at(-1)?.code ?? '';
    const refused = await signIn.code(client.caller, 'email-code', { code });
    expect(refused).toMatchObject(NO_WAY_IN);
    expect(isRefusal(refused) && refused.keep).toBeFalsy();
    expect(await signIn.status(client.caller, { local: false })).toEqual({ refused: 'flow-expired' });
    await world.auth.close();
  });

  it('X20 is not stepped up, enrolls nothing in a session, and is authorized for nothing', async () => {
    const { world, id, forgets } = await host();
    const { auth } = world;
    const client = new Client(world);
    await client.signsInByMail(DORA);
    const session = await client.session();
    expect(await auth.authorize(session, { strength: 'baseline' })).toMatchObject({ outcome: 'granted' });
    const pending = await auth.enroll.secret(client.caller, 'totp');
    const secret = isRefusal(pending) ? '' : pending.secret;
    forgets();
    expect(await auth.authorize(session, { strength: 'baseline' })).toMatchObject({ outcome: 'denied' });
    expect(await auth.authorize(session, {})).toMatchObject({ outcome: 'denied' });
    expect(await auth.signIn.stepUp(client.caller, session, { strength: 'baseline' })).toMatchObject(NO_WAY_IN);
    // The step-up opened no flow: what follows is in the session.
    const { flowToken: _, ...caller } = client.caller;
    expect(await auth.enroll.confirmCode(caller, 'totp', { code: client.totp(secret) })).toMatchObject(NO_WAY_IN);
    expect((await world.store.readAccount(TENANT, id))?.totp).toBeUndefined();
    expect(await denials(world)).toEqual(Array.from({ length: 2 }, () => ({ reason: 'unknown-to-host' })));
    await world.auth.close();
  });

  it.each([false, true])('X20 X13 recovers no password (second factor: %s)', async (hasTotp) => {
    const { world, id, forgets } = await host();
    const { auth } = world;
    const client = new Client(world);
    await client.signsInByMail(DORA);
    const secret = hasTotp ? (await client.enrollsTotp()).secret : '';
    const before = (await world.store.readAccount(TENANT, id))?.password;
    const again = new Client(world);
    await auth.recovery.begin(again.caller, { identifier: DORA });
    await auth.runBackgroundWork();
    const token = world.mails.at(-1)?.token ?? '';
    forgets();
    world.now += 60_000;
    const confirmed = await auth.recovery.confirm(again.caller, { token, next: NEXT });
    const flowToken = 'keep' in confirmed ? confirmed.keep?.flow?.token : undefined;
    expect(flowToken !== undefined).toBe(hasTotp);
    const last =
      flowToken === undefined
        ? confirmed
        : await auth.signIn.code({ ...again.caller, flowToken }, 'totp', { code: again.totp(secret) });
    expect(last).toMatchObject(NO_WAY_IN);
    expect((await world.store.readAccount(TENANT, id))?.password).toEqual(before);
    await world.auth.close();
  });
});
