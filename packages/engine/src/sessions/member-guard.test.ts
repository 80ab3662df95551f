import { type Guard, isRefusal, type LiveSession, type Refusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import {
  at,
  BY,
  HOUR,
  MINUTE,
  owned,
  person,
  plants,
  plantsMember,
  proved,
  SESSION,
  value,
  withApp,
} from '../organised.test-support.ts';

const asks = (may: 'rule' | 'people', organisation: string = 'acme') =>
  ({ needs: 'member', may, in: organisation }) as const satisfies Guard;

type World = Awaited<ReturnType<typeof owned>>;

const codeOf = (answer: object | undefined): string => (isRefusal(answer) ? answer.refused : 'may');

/** What the acts of the two rights answer, in a try that changes nothing. */
async function acts({ auth, accountId }: World, by: LiveSession) {
  const { version } = value(await auth.organisations.rule('acme'));
  const rule = await auth.organisations.setRule('acme', {}, { by, ifVersion: version + 1 });
  const people = await auth.organisations.members.remove('acme', { accountId: `${accountId}x` }, { by });
  const done = (answer: Refusal | object | undefined) =>
    ['precondition-failed', 'not-found'].includes(codeOf(answer)) ? 'may' : codeOf(answer);
  return { rule: done(rule), people: done(people) };
}

describe('X41 a guard for members with a right', () => {
  it('lets in whom the acts let in, by role, proof and time', async () => {
    const world = await owned();
    const { auth } = world;
    const ben = await person(world.world, 'ben@example.org');
    await plantsMember(world.world, 'acme', ben.accountId, 'finance');
    const seen = new Set<string>();
    const compare = async () => {
      for (const { caller } of [world.client, ben.client])
        for (const asked of [caller, at(caller, 'outside')]) {
          const live = value(await auth.sessions.guard(asked, { ...SESSION, looks: true }));
          const guarded = {
            rule: codeOf(await auth.sessions.guard(asked, asks('rule'))),
            people: codeOf(await auth.sessions.guard(asked, asks('people'))),
          };
          expect(guarded).toEqual(await acts(world, live));
          seen.add(`${guarded.rule} ${guarded.people}`);
        }
    };
    await compare();
    await plantsMember(world.world, 'acme', ben.accountId, 'manager');
    await withApp(world.world, ben.client);
    await compare();
    await proved(world.world, ben.client);
    await compare();
    await plants(world.world, 'acme', { requiredStrength: 'phishing-resistant' });
    await compare();
    await plants(world.world, 'acme', { recentProof: '5m' });
    world.world.now += 6 * MINUTE;
    await compare();
    world.world.now += HOUR;
    await compare();
    for (const word of [
      'may may',
      'not-permitted not-permitted',
      'not-permitted may',
      'insufficient-strength insufficient-strength',
    ])
      expect(seen).toContain(word);
    await auth.close();
  });

  it('asks for session, membership, role and proof in this order, and names the organisation of the step-up', async () => {
    const world = await owned();
    const { auth, client } = world;
    const ben = await person(world.world, 'ben@example.org');
    const said = async (caller: typeof client.caller, guard: Guard) => auth.sessions.guard(caller, guard);
    const { sessionToken: _, ...nobody } = ben.client.caller;
    expect(await said(nobody, asks('people'))).toEqual({ refused: 'no-session' });
    for (const id of ['acme', 'none', '']) {
      const answer = await said(ben.client.caller, asks('people', id));
      expect(answer).toEqual({ refused: 'not-a-member' });
    }
    await plantsMember(world.world, 'acme', ben.accountId, 'finance');
    await plants(world.world, 'acme', { requiredStrength: 'phishing-resistant' });
    expect(await said(ben.client.caller, asks('people'))).toEqual({ refused: 'not-permitted' });
    await plantsMember(world.world, 'acme', ben.accountId, 'manager');
    expect(await said(ben.client.caller, asks('rule'))).toEqual({ refused: 'not-permitted' });
    expect(await said(ben.client.caller, asks('people'))).toMatchObject({
      refused: 'insufficient-strength',
      in: 'acme',
      demand: { strengths: ['phishing-resistant'] },
      because: [{ code: 'strength-required', source: { organisation: 'acme' } }],
    });
    await plants(world.world, 'acme', { requiredStrength: 'of-before' });
    expect(await said(ben.client.caller, asks('people'))).toEqual({ refused: 'no-way-in' });
    await auth.close();
  });

  it('gives the session in the organisation, to nobody who lost the role', async () => {
    const world = await owned();
    const { auth, client, accountId } = world;
    expect(await auth.sessions.guard(client.caller, asks('rule'))).toMatchObject({
      accountId,
      organisation: { id: 'acme', roles: ['owner'] },
    });
    await auth.organisations.members.set('acme', { accountId }, { roles: ['finance'], by: BY, force: true });
    expect(await auth.sessions.guard(client.caller, asks('rule'))).toEqual({ refused: 'not-permitted' });
    await auth.organisations.members.remove('acme', { accountId }, { by: BY, force: true });
    expect(await auth.sessions.guard(client.caller, asks('rule'))).toEqual({ refused: 'not-a-member' });
    await auth.close();
  });

  it('lets nobody in without an organisation, and has no other member', async () => {
    const { auth, client } = await owned();
    for (const guard of [
      { needs: 'member', in: 'acme' },
      { ...asks('rule'), within: '5m' },
    ])
      await expect(auth.sessions.guard(client.caller, Object(guard))).rejects.toMatchObject({ code: 'bad-demand' });
    const said = (guard: object) => auth.sessions.guard(client.caller, Object(guard));
    expect(await said({ needs: 'member', may: 'rule', in: undefined })).toEqual({ refused: 'not-a-member' });
    expect(await said({ needs: 'member', may: 'rule' })).toEqual({ refused: 'not-permitted' });
    await auth.close();
  });
});
