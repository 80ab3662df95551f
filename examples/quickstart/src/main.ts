import { breachedPasswordsOf, corpOf, corpSamlOf, directoryOf, providerRoles } from './environment.ts';
import { PASSWORD } from './people.ts';
import { type QuickstartOptions, startQuickstart } from './server.ts';

const {
  PORT = '3000',
  STORE = 'memory',
  FRAMEWORK = 'express',
  ORIGIN,
  SMS,
  SSO,
  DATABASE_URL,
  MONGODB_URL,
  SQLITE_FILE,
} = process.env;

/** Reports an error in the environment and exits before serving. */
function refuse(message: string): never {
  console.error(message);
  process.exit(1);
}

const port = Number(PORT);
if (!Number.isInteger(port) || port < 0 || port > 65_535)
  refuse(`PORT is '${PORT}'; it has to be a number up to 65535.`);
if (STORE !== 'memory' && STORE !== 'postgres' && STORE !== 'mongo' && STORE !== 'sqlite') {
  refuse(`STORE is '${STORE}'; it has to be 'memory', 'postgres', 'mongo' or 'sqlite'.`);
}
if (FRAMEWORK !== 'express' && FRAMEWORK !== 'koa')
  refuse(`FRAMEWORK is '${FRAMEWORK}'; it has to be 'express' or 'koa'.`);

if (SSO !== undefined && SSO !== 'demo') refuse(`SSO is '${SSO}'; it has to be 'demo', or not to be there.`);
if (SMS !== undefined && SMS !== 'demo') refuse(`SMS is '${SMS}'; it has to be 'demo', or not to be there.`);

/** Reads a part of the environment. A missing file or an invalid value ends the start. */
function fromEnvironment<Found>(what: string, read: (environment: NodeJS.ProcessEnv) => Found): Found {
  try {
    return read(process.env);
  } catch (error) {
    return refuse(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const databaseUrl = { memory: undefined, postgres: DATABASE_URL, mongo: MONGODB_URL, sqlite: SQLITE_FILE }[STORE];
const options: QuickstartOptions = {
  port,
  framework: FRAMEWORK,
  store: STORE,
  databaseUrl,
  origin: ORIGIN,
  sms: SMS === 'demo',
  oidc: fromEnvironment('OIDC_ISSUER', corpOf),
  ssoDemo: SSO === 'demo',
  providerRoles: providerRoles(process.env),
  directory: fromEnvironment('The directory', directoryOf),
  breachedPasswords: fromEnvironment('BREACHED_PASSWORDS', breachedPasswordsOf),
  saml: fromEnvironment('SAML_IDP_METADATA', corpSamlOf),
};
const quickstart = await startQuickstart(options).catch((error: NodeJS.ErrnoException) =>
  refuse(error.code === 'EADDRINUSE' ? `Port ${port} is in use. Try: PORT=${port + 1} npm start` : error.message),
);

const { demoProvider } = quickstart;
console.log(`
  Sallyport quickstart: ${quickstart.url}   (${FRAMEWORK}, ${STORE} store${databaseUrl === undefined ? ': every start begins anew' : ''})

  Everyone's password is: ${PASSWORD}

  dora@example.org   no role: password and email code, and she is in
  cleo@example.org   contractor: has to set up a passkey or an authenticator app first
  ben@example.org    employee
  ada@example.org    super-admin: sets it up as well, then ${quickstart.url}/admin is hers

${demoProvider === undefined ? '' : ssoHowTo(demoProvider)}  Mail goes to ${quickstart.url}/mail${SMS === 'demo' ? ', and so does every SMS, under its number' : ''}   Stop with Ctrl-C
`);

/** Instructions for `SSO=demo`. */
function ssoHowTo(provider: string): string {
  return `  Single sign-on: press “Continue with Example Corp” at ${quickstart.url}/sign-in. You are sent to ${provider}, where you say
  who you are; back here, that is one step, and the second is asked for. Tick there that you proved two factors, and nothing more is
  asked for.

`;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void quickstart.close().then(() => process.exit(0)));
}
