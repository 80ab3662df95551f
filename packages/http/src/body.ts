import { parseJson } from './json.ts';
import { type HttpRefusal, isRefusal, malformed } from './refusal.ts';
import type { BodySource, NeutralRequest } from './request.ts';

/** The most a body may have. */
export const MAX_BODY_BYTES: number = 64 * 1024;

/**
 * Reads the JSON of a request. An absent body reads as `{}`. What is too large by its own word is not read at all, and
 * where the word was a lie, reading stops at the limit.
 */
export async function readJson({ headers, body }: NeutralRequest): Promise<{ readonly value: unknown } | HttpRefusal> {
  const json = isJson(headers['content-type']);
  const declared = declaredLength(headers);
  if (body === undefined || declared === 0) return ABSENT;
  if (!json && declared !== undefined) return { refused: 'unsupported-media-type' };
  if (declared !== undefined && declared !== 'chunked' && declared > MAX_BODY_BYTES) return { refused: 'too-large' };
  if (body.kind === 'parsed' && !json) return ABSENT;

  const bytes = await bytesOf(body);
  if (isRefusal(bytes)) return bytes;
  if (bytes.length === 0) return ABSENT;
  const encoding = headers['content-encoding'] ?? 'identity';
  if (!json || (body.kind !== 'parsed' && encoding !== 'identity')) return { refused: 'unsupported-media-type' };
  return read(bytes);
}

const ABSENT = { value: {} };

function read(bytes: Uint8Array): { readonly value: unknown } | HttpRefusal {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return malformed('', 'is not UTF-8');
  }
  const parsed = parseJson(text);
  return 'error' in parsed ? malformed(parsed.error.path, parsed.error.message) : parsed;
}

/** What the headers say is to come: a length, `chunked`, or nothing. */
function declaredLength(headers: NeutralRequest['headers']): number | 'chunked' | undefined {
  if (headers['transfer-encoding'] !== undefined) return 'chunked';
  const length = headers['content-length'];
  return length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined;
}

/** `application/json`, with no charset or the only one JSON has (RFC 8259 §8.1). */
function isJson(contentType: string | undefined): boolean {
  const [type, ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (type !== 'application/json') return false;
  return parameters.every((parameter) => !parameter.startsWith('charset=') || /^charset="?utf-8"?$/.test(parameter));
}

async function bytesOf(body: BodySource): Promise<Uint8Array | HttpRefusal> {
  switch (body.kind) {
    case 'bytes':
      return limited(body.bytes);
    case 'stream':
      return drained(body.chunks);
    case 'parsed':
      return again(body.value);
  }
}

const limited = (bytes: Uint8Array): Uint8Array | HttpRefusal =>
  bytes.length > MAX_BODY_BYTES ? { refused: 'too-large' } : bytes;

async function drained(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array | HttpRefusal> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length > MAX_BODY_BYTES) return { refused: 'too-large' };
      parts.push(chunk);
    }
  } catch {
    return malformed('', 'ended before it was complete');
  }
  return joined(parts, length);
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What a host's parser made, as text again: so that there is one way to read a body, with one strictness. */
function again(value: unknown): Uint8Array | HttpRefusal {
  try {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return limited(new TextEncoder().encode(text ?? ''));
  } catch {
    return malformed('', 'is nested too deep');
  }
}
