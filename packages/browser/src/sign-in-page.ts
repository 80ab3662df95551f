import type { SallyportClient } from './client.ts';
import type { RecoveredAnswer, SignInStatus } from './contract.ts';
import { PasskeyProblem } from './passkey-problem.ts';
import { passkeySupport } from './passkey-prompt.ts';
import { isProblem, type SallyportProblem } from './problem.ts';

/** Where a sign-in stands, for a page to render. It is never changed: what comes next is another one. */
export interface SignInState {
  /** What the server said last; its `status` is what to show. Absent until it has answered once. */
  readonly answer: SignInStatus | RecoveredAnswer | undefined;
  /** An act is under way: the page shows it, and another is not begun. */
  readonly busy: boolean;
  /** Why the last act came to nothing. It goes when the next one begins. */
  readonly problem: SallyportProblem | PasskeyProblem | undefined;
}

/** One act of a person: whatever of the client answers with where the sign-in stands. */
export type SignInAct = (client: SallyportClient) => Promise<SignInStatus | RecoveredAnswer>;

export interface StartOptions {
  /** Offer passkeys in the autofill of an `<input autocomplete="username webauthn">` for as long as no sign-in is open. */
  readonly autofill?: boolean | undefined;
  /** Keeps a preferred provider from taking over, as after `?problem=CODE`. */
  readonly local?: boolean | undefined;
}

/** A sign-in page without its looks. `state` and `subscribe` are what React's `useSyncExternalStore` takes. */
export interface SignInPage {
  readonly state: () => SignInState;
  /** Calls back after each change, until the function that it hands out is called. */
  readonly subscribe: (changed: () => void) => () => void;
  /** Asks the server where the sign-in stands. */
  start(options?: StartOptions): Promise<void>;
  /**
   * Does one act and keeps what came of it, a refusal too: it throws only what is no problem of Sallyport's. If the sign-in went on
   * elsewhere, or is over, the server is asked where it stands. Does nothing while another act is under way.
   */
  act(step: SignInAct): Promise<void>;
}

/**
 * Keeps where a sign-in stands, in memory only.
 *
 * @example
 * const page = createSignInPage(createSallyportClient())
 * page.subscribe(() => render(page.state()))
 * await page.start({ autofill: true })
 * form.onsubmit = () => page.act(({ signIn }) => signIn.totp(code.value))
 */
export function createSignInPage(client: SallyportClient): SignInPage {
  const listeners = new Set<() => void>();
  let state: SignInState = { answer: undefined, busy: false, problem: undefined };
  let offersPasskeys = false;

  function become(change: Partial<SignInState>): void {
    state = { ...state, ...change };
    for (const changed of [...listeners]) changed();
  }

  /** What a step comes to, with the refusals among it. */
  async function outcomeOf(step: SignInAct): Promise<Partial<SignInState>> {
    try {
      return { answer: await step(client) };
    } catch (thrown) {
      if (thrown instanceof PasskeyProblem) return thrown.code === 'passkey-superseded' ? {} : { problem: thrown };
      if (isProblem(thrown)) return { problem: thrown };
      become({ busy: false });
      throw thrown;
    }
  }

  async function act(step: SignInAct): Promise<void> {
    if (state.busy) return;
    client.signIn.cancelPasskey();
    become({ busy: true, problem: undefined });
    await settle(await outcomeOf(step));
    void offerPasskeys();
  }

  /** Takes an outcome; one that says that this page is behind, with what the server says now. */
  async function settle(outcome: Partial<SignInState>): Promise<void> {
    const code = outcome.problem?.code;
    if (code !== 'flow-conflict' && code !== 'flow-expired') return become({ ...outcome, busy: false });
    const now = await outcomeOf(({ signIn }) => signIn.status());
    // That it is over is said where there was a sign-in to see; that it went on in another tab is not.
    const said = code === 'flow-expired' && state.answer !== undefined ? outcome : {};
    become({ ...said, ...now, busy: false });
  }

  /** Waits in the autofill. Nobody asked for it, so nobody is told what became of it before a passkey was chosen. */
  async function offerPasskeys(): Promise<void> {
    if (!offersPasskeys || !isOpenForPasskeys(state) || !(await passkeySupport()).autofill) return;
    if (!isOpenForPasskeys(state)) return;
    let isChosen = false;
    const onChosen = (): void => {
      isChosen = true;
      become({ busy: true, problem: undefined });
    };
    const outcome = await outcomeOf(({ signIn }) => signIn.passkey({ autofill: true, onChosen }));
    if (!isChosen) return;
    await settle(outcome);
    void offerPasskeys();
  }

  return {
    state: () => state,
    subscribe(changed) {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
    start({ autofill = false, local } = {}) {
      offersPasskeys = autofill;
      return act(({ signIn }) => signIn.status({ local }));
    },
    act,
  };
}

function isOpenForPasskeys({ answer, busy }: SignInState): boolean {
  return !busy && answer?.status === 'open' && answer.methods.includes('passkey');
}
