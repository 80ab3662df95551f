import { createSallyport, hostCode, isRefusal, type Store, tenantId } from '@sallyport/engine';
import { expect, it } from 'vitest';

const TENANT = tenantId('default');
const PASSWORD = 'correct horse battery staple';
const identifier = 'dora@example.org';

/**
 * Signs one account in 50 times at once, in two processes on one database, and counts the sessions.
 *
 * @param open gives a store on an empty database
 */
export function sessionLimit(open: () => Promise<{ readonly store: Store; close(): Promise<void> }>): void {
  it.each(['end-oldest', 'refuse'] as const)(
    'X29 50 sign-ins at once leave three sessions (%s)',
    async (beyond) => {
      const { store, close } = await open();
      const process = () =>
        createSallyport({
          origin: 'https://app.example',
          secrets: ['a secret that is long enough to be one'],
          store,
          passwordHashing: { memoryCost: 8, timeCost: 1 },
          policy: {
            requiredStrength: 'single',
            administrators: {},
            session: { most: 3, beyond },
            lockout: { maxFailures: 100, hardLimit: 100 },
          },
          sendMail: () => {},
        });
      const processes = [process(), process()] as const;
      await processes[0].ready();
      await processes[0].people.create({ identifier, email: identifier, password: PASSWORD, by: hostCode('host') });
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, place) =>
          processes[place % 2 === 0 ? 0 : 1].signIn.begin(
            { tenant: TENANT, mode: 'token' },
            { identifier, password: PASSWORD },
          ),
        ),
      );
      expect(await processes[0].people.sessions({ identifier })).toHaveLength(3);
      const refused = answers.flatMap((answer) => (isRefusal(answer) ? [answer.refused] : []));
      expect(refused).toEqual(beyond === 'refuse' ? Array.from({ length: 47 }, () => 'session-limit') : []);
      const { events } = await processes[0].events({ type: 'sign-in.denied' });
      expect(events).toHaveLength(beyond === 'refuse' ? 1 : 0);
      await close();
    },
    60_000,
  );
}
