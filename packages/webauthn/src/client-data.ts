import { decodeBase64url } from './base64url.ts';
import { type Ceremony, demand } from './refused.ts';

/** WebAuthn L3 §5.8.1. Other members, such as `tokenBinding`, are ignored. */
export interface ClientData {
  readonly type: unknown;
  readonly challenge: string;
  readonly origin: unknown;
  readonly crossOrigin: unknown;
  readonly topOrigin: unknown;
}

/**
 * Reads client data as §7.1 steps 5 and 6 say: UTF-8 decode, which drops a byte order mark, then JSON. Returns `undefined` for client
 * data with two members of the same name, because another reader of the same bytes could take the other origin.
 */
export function clientDataOf(clientDataJSON: string): ClientData | undefined {
  try {
    const json = new TextDecoder().decode(decodeBase64url(clientDataJSON));
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed !== 'object' || parsed === null || hasNameTwice(json)) return undefined;
    const members = new Map<string, unknown>(Object.entries(parsed));
    const challenge = members.get('challenge');
    if (typeof challenge !== 'string') return undefined;
    return {
      type: members.get('type'),
      challenge,
      origin: members.get('origin'),
      crossOrigin: members.get('crossOrigin'),
      topOrigin: members.get('topOrigin'),
    };
  } catch {
    return undefined;
  }
}

const TOKENS = /("(?:[^"\\]+|\\.)*")\s*(:?)|[[\]{}]/g;

/** In the outermost object. `JSON.parse` keeps the last member. */
function hasNameTwice(json: string): boolean {
  const names = new Set<unknown>();
  let depth = 0;
  for (const [token, string, colon] of json.matchAll(TOKENS)) {
    if (string === undefined) {
      depth += token === '{' || token === '[' ? 1 : -1;
    } else if (depth === 1 && colon === ':') {
      const name: unknown = JSON.parse(string);
      if (names.has(name)) return true;
      names.add(name);
    }
  }
  return false;
}

/**
 * A frame of another origin is refused.
 *
 * @throws Refused
 */
export function checkClientData(
  client: ClientData,
  ceremony: Ceremony,
  expected: { readonly challenge: (shown: string) => boolean; readonly origin: string | readonly string[] },
): void {
  demand(client.type === `webauthn.${ceremony}`, ceremony, 'type', 'the client data are of another ceremony');
  demand(expected.challenge(client.challenge), ceremony, 'challenge', 'the challenge is not the expected challenge');
  demand(
    [expected.origin].flat().some((origin) => origin === client.origin),
    ceremony,
    'origin',
    'the origin is not the expected origin',
  );
  const { crossOrigin } = client;
  demand(crossOrigin === undefined || crossOrigin === false, ceremony, 'cross-origin', 'in a frame of another origin');
  demand(client.topOrigin === undefined, ceremony, 'top-origin', 'in a frame of another origin');
}
