import type { Store } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { accepted, asksToEnroll, complete, continues, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, type Quickstart, quickstartForThisTest } from '../support/quickstart.ts';

/** A store that holds back each commit of a new session until the test lets the commit go. */
class Gate {
  #held: (() => void)[] = [];
  #closed = false;

  readonly around = (store: Store): Store =>
    Object.assign(Object.create(store), {
      commit: async (change: Parameters<Store['commit']>[0]) => {
        if (this.#closed && change.opens !== undefined) await new Promise<void>((go) => this.#held.push(go));
        return store.commit(change);
      },
    });

  close(): void {
    this.#closed = true;
  }

  /** Runs `act` while a commit is held back, and then lets the commit go. */
  async opensAfter(act: () => Promise<unknown>): Promise<void> {
    await expect.poll(() => this.#held.length).toBe(1);
    this.#closed = false;
    await act();
    for (const go of this.#held.splice(0)) go();
  }
}

async function gated(): Promise<{ app: Quickstart; gate: Gate }> {
  const gate = new Gate();
  const app = await quickstartForThisTest({ aroundStore: gate.around });
  return { app, gate };
}

/** Shows the last proof of a sign-in, and runs another act between the decision and its commit. */
async function lastProofBeside(
  { app, gate }: { app: Quickstart; gate: Gate },
  act: (person: Person) => Promise<unknown>,
): Promise<{ person: Person; reply: Awaited<ReturnType<Person['begins']>> }> {
  const person = await app.newcomer();
  await app.admin();
  expect(await person.signInWithPassword()).toMatchObject(continues);
  const code = await person.receivesEmailCode();
  gate.close();
  const underway = person.client.post('/sign-in/email-code', { code });
  await gate.opensAfter(() => act(person));
  return { person, reply: await underway };
}

describe('while the last commit is on its way', () => {
  it('X1 nothing happens: the control completes', async () => {
    const { reply } = await lastProofBeside(await gated(), async () => undefined);
    expect(reply).toMatchObject(complete('baseline'));
  });

  it('W5 the policy is tightened: the same proof is judged by the new one', async () => {
    const world = await gated();
    const { person, reply } = await lastProofBeside(world, async () => {
      const put = await (await world.app.admin()).putsPolicy({ ...FIRST_POLICY, requiredStrength: 'enhanced' });
      expect(put.status).toBe(200);
    });
    expect(reply).toMatchObject(asksToEnroll);
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
  });

  it('X1 a role is given that asks for more', async () => {
    const world = await gated();
    const { person, reply } = await lastProofBeside(world, async (who) =>
      (await world.app.admin()).sets('roles', who, ['contractor']),
    );
    expect(reply).toMatchObject(asksToEnroll);
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
  });

  it('P18 the account is blocked', async () => {
    const world = await gated();
    const { person, reply } = await lastProofBeside(world, async (who) =>
      (await world.app.admin()).does('block', who, { reason: 'Investigation' }),
    );
    expect(reply).toMatchObject(problem(403, 'account-blocked'));
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
  });

  it('X9 the password is changed: what was proved of the old one counts no more', async () => {
    const world = await gated();
    const owner = await world.app.newcomer();
    await owner.proves('password', 'email-code');
    const thief = owner.elsewhere();
    await thief.signInWithPassword();
    const code = await thief.receivesEmailCode();
    world.gate.close();
    const underway = thief.client.post('/sign-in/email-code', { code });
    await world.gate.opensAfter(async () => {
      const { password: current } = owner.has;
      const next = 'an entirely new pass phrase';
      expect((await owner.client.post('/account/password', { current, next })).status).toBe(200);
    });
    const reply = await underway;
    expect(reply).toMatchObject(continues);
    expect(accepted(reply)).toEqual(['password']);
    expect(await thief.session()).toMatchObject(problem(401, 'no-session'));
  });

  it('X3 the flow is abandoned, or completed by another: a conflict, and no session', async () => {
    const world = await gated();
    const { person, reply } = await lastProofBeside(world, async (who) => {
      expect((await who.client.copy().delete('/sign-in')).status).toBe(200);
    });
    expect(reply).toMatchObject(problem(409, 'flow-conflict'));
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
  });
});
