import { hostCode } from '@sallyport/engine';
import { callerOf, inWords, isRefused, type Operation } from './scene.ts';

/** A mailed secret may be under way, or its flow open. */
const CORRECTED = ['bea', 'vera', 'ida'];
const READERS = ['bea', "the thief at bea's", "the thief with bea's mailbox"];

export const MAILED_SECRETS: readonly Operation[] = [
  ...CORRECTED.map(
    (name): Operation => ({
      name: `corrects the address of ${name}, as host code`,
      is: 'reset',
      of: name,
      by: ['the world'],
      async perform({ auth, world, ledger, run }) {
        const email = `${name}.${run.began}@corrected.example`;
        const known = world.known(name);
        known.mailboxes.push(email);
        const changed = await auth.people.setEmail(
          { accountId: world.accountId(name) },
          { email, by: hostCode('the host') },
        );
        // A first address takes nobody's place.
        const replaces = ledger.formerMailboxes.some(({ account, until }) => account === name && until > run.began);
        if (!isRefused(changed) && replaces) ledger.ended(name, run, `host code corrected the address of ${name}`);
        return inWords(changed);
      },
    }),
  ),
  {
    name: 'says that the last unusual sign-in was of somebody else',
    of: 'bea',
    by: READERS,
    async perform({ auth, client, knows, world, ledger, run }) {
      const notice = world.unusual.findLast(({ to }) => knows.mailboxes.includes(to));
      if (notice === undefined) return 'there is none';
      run.mailedTo = notice.to;
      const remembers = ledger.mayForget(knows.account, run);
      const done = await auth.sessions.disown(callerOf(client), { token: notice.token });
      if (isRefused(done)) remembers();
      else ledger.worked(`the link about a sign-in (…${notice.token.slice(-4)})`, client.name);
      return inWords(done);
    },
  },
];
