import { createSallyport, hostCode } from '@sallyport/engine';
import { fetchSallyport } from '@sallyport/http';
import { postgresStore } from '@sallyport/storage-postgres';

export const ORIGIN = 'http://localhost:3000';
export const ADA = {
  identifier: 'ada@example.org',
  email: 'ada@example.org',
  password: 'correct horse battery staple',
};

/** Hashes of Ada's password, by the system that made them. */
export const IMPORTED = {
  argon2: '$argon2id$v=19$m=1024,p=4,t=3$8VjStLB0rnpRqSV1ubF9Sg$VIthC/MaH0irm8Rx5zQ+O3VGHiU/8kZ6anV6j925P1Y',
  bcrypt: 'bcrypt_sha256$$2b$12$HPLKBsBC2JTTzevgwnJhG.JTvvzvUsnooNaNL/5draQLnsDopRyS2',
  pbkdf2: 'pbkdf2_sha256$260000$Sj3fRtktbgGDBgIyH8QVls$mYjAu8o8FcbJpdZdZ2T7wJXVT1MzL+Kq7KKSNGaamTk=',
  scrypt:
    'scrypt$16384$MLHU6oEwo5o7K7RC12wiV0$8$5$1Fjk1tdjPLheqdxoNrRrtYHO7LrE6SmGjBrNl/BETcepcoEkrbGqnO+bskRP9TScB9/it5EYIGQXzg3GMJ7q4A==',
};

/** An app that speaks `fetch`. `GET /told` answers with the mails and the log. */
export async function appOn(pool, passwordHashing) {
  const [mails, log] = [[], []];
  const tell = (message, details) => void log.push([message, details]);
  const auth = createSallyport({
    origin: ORIGIN,
    secrets: ['a secret that is long enough to be one'],
    store: postgresStore(pool),
    policy: { requiredStrength: 'baseline', administrators: {}, enrollment: { firstFactor: 'password' } },
    passwordHashing,
    sendMail: (mail) => void mails.push(mail),
    previewThreats: false,
    logger: { warn: tell, error: tell },
  });
  await auth.ready();
  const by = hostCode('seed');
  await auth.people.create({ ...ADA, by });
  const rows = Object.entries(IMPORTED).map(([identifier, passwordHash]) => ({ identifier, passwordHash }));
  for await (const report of auth.people.import(rows, { by }))
    if (report.outcome !== 'imported') throw new Error(JSON.stringify(report));
  const guard = fetchSallyport(auth, { basePath: '/auth', onFault: (fault) => tell(`${fault.stack} ${fault.cause}`) });
  const routes = {
    '/told': async () => Response.json({ mails, log }),
    '/payout': guard.require('phishing-resistant', { within: '5m' })((session) =>
      Response.json({ by: session.accountId }),
    ),
  };
  const answer = async (request) => (routes[new URL(request.url).pathname] ?? guard.handle)(request);
  return { answer, runBackgroundWork: auth.runBackgroundWork };
}
