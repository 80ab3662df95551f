import type { EnrollableMethod, Evidence, Milliseconds, PasskeyFacts, Provenance, StrengthName } from '@sallyport/core';
import { asMilliseconds } from '../clock/moment.ts';

/** Something that can be proved: a method of the policy, an administrator's enrollment code, or a reset link. */
export type Provable = Evidence['method'];

/** What more there is to say of a proof. What is left out is as the account has it. */
export interface ProofDetails {
  /** Of a password: who vouches for it. */
  readonly provenance?: Provenance;
  /** Which passkey: `passkey-1` is the account's first, and the one that is meant. */
  readonly passkey?: string;
  /** Of a passkey: whether it knew who touched it. Default: whether it ever did. */
  readonly userVerified?: boolean;
  /** Of single sign-on: at which provider. Default: the account's first. */
  readonly provider?: string;
  /** What the provider asserts. */
  readonly acr?: string;
  /** What the provider asserts (RFC 8176). */
  readonly amr?: readonly string[];
}

/** Something that happens in a scenario. */
export type Act =
  | { readonly type: 'proves'; readonly method: Provable; readonly details: ProofDetails }
  | { readonly type: 'fails'; readonly method: Guessable; readonly times: number }
  | { readonly type: 'enrolls'; readonly factor: EnrollableMethod; readonly traits: Partial<PasskeyFacts> }
  | { readonly type: 'waits'; readonly length: Milliseconds; readonly duration: string }
  | { readonly type: 'opens'; readonly local: boolean }
  | { readonly type: 'steps-up'; readonly strength?: StrengthName; readonly within?: Milliseconds };

/** What a person can show and be wrong about. */
export type Guessable = Exclude<Provable, 'reset-token'>;

/** A factor is shown and proved. */
export function proves(method: Provable, details: ProofDetails = {}): Act {
  return { type: 'proves', method, details };
}

/** A factor is shown and is wrong; so many times, where said. The policy's lockout counts. */
export function fails(method: Guessable, { times = 1 }: { readonly times?: number } = {}): Act {
  return { type: 'fails', method, times };
}

/** A factor is set up, where the flow offers it. A passkey's traits are as those of `account({ factors: [{ passkey: … }] })`. */
export function enrolls(factor: EnrollableMethod, traits: Partial<PasskeyFacts> = {}): Act {
  return { type: 'enrolls', factor, traits };
}

/**
 * Time passes.
 *
 * @throws RangeError if it is no duration: write `'3s' '15m' '12h' '30d'`
 */
export function waits(duration: string): Act {
  return { type: 'waits', length: asMilliseconds(duration), duration };
}

/** Sign-in is opened afresh, with nothing proved; `{ local: true }` asks for the local way in where the policy prefers a provider. */
export function opensSignIn({ local = false }: { readonly local?: boolean } = {}): Act {
  return { type: 'opens', local };
}

/**
 * A page that asks for more than a session is opened with the session that was granted. As in the engine: without a strength, the account's strongest
 * level, proved within the policy's `recentProof`.
 *
 * @throws RangeError if `within` is no duration
 */
export function stepsUp(strength?: StrengthName, { within }: { readonly within?: string } = {}): Act {
  return {
    type: 'steps-up',
    strength,
    within: within === undefined ? undefined : asMilliseconds(within),
  };
}

/** An act in words, for the proof. */
export function actInWords(act: Act): string {
  switch (act.type) {
    case 'proves':
      return `proves ${act.method}${detailsInWords(act.details)}`;
    case 'fails':
      return `fails ${act.method}${act.times === 1 ? '' : ` ${act.times} times`}`;
    case 'enrolls':
      return `enrolls ${act.factor}${detailsInWords(act.traits)}`;
    case 'waits':
      return `waits ${act.duration}`;
    case 'opens':
      return act.local ? 'opens sign-in, the local way' : 'opens sign-in';
    case 'steps-up':
      return `steps up${act.strength === undefined ? '' : ` to ${act.strength}`}${act.within === undefined ? '' : `, proved within ${act.within / 1000} seconds`}`;
  }
}

function detailsInWords(details: object): string {
  const said = Object.entries(details).map(([name, value]) => `${name}: ${String(value)}`);
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}
