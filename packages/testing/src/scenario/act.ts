import type {
  DurationText,
  EnrollableMethod,
  Evidence,
  Milliseconds,
  PasskeyFacts,
  Provenance,
  StrengthName,
} from '@sallyport/core';
import { checkMembers } from '@sallyport/core';
import { asMilliseconds } from '../clock/moment.ts';

/** A proof: a method of the policy, an administrator's enrollment code, or a reset link. */
export type Provable = Evidence['method'];

/** Details of a proof. Default: the facts of the account. */
export interface ProofDetails {
  /** For a password: the password's origin. */
  readonly provenance?: Provenance;
  /** For a passkey: the passkey's id. Default: `passkey-1`, the account's first passkey. */
  readonly passkey?: string;
  /** For a passkey: whether the user was verified. Default: whether the passkey has ever verified its user. */
  readonly userVerified?: boolean;
  /** For single sign-on: the provider. Default: the account's first provider. */
  readonly provider?: string;
  /** The provider's assertion of the context class. */
  readonly acr?: string;
  /** The provider's assertion of the methods (RFC 8176). */
  readonly amr?: readonly string[];
}

/** An event in a scenario. */
export type Act =
  | { readonly type: 'proves'; readonly method: Provable; readonly details: ProofDetails }
  | { readonly type: 'fails'; readonly method: Guessable; readonly times: number }
  | { readonly type: 'enrolls'; readonly factor: EnrollableMethod; readonly traits: Partial<PasskeyFacts> }
  | { readonly type: 'waits'; readonly length: Milliseconds; readonly duration: string }
  | { readonly type: 'opens'; readonly local: boolean }
  | { readonly type: 'steps-up'; readonly strength?: StrengthName; readonly within?: Milliseconds };

/** The methods that a person can fail. */
export type Guessable = Exclude<Provable, 'reset-token'>;

/** The person proves a method. */
export function proves(method: Provable, details: ProofDetails = {}): Act {
  return { type: 'proves', method, details };
}

/** The person fails a method, `times` times. The attempts count toward the policy's lockout. */
export function fails(method: Guessable, { times = 1 }: { readonly times?: number } = {}): Act {
  return { type: 'fails', method, times };
}

/** The person sets up a factor that the flow offers. A passkey's traits are the traits of `account({ factors: [{ passkey: … }] })`. */
export function enrolls(factor: EnrollableMethod, traits: Partial<PasskeyFacts> = {}): Act {
  return { type: 'enrolls', factor, traits };
}

/**
 * Time passes.
 *
 * @throws RangeError if the text is not a duration: write `'3s' '15m' '12h' '30d'`
 */
export function waits(duration: DurationText): Act {
  return { type: 'waits', length: asMilliseconds(duration), duration };
}

/** The person opens the sign-in again, with nothing proved. `{ local: true }` asks for local sign-in if the policy prefers a provider. */
export function opensSignIn({ local = false }: { readonly local?: boolean } = {}): Act {
  return { type: 'opens', local };
}

/**
 * The person opens a page with a higher demand in the granted session. As in the engine, the default demand is the account's strongest
 * level, proved within the policy's `recentProof`. A route with `require(undefined, { within })` demands the strength of a sign-in instead: name that
 * strength.
 *
 * @throws RangeError if `within` is not a duration
 */
export function stepsUp(strength?: StrengthName, options: { readonly within?: DurationText } = {}): Act {
  checkMembers('stepsUp', options, ['within']);
  const { within } = options;
  return {
    type: 'steps-up',
    strength,
    within: within === undefined ? undefined : asMilliseconds(within),
  };
}

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
