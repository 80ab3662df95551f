import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, embedded, PASSWORD } from '../../embedded.test-support.ts';
import { emptyDirectory } from '../../empty-directory.test-support.ts';
import { accepted } from './planting.test-support.ts';

const by = hostCode('hr');
const SINGLE = { requiredStrength: 'single' } as const;
const IDA = { identifier: 'ida' };
const NEXT = 'another battery, another staple';

it('P4 a person of a directory that the app gave up, who was helped in with a password of her own, changes that password', async () => {
  const before = await embedded({ policy: SINGLE, policySource: 'store', directory: emptyDirectory });
  const externalIds = [{ provider: 'ldap', subject: 's1' }];
  accepted(await before.auth.people.create({ ...IDA, email: 'ida@example.org', externalIds, by }));
  const world = await embedded({ policy: SINGLE, policySource: 'store', store: before.store });
  const { people, signIn, sessions, me } = world.auth;
  const { enrollmentCode: code = '' } = accepted(await people.helpIn(IDA, { lost: ['password'], by }));
  const ida = new Client(world);
  await ida.keeps(signIn.begin(ida.caller, IDA));
  expect((await ida.keeps(signIn.enrollmentCode(ida.caller, { code, password: PASSWORD }))).answer.status).toBe(
    'complete',
  );
  const client = new Client(world);
  expect((await client.keeps(signIn.begin(client.caller, { ...IDA, password: PASSWORD }))).answer.status).toBe(
    'complete',
  );
  const session = accepted(await sessions.guard(client.caller, { needs: 'session' }));
  const changed = await me(session).changePassword(client.caller, { current: PASSWORD, next: NEXT });
  expect(isRefusal(changed) ? changed.refused : changed.answer.status).toBe('complete');
  await world.auth.close();
});
