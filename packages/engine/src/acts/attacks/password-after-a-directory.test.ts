import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, embedded, PASSWORD } from '../../embedded.test-support.ts';
import { emptyDirectory } from '../../empty-directory.test-support.ts';
import { accepted } from './planting.test-support.ts';

const by = hostCode('hr');
const SINGLE = { requiredStrength: 'single' } as const;
const IDA = { identifier: 'ida' };

it('P4 a person of a directory that the app gave up gets no password beside the entry, and one after the link', async () => {
  const before = await embedded({ policy: SINGLE, policySource: 'store', directory: emptyDirectory });
  const externalIds = [{ provider: 'ldap', subject: 's1' }];
  accepted(await before.auth.people.create({ ...IDA, email: 'ida@example.org', externalIds, by }));
  const world = await embedded({ policy: SINGLE, policySource: 'store', store: before.store });
  const { people, signIn } = world.auth;
  const helped = async () => {
    const { enrollmentCode: code = '' } = accepted(await people.helpIn(IDA, { lost: ['password'], by }));
    const ida = new Client(world);
    await ida.keeps(signIn.begin(ida.caller, IDA));
    const reply = await signIn.enrollmentCode(ida.caller, { code, password: PASSWORD });
    return isRefusal(reply) ? reply.refused : reply.answer.status;
  };
  expect(await helped()).toBe('method-not-allowed');
  expect(await people.setPassword(IDA, { password: PASSWORD, by })).toMatchObject({ refused: 'method-not-allowed' });
  accepted(await people.setExternalIds(IDA, { externalIds: [], by }));
  expect(await helped()).toBe('complete');
  const client = new Client(world);
  expect((await client.keeps(signIn.begin(client.caller, { ...IDA, password: PASSWORD }))).answer.status).toBe(
    'complete',
  );
  await world.auth.close();
});
