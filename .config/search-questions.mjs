// `npm run site` asks the search of the site, as the script of its pages does, and wants the page that a new user needs to come first.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';

const { Index } = createRequire(createRequire(import.meta.url).resolve('typedoc'))('lunr');

/** What is typed, and the pages of which one comes first. */
const QUESTIONS = [
  ['cors', 'Deployment'],
  ['organisation', 'Several tenants'],
  ['organization', 'Several tenants'],
  ['mandatory 2FA', 'The policy'],
  ['2fa', 'The policy'],
  ['MFA', 'The policy'],
  ['OTP', 'The policy'],
  ['magic link', 'Invitations, sign-up and recovery'],
  ['SSO', 'Single sign-on'],
  ['saml', 'Sign-in by SAML'],
  ['lost phone', 'Invitations, sign-up and recovery'],
  ['invitation', 'Invitations, sign-up and recovery'],
  ['forgot password', 'Invitations, sign-up and recovery'],
  ['sign-up', 'Invitations, sign-up and recovery'],
  ['step-up', 'Sign-in over HTTP'],
  ['rotate secret', 'Operate'],
  ['active directory', 'Directories'],
  ['ldap', 'Directories'],
  ['rate limit', 'Deployment'],
  ['lockout', 'Lockout, foreseen'],
  ['import users', 'Moving users'],
  ['next auth', 'Moving from Auth.js'],
  ['keycloak', 'Moving from Keycloak'],
  ['tenant', 'Several tenants'],
  ['webhook', 'Observability'],
  ['metrics', 'Observability'],
  ['css', 'Looks'],
  ['translate', 'Sallyport in your own app'],
  ['roles', 'Sallyport in your own app'],
  ['websocket', 'Sallyport in your own app'],
  ['nginx', 'Deployment'],
  ['upgrade', 'Operate'],
  ['backup codes', 'The policy'],
  ['which package', 'Choose packages'],
  ['express', 'Add to an app you have'],
  ['test', 'Test your app'],
  ['protect route', 'Start'],
  ['unguarded', 'Start'],
  ['no-way-in', 'Errors'],
  ['enrollment firstFactor', 'The policy'],
];

const site = fileURLToPath(new URL('../docs/api/assets/search.js', import.meta.url));
const [, packed] = /"([\w+/=]+)"/.exec(readFileSync(site, 'utf8')) ?? [];
const { rows, index } = JSON.parse(inflateSync(Buffer.from(packed, 'base64')).toString());
const lunr = Index.load(index);

/** The order of results in the pages' script (TypeDoc 0.28). */
function found(typed) {
  const query = typed.split(' ').map((word) => `*${word}*`);
  const boosted = lunr.search(query.join(' ')).map(({ ref, score }) => {
    const { name } = rows[Number(ref)];
    const begins = name.toLowerCase().startsWith(typed.toLowerCase());
    return { name, score: begins ? (score * 10) / (1 + Math.abs(name.length - typed.length)) : score };
  });
  return boosted.toSorted((one, other) => other.score - one.score).map(({ name }) => name);
}

const wrong = QUESTIONS.flatMap(([typed, ...pages]) => {
  const results = found(typed);
  return pages.includes(results[0])
    ? []
    : [`“${typed}”: ${results.slice(0, 4).join(', ') || 'nothing'}, and not ${pages.join(' or ')}`];
});
for (const line of wrong) console.error(line);
console.log(`${QUESTIONS.length - wrong.length} of ${QUESTIONS.length} questions find their page first`);
process.exitCode = wrong.length > 0 ? 1 : 0;
