import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount, PASSWORD, provesNow, TENANT } from '../../embedded.test-support.ts';
import { FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

const IDA = 'ida@example.org';
const SYNC = hostCode('sync');

async function staffed() {
  const world = await embedded({ providers: [new FakeProvider()] });
  await newAccount(world, 'ada@example.org', ['admin']);
  await newAccount(world, 'root@example.org', ['super-admin']);
  const ada = new Client(world);
  await ada.signsInByMail('ada@example.org');
  await ada.keeps(world.auth.signIn.stepUp(ada.caller, await ada.session(), {}));
  await ada.enrollsTotp();
  const by = () => provesNow(world, world.store, ada, ['password', 'totp']);
  const events = async () => (await world.store.listEvents(TENANT, { limit: 500 })).items.length;
  return { world, by, events };
}

function done<A>(answer: A): Exclude<A, { refused: string }> {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as never;
}

const AUTHORS = ['an administrator', 'host code'] as const;

describe('X21 host code that sets the address which an account has', () => {
  it.each(AUTHORS)('the address that %s gave an invited person can be set again by host code', async (author) => {
    const { world, by } = await staffed();
    const made = done(
      await world.auth.people.create({
        ...{ identifier: IDA, email: IDA, invite: true },
        by: author === 'host code' ? SYNC : await by(),
      }),
    );
    expect(await world.auth.people.setEmail({ accountId: made.accountId }, { email: IDA, by: SYNC })).toMatchObject({
      email: IDA,
    });
    await world.auth.close();
  });

  it.each(AUTHORS)(
    'the invitation by %s of a person with an identity stays, where host code sets the same address',
    async (author) => {
      const { world, by, events } = await staffed();
      const made = done(
        await world.auth.people.create({
          ...{ identifier: IDA, email: IDA, invite: true, externalIds: [{ provider: 'corp', subject: 'ida' }] },
          by: author === 'host code' ? SYNC : await by(),
        }),
      );
      const token = world.mails.at(-1)?.token ?? '';
      const before = await events();
      done(await world.auth.people.setEmail({ accountId: made.accountId }, { email: IDA, by: SYNC }));
      expect((await events()) - before).toBe(author === 'host code' ? 0 : 1);
      const stranger = { tenant: TENANT, mode: 'token' } as const;
      expect(await world.auth.invitations.accept(stranger, { token, password: PASSWORD })).toMatchObject({
        answer: { status: 'complete' },
      });
      await world.auth.close();
    },
  );

  it.each(AUTHORS)('mails to the address that %s gave stay, where host code sets the same address', async (author) => {
    const { world, by } = await staffed();
    const made = done(
      await world.auth.people.create({
        ...{ identifier: IDA, email: IDA, password: PASSWORD },
        by: author === 'host code' ? SYNC : await by(),
      }),
    );
    const ida = new Client(world);
    await ida.signsInByMail(IDA);
    world.now += 60_000;
    const guards = () => world.auth.sessions.guard(ida.caller, { needs: 'strength', strength: 'baseline' });
    done(await guards());
    const stranger = { tenant: TENANT, mode: 'token' } as const;
    await world.auth.recovery.begin(stranger, { identifier: IDA });
    await world.auth.runBackgroundWork();
    const recovery = world.mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
    const other = new Client(world);
    await other.keeps(world.auth.signIn.begin(other.caller, { identifier: IDA, password: PASSWORD }));
    await other.keeps(world.auth.signIn.sendCode(other.caller, 'email-code'));
    const code = world.mails.at(-1)?.code ?? '';
    world.now += 60_000;
    done(await world.auth.people.setEmail({ accountId: made.accountId }, { email: IDA, by: SYNC }));
    const said = {
      session: await guards(),
      code: await world.auth.signIn.code(other.caller, 'email-code', { code }),
      recovery: await world.auth.recovery.confirm(stranger, { token: recovery, next: `${PASSWORD} of the next time` }),
    };
    const words = Object.entries(said).map(([what, answer]) => [what, isRefusal(answer) ? answer.refused : 'ok']);
    expect(Object.fromEntries(words)).toEqual({ session: 'ok', code: 'ok', recovery: 'ok' });
    await world.auth.close();
  });
});
