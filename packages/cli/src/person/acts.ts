import type { HostCode } from '@sallyport/core';
import { type AppRefusal, isRefusal } from '../app/refusal-text.ts';
import { counted } from '../terminal/wrap.ts';
import type { AccountRef, Attending, HelpIn, Person } from './attending.ts';
import { helpedInText, logText, nameOf, personText, vouchedText } from './text.ts';

/** What the command does with an account. */
export const ACTIONS = ['show', 'log', 'unlock', 'vouch', 'help-in', 'block', 'unblock', 'sign-out'] as const;

/** See {@link ACTIONS}. */
export type Action = (typeof ACTIONS)[number];

/** What an action needs besides the account. An action reads its own members. */
export interface Given {
  /** The author of the event. */
  readonly by: HostCode;
  /** For `block`. */
  readonly reason: string;
  /** For `log`: the most events. */
  readonly limit: number;
  /** For `help-in`. */
  readonly help: HelpIn;
}

/** An action that was done: the answer of the app, and the text for people. */
interface Done {
  readonly answer: object;
  readonly text: string;
}

/** Carries out an action. */
export async function act(
  auth: Attending,
  action: Action,
  who: AccountRef,
  { by, reason, limit, help }: Given,
): Promise<Done | AppRefusal> {
  const { people } = auth;
  switch (action) {
    case 'show':
      return done((await people.find(who)) ?? { refused: 'not-found' }, personText);
    case 'log':
      return log(auth, who, limit);
    case 'unlock':
      return done(
        await people.unlock(who, { by }),
        (person) =>
          `${nameOf(person)} ${person.status === 'blocked' ? 'is unlocked, and is blocked.' : 'is unlocked.'}`,
      );
    case 'vouch': {
      const person = await people.find(who);
      return done(await people.vouch(who, { by }), (vouched) => vouchedText(person, vouched));
    }
    case 'help-in': {
      const person = await people.find(who);
      return done(await people.helpIn(who, { by, ...help }), (helped) => helpedInText(person, helped));
    }
    case 'block':
      return done(await people.block(who, { by, reason }), (person) => left(person, 'is blocked'));
    case 'unblock':
      return done(await people.unblock(who, { by }), (person) => `${nameOf(person)} is no longer blocked.`);
    case 'sign-out':
      return done(await people.endSessions(who, { by }), (person) => left(person, 'is signed out everywhere'));
  }
}

function done<Answer extends object>(
  answer: Answer | AppRefusal,
  textOf: (answer: Answer) => string,
): Done | AppRefusal {
  return isRefusal(answer) ? answer : { answer, text: textOf(answer) };
}

function left(person: Person, state: string): string {
  return `${nameOf(person)} ${state}: ${counted(person.sessions, 'session')} left.`;
}

async function log({ people, audit }: Attending, who: AccountRef, limit: number): Promise<Done | AppRefusal> {
  const person = await people.find(who);
  if (person === undefined) return { refused: 'not-found' };
  const page = await audit.events(who.tenant, { account: person.accountId, limit });
  return { answer: page, text: logText(page) };
}
