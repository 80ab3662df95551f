import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  CDPSession,
  Page,
  Response,
  Route,
} from 'playwright-core';
import { beforeAll, onTestFinished } from 'vitest';
import { chromiumOfThisProcess } from './chromium.ts';
import { COUNTS_PROMPTS } from './counted-prompts.ts';
import type { Person } from './person.ts';
import { PASSWORD, type Quickstart } from './quickstart.ts';
import type { AccountDocument, Answer, SessionDocument, SessionEntry } from './shapes.ts';
import { type AuthenticatorTraits, INTERNAL, VirtualAuthenticator } from './virtual-authenticator.ts';
import { type Width, widths } from './widths.ts';

export { chromiumHere } from './chromium.ts';

/** Chromium in front of a running quickstart. */
export interface Desk {
  /** Someone at a fresh browser profile, for one test, with these authenticators at hand. */
  sitDown(...authenticators: readonly AuthenticatorTraits[]): Promise<Seat>;
  /** The same with this much room, by hand or by mouse. */
  sitDownAt(width: Width, ...authenticators: readonly AuthenticatorTraits[]): Promise<Seat>;
}

/** Chromium for the tests of a file: one that runs already, or a new one. */
export function chromiumForThisFile(): { at(app: { readonly url: string }, profile?: BrowserContextOptions): Desk } {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromiumOfThisProcess();
  });
  return {
    at: ({ url }, profile = {}) => {
      const sitDownAt: Desk['sitDownAt'] = async (width, ...authenticators) => {
        const { origin } = new URL(url);
        const script = await fetch(`${origin}/assets/sign-in.js`);
        if (!script.ok) throw new Error('The pages have no scripts yet: `npm run build` makes them');
        return Seat.in(
          browser,
          { ...widths[width], ...profile, baseURL: origin },
          authenticators.length === 0 ? [INTERNAL] : authenticators,
        );
      };
      return { sitDownAt, sitDown: (...authenticators) => sitDownAt('desktop', ...authenticators) };
    },
  };
}

/** How long a page may take, in milliseconds. A machine with other work needs many times what a quiet one does. */
const PATIENCE = 30_000;

export interface Posted {
  readonly sent: PostedPasskey;
  readonly status: number;
}

/** WebAuthn L3 §5.5, as far as tests read it. */
export interface RequestOptions {
  readonly allowCredentials?: readonly { readonly id: string; readonly transports?: readonly string[] }[];
}

/** A passkey's answer as the page sends it. */
export interface PostedPasskey {
  readonly id: string;
  readonly clientExtensionResults: { readonly prf?: object };
}

/** One page and who sits in front of it. Acts wait until the page shows what came of them. */
export class Seat {
  readonly page: Page;
  readonly #authenticators: VirtualAuthenticator[];
  readonly #context: BrowserContext;
  readonly #devtools: CDPSession;
  readonly #origin: string;

  private constructor(page: Page, origin: string, devtools: CDPSession, authenticators: VirtualAuthenticator[]) {
    this.page = page;
    this.#authenticators = authenticators;
    this.#context = page.context();
    this.#devtools = devtools;
    this.#origin = origin;
  }

  /** Pages have to be on http://localhost: 127.0.0.1 knows no passkeys. */
  static async in(
    browser: Browser,
    profile: BrowserContextOptions & { readonly baseURL: string },
    traits: readonly AuthenticatorTraits[],
  ): Promise<Seat> {
    const context = await browser.newContext(profile);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.addInitScript(COUNTS_PROMPTS);
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const authenticators: VirtualAuthenticator[] = [];
    for (const each of traits) authenticators.push(await VirtualAuthenticator.create(devtools, each));
    return new Seat(page, profile.baseURL, devtools, authenticators);
  }

  /** In the order in which they were asked for. */
  get authenticators(): readonly VirtualAuthenticator[] {
    return this.#authenticators;
  }

  /** One more authenticator, from now on. */
  async plugsIn(traits: AuthenticatorTraits): Promise<VirtualAuthenticator> {
    const authenticator = await VirtualAuthenticator.create(this.#devtools, traits);
    this.#authenticators.push(authenticator);
    return authenticator;
  }

  /** Another page of the same browser, without an authenticator. */
  async secondTab(): Promise<Seat> {
    const page = await this.#context.newPage();
    page.setDefaultTimeout(PATIENCE);
    return new Seat(page, this.#origin, await this.#context.newCDPSession(page), []);
  }

  /** The authenticator, where there is one. */
  get authenticator(): VirtualAuthenticator {
    const [only] = this.authenticators;
    if (only === undefined) throw new Error('There is no authenticator here');
    return only;
  }

  /** Only these are touched when a prompt asks for it. */
  async touches(...touched: readonly VirtualAuthenticator[]): Promise<void> {
    await Promise.all(this.authenticators.map((each) => each.touches(touched.includes(each))));
  }

  /** The cookies of someone who signed in elsewhere come along, the session's among them. */
  async takesOver({ client }: Person): Promise<void> {
    const cookies = Array.from(client.cookies, ([name, value]) => ({ name, value, url: this.#origin }));
    await this.#context.addCookies(cookies);
  }

  /**
   * Every cookie goes, as at a device that nobody has seen before. The page is left first: one that asks for something without its
   * session goes to the sign-in page by itself, and that would abort where the test goes.
   */
  async forgetsEverything(): Promise<void> {
    await this.page.goto('about:blank');
    await this.#context.clearCookies();
  }

  /** Opens the sign-in page, where the autofill waits for a touch that does not come. */
  async opensSignIn(): Promise<void> {
    await this.touches();
    await this.page.goto('/sign-in');
    await this.page.getByTestId('passkey-button').waitFor();
    // A key is not offered in the autofill, and no prompt opens for it.
    if (!this.authenticators.some(({ transport }) => transport === 'internal')) return;
    await this.page.waitForFunction(() => Reflect.get(globalThis, 'promptsOpened') > 0);
  }

  /** Opens the sign-in page as at a device that nobody has seen before. */
  async forgetsAndOpens(): Promise<void> {
    await this.forgetsEverything();
    await this.opensSignIn();
  }

  /** Signs in anew with the button of the sign-in page; these authenticators are touched, all if none is named. */
  async usesPasskeyAlone(...touched: readonly VirtualAuthenticator[]): Promise<void> {
    await this.forgetsAndOpens();
    await this.pressesPasskeyButton(...touched);
  }

  /**
   * Presses the button, then touches these authenticators, all if none is named. A touch simulated earlier would answer the autofill's
   * prompt, unasked: the options that the press asks for are held back until that prompt is over.
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

  /** The same, all the way to the account page. */
  async signsInAlone(...touched: readonly VirtualAuthenticator[]): Promise<void> {
    await this.usesPasskeyAlone(...touched);
    await this.isOnAccountPage();
  }

  /** Signs in anew with the password; the page then asks for the next proof. */
  async usesPassword(identifier: string, password: string = PASSWORD): Promise<void> {
    await this.forgetsAndOpens();
    await this.types(identifier, password);
  }

  /** Fills in the sign-in page, and sends it. */
  async types(identifier: string, password: string = PASSWORD): Promise<void> {
    await this.page.getByTestId('identifier').fill(identifier);
    await this.page.getByTestId('password').fill(password);
    await this.page.getByTestId('submit').click();
  }

  /** Goes on with a passkey where the page asks for one. */
  async goesOnWithPasskey(...touched: readonly VirtualAuthenticator[]): Promise<void> {
    await this.page.getByTestId('step-passkey').waitFor();
    await this.pressesPasskeyButton(...touched);
  }

  async isOn(path: string): Promise<void> {
    await this.page.waitForURL((url) => url.pathname === path);
  }

  async isOnAccountPage(): Promise<void> {
    await this.isOn('/account');
    await this.page.getByTestId('overview').waitFor();
  }

  /** Asks for one more passkey on the account page, and leaves it at the dialog. */
  async asksForAnotherPasskey(): Promise<void> {
    await this.page.goto('/account');
    await this.page.getByTestId('enroll-passkey').click();
    await this.page.getByTestId('dialog').getByTestId('enroll-passkey').click();
  }

  /** Registers a passkey on the account page; the first one comes with backup codes. */
  async registersPasskey(): Promise<void> {
    await this.asksForAnotherPasskey();
    const codes = this.page.getByTestId('done');
    const news = this.page.getByTestId('news');
    await codes.or(news.and(this.page.locator(':not([hidden])'))).waitFor();
    if (await codes.isVisible()) await codes.click();
    await news.waitFor();
  }

  /** What the page posts to the contract, at this path, while it does this. */
  async posts(path: string, act: () => Promise<void>): Promise<Posted> {
    const [response] = await Promise.all([this.#answer(path), act()]);
    return { sent: response.request().postDataJSON(), status: response.status() };
  }

  /** What the page is answered there, where it stays: the answer goes with the page. */
  async isAnswered(path: string, act: () => Promise<void>): Promise<Answer> {
    const [body] = await Promise.all([this.#answer(path).then((response) => response.json()), act()]);
    return body;
  }

  /** What the server lets the prompt ask for that comes of this; read on its way to the page. */
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

  /** What the page says that went wrong. */
  says(): Promise<string | null> {
    return this.page.getByTestId('error').filter({ hasText: /\S/ }).textContent();
  }

  /** The status that a route of the app answers here. */
  async statusOf(path: string): Promise<number> {
    return (await this.page.request.get(path)).status();
  }

  async account(): Promise<AccountDocument> {
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

  /** What the session travels in; script cannot read it. */
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

/** Someone new who has signed in with password and email code, and sits in front of a page with that session. */
export async function newcomerAt(seat: Seat, app: Quickstart): Promise<Person> {
  const person = await app.newcomer();
  const reply = await person.proves('password', 'email-code');
  if (reply.body.status !== 'complete') throw new Error(`${person.identifier} is not signed in: ${reply.text}`);
  await seat.takesOver(person);
  return person;
}

/** The same, with a passkey on each authenticator of the seat, and signed in anew with the last of them. */
export async function ownerAt(seat: Seat, app: Quickstart): Promise<Person> {
  const person = await newcomerAt(seat, app);
  const registered: VirtualAuthenticator[] = [];
  for (const authenticator of seat.authenticators) {
    if (registered.length > 0) await seat.signsInAlone(...registered.slice(-1));
    await seat.touches(authenticator);
    await seat.registersPasskey();
    registered.push(authenticator);
  }
  return person;
}
