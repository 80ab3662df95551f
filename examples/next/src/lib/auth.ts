import { type BuiltInStrength, createSallyport, type Sallyport } from '@sallyport/engine';
import { type NextSallyport, sallyport } from '@sallyport/next';
import { memoryStore } from '@sallyport/storage-memory';

declare global {
  var keptAuth: Sallyport<BuiltInStrength> | undefined;
}

function createAuth(): Sallyport<BuiltInStrength> {
  const { PORT = '3000', ORIGIN = `http://localhost:${PORT}`, SALLYPORT_SECRET = '' } = process.env;
  return createSallyport({
    origin: ORIGIN,
    secrets: [SALLYPORT_SECRET],
    store: memoryStore(),
    policy: { requiredStrength: 'baseline', administrators: {} }, // No role administers over HTTP.
    // For development only: a real app sends a mail, and never writes codes to a log.
    sendMail: ({ to, kind, code, token }) => console.log(`mail to ${to}, ${kind}: ${code ?? token}`),
  });
}

// Next loads a module once for pages, once for routes, and again after a change. The global holds the only instance.
globalThis.keptAuth ??= createAuth();
export const auth: Sallyport<BuiltInStrength> = globalThis.keptAuth;
export const guard: NextSallyport<BuiltInStrength> = sallyport(auth, { parts: { signUp: true } }); // Anyone may make an account.
