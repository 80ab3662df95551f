import type { HostCode } from '@sallyport/core';
import { type AppRefusal, isRefusal } from '../app/refusal-text.ts';
import { counted } from '../terminal/wrap.ts';
import type { AccountRef, Attending, HelpIn, Person } from './attending.ts';
import { helpedInText, logText, nameOf, personText, vouchedText } from './text.ts';

export const ACTIONS = ['show', 'log', 'unlock', 'vouch', 'help-in', 'block', 'unblock', 'sign-out'] as const;

export type Action = (typeof ACTIONS)[number];

export interface Given {
  readonly by: HostCode;
  readonly reason: string;
  readonly limit: number;
  readonly help: HelpIn;
}

/** The answer of the app, and the text for people. */
interface Done {
  readonly answer: object;
  readonly text: string;
}

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
      return done(await people.helpIn(who, { by, ...help }), (helped) => helpedInText(person, helped, help.email));
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
