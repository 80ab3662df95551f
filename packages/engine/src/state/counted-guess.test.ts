import type { FlowReply, Refusal, SallyportOptions } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';

const OWNER = 'dora@example.org';
type Answer = FlowReply | Refusal;

async function worldWith(options: Partial<SallyportOptions<string>> = {}): Promise<Embedded> {
  const world = await embedded(options);
  await newAccount(world, OWNER);
  return world;
}

/** What an answer comes to, in a word. */
async function wordOf(answer: Promise<Answer>): Promise<string> {
  try {
    const given = await answer;
    return 'refused' in given ? given.refused : given.answer.status;
  } catch (fault) {
    return fault instanceof Error && 'code' in fault ? String(fault.code) : String(fault);
  }
}

function signsIn({ auth }: Embedded, client: Client): Promise<string> {
  return wordOf(auth.signIn.begin(client.caller, { identifier: OWNER, password: PASSWORD }));
}

/** Strangers, at identifiers of their own making, all at once: more than the hashing keeps waiting. */
function flood({ auth }: Embedded, strangers: number): Promise<string>[] {
  const caller = { tenant: TENANT, mode: 'token' } as const;
  return Array.from({ length: strangers }, (_, number) =>
    wordOf(auth.signIn.begin(caller, { identifier: `nobody-${number}`, password: 'a guess at nothing' })),
  );
}

const SMALL_LINE = { memoryCost: 8, timeCost: 1, concurrency: 1, queue: 500 };

function count(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

describe('an attempt that was counted and never judged', () => {
  it('X5 is given back where the hashing is too busy: a flood locks no owner out', async () => {
    const world = await worldWith({ passwordHashing: SMALL_LINE });
    const words: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const strangers = flood(world, 600);
      words.push(...(await Promise.all(Array.from({ length: 8 }, () => signsIn(world, new Client(world))))));
      expect(count(await Promise.all(strangers))['busy']).toBeGreaterThan(50);
    }
    expect(count(words)['busy']).toBeGreaterThan(10);
    expect(count(words)['locked']).toBeUndefined();
    expect(await signsIn(world, new Client(world))).toBe('continue');
    expect(await world.store.listCounters(TENANT)).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ subject: (await account(world)).id })]),
    );
    await world.auth.close();
  });

  it('X5 and a known device is not kept waiting by it at all', async () => {
    const world = await worldWith({ passwordHashing: SMALL_LINE });
    const client = new Client(world);
    await client.signsInByMail(OWNER);
    const strangers = flood(world, 600);
    const first = await Promise.race([
      Promise.all(strangers).then(() => 'the strangers'),
      signsIn(world, client).then((word) => `the owner: ${word}`),
    ]);
    expect(first).toBe('the owner: continue');
    await Promise.all(strangers);
    await world.auth.close();
  });

  it("X5 nor is a change of one's own password", async () => {
    const world = await worldWith({ passwordHashing: SMALL_LINE });
    const client = new Client(world);
    await client.signsInByMail(OWNER);
    const session = await client.session();
    const strangers = flood(world, 600);
    const input = { current: PASSWORD, next: 'another battery, another staple' };
    const first = await Promise.race([
      Promise.all(strangers).then(() => 'the strangers'),
      wordOf(world.auth.me(session).changePassword(client.caller, input)),
    ]);
    expect(first).toBe('complete');
    await Promise.all(strangers);
    await world.auth.close();
  });

  it('X5 is given back where the host did not tell the roles', async () => {
    let fails = true;
    const world = await worldWith({
      resolveSubject: () => {
        if (fails) throw new Error('the table of roles is gone');
        return [];
      },
    });
    const client = new Client(world);
    for (let round = 0; round < 12; round += 1) expect(await signsIn(world, client)).toBe('host-unavailable');
    fails = false;
    expect(await signsIn(world, client)).toBe('continue');
    await world.auth.close();
  });

  it('X5 is given back where the flow is of another mode', async () => {
    const world = await worldWith();
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: OWNER }));
    const other = { ...client.caller, mode: 'cookie' } as const;
    for (let round = 0; round < 12; round += 1) {
      const answer = world.auth.signIn.password(other, { password: PASSWORD });
      expect(await wordOf(answer)).toBe('flow-expired');
    }
    expect(await wordOf(world.auth.signIn.password(client.caller, { password: PASSWORD }))).toBe('continue');
    await world.auth.close();
  });

  it('X4 is not given back where it was judged, in whatever company: ten wrong ones are ten', async () => {
    const world = await worldWith({ passwordHashing: SMALL_LINE });
    const wrong = (): Promise<string> =>
      wordOf(world.auth.signIn.begin(new Client(world).caller, { identifier: OWNER, password: 'not this one' }));
    const words: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const strangers = flood(world, 600);
      words.push(...(await Promise.all([wrong(), wrong(), wrong(), wrong(), wrong()])));
      await Promise.all(strangers);
      for (let guess = 0; guess < 3; guess += 1) words.push(await wrong());
    }
    expect(count(words)['invalid-credentials']).toBe(10);
    expect(await signsIn(world, new Client(world))).toBe('locked');
    await world.auth.close();
  });
});

describe('the budget of mails', () => {
  it('X4 is not used up by a mailer that refuses them: the person is told to ask again, and can', async () => {
    let fails = true;
    const world: Embedded = await worldWith({
      sendMail: (mail) => {
        if (fails) throw new Error('450 try again later');
        world.mails.push(mail);
      },
    });
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: OWNER, password: PASSWORD }));
    const asks = (): Promise<string> => wordOf(world.auth.signIn.sendCode(client.caller, 'email-code'));
    for (let round = 0; round < 7; round += 1) {
      expect(await asks()).toBe('mail-unavailable');
      await world.auth.recovery.begin(client.caller, { identifier: OWNER });
      await world.auth.runBackgroundWork();
    }
    fails = false;
    for (let mail = 0; mail < 5; mail += 1) expect(await asks()).toBe('continue');
    expect(await asks()).toBe('too-many-mails');
    await world.auth.recovery.begin(client.caller, { identifier: OWNER });
    await world.auth.runBackgroundWork();
    expect(world.mails.filter(({ kind }) => kind === 'recovery')).toHaveLength(1);
    await world.auth.close();
  });
});

async function account({ store }: Embedded): Promise<{ readonly id: string }> {
  const [found] = (await store.listAccounts(TENANT, { limit: 10, query: OWNER })).items;
  if (found === undefined) throw new Error('there is no account');
  return found;
}
