import { createSallyportClient, isProblem, memoryTokens, type SallyportClient } from '@sallyport/browser';
import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { sharedStore } from '../support/embedded.ts';
import { APPS, listens } from '../support/guarded-apps.ts';
import { PASSWORD } from '../support/quickstart.ts';

// docs/guide/frameworks.md: "If the function throws, the other sessions go on, and the page says so".

const identifier = 'ada@example.org';

/** The guide's function, word for word but for the place that it leads to. */
async function signOutEverywhere(client: SallyportClient): Promise<string> {
  try {
    await client.account.revokeOtherSessions();
  } catch (problem) {
    if (isProblem(problem) && problem.code === 'no-session') await client.session.end();
    throw problem;
  }
  const { logout } = await client.session.end();
  return logout ?? '/';
}

function appOf(url: string) {
  const keeper = memoryTokens();
  let isLost = false;
  const client = createSallyportClient({
    baseUrl: `${url}/auth`,
    tokens: keeper,
    fetch: async (input, init) => {
      const reply = await fetch(input, init);
      if (!isLost) return reply;
      isLost = false;
      throw new TypeError('the connection was lost');
    },
  });
  const loses = (): void => {
    isLost = true;
  };
  return { client, keeper, loses };
}

type App = ReturnType<typeof appOf>;

async function world() {
  const shared = await sharedStore('memory');
  const auth = await shared.start({ policy: { administrators: {}, requiredStrength: 'single' } });
  const made = await auth.people.create({ identifier, password: PASSWORD, by: hostCode('test') });
  if (isRefusal(made)) throw new Error(made.refused);
  const url = await listens(APPS.express(auth));
  const [phone, laptop] = [appOf(url), appOf(url)];
  for (const { client } of [phone, laptop]) await client.signIn.begin({ identifier, password: PASSWORD });
  const isIn = async ({ keeper }: App): Promise<boolean> => {
    const { session } = await keeper.read();
    return (await fetch(`${url}/me`, { headers: { authorization: `Bearer ${session}` } })).status === 200;
  };
  return { shared, url, phone, laptop, isIn };
}

const MOVES = {
  'whose answer to a step-up was lost': async ({ phone }: Awaited<ReturnType<typeof world>>) => {
    phone.loses();
    await phone.client.stepUp({ strength: 'single' }).catch(() => undefined);
  },
  'whose token a thief moved on': async ({ url, phone }: Awaited<ReturnType<typeof world>>) => {
    const thief = appOf(url);
    await thief.keeper.write({ session: (await phone.keeper.read()).session });
    await thief.client.stepUp({ strength: 'single' });
  },
};

describe('X11 X26 "sign out everywhere" of the guide, in a client', () => {
  it('ends the session of a lost laptop', async () => {
    const { phone, laptop, isIn } = await world();
    expect(await signOutEverywhere(phone.client)).toBe('/');
    expect(await isIn(laptop)).toBe(false);
  });

  it.each(Object.entries(MOVES))('%s: ends the session of a lost laptop, or says that it did not', async (_, moves) => {
    const here = await world();
    await moves(here);
    here.shared.now += 120_000;
    const told = await signOutEverywhere(here.phone.client).then(
      () => 'signed out everywhere',
      () => 'still signed in',
    );
    expect({ told, laptop: await here.isIn(here.laptop) }).not.toEqual({ told: 'signed out everywhere', laptop: true });
  });
});
