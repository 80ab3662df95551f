import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PolicyInput } from '@sallyport/core';
import type { ImportReport, ImportRow, Notice, Sallyport, SallyportOptions, VerifyElsewhere } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { sallyport } from '@sallyport/express';
import express from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Client } from './support/client.ts';
import { MINUTE } from './support/clock.ts';
import { type SharedStore, STORES, sharedStore } from './support/embedded.ts';
import { complete, continues, problem } from './support/expectations.ts';
import { PASSWORD } from './support/quickstart.ts';

const SINGLE: PolicyInput<string> = { requiredStrength: 'single', administrators: {} };
const ADA = 'ada@example.org';

interface NewApp {
  readonly auth: Sallyport;
  readonly notices: Notice[];
  readonly shared: SharedStore;
  imports(...rows: readonly ImportRow[]): Promise<readonly ImportReport[]>;
  /** A client in token mode, over HTTP. */
  newClient(): Client;
}

/** An app on a store of this kind, to which people move from a former system. */
async function newApp(kind: (typeof STORES)[number], verifyElsewhere: VerifyElsewhere): Promise<NewApp> {
  const notices: Notice[] = [];
  const options: Partial<SallyportOptions<string>> = {
    ...{ policy: SINGLE, policySource: 'store', verifyElsewhere },
    notifyOwner: (notice) => void notices.push(notice),
  };
  const shared = await sharedStore(kind);
  const auth = await shared.start(options);
  const server = createServer(express().use('/auth', sallyport(auth).routes()));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => void server.closeAllConnections());
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    ...{ auth, notices, shared },
    async imports(...rows) {
      const reports: ImportReport[] = [];
      for await (const report of auth.people.import(rows, { by: hostCode('the move'), resume: true }))
        reports.push(report);
      return reports;
    },
    newClient: () => new Client('http://localhost:3000', 'token', `http://127.0.0.1:${port}`),
  };
}

describe.each(STORES)('people of a former system, on %s', (kind) => {
  it('X22 a name that another person has there opens no account by the password of that person', async () => {
    const passwords: Readonly<Record<string, string>> = { [ADA]: PASSWORD, ben: 'what ben knows' };
    const { auth, imports, newClient } = await newApp(kind, ({ identifier, password }) =>
      passwords[identifier] === password ? 'right' : 'wrong',
    );
    const row = { identifier: ADA, email: ADA, emailVerified: true, passwordElsewhere: true };
    expect(await imports(row)).toMatchObject([{ outcome: 'imported' }]);
    await auth.people.rename({ identifier: ADA }, { identifier: 'ben', by: hostCode('host') });
    const signsIn = (password: string) => newClient().post('/sign-in', { identifier: 'ben', password });
    expect(await signsIn('what ben knows')).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await signsIn(PASSWORD)).toMatchObject(complete());
    expect(await signsIn('what ben knows')).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('X28 are asked about their first sign-in here, and can disown it', async () => {
    const { auth, notices, shared, imports, newClient } = await newApp(kind, ({ password }) =>
      password === PASSWORD ? 'right' : 'wrong',
    );
    await imports({ identifier: ADA, email: ADA, emailVerified: true, passwordElsewhere: true });
    shared.now += MINUTE;
    const thief = newClient();
    expect(await thief.post('/sign-in', { identifier: ADA, password: PASSWORD })).toMatchObject(complete());
    await auth.runBackgroundWork();
    const [{ addresses, token } = { addresses: [] }] = notices.filter(
      ({ event }) => event.type === 'sign-in.unfamiliar',
    );
    expect(addresses).toEqual([ADA]);
    expect(await newClient().post('/disown', { token })).toMatchObject({ status: 200, body: { ended: 1 } });
    expect((await thief.get('/session')).status).toBe(401);
    expect(await newClient().post('/sign-in', { identifier: ADA, password: PASSWORD })).toMatchObject(continues);
  });

  it('X22 a second import of a row finds the account of the first, and never somebody else by the name', async () => {
    const { auth, imports } = await newApp(kind, () => 'wrong');
    const rows = [
      { identifier: 'ada', email: ADA, emailVerified: true, passwordElsewhere: true },
      { identifier: 'ben', passwordElsewhere: true },
    ];
    await auth.people.create({ identifier: 'ben', email: 'eve@example.org', password: PASSWORD, by: hostCode('host') });
    const refused = { outcome: 'refused', refused: 'already-exists', errors: [{ path: 'identifier' }] };
    expect(await imports(...rows)).toMatchObject([{ outcome: 'imported' }, refused]);
    expect(await imports(...rows)).toMatchObject([{ outcome: 'present' }, refused]);
  });
});
