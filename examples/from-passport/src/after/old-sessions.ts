import { isRefusal, type Sallyport } from '@sallyport/engine';
import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type { Pool } from 'pg';

declare module 'express-session' {
  interface SessionData {
    readonly passport?: { readonly user?: number };
  }
}

export interface OldSessions {
  /** Reads the cookie of the old app. */
  readonly read: RequestHandler;
  /** Ends the old session of the request. */
  readonly signOut: RequestHandler;
  /** The user of a live old session. */
  userOf(req: Request): Promise<number | undefined>;
}

/**
 * The events of the acts that end sessions in the new app. A user's old sessions end after one of these, also those of which the new app ends only some
 * sessions: nobody knows what an old session rests on.
 */
export const ENDING = [
  ...(['session.revoked', 'sign-in.disowned', 'account.blocked', 'account.dormant', 'account.email-changed'] as const),
  // An account that an import made blocked has no `account.blocked`.
  'account.unblocked',
  ...(['password.changed', 'password.reset', 'two-step.reset', 'passkeys.reset', 'passkey.revoked'] as const),
  // A help-in, too.
  ...(['enrollment.vouched', 'factor.removed', 'external-id.unlinked', 'account.roles-changed'] as const),
] as const;

/** The sessions of the old app. The last session ends a day after the last request to the old app: delete this file then. */
export function oldSessions(auth: Sallyport, pool: Pool, sessionSecret: string): OldSessions {
  return {
    read: session({
      // Nothing extends an old session.
      store: new (connectPgSimple(session))({ pool, disableTouch: true }),
      secret: sessionSecret,
      resave: false,
      saveUninitialized: false,
    }),
    signOut: (req, res, next) => req.session.destroy((error) => (error ? next(error) : res.sendStatus(204))),
    async userOf(req) {
      const user = req.session.passport?.user;
      if (user === undefined) return undefined;
      const person = await auth.people.find({ externalId: String(user) });
      if (person === undefined || isRefusal(person) || person.status === 'blocked') return undefined;
      const { events } = await auth.audit.events('default', { account: person.accountId, type: ENDING });
      // A role of administration ends what others set up, and then the sessions.
      const isOver = events.some(
        ({ type, detail }) => type !== 'account.roles-changed' || detail?.['ended'] !== undefined,
      );
      return isOver ? undefined : user;
    },
  };
}
