import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import type { FlowAnswer, PendingCode, PendingTotp, ProviderLocation } from './contract.ts';
import { whileRegistering } from './passkey-lock.ts';
import { makePasskey, type PrfListeners } from './passkey-prompt.ts';
import { signalOwn } from './passkey-signals.ts';
import { inPasskeyTurn } from './passkey-turn.ts';
import { path, type Transport } from './transport.ts';

/** The options of a registration. */
export interface NewPasskey extends PrfListeners {
  /** A name by which the person recognises the passkey. */
  readonly name?: string | undefined;
  /**
   * The browser creates the passkey by itself, without a prompt, if its password manager has just filled in the password (conditional creation, WebAuthn L3
   * §5.1.3). Otherwise the ceremony throws `PasskeyProblem`, and the person notices nothing. Default: false.
   */
  readonly conditional?: boolean | undefined;
}

/** Enrollment of factors, in a flow that offers enrollment or in a session with recent proof. */
export interface Enroll {
  /** Begins the enrollment of a secret, for example `totp`. The factor changes only when `confirmCode` gets a code of the secret. */
  secret(method: string): Promise<PendingTotp>;
  /** Begins the enrollment of a delivered code, for example `sms-code`. Sends a code to the address. `confirmCode` completes the enrollment. */
  code(method: string, address: string): Promise<PendingCode>;
  /** Completes `secret` or `code` with a first code. Throws 401 `invalid-credentials` for a wrong code. */
  confirmCode(method: string, code: string): Promise<FlowAnswer>;
  /** Returns the location to which the page sends the browser, to link an identity at a provider to the session's account. */
  provider(provider: string): Promise<ProviderLocation>;
  /**
   * Runs the whole registration ceremony. Throws `PasskeyProblem` if the prompt fails. If the answer is `complete`, also reads the account, and signals its
   * passkeys to the browser's passkey manager.
   */
  passkey(input?: NewPasskey): Promise<FlowAnswer>;
}

export function createEnroll(send: Transport): Enroll {
  const secret = (method: string): Promise<PendingTotp> =>
    send({ method: 'POST', path: path('enroll', method), body: {} });
  const confirmCode = (method: string, code: string): Promise<FlowAnswer> =>
    send({ method: 'POST', path: path('enroll', method, 'confirm'), body: { code } });
  return {
    secret,
    confirmCode,
    code: (method, address) => send({ method: 'POST', path: path('enroll', method), body: { address } }),
    provider: (provider) => send({ method: 'POST', path: path('enroll', 'sso', provider), body: {} }),
    passkey: (input = {}) =>
      inPasskeyTurn('asked', async (turn) => {
        const options: PublicKeyCredentialCreationOptionsJSON = await send({
          method: 'POST',
          path: '/enroll/passkey/options',
          body: input.conditional === true ? { mediation: 'conditional' } : {},
        });
        turn.check();
        const answer: FlowAnswer = await whileRegistering(async () => {
          const response = await makePasskey(options, input);
          const body = { response, name: input.name };
          return turn.answer(() => send({ method: 'POST', path: '/enroll/passkey', body }));
        });
        if (answer?.status === 'complete') await signalOwn(send);
        return answer;
      }),
  };
}
