import {
  type AccountRef,
  createSallyport,
  hostCode,
  isRefusal,
  type Sallyport,
  type Store,
  tenantId,
} from '@sallyport/engine';
import { fetchHandler } from '@sallyport/http';
import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SharedStore } from './tenants-apart.ts';

type Tenant = 'north' | 'south';
type Creation = Parameters<SoftwareAuthenticator['create']>[0];
type Asked = Parameters<SoftwareAuthenticator['get']>[0];

const TENANTS: readonly Tenant[] = ['north', 'south'];
const ADA = 'ada@example.org';
const PASSWORD = 'correct horse battery staple';
const POLICY = { requiredStrength: 'single', enrollment: { firstFactor: 'password' } } as const;
const OPTIONS = {
  ...{ rpId: 'example.com', secrets: ['a secret that is long enough to be one'], policy: POLICY },
  ...{ passwordHashing: { memoryCost: 8, timeCost: 1 } },
} as const;

interface Site {
  readonly auth: Sallyport;
  readonly origin: string;
  readonly handle: (request: Request) => Promise<Response>;
}

/** Each tenant at an origin of its own, with a Sallyport of its own. */
function atOwnOrigins(store: Store): (tenant: Tenant) => Site {
  const made = TENANTS.map((tenant) => {
    const origin = `https://${tenant}.example.com`;
    const auth = createSallyport({ ...OPTIONS, store, origin, tenant: () => tenant, tenants: { [tenant]: {} } });
    return [tenant, { auth, origin, handle: fetchHandler(auth, { basePath: '/auth' }) }] as const;
  });
  const sites = Object.fromEntries(made);
  return (tenant) => sites[tenant] ?? unknownTenant(tenant);
}

/** Both tenants below one origin, with one Sallyport. */
function atOneOrigin(store: Store): (tenant: Tenant) => Site {
  const origin = 'https://app.example.com';
  const tenantOf = ({ headers }: { readonly headers: Readonly<Record<string, string | undefined>> }) =>
    headers['x-tenant'] ?? '';
  const auth = createSallyport({ ...OPTIONS, store, origin, tenant: tenantOf, tenants: { north: {}, south: {} } });
  const handle = fetchHandler(auth, { basePath: '/auth' });
  return (tenant) => ({
    ...{ auth, origin },
    handle: (request) => {
      request.headers.set('x-tenant', tenant);
      return handle(request);
    },
  });
}

function unknownTenant(tenant: string): never {
  throw new Error(`there is no tenant ${tenant}`);
}

class Page {
  readonly #site: Site;
  readonly #cookies = new Map<string, string>();

  constructor(site: Site) {
    this.#site = site;
  }

  async asks<Body extends object = Readonly<Record<string, unknown>>>(line: string, body?: unknown) {
    const [method = '', path = ''] = line.split(' ');
    const headers = {
      ...{ origin: this.#site.origin, 'content-type': 'application/json' },
      cookie: Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join('; '),
    };
    const request = new Request(`${this.#site.origin}/auth${path}`, { method, headers, body: JSON.stringify(body) });
    const response = await this.#site.handle(request);
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    const text = await response.text();
    const json: Body = JSON.parse(text === '' ? '{}' : text);
    return { status: response.status, json };
  }

  signsIn() {
    return this.asks('POST /sign-in', { identifier: ADA, password: PASSWORD });
  }

  /** Registers a passkey in the session. Returns its id. */
  async registers(key: SoftwareAuthenticator): Promise<string> {
    const { json: options } = await this.asks<Creation>('POST /enroll/passkey/options', {});
    const response = await key.create({ ...options, extensions: {} }, { origin: this.#site.origin });
    expect(await this.asks('POST /enroll/passkey', { response })).toMatchObject({ json: { status: 'complete' } });
    return response.id;
  }

  /** Picks a passkey among those that the browser offers for the relying party id. */
  async picks(key: SoftwareAuthenticator, credentialId: string) {
    const { json: options } = await this.asks<Asked>('POST /sign-in/passkey/options', {});
    const shown = await key.get({ ...options, extensions: {} }, { origin: this.#site.origin, credentialId });
    return this.asks('POST /sign-in/passkey', { ...shown, clientExtensionResults: {} });
  }
}

const REFUSED = { status: 401, json: expect.objectContaining({ code: 'invalid-credentials' }) };

/**
 * Two tenants of one store whose passkeys have one relying party id: the browser offers a passkey of one tenant at the sign-in of the other. A page deletes a
 * passkey that an answer calls unknown.
 */
export function oneRpId(open: () => Promise<SharedStore>): void {
  describe.each([
    ['below one origin', atOneOrigin],
    ['at an origin each', atOwnOrigins],
  ] as const)('X39 with passkeys of one relying party id, %s', (_, sitesOn) => {
    let siteOf: (tenant: Tenant) => Site;
    let store: Store;
    let close: () => Promise<void>;

    beforeAll(async () => {
      const opened = await open();
      ({ store } = opened);
      siteOf = sitesOn(store);
      const all = [...new Set(TENANTS.map((tenant) => siteOf(tenant).auth))];
      for (const auth of all) await auth.ready();
      close = async () => {
        for (const auth of all) await auth.close();
        await opened.close();
      };
    });
    afterAll(() => close?.());

    async function adaEverywhere() {
      const accounts = new Map<Tenant, AccountRef>();
      for (const tenant of TENANTS) {
        const { auth } = siteOf(tenant);
        const who = { tenant, identifier: ADA };
        if ((await auth.people.find(who)) !== undefined) await auth.people.delete(who, { by: hostCode('host') });
        const made = await auth.people.create({ ...who, password: PASSWORD, by: hostCode('host') });
        if (isRefusal(made)) throw new Error(made.refused);
        accounts.set(tenant, { tenant, accountId: made.accountId });
      }
      const key = createAuthenticator();
      const pages = { north: new Page(siteOf('north')), south: new Page(siteOf('south')) };
      for (const tenant of TENANTS) expect(await pages[tenant].signsIn()).toMatchObject({ status: 200 });
      return { pages, key, accountAt: (tenant: Tenant): AccountRef => accounts.get(tenant) ?? unknownTenant(tenant) };
    }

    const picksAt = (tenant: Tenant, key: SoftwareAuthenticator, id: string) => new Page(siteOf(tenant)).picks(key, id);

    /** Expects that each tenant refuses the passkey, and calls it unknown or not. */
    async function expectUnknown(key: SoftwareAuthenticator, id: string, isUnknown: boolean, at = TENANTS) {
      for (const tenant of at) {
        const answer = await picksAt(tenant, key, id);
        expect(answer, tenant).toEqual(REFUSED);
        expect(answer.json['passkey'], tenant).toBe(isUnknown ? 'unknown' : undefined);
      }
    }

    it('a passkey of north that is picked at south is refused, is not called unknown, and still signs in at north', async () => {
      const { pages, key } = await adaEverywhere();
      const ofNorth = await pages.north.registers(key);
      await expectUnknown(key, ofNorth, false, ['south']);
      expect(await picksAt('north', key, ofNorth)).toMatchObject({ status: 200, json: { status: 'complete' } });
      const ofSouth = await pages.south.registers(key);
      await expectUnknown(key, ofSouth, false, ['north']);
      expect(await picksAt('south', key, ofSouth)).toMatchObject({ status: 200, json: { status: 'complete' } });
    });

    it('a passkey that is picked in an open sign-in at south, after a name there, is not called unknown either', async () => {
      const { pages, key } = await adaEverywhere();
      const ofNorth = await pages.north.registers(key);
      for (const identifier of [ADA, 'nobody@example.org']) {
        const page = new Page(siteOf('south'));
        expect(await page.asks('POST /sign-in', { identifier })).toMatchObject({ status: 200 });
        const answer = await page.picks(key, ofNorth);
        expect(answer).toEqual(REFUSED);
        expect(answer.json).not.toHaveProperty('passkey');
      }
    });

    it('a passkey of nobody is called unknown at both, whoever asks', async () => {
      const { pages, key } = await adaEverywhere();
      const nobodys = createAuthenticator();
      const { json: options } = await pages.north.asks<Creation>('POST /enroll/passkey/options', {});
      const { id } = await nobodys.create({ ...options, extensions: {} }, { origin: siteOf('north').origin });
      const ofNorth = await pages.north.registers(key);
      await expectUnknown(nobodys, id, true);
      expect(await picksAt('north', key, ofNorth)).toMatchObject({ status: 200 });
    });

    it.each([
      ['its owner', async ({ proved, id }: Removal) => (await proved()).asks(`DELETE /account/passkeys/${id}`)],
      [
        'an administrator, alone',
        ({ auth, who, id }: Removal) => auth.people.revokePasskey(who, { passkeyId: id, by: hostCode('host') }),
      ],
      [
        'an administrator, with all others',
        ({ auth, who }: Removal) => auth.people.resetPasskeys(who, { by: hostCode('host') }),
      ],
      ['the deletion of the account', ({ auth, who }: Removal) => auth.people.delete(who, { by: hostCode('host') })],
    ] as const)('a passkey that is removed by %s is called unknown at both from then on', async (_, removes) => {
      const { pages, key, accountAt } = await adaEverywhere();
      const id = await pages.north.registers(key);
      const others = await pages.south.registers(key);
      await expectUnknown(key, id, false, ['south']);
      const proved = async () => {
        const page = new Page(siteOf('north'));
        await page.picks(key, id);
        return page;
      };
      await removes({ proved, auth: siteOf('north').auth, who: accountAt('north'), id });
      await expectUnknown(key, id, true);
      expect(await picksAt('south', key, others)).toMatchObject({ status: 200, json: { status: 'complete' } });
    });

    it('a person whom both tenants took from one system has a user handle at each, and a passkey of both stays known until both remove it', async () => {
      const former = createAuthenticator();
      const { pages, accountAt } = await adaEverywhere();
      const id = await pages.north.registers(former);
      const { items } = await store.listAccounts(tenantId('north'), { limit: 1 });
      const [{ userHandle, passkeys: [record] = [] } = {}] = items;
      for (const tenant of TENANTS) {
        const { auth } = siteOf(tenant);
        await auth.people.delete(accountAt(tenant), { by: hostCode('host') });
        const { publicKey, backedUp } = record ?? unknownTenant(tenant);
        const passkey = { id, publicKey, backedUp, userHandle, userVerified: true };
        for await (const row of auth.people.import([{ identifier: ADA, passkeys: [passkey] }], {
          tenant,
          by: hostCode('the move'),
        }))
          expect(row).toMatchObject({ outcome: 'imported' });
      }
      const handles = new Set<unknown>([userHandle]);
      for (const tenant of TENANTS) {
        const page = new Page(siteOf(tenant));
        expect(await page.picks(former, id)).toMatchObject({ status: 200, json: { status: 'complete' } });
        const { json } = await page.asks<{ readonly passkeyUser: { readonly userHandle: string } }>('GET /account');
        handles.add(json.passkeyUser.userHandle);
      }
      expect(handles.size).toBe(3);
      await siteOf('north').auth.people.resetPasskeys({ tenant: 'north', identifier: ADA }, { by: hostCode('host') });
      await expectUnknown(former, id, false, ['north']);
      expect(await picksAt('south', former, id)).toMatchObject({ status: 200, json: { status: 'complete' } });
      await siteOf('south').auth.people.resetPasskeys({ tenant: 'south', identifier: ADA }, { by: hostCode('host') });
      await expectUnknown(former, id, true);
    });

    it('a passkey of a blocked account is refused, and is not called unknown', async () => {
      const { pages, key, accountAt } = await adaEverywhere();
      const id = await pages.north.registers(key);
      await siteOf('north').auth.people.block(accountAt('north'), { reason: 'a lost laptop', by: hostCode('host') });
      const at = await picksAt('south', key, id);
      expect(at.json).not.toHaveProperty('passkey');
      expect((await picksAt('north', key, id)).json).not.toHaveProperty('passkey');
    });
  });
}

interface Removal {
  readonly proved: () => Promise<Page>;
  readonly auth: Sallyport;
  readonly who: AccountRef;
  readonly id: string;
}
