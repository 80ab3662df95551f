import type { PolicyInput } from '@sallyport/core';
import type { FlowRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import type { Kernel } from '../kernel/kernel.ts';
import { LDAP, linked, SECRET, type WithDirectory, withDirectory } from './directory.test-support.ts';
import { bench, client, dora, inFlow } from './step.test-support.ts';
import { openWithPassword, passwordInFlow } from './typed-password.ts';

const INVALID = { refused: 'invalid-credentials' };
const LOCAL = 'the word of a password';
const typed = { identifier: ' Dora@example.org', password: LOCAL };
const both = dora({ externalIds: linked().externalIds ?? [] });
const methodsOf = ({ commits }: WithDirectory) => commits.flatMap(({ events }) => events.map(({ method }) => method));

describe('an identifier and its password', () => {
  it('X6 for a directory that there is none of is refused as a wrong one is, and as slowly', async () => {
    const pretended: unknown[] = [];
    const pretend = async (...asked: unknown[]) => void pretended.push(asked);
    const at = await bench({ kernel: { passwords: { pretend } } as unknown as Partial<Kernel> });
    expect(await openWithPassword(at.kernel, client(), { ...typed, method: 'ldap' })).toEqual(INVALID);
    const subject = expect.stringMatching(/^unknown:./);
    expect(pretended).toEqual([[LOCAL, { queue: 'stranger', subject }]]);
    expect([...at.steps, ...at.commits]).toEqual([]);
  });

  it('P12 is tried against one source: what the person said, or what the account has', async () => {
    const tried = async (method?: 'password' | 'ldap', account = both) => {
      const at = await withDirectory({ account });

      await openWithPassword(at.kernel, client(), { ...typed, ...(method && { method }) });
      return [at.directory.asked.length, methodsOf(at)];
    };
    const locally = [0, ['password', 'password']];
    const atDirectory = [1, ['ldap']];
    expect(await tried()).toEqual(locally);
    expect(await tried('password')).toEqual(locally);
    expect(await tried('ldap')).toEqual(atDirectory);
    expect(await tried(undefined, linked())).toEqual(atDirectory);
    expect(await tried('password', linked())).toEqual([0, ['password']]);
  });

  it('P12 that was said to be the local one asks the store of nobody first', async () => {
    const at = await withDirectory({ account: both });
    await openWithPassword(at.kernel, client(), { ...typed, method: 'password' });
    expect(at.steps).toHaveLength(1);
    const unsaid = await withDirectory({ account: both });
    await openWithPassword(unsaid.kernel, client(), typed);
    expect(unsaid.steps[0]).toMatchObject({ account: { kind: 'identifier', value: 'dora@example.org' } });
    expect(unsaid.steps).toHaveLength(2);
  });

  it('P12 X7 in a new sign-in leaves behind the flow that the client has open', async () => {
    const at = await withDirectory({ flow: { accountId: undefined, subject: 'unknown:x' } });
    const reply = await openWithPassword(at.kernel, inFlow(), { ...typed, password: SECRET, continuation: 'there' });
    expect(reply).toMatchObject({ answer: { status: 'complete', continuation: 'there' } });
    expect(at.commits.at(-1)?.newSession?.consumes).toHaveProperty('singleUse');
  });
});

describe('a password in a flow that is open', () => {
  const tried = async (
    password: string,
    given: { flow?: Partial<FlowRecord>; account?: ReturnType<typeof dora>; policy?: PolicyInput<string> },
  ) => {
    const at = await withDirectory({ account: both, ...given, flow: { started: true, ...given.flow } });
    const reply = await passwordInFlow(at.kernel, inFlow(), password);
    return [at.directory.asked.length, 'refused' in reply ? reply.refused : reply.answer.status];
  };

  it('P12 is tried against the source that was said when it opened, or that its account has', async () => {
    expect(await tried(LOCAL, {})).toEqual([0, 'complete']);
    expect(await tried(SECRET, { account: linked() })).toEqual([1, 'complete']);
    const asked = { identifier: 'dora@example.org', method: 'ldap' } as const;
    expect(await tried(SECRET, { flow: { asked } })).toEqual([1, 'complete']);
    expect(await tried(LOCAL, { account: linked(), flow: { asked: { ...asked, method: 'password' } } })).toEqual([
      ...[0, 'invalid-credentials'],
    ]);
  });

  it('X7 is none of a flow that takes no such password', async () => {
    expect(await tried(SECRET, { account: linked(), flow: { accepts: ['password'] } })).toEqual([
      ...[0, 'invalid-credentials'],
    ]);
    const at = await withDirectory({ policy: LDAP });
    expect(await passwordInFlow(at.kernel, inFlow(), SECRET)).toEqual({ refused: 'flow-expired' });
    expect(at.directory.asked).toEqual([]);
  });

  it('is the local one where there is no directory', async () => {
    const { kernel, steps } = await bench();
    expect(await passwordInFlow(kernel, client(), LOCAL)).toEqual({ refused: 'flow-expired' });
    expect(steps).toHaveLength(1);
  });
});
