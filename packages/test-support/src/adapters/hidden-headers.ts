import { createSallyport, type Sallyport } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';

const APP = 'https://app.example.com';
const SHOP = 'https://shop.example.com';
const EXPOSED = 'access-control-expose-headers';

/** The headers that the host's CORS middleware sets before a guard. */
export type CorsHeaders = Readonly<Record<string, string>>;
/** Builds an app with the guarded route `GET /me` behind CORS middleware. Returns a function that asks the route. */
export type BuildCorsApp = (auth: Sallyport, cors: CorsHeaders) => Promise<(init: RequestInit) => Promise<Response>>;

/** Tests that the operator is warned if a page of another origin may not read the headers of the host's own routes. */
export function warnsOfHiddenHeaders(framework: string, build: BuildCorsApp): void {
  const warningsOf = async (exposed: string | undefined, headers: Record<string, string>) => {
    const warnings: { readonly message: string; readonly details?: unknown }[] = [];
    const auth = createSallyport({
      origin: APP,
      trustedOrigins: [SHOP],
      secrets: ['a secret of a test, long enough to be taken'],
      store: memoryStore(),
      policy: { administrators: {} },
      sendMail: () => undefined,
      logger: { warn: (message, details) => void warnings.push({ message, details }), error: () => undefined },
    });
    await auth.ready();
    const me = await build(auth, exposed === undefined ? {} : { [EXPOSED]: exposed });
    for (const answer of [await me({ headers }), await me({ headers })]) {
      expect(answer.status).toBe(401);
      expect(answer.headers.get(EXPOSED)).toBe(exposed ?? null);
    }
    await auth.close();
    return warnings;
  };

  it(`X26 ${framework}: a page of another origin that may not read the headers of a guarded route is told to the operator, once`, async () => {
    const fromShop = { origin: SHOP, cookie: 'a=b' };
    expect(await warningsOf('Retry-After', fromShop)).toEqual([
      {
        message: `pages of ${SHOP} cannot read the headers WWW-Authenticate of the app's own routes`,
        details: {
          code: 'headers-not-exposed',
          origin: SHOP,
          wayOut: expect.stringMatching(/exposedHeaders .*exposeHeaders/),
        },
      },
    ]);
    expect(await warningsOf(undefined, fromShop)).toHaveLength(1);
    expect(await warningsOf('*', fromShop)).toHaveLength(1);
    expect(await warningsOf('*', { origin: SHOP })).toEqual([]);
    expect(await warningsOf('retry-after,WWW-Authenticate', fromShop)).toEqual([]);
    expect(await warningsOf(undefined, { origin: APP })).toEqual([]);
    expect(await warningsOf(undefined, {})).toEqual([]);
  });
}
