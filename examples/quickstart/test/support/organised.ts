import type { AddressInfo } from 'node:net';
import { type AccountId, hostCode, isRefusal, type Sallyport, type SallyportOptions } from '@sallyport/engine';
import { sallyport } from '@sallyport/express';
import { pages } from '@sallyport/pages';
import express from 'express';
import { onTestFinished } from 'vitest';
import type { Desk, Seat } from './browser.ts';
import { type SharedStore, sharedStore } from './embedded.ts';
import { PASSWORD, STORE } from './quickstart.ts';
import { totpCode } from './totp.ts';
import type { Width } from './widths.ts';

const by = hostCode('test');

export const POLICY = {
  administrators: {},
  requiredStrength: 'single',
  enrollment: { firstFactor: 'password' },
  organisations: {
    roles: { owner: {}, manager: {}, finance: {} },
    administrators: { rule: ['owner'], people: ['owner', 'manager'] },
  },
} as const;

/** An app with the ready pages and with organisations, for one test. */
export interface Organised {
  readonly url: string;
  readonly auth: Sallyport;
  readonly shared: SharedStore;
  /** Makes an account NAME@example.org, or takes it, and makes it a member. */
  joins(name: string, organisation: string, ...roles: readonly string[]): Promise<AccountId>;
  /** Founds an organisation, named by its id with a capital letter. */
  founds(id: string, rule?: object): Promise<void>;
  /** Somebody signed in by password, in front of a page. */
  seat(desk: Desk, name: string, path: string, width?: Width): Promise<Seat>;
}

export interface OrganisedOptions {
  /** The pages know of no organisation. */
  readonly withoutPages?: boolean;
  /** The app names the members. */
  readonly withNames?: boolean;
  /** What the route of the names answers in place of the names. */
  readonly namesOf?: (accountIds: readonly string[]) => Promise<object>;
  readonly memberRoles?: SallyportOptions['memberRoles'];
  readonly sendMail?: SallyportOptions['sendMail'];
}

export async function organised(options: OrganisedOptions = {}): Promise<Organised> {
  const { withoutPages = false, withNames = true, memberRoles, namesOf, ...mails } = options;
  const shared = await sharedStore(STORE);
  const app = express();
  const server = app.listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((listening) => server.once('listening', listening));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const auth = await shared.start({ origin: url, policy: POLICY, memberRoles, ...mails });
  const guard = sallyport(auth);
  const people = new Map<string, AccountId>();
  app.use('/auth', guard.routes({ organisations: true, signUp: true }));
  app.get('/app/names', guard.require({ in: (req) => req.query['in'] }), async (req, res) => {
    const asked = [req.query['id'] ?? []].flat().map(String);
    if (namesOf !== undefined) return void res.json({ names: await namesOf(asked) });
    const named = [...people].filter(([, id]) => asked.includes(id));
    res.json({ names: Object.fromEntries(named.map(([name, id]) => [id, name])) });
  });
  const memberNames = withNames ? '/app/names' : undefined;
  app.use(pages(withoutPages ? {} : { organisations: POLICY.organisations, memberNames }).middleware);

  async function accountOf(name: string): Promise<AccountId> {
    const known = people.get(name);
    if (known !== undefined) return known;
    const made = await auth.people.create({ identifier: `${name}@example.org`, password: PASSWORD, by });
    if (isRefusal(made)) throw new Error(made.refused);
    people.set(name, made.accountId);
    return made.accountId;
  }

  return {
    url,
    auth,
    shared,
    async founds(id, rule = {}) {
      const name = id.charAt(0).toUpperCase() + id.slice(1);
      const made = await auth.organisations.create({ id, name, rule, by });
      if (isRefusal(made)) throw new Error(made.refused);
    },
    async joins(name, organisation, ...roles) {
      const accountId = await accountOf(name);
      if (memberRoles !== undefined) return accountId;
      const made = await auth.organisations.members.set(organisation, { accountId }, { roles, by });
      if (isRefusal(made)) throw new Error(made.refused);
      return accountId;
    },
    async seat(desk, name, path, width = 'desktop') {
      const seat = await desk.sitDownAt(width);
      const data = { identifier: `${name}@example.org`, password: PASSWORD };
      const reply = await seat.page.request.post('/auth/sign-in', { data, headers: { origin: url } });
      if (!reply.ok()) throw new Error(`${name} is not signed in: ${await reply.text()}`);
      await seat.page.goto(path);
      return seat;
    },
  };
}

/** Sets up an authenticator app in the dialog that confirms an act. Returns the secret of the app. */
export async function setsUpApp({ page }: Seat, { now }: SharedStore): Promise<string> {
  const dialog = page.locator('dialog[open]').last();
  await dialog.getByTestId('enroll-totp').click();
  const secret = (await dialog.getByTestId('totp-secret').textContent()) ?? '';
  await dialog.getByTestId('code').fill(totpCode(secret, now));
  await page.getByTestId('done').click();
  return secret;
}
