import type { BrowserContext, BrowserContextOptions, CDPSession, Clock, Page, Response, Route } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { registers, signsIn } from './ceremonies.ts';
import { chromiumOfThisProcess, type LeftPages, Profiles } from './chromium.ts';
import { COUNTS_PROMPTS } from './counted-prompts.ts';
import type { Person } from './person.ts';
import { PASSWORD, type Quickstart } from './quickstart.ts';
import type { Answer, OwnAccountDocument, Posted, RequestOptions, SessionDocument, SessionEntry } from './shapes.ts';
import { type AuthenticatorTraits, INTERNAL, VirtualAuthenticator } from './virtual-authenticator.ts';
import { type Width, widths } from './widths.ts';

export { chromiumHere, wholeChromiumHere } from './chromium.ts';

/** Chromium in front of a running quickstart. */
export interface Desk {
  /** Opens a fresh browser profile with these authenticators, for one test. */
  sitDown(...authenticators: readonly AuthenticatorTraits[]): Promise<Seat>;
  /** Opens a fresh browser profile of a phone or a desktop. */
  sitDownAt(width: Width, ...authenticators: readonly AuthenticatorTraits[]): Promise<Seat>;
}

/** Chromium for the tests of a file. Reuses the worker's browser if it runs. */
export function chromiumForThisFile(leftPages?: LeftPages): {
  at(app: { readonly url: string }, profile?: BrowserContextOptions): Desk;
} {
  let profiles: Profiles;
  beforeAll(async () => {
    profiles = new Profiles(await chromiumOfThisProcess(leftPages));
  });
  afterAll(() => profiles?.close());
  return {
    at: ({ url }, profile = {}) => {
      const sitDownAt: Desk['sitDownAt'] = async (width, ...authenticators) => {
        const { origin, port } = new URL(url);
        // Browsers resolve the names below `localhost` by themselves, and Node does not.
        const script = await fetch(`http://localhost:${port}/assets/sign-in.js`);
        if (!script.ok) throw new Error('The pages have no scripts yet: `npm run build` makes them');
        return Seat.in(
          profiles,
          { ...widths[width], ...profile, baseURL: origin },
          authenticators.length === 0 ? [INTERNAL] : authenticators,
        );
      };
      return { sitDownAt, sitDown: (...authenticators) => sitDownAt('desktop', ...authenticators) };
    },
  };
}

/** How long a page may take, in milliseconds. A busy machine needs many times as long as an idle machine. */
const PATIENCE = 30_000;

/** A person in front of a page. Each act waits until the page shows the result. */
export class Seat {
  readonly page: Page;
  readonly #authenticators: VirtualAuthenticator[];
  readonly #context: BrowserContext;
  readonly #profiles: Profiles;
  readonly #devtools: CDPSession;
  readonly #origin: string;

  private constructor(
    page: Page,
    profiles: Profiles,
    origin: string,
    devtools: CDPSession,
    authenticators: VirtualAuthenticator[],
  ) {
    this.page = page;
    this.#profiles = profiles;
    this.#authenticators = authenticators;
    this.#context = page.context();
    this.#devtools = devtools;
    this.#origin = origin;
  }

  /** Opens a page. The page must be on http://localhost, because WebAuthn does not work on 127.0.0.1. */
  static async in(
    profiles: Profiles,
    profile: BrowserContextOptions & { readonly baseURL: string },
    traits: readonly AuthenticatorTraits[],
  ): Promise<Seat> {
    const context = await profiles.take(profile);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.addInitScript(COUNTS_PROMPTS);
    const devtools = await context.newCDPSession(page);
    // The test before has cleared the cookies. DevTools clears other storage for one origin, through a page.
    await devtools.send('Storage.clearDataForOrigin', { origin: profile.baseURL, storageTypes: 'all' });
    await devtools.send('WebAuthn.enable');
    const authenticators: VirtualAuthenticator[] = [];
    for (const each of traits) authenticators.push(await VirtualAuthenticator.create(devtools, each));
    return new Seat(page, profiles, profile.baseURL, devtools, authenticators);
  }

  /** The clock of the browser. Pages show times by it. */
  get clock(): Clock {
    this.#profiles.spend(this.#context);
    return this.page.clock;
  }

  /** Lets the page read and write the clipboard. */
  async allowsClipboard(): Promise<void> {
    this.#profiles.spend(this.#context);
    await this.#context.grantPermissions(['clipboard-read', 'clipboard-write']);
  }

  /** The authenticators, in the order of their creation. */
  get authenticators(): readonly VirtualAuthenticator[] {
    return this.#authenticators;
  }

  /** Adds an authenticator. */
  async plugsIn(traits: AuthenticatorTraits): Promise<VirtualAuthenticator> {
    const authenticator = await VirtualAuthenticator.create(this.#devtools, traits);
    this.#authenticators.push(authenticator);
    return authenticator;
  }

  /** Another page of the same browser, without an authenticator. */
  async secondTab(): Promise<Seat> {
    const page = await this.#context.newPage();
    page.setDefaultTimeout(PATIENCE);
    return new Seat(page, this.#profiles, this.#origin, await this.#context.newCDPSession(page), []);
  }

  /** The first authenticator. Throws if the page has no authenticator. */
  get authenticator(): VirtualAuthenticator {
    const [only] = this.authenticators;
    if (only === undefined) throw new Error('There is no authenticator here');
    return only;
  }

  /** From now on, the person touches only these authenticators. */
  async touches(...touched: readonly VirtualAuthenticator[]): Promise<void> {
    await Promise.all(this.authenticators.map((each) => each.touches(touched.includes(each))));
  }

  /** Copies the cookies of a person who signed in with another client, with the session. */
  async takesOver({ client }: Person): Promise<void> {
    const cookies = Array.from(client.cookies, ([name, value]) => ({ name, value, url: this.#origin }));
    await this.#context.addCookies(cookies);
  }

  /**
   * Clears every cookie, so that the device is unknown. Leaves the page first: without a session, a request of the page would redirect to the
   * sign-in page, and abort the test's own navigation. Another tab stays where it is.
   */
  async forgetsEverything(): Promise<void> {
    await this.page.goto('about:blank');
    await this.#context.clearCookies();
  }

  /** Opens the sign-in page without a touch, so that the passkey autofill waits. */
  async opensSignIn(): Promise<void> {
    await this.touches();
    await this.page.goto('/sign-in');
    await this.page.getByTestId('passkey-button').waitFor();
    // The autofill offers no security key, so a device with only security keys opens no prompt.
    if (!this.authenticators.some(({ transport }) => transport === 'internal')) return;
    await this.page.waitForFunction(() => Reflect.get(globalThis, 'promptsOpened') > 0);
  }

  /** Opens the sign-in page on an unknown device. */
  async forgetsAndOpens(): Promise<void> {
    await this.forgetsEverything();
    await this.opensSignIn();
  }

  /** Signs in again with the passkey button of the sign-in page. Touches these authenticators (default: all). */
  async usesPasskeyAlone(...touched: readonly VirtualAuthenticator[]): Promise<void> {
    await this.forgetsAndOpens();
    await this.pressesPasskeyButton(...touched);
  }

  /**
   * Presses the passkey button, then touches these authenticators (default: all). An earlier touch would answer the prompt of the autofill, so
   * the server's options for the button wait until the autofill's prompt has ended.
   */
  async pressesPasskeyButton(...touched: readonly VirtualAuthenticator[]): Promise<void> {
    let letGo = (): void => {};
    const touching = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const path = '**/auth/sign-in/passkey/options';
    const holdBack = async (route: Route): Promise<void> => {
      await touching;
      await route.fallback();
    };
    await this.page.route(path, holdBack);
    try {
      await this.page.getByTestId('passkey-button').click();
      await this.page.waitForFunction(() => Reflect.get(globalThis, 'promptsOpen') === 0);
      await this.touches(...(touched.length === 0 ? this.authenticators : touched));
    } finally {
      letGo();
      await this.page.unroute(path, holdBack);
    }
  }

  /** Signs in with the passkey button, up to the account page. */
  async signsInAlone(...touched: readonly VirtualAuthenticator[]): Promise<void> {
    await this.usesPasskeyAlone(...touched);
    await this.isOnAccountPage();
  }

  /** Signs in again with the password, up to the request for the next proof. */
  async usesPassword(identifier: string, password: string = PASSWORD): Promise<void> {
    await this.forgetsAndOpens();
    await this.types(identifier, password);
  }

  /** Fills in and submits the sign-in page. */
  async types(identifier: string, password: string = PASSWORD): Promise<void> {
    await this.page.getByTestId('identifier').fill(identifier);
    await this.page.getByTestId('password').fill(password);
    await this.page.getByTestId('submit').click();
  }

  /** Waits until the page asks for a passkey, and shows the passkey. */
  async goesOnWithPasskey(...touched: readonly VirtualAuthenticator[]): Promise<void> {
    await this.page.getByTestId('step-passkey').waitFor();
    await this.pressesPasskeyButton(...touched);
  }

  /** Signs in by passkey on an unknown device, without a page of the app. Touches these authenticators (default: all). */
  async provesPasskey(...touched: readonly VirtualAuthenticator[]): Promise<void> {
    await this.forgetsEverything();
    await this.touches(...(touched.length === 0 ? this.authenticators : touched));
    await signsIn(this.page);
  }

  async isOn(path: string): Promise<void> {
    await this.page.waitForURL((url) => url.pathname === path);
  }

  async isOnAccountPage(): Promise<void> {
    await this.isOn('/account');
    await this.page.getByTestId('overview').waitFor();
  }

  /** Presses the buttons for another passkey on the account page and in its dialog. */
  async asksForAnotherPasskey(): Promise<void> {
    await this.page.goto('/account');
    await this.page.getByTestId('enroll-passkey').click();
    await this.page.getByTestId('dialog').getByTestId('enroll-passkey').click();
  }

  /** Registers a passkey on the account page. The first passkey comes with backup codes. */
  async registersPasskey(): Promise<void> {
    await this.asksForAnotherPasskey();
    const codes = this.page.getByTestId('done');
    const news = this.page.getByTestId('news');
    await codes.or(news.and(this.page.locator(':not([hidden])'))).waitFor();
    if (await codes.isVisible()) await codes.click();
    await news.waitFor();
  }

  /** The page's request to `path` of the contract during `act`, with the status of the answer. */
  async posts(path: string, act: () => Promise<void>): Promise<Posted> {
    const [response] = await Promise.all([this.#answer(path), act()]);
    return { sent: response.request().postDataJSON(), status: response.status() };
  }

  /** The answer to the page's request to `path` during `act`. The page must not navigate, because the answer would be lost. */
  async isAnswered(path: string, act: () => Promise<void>): Promise<Answer> {
    const [body] = await Promise.all([this.#answer(path).then((response) => response.json()), act()]);
    return body;
  }

  /** The passkey options that the server answers during `act`, intercepted before the page. */
  async passkeyOptions(act: () => Promise<void>): Promise<RequestOptions> {
    let options: RequestOptions = {};
    const path = '**/auth/sign-in/passkey/options';
    await this.page.route(path, async (route) => {
      const response = await route.fetch();
      options = await response.json();
      await route.fulfill({ response });
    });
    await act();
    await this.page.unroute(path);
    return options;
  }

  /** The page's error message. */
  says(): Promise<string | null> {
    return this.page.getByTestId('error').filter({ hasText: /\S/ }).textContent();
  }

  /** The status of a route of the app, with the page's cookies. */
  async statusOf(path: string): Promise<number> {
    return (await this.page.request.get(path)).status();
  }

  async account(): Promise<OwnAccountDocument> {
    return this.#reads('/auth/account');
  }

  async session(): Promise<SessionDocument> {
    const { session } = await this.#reads<{ session: SessionDocument }>('/auth/session');
    return session;
  }

  async sessions(): Promise<readonly SessionEntry[]> {
    const { sessions } = await this.#reads<{ sessions: readonly SessionEntry[] }>('/auth/account/sessions');
    return sessions;
  }

  /** The session's cookie, which scripts cannot read. */
  async sessionCookie(): Promise<string | undefined> {
    const cookies = await this.#context.cookies();
    return cookies.find(({ name }) => name === 'sallyport-session')?.value;
  }

  #answer(path: string): Promise<Response> {
    const url = `${this.#origin}/auth${path}`;
    return this.page.waitForResponse((answered) => answered.request().method() === 'POST' && answered.url() === url);
  }

  async #reads<Body>(path: string): Promise<Body> {
    const response = await this.page.request.get(path);
    if (!response.ok()) throw new Error(`${path} answered ${response.status()} ${await response.text()}`);
    return response.json();
  }
}

/** A new person in front of a page, signed in with password and email code. */
export async function newcomerAt(seat: Seat, app: Quickstart): Promise<Person> {
  const person = await app.newcomer();
  const reply = await person.proves('password', 'email-code');
  if (reply.body.status !== 'complete') throw new Error(`${person.identifier} is not signed in: ${reply.text}`);
  await seat.takesOver(person);
  return person;
}

/** A person who is signed in, in front of a page, at the time of the app. */
export async function seatAt(desk: Desk, { clock }: Quickstart, person: Person, path: string): Promise<Seat> {
  const seat = await desk.sitDown();
  await seat.takesOver(person);
  await seat.clock.setFixedTime(clock.now);
  await seat.page.goto(path);
  return seat;
}

/**
 * A new person with a passkey on each authenticator of the seat, in front of an empty page. The ceremonies are Chromium's own, and no page of the
 * app takes part. For a registration on the account page call `registersPasskey`.
 */
export async function ownerAt(seat: Seat, app: Quickstart): Promise<Person> {
  const person = await newcomerAt(seat, app);
  const registered: VirtualAuthenticator[] = [];
  for (const authenticator of seat.authenticators) {
    if (registered.length > 0) await seat.provesPasskey(...registered.slice(-1));
    await seat.touches(authenticator);
    await registers(seat.page);
    registered.push(authenticator);
  }
  return person;
}
