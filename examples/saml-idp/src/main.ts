import { readFileSync } from 'node:fs';
import { PASSWORD } from '@sallyport/example-quickstart/people';
import { openidClients } from './openid/clients.ts';
import { type ServiceProvider, serviceProviders } from './saml/service-providers.ts';
import { startSamlIdp } from './server.ts';

const { PORT = '3001', SAML_SPS, OIDC_CLIENTS } = process.env;

/** Prints a fault of the environment and exits, before the server starts. */
function refuse(message: string): never {
  console.error(message);
  process.exit(1);
}

const port = Number(PORT);
if (!Number.isInteger(port) || port < 0 || port > 65_535)
  refuse(`PORT is '${PORT}'; it has to be a number up to 65535.`);

/** Reads and parses the file that an environment variable names. */
function read<Content>(
  variable: string,
  path: string | undefined,
  parse: (json: string) => Content,
  none: Content,
): Content {
  if (path === undefined) return none;
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return refuse(`${variable} is '${path}', which cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

const apps = read('SAML_SPS', SAML_SPS, serviceProviders, new Map<string, ServiceProvider>());
const clients = read('OIDC_CLIENTS', OIDC_CLIENTS, openidClients, []);
const idp = await startSamlIdp({ port, apps, clients }).catch((error: NodeJS.ErrnoException) =>
  refuse(error.code === 'EADDRINUSE' ? `Port ${port} is in use. Try: PORT=${port + 1} npm start` : error.message),
);

console.log(`
  Sallyport as an identity provider: ${idp.url}

  Metadata: ${idp.url}/saml/metadata
  Apps that may ask (SAML_SPS): ${apps.size === 0 ? 'none yet' : [...apps.keys()].join(', ')}

  Everyone's password is: ${PASSWORD}   Mail goes to ${idp.url}/mail   Stop with Ctrl-C
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void idp.close().then(() => process.exit(0)));
}
