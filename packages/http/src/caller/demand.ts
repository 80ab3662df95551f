import { type DurationText, nearestName, parseDuration, type StrengthName, unknownMember } from '@sallyport/core';
import type { Guard, LiveSession } from '@sallyport/engine';
import type { HttpRefusal } from '../message/refusal.ts';

/**
 * The options of `require`: a demand's age limit, the organisation, and the sign-in page.
 *
 * @template HostRequest the framework's request
 */
export interface GuardOptions<HostRequest = unknown> extends DemandOptions {
  /**
   * The organisation that the request enters, by its id, such as `(req) => req.params.org`: an account that is no member gets 403 `not-a-member`, and members are
   * asked for what the organisation asks. An answer that is no text is no organisation.
   */
  readonly in?: ((request: HostRequest) => unknown) | undefined;
  /**
   * The path of the app's sign-in page, such as `/sign-in`, for a route that people open in a browser. A browser that opens the page without a
   * session is sent there (303), with the opened path as `?next=`. If the session is too weak or its proof too old, a step-up begins first, with
   * `{ location }` of the opened page as its continuation. A person who sends a form is led back to the page of the form, and sends the form again, if the
   * browser tells that page (`Referer`): the sign-in page then gets `&unsent=form` too, to say so. The ready-made pages lead back to the opened page in both cases. Scripts and other
   * programs get the problem document as without the option. Behind a proxy that cuts off a prefix, leave the option out, because the app does not know
   * the opened address. A function answers the path for a request, such as `(req) => `/${req.params.tenant}/sign-in``. Default: every request gets the
   * problem document.
   */
  readonly signInPage?: string | ((request: HostRequest) => string) | undefined;
}

/**
 * The arguments of `require`: a strength and options, or options alone, such as `require({ in })`.
 *
 * @template Strength the names of strengths that `require` accepts
 * @template HostRequest the framework's request
 */
export type GuardArguments<Strength extends string = string, HostRequest = unknown> =
  | [strength?: Strength | undefined, options?: GuardOptions<HostRequest> | undefined]
  | [options: GuardOptions<HostRequest>];

/** The age limit of a demand. */
export interface DemandOptions {
  /** A duration as the policy writes it, `'5m'`. Under a minute, a person who types a password and a code has to confirm again before the end. */
  readonly within?: DurationText | undefined;
}

/** What a step-up has to reach, as `begin` and the browser client's `stepUp` take it. */
export interface StepUpDemand {
  /** Default: the account's strongest level. */
  readonly strength?: string | undefined;
  /** A duration as the policy writes it, `'5m'`. */
  readonly within?: string | undefined;
  /** The organisation that the step-up leads into. */
  readonly in?: string | undefined;
}

/** The step-up that leads on from a refusal, as the browser client reads it from the problem. `undefined`: no step-up leads on. */
export function stepUpDemand({ demand, in: entered }: Pick<HttpRefusal, 'demand' | 'in'>): StepUpDemand | undefined {
  if (demand === undefined) return undefined;
  const [strength] = demand.strengths;
  const { maxAgeSeconds } = demand;
  return {
    ...(strength === undefined ? {} : { strength }),
    ...(maxAgeSeconds === undefined ? {} : { within: `${maxAgeSeconds}s` }),
    ...(entered === undefined ? {} : { in: entered }),
  };
}

/** Thrown at start-up if `require` gets an invalid `within`, an option that it does not have, or options twice. */
export class InvalidDemand extends Error {
  /** Always `invalid-demand`. */
  readonly code = 'invalid-demand';
  constructor(message: string) {
    super(message);
    this.name = 'InvalidDemand';
  }
}

/** A second object would be dropped, and with it what it asks. @throws {InvalidDemand} */
export function strengthAndOptions<Strength extends string, HostRequest>([first, second]: GuardArguments<
  Strength,
  HostRequest
>): readonly [Strength | undefined, GuardOptions<HostRequest> | undefined] {
  if (typeof first !== 'object') return [first, second];
  if (second !== undefined)
    throw new InvalidDemand('require({ … }, { … }): options twice; write all of them in one object');
  return [undefined, first];
}

const OPTIONS: readonly (keyof GuardOptions)[] = ['within', 'in', 'signInPage'];

/** With a misspelt `within`, a session with an old proof would be let in. @throws {InvalidDemand} */
export function checkGuardOptions(options: GuardOptions<never> = {}): void {
  const unknown = unknownMember(options, OPTIONS);
  // A text would be one organisation for every request, and `undefined` none.
  if ('in' in options && typeof options.in !== 'function')
    throw new InvalidDemand('require(…, { in }): no function; write `in: (request) => …`, or leave it out');
  if (unknown === undefined) return;
  const { name, meant } = unknown;
  const wayOut = meant === undefined ? `there are ${OPTIONS.join(', ')}` : `did you mean '${meant}'?`;
  throw new InvalidDemand(`require(…, { ${name} }): no option of this name; ${wayOut}`);
}

/** Thrown by `sessionOf` in a route that no guard guards. */
export class NotGuarded extends Error {
  /** Always `not-guarded`. */
  readonly code = 'not-guarded';
  constructor() {
    super('sessionOf: the route has no guard; add guard.require() before the handler, or ask guard.session()');
    this.name = 'NotGuarded';
  }
}

/** @throws {NotGuarded} */
export function sessionOfGuarded(session: LiveSession | undefined): LiveSession {
  if (session === undefined) throw new NotGuarded();
  return session;
}

/** Thrown at start-up if `require` names an unknown strength, which no session could ever have. */
export class UnknownStrength extends Error {
  /** Always `unknown-strength`. */
  readonly code = 'unknown-strength';
  constructor(strength: string, known: readonly string[]) {
    const meant = nearestName(strength, known);
    const wayOut = meant === undefined ? `there are ${known.join(', ')}.` : `did you mean '${meant}'?`;
    super(
      `require('${strength}'): no strength of this name; ${wayOut} Strengths of your own are defined in the policy`,
    );
    this.name = 'UnknownStrength';
  }
}

/**
 * The guard for `require(strength, { within })`. Without arguments the guard demands a session. Without a strength the guard demands a
 * complete sign-in of the account within that time.
 *
 * @param known the strengths in `auth.strengths`; if absent, any strength is accepted
 * @throws {InvalidDemand} if `within` is not a duration
 * @throws {UnknownStrength} if `known` does not contain the strength
 */
export function demandOf(
  strength?: StrengthName,
  { within }: Pick<StepUpDemand, 'within'> = {},
  known?: readonly string[],
): Guard {
  if (strength !== undefined && known !== undefined && !known.includes(strength)) {
    throw new UnknownStrength(strength, known);
  }
  if (within === undefined) return strength === undefined ? { needs: 'session' } : { needs: 'strength', strength };
  const length = parseDuration(within);
  if (length === undefined)
    throw new InvalidDemand(
      `require(…, { within: '${within}' }): not a duration; write a whole number and a unit, such as '5m' or '30s'`,
    );
  return strength === undefined
    ? { needs: 'recent-sign-in', within: length }
    : { needs: 'strength', strength, within: length };
}

export function reusing(guard: Guard): Guard {
  const asksAge = guard.needs === 'strength' && guard.within !== undefined;
  return (guard.needs === 'session' || guard.needs === 'strength') && !asksAge ? { ...guard, reuses: true } : guard;
}
