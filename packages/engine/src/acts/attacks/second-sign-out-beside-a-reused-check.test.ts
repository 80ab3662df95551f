import { setTimeout as sleep } from 'node:timers/promises';
import { type Guard, hostCode, isRefusal, type Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, signedIn, TENANT } from '../../embedded.test-support.ts';
import { machineTimer } from '../../kernel/timer.ts';

const by = hostCode('hr');
const REUSES: Guard = { needs: 'session', reuses: true };
const ADA = 'ada@example.org';

async function process(store: Store): Promise<Embedded> {
  const counted = { passed: 0 };
  const timer = { ...machineTimer, now: () => performance.now() + counted.passed };
  const world = await embedded({ store, sessionCheck: { reuse: '1s' }, timer });
  counted.passed = 60_000;
  await world.auth.runBackgroundWork();
  return world;
}

async function processes() {
  const store = memoryStore();
  const all = [await process(store), await process(store), await process(store)] as const;
  const client = await signedIn(all[0], ADA);
  const isAdmitted = async (): Promise<boolean> => !isRefusal(await all[0].auth.sessions.guard(client.caller, REUSES));
  expect(await isAdmitted()).toBe(true);
  const ends = (): Promise<unknown> => Promise.all(all.map(({ auth }) => auth.close()));
  return { serving: all[0], first: all[1], second: all[2], client, isAdmitted, ends };
}

/** docs/guide/operate.md: "A request that arrives after that answer is refused, in every process" and "An act that takes waits also if it finds nothing to do". */
describe('X11 the second of two answers beside a reused check', () => {
  it('of a sign-out that is pressed twice says that the session is over, and no process admits it any more', async () => {
    const { first, second, client, isAdmitted, ends } = await processes();
    // As `DELETE /session` asks.
    const signsOut = async ({ auth }: Embedded): Promise<string> => {
      const session = await auth.sessions.guard(client.caller, { needs: 'session', evenIfTightened: true, ends: true });
      const ended = await auth.sessions.end(client.caller, isRefusal(session) ? undefined : session);
      return isRefusal(ended) ? ended.refused : 'ended';
    };
    const one = signsOut(first);
    await sleep(20);
    const other = await signsOut(second);
    const admitted = await isAdmitted();
    await one;
    await ends();
    expect({ other, admitted }).toEqual({ other: 'no-session', admitted: false });
  });

  it('of a sign-out that found the session a moment before another process ended it', async () => {
    const { first, second, client, isAdmitted, ends } = await processes();
    const read = async ({ auth }: Embedded) => {
      const session = await auth.sessions.guard(client.caller, { needs: 'session' });
      if (isRefusal(session)) throw new Error(session.refused);
      return session;
    };
    const session = await read(second);
    const one = first.auth.sessions.end(client.caller, await read(first));
    await sleep(20);
    const other = await second.auth.sessions.end(client.caller, session);
    const admitted = await isAdmitted();
    await one;
    await ends();
    expect({ other, admitted }).toEqual({ other: {}, admitted: false });
  });

  it('of a sign-out with an invented token is the same whether its account exists, and without a token waits for nothing', async () => {
    const { serving, client, ends } = await processes();
    const waits: string[] = [];
    const [, account = ''] = (client.caller.sessionToken ?? '').split('.');
    for (const sessionToken of [`x.${account}.x`, 'x.nobody.x', 'x', undefined]) {
      const caller = { tenant: TENANT, mode: 'token', sessionToken } as const;
      const answered = serving.auth.sessions.end(caller, undefined).then((answer) => JSON.stringify(answer));
      waits.push(await Promise.race([answered, sleep(500).then(() => 'waits')]));
    }
    await ends();
    const atOnce = JSON.stringify({ refused: 'no-session' });
    expect(waits).toEqual(['waits', 'waits', atOnce, atOnce]);
  });

  it('of “this was not me”, pressed twice, says that the link was used, and no process admits the intruder any more', async () => {
    const { serving, first, second, ends } = await processes();
    serving.now += 60_000;
    const intruder = new Client(serving);
    await intruder.signsInByMail(ADA);
    const isAdmitted = async (): Promise<boolean> =>
      !isRefusal(await serving.auth.sessions.guard(intruder.caller, REUSES));
    expect(await isAdmitted()).toBe(true);
    await serving.auth.runBackgroundWork();
    const token = serving.notices.find(({ event }) => event.type === 'sign-in.unfamiliar')?.token ?? '';
    const disowns = ({ auth }: Embedded) => auth.sessions.disown({ tenant: TENANT, mode: 'token' }, { token });
    expect(await isAdmitted()).toBe(true);
    const one = disowns(first);
    await sleep(20);
    const other = await disowns(second);
    const admitted = await isAdmitted();
    await one;
    await ends();
    expect({ other, admitted }).toEqual({ other: { refused: 'invalid-credentials' }, admitted: false });
  });

  it('of an address that is set twice, whose change ends the sessions', async () => {
    const { first, second, isAdmitted, ends } = await processes();
    const sets = ({ auth }: Embedded) =>
      auth.people.setEmail({ identifier: ADA }, { email: 'ada.new@example.org', by });
    const one = sets(first);
    await sleep(20);
    const other = isRefusal(await sets(second)) ? 'refused' : 'set';
    const admitted = await isAdmitted();
    await one;
    await ends();
    expect({ other, admitted }).toEqual({ other: 'set', admitted: false });
  });
});
