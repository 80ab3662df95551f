import { SallyportProblem } from '@sallyport/browser';
import { TakenBack } from '@sallyport/pages/parts';
import { describe, expect, it } from 'vitest';
import { inviteMany } from './invite-many.ts';

const invited = { name: 'ida', invited: true, ended: false, blocked: false };
const problem = (status: number, code: string) => new SallyportProblem({ status, code, title: code });

/** Invites people whose server answers with the faults in their order. */
async function inviting(faults: readonly unknown[], stopAfter = Number.POSITIVE_INFINITY) {
  const asked: string[] = [];
  const told: number[] = [];
  const people = faults.map((_, at) => [`a${at}`, invited] as const);
  const results = await inviteMany(people, {
    invite: async (id) => {
      const fault = faults[asked.push(id) - 1];
      if (fault !== undefined) throw fault;
    },
    isStopped: () => asked.length >= stopAfter,
    onSent: (sent) => told.push(sent),
  });
  return { asked, told, codes: results.map(({ done, code }) => (done ? 'done' : code)) };
}

describe('X21 the invitations of many people are sent again', () => {
  it('X21 to those who are invited and not blocked, one after the other', async () => {
    const asked: string[] = [];
    const results = await inviteMany(
      [
        ['a', invited],
        ['b', { ...invited, invited: false }],
        ['c', { ...invited, blocked: true }],
        ['d', invited],
      ],
      { invite: async (id) => void asked.push(id), isStopped: () => false, onSent: () => undefined },
    );
    expect(asked).toEqual(['a', 'd']);
    expect(results).toEqual([
      { accountId: 'a', done: true },
      { accountId: 'b', done: false, code: 'not-invited' },
      { accountId: 'c', done: false, code: 'account-blocked' },
      { accountId: 'd', done: true },
    ]);
  });

  it('X21 past a refusal for one person, and not past a fault of the server', async () => {
    const one = [problem(429, 'too-many-mails'), problem(404, 'not-found'), undefined];
    expect(await inviting(one)).toMatchObject({ codes: ['too-many-mails', 'not-invited', 'done'], told: [1] });
    const faults = [problem(503, 'mail-unavailable'), problem(0, 'unreachable'), problem(401, 'no-session')];
    for (const fault of [...faults, problem(412, 'precondition-failed')]) {
      const { asked, codes } = await inviting([undefined, fault, undefined]);
      expect(codes).toEqual(['done', fault.code, 'not-tried']);
      expect(asked).toHaveLength(2);
    }
  });

  it('X21 until the administrator stops, or refuses the own proof', async () => {
    expect(await inviting([undefined, undefined, undefined], 1)).toMatchObject({
      codes: ['done', 'not-tried', 'not-tried'],
    });
    expect(await inviting([undefined, new TakenBack(), undefined])).toMatchObject({
      codes: ['done', 'not-tried', 'not-tried'],
    });
    await expect(inviting([new TakenBack(), undefined])).rejects.toBeInstanceOf(TakenBack);
  });
});
