import { createSallyport, type Sallyport } from '@sallyport/engine';
import { type NextSallyport, sallyport } from '@sallyport/next';
import { memoryStore } from '@sallyport/storage-memory';

declare global {
  var keptAuth: Sallyport | undefined;
}

function createAuth(): Sallyport {
  const { PORT = '3000', ORIGIN = `http://localhost:${PORT}`, SALLYPORT_SECRET = '' } = process.env;
  return createSallyport({
    origin: ORIGIN,
    secrets: [SALLYPORT_SECRET],
    store: memoryStore(),
    policy: { requiredStrength: 'baseline', administrators: {} }, // Nobody administers over HTTP.
    // For development alone: a real app hands it to its mailer, and codes never go to a log.
    sendMail: ({ to, kind, code, token }) => console.log(`mail to ${to}, ${kind}: ${code ?? token}`),
  });
}

// Next loads a module once for pages, once for routes, and again when it changes: what is to be one stands outside of it.
globalThis.keptAuth ??= createAuth();
export const auth: Sallyport = globalThis.keptAuth;
export const guard: NextSallyport = sallyport(auth);
