import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import type { FlowAnswer, PendingCode, PendingTotp, ProviderLocation } from './contract.ts';
import { makePasskey, type PrfListeners } from './passkey-prompt.ts';
import type { PasskeySignals } from './passkey-signals.ts';
import { inPasskeyTurn } from './passkey-turn.ts';
import { path, type Transport } from './transport.ts';

export interface NewPasskey extends PrfListeners {
  /** How the person will recognise it. */
  readonly name?: string | undefined;
}

/** Setting up a factor, in a flow that asks for it or in a session with recent proof. */
export interface Enroll {
  /** Begins with a factor that rests on a secret, such as `totp`; nothing changes until `confirmCode` has shown a code of it. */
  secret(method: string): Promise<PendingTotp>;
  /** `secret('totp')` */
  totp(): Promise<PendingTotp>;
  confirmTotp(code: string): Promise<FlowAnswer>;
  /** Begins with a code of the host's own, such as `sms-code`: one goes to the address, and nothing changes until it is confirmed. */
  code(method: string, address: string): Promise<PendingCode>;
  confirmCode(method: string, code: string): Promise<FlowAnswer>;
  /** Where to send the browser to link an identity at a provider to the account of the session. */
  provider(provider: string): Promise<ProviderLocation>;
  /** The whole registration ceremony. Throws `PasskeyProblem` when the prompt gives nothing. */
  passkey(input?: NewPasskey): Promise<FlowAnswer>;
}

export function createEnroll(send: Transport, signals: PasskeySignals): Enroll {
  const secret = (method: string): Promise<PendingTotp> =>
    send({ method: 'POST', path: path('enroll', method), body: {} });
  const confirmCode = (method: string, code: string): Promise<FlowAnswer> =>
    send({ method: 'POST', path: path('enroll', method, 'confirm'), body: { code } });
  return {
    secret,
    totp: () => secret('totp'),
    confirmTotp: (code) => confirmCode('totp', code),
    confirmCode,
    code: (method, address) => send({ method: 'POST', path: path('enroll', method), body: { address } }),
    provider: (provider) => send({ method: 'POST', path: path('enroll', 'sso', provider), body: {} }),
    passkey: (input = {}) =>
      inPasskeyTurn('asked', async (turn) => {
        const options: PublicKeyCredentialCreationOptionsJSON = await send({
          method: 'POST',
          path: '/enroll/passkey/options',
          body: {},
        });
        turn.check();
        const response = await makePasskey(options, input);
        const body = { response, name: input.name };
        const answer: FlowAnswer = await turn.answer(() => send({ method: 'POST', path: '/enroll/passkey', body }));
        // `excludeCredentials` names every passkey the account has (Level 3 §5.4): with the new one, these are all.
        if (options.excludeCredentials !== undefined) {
          const known = options.excludeCredentials.map((credential) => credential.id);
          await signals.accepted(options.rp.id, options.user.id, [...known, response.id]);
        }
        return answer;
      }),
  };
}
