import type { SallyportClient } from './client.ts';
import type { RecoveredAnswer, SignInStatus } from './contract.ts';
import { PasskeyProblem } from './passkey-problem.ts';
import { passkeySupport } from './passkey-prompt.ts';
import { isProblem, type SallyportProblem } from './problem.ts';

/** The state of a sign-in, for a page to render. Immutable: every change creates a new state. */
export interface SignInState {
  /**
   * The server's last answer. Render the page by its `status`. Absent until the first answer, and after a reload of a sign-in that has no way in: then
   * `problem.code` is `no-way-in`, and the page shows the form for a code of an administrator, and *Start over*. Wrong codes do not change this.
   */
  readonly answer: SignInStatus | RecoveredAnswer | undefined;
  /** True while an act is under way. The page then starts no further act. */
  readonly busy: boolean;
  /** The error of the last act. `wordsFor` returns its words for a person. Removed when the next act begins. */
  readonly problem: SallyportProblem | PasskeyProblem | undefined;
}

/** An act of the person: calls a method of the client that returns the state of the sign-in. */
export type SignInAct = (client: SallyportClient) => Promise<SignInStatus | RecoveredAnswer>;

/** The options of {@link SignInPage.start}. */
export interface StartOptions {
  /** Offers passkeys in the autofill of an `<input autocomplete="username webauthn">` while no flow is open. */
  readonly autofill?: boolean | undefined;
  /** Stops a preferred provider from taking over, for example after `?problem=CODE`, until the page starts again. */
  readonly local?: boolean | undefined;
}

/** A sign-in page without markup. `state` and `subscribe` fit React's `useSyncExternalStore`. */
export interface SignInPage {
  /** The current state. Returns the same object until the next change. */
  readonly state: () => SignInState;
  /** Calls `changed` after each change. Returns a function that ends the subscription. */
  readonly subscribe: (changed: () => void) => () => void;
  /** Asks the server for the state of the sign-in. */
  start(options?: StartOptions): Promise<void>;
  /**
   * Runs an act and stores its result. A problem of Sallyport goes into `state().problem`; other errors are thrown. If the flow changed in
   * another tab or expired, asks the server for the present state. Does nothing while another act is under way. *Start over* is an act of two calls:
   * `signIn.abandon()`, then `signIn.status({ local: true })`.
   */
  act(step: SignInAct): Promise<void>;
}

/**
 * Creates a sign-in page. Keeps the state in memory only.
 *
 * @example
 * ```ts
 * import { createSallyportClient, createSignInPage } from '@sallyport/browser';
 *
 * const page = createSignInPage(createSallyportClient());
 * page.subscribe(() => console.log(page.state().answer?.status, page.state().problem?.code));
 * await page.start({ autofill: true });
 * await page.act(({ signIn }) => signIn.code('totp', '123456'));
 * ```
 */
export function createSignInPage(client: SallyportClient): SignInPage {
  const listeners = new Set<() => void>();
  let state: SignInState = { answer: undefined, busy: false, problem: undefined };
  let offersPasskeys = false;
  let local: boolean | undefined;

  function setState(change: Partial<SignInState>): void {
    state = { ...state, ...change };
    for (const changed of [...listeners]) changed();
  }

  async function outcomeOf(step: SignInAct): Promise<Partial<SignInState>> {
    try {
      return { answer: await step(client) };
    } catch (thrown) {
      if (thrown instanceof PasskeyProblem) return thrown.code === 'passkey-superseded' ? {} : { problem: thrown };
      if (isProblem(thrown)) return { problem: thrown };
      setState({ busy: false });
      throw thrown;
    }
  }

  async function act(step: SignInAct): Promise<void> {
    if (state.busy) return;
    client.signIn.cancelPasskey();
    setState({ busy: true, problem: undefined });
    await apply(await outcomeOf(step));
    void offerPasskeys();
  }

  async function apply(outcome: Partial<SignInState>): Promise<void> {
    const code = outcome.problem?.code;
    if (code !== 'flow-conflict' && code !== 'flow-expired') return setState({ ...outcome, busy: false });
    const now = await outcomeOf(({ signIn }) => signIn.status({ local }));
    const said = code === 'flow-expired' && state.answer !== undefined ? outcome : {};
    setState({ ...said, ...now, busy: false });
  }

  /** Errors are not shown before the person chooses a passkey: nobody started this prompt. */
  async function offerPasskeys(): Promise<void> {
    if (!offersPasskeys || !isOpenForPasskeys(state) || !(await passkeySupport()).autofill) return;
    if (!isOpenForPasskeys(state)) return;
    let isChosen = false;
    const onChosen = (): void => {
      isChosen = true;
      setState({ busy: true, problem: undefined });
    };
    const outcome = await outcomeOf(({ signIn }) => signIn.passkey({ autofill: true, onChosen }));
    if (!isChosen) return;
    await apply(outcome);
    void offerPasskeys();
  }

  return {
    state: () => state,
    subscribe(changed) {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
    start(options = {}) {
      offersPasskeys = options.autofill === true;
      local = options.local;
      return act(({ signIn }) => signIn.status({ local }));
    },
    act,
  };
}

function isOpenForPasskeys({ answer, busy }: SignInState): boolean {
  return !busy && answer?.status === 'open' && answer.methods.includes('passkey');
}
