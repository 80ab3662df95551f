import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import { createSallyport, hostCode, isRefusal, type LiveSession, type SendMail } from '@sallyport/engine';
import { sallyport } from '@sallyport/koa';
import { mongoStore } from '@sallyport/storage-mongo';
import Koa from 'koa';
import { type Db, ObjectId } from 'mongodb';
import { policy } from './policy.ts';
import { type User, users as usersIn } from './users.ts';

export interface AppOptions {
  /** The app's own database. Sallyport adds the collection `sallyport`. */
  readonly db: Db;
  /** The origin in the browser's address bar. */
  readonly origin: string;
  readonly secret: string;
  readonly sendMail: SendMail;
}

/** Makes the app of a club, with sign-in by Sallyport. */
export async function createApp({ db, origin, secret, sendMail }: AppOptions): Promise<{
  readonly app: Koa;
  close(): Promise<void>;
}> {
  const users = usersIn(db);
  const auth = createSallyport({
    origin,
    secrets: [secret],
    store: mongoStore(db),
    policy,
    sendMail,
    // The external id of an account is the `_id` of its user. A person who has just signed up has no user yet, and no role.
    resolveSubject: async (_account, _tenant, userId) => (userId === undefined ? [] : users.rolesOf(userId)),
    logger: console,
  });
  await auth.ready();
  const guard = sallyport(auth);
  const router = new Router();

  /** The user of a session, which the app adds at the person's first request. */
  async function userOf({ accountId, externalId }: LiveSession): Promise<User | undefined> {
    if (externalId !== undefined) return users.find(externalId);
    const { email = '' } = (await auth.people.find({ accountId })) ?? {};
    const user = { _id: new ObjectId(), email, roles: [] };
    await users.add(user);
    const named = await auth.people.setExternalId(
      { accountId },
      { externalId: user._id.toHexString(), by: hostCode('first request') },
    );
    if (isRefusal(named)) throw new Error(named.refused);
    return user;
  }

  // For every signed-in person. The app finds its own user by the external id.
  router.get('/me', guard.require(), async (ctx) => {
    ctx.body = await userOf(ctx.state.sallyport);
  });

  // The app decides what a person may do. Sallyport checks how strongly and how recently the person proved their identity.
  router.put('/members/:id/roles', guard.require('enhanced', { within: '15m' }), async (ctx) => {
    const { id = '' } = ctx.params;
    const roles = fieldsOf(ctx.request.body)['roles']?.split(' ');
    if (!ctx.state.sallyport.roles.includes('organizer')) return ctx.throw(403, 'organizers only');
    if (roles === undefined) return ctx.throw(400, 'roles are needed');
    if (!(await users.setRoles(id, roles))) return ctx.throw(404);
    // Applies the new roles to the member's existing sessions.
    await auth.people.rolesChanged(id, { by: hostCode('host') });
    ctx.status = 204;
  });

  const app = new Koa();
  app
    // Anyone may make an account, by a link to the own mailbox.
    .use(guard.routes({ prefix: '/auth', signUp: true }))
    .use(bodyParser())
    .use(router.routes());
  return { app, close: () => auth.close() };
}

/** The string members of a body. */
function fieldsOf(body: unknown): Partial<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(Object(body)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
