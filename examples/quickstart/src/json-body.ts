import type { IncomingMessage } from 'node:http';

/** Largest body in bytes, above every note of the demo. */
const MOST_BYTES = 64 * 1024;

/** The JSON of a request. Resolves to `undefined` if the body is not JSON, or is too large. */
export async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}
