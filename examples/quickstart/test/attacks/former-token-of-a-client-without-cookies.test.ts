import { createSallyportClient, memoryTokens } from '@sallyport/browser';
import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { sharedStore } from '../support/embedded.ts';
import { APPS, listens } from '../support/guarded-apps.ts';
import { PASSWORD } from '../support/quickstart.ts';

// The table of threats: "A thief's step-up moves the token of a copied cookie on: the owner's sign-out, or sign-in, ends the session by the former token,
// however often the token moved on". Decisions: "The owner's client then has the former token alone." A client without cookies forgets the former token at
// the first 401, so that neither its sign-out nor its sign-in can show the token.

const identifier = 'ada@example.org';

/** An app in token mode, by the product's own client. `loses` drops the next answer on its way. */
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
  return {
    client,
    keeper,
    signsIn: (password = PASSWORD) =>
      client.signIn.begin({ identifier, password }).then(({ status }) => status, codeOf),
    loses: () => {
      isLost = true;
    },
  };
}

const codeOf = (problem: unknown): unknown => Object(problem).code;

async function world(session = {}) {
  const shared = await sharedStore('memory');
  const auth = await shared.start({ policy: { administrators: {}, requiredStrength: 'single', session } });
  const made = await auth.people.create({ identifier, password: PASSWORD, by: hostCode('test') });
  if (isRefusal(made)) throw new Error(made.refused);
  const url = await listens(APPS.express(auth));
  const ada = appOf(url);
  expect(await ada.signsIn()).toBe('complete');
  const statusOf = async (token: string | undefined) =>
    (await fetch(`${url}/me`, { headers: { authorization: `Bearer ${token}` } })).status;
  return { shared, url, ada, statusOf };
}

/** A thief who read the token once, and steps up by nothing. */
async function stolen(session = {}) {
  const { shared, url, ada, statusOf } = await world(session);
  const thief = appOf(url);
  await thief.keeper.write({ session: (await ada.keeper.read()).session });
  expect((await thief.client.stepUp({ strength: 'single' })).status).toBe('complete');
  const token = (await thief.keeper.read()).session;
  shared.now += 120_000;
  return { ada, isThiefIn: async () => (await statusOf(token)) === 200 };
}

describe('X11 X26 an app in token mode, whose token a thief moved on', () => {
  it('ends the thief’s session by its sign-out, if the app asked nothing in between', async () => {
    const { ada, isThiefIn } = await stolen();
    await ada.client.session.end();
    expect(await isThiefIn()).toBe(false);
  });

  it('ends the thief’s session by its next sign-in, if the app asked nothing in between', async () => {
    const { ada, isThiefIn } = await stolen();
    expect(await ada.signsIn()).toBe('complete');
    expect(await isThiefIn()).toBe(false);
  });

  it('ends the thief’s session by its sign-out, after a request was refused', async () => {
    const { ada, isThiefIn } = await stolen();
    expect(await ada.client.account.get().catch(codeOf)).toBe('no-session');
    await ada.client.session.end().catch(codeOf);
    expect(await isThiefIn()).toBe(false);
  });

  it('ends the thief’s session by its next sign-in', async () => {
    const { ada, isThiefIn } = await stolen();
    expect(await ada.client.account.get().catch(codeOf)).toBe('no-session');
    expect(await ada.signsIn()).toBe('complete');
    expect(await isThiefIn()).toBe(false);
  });

  it('lets the owner in where a person has one session', async () => {
    const { ada } = await stolen({ most: 1, beyond: 'refuse' });
    expect(await ada.client.account.get().catch(codeOf)).toBe('no-session');
    expect(await ada.signsIn()).toBe('complete');
  });
});

const NEXT = 'wrong horse battery staple';

const LOST = [
  ['step-up', (app: App) => app.client.stepUp({ strength: 'single' }), PASSWORD],
  ['change of password', (app: App) => app.client.account.changePassword({ current: PASSWORD, next: NEXT }), NEXT],
] as const;

type App = ReturnType<typeof appOf>;

describe.each(LOST)('X11 X26 an app in token mode, which loses the answer to a %s', (_, acts, password) => {
  it.each([
    ['leaves no second session behind', {}],
    ['does not keep the person out where a person has one session', { most: 1, beyond: 'refuse' }],
  ] as const)('%s', async (__, session) => {
    const { shared, ada } = await world(session);
    ada.loses();
    expect(await acts(ada).catch(codeOf)).toBe('unreachable');
    shared.now += 120_000;
    expect(await ada.client.account.get().catch(codeOf)).toBe('no-session');
    expect(await ada.signsIn(password)).toBe('complete');
    expect((await ada.client.account.sessions()).length).toBe(1);
  });
});
