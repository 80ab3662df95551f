import { type Milliseconds, type Policy, parseDuration } from '@sallyport/core';
import type { SallyportOptions } from './create-sallyport.ts';
import { SHORTEST_SECRET } from './secrets/key-ring.ts';

/** The configuration cannot work, or is not safe. `code` is stable; `wayOut` says what to do. */
export class SallyportConfigError extends Error {
  readonly code: ConfigProblem;
  readonly wayOut: string;

  constructor(code: ConfigProblem, message: string, wayOut: string) {
    super(`${message} ${wayOut}`);
    this.name = 'SallyportConfigError';
    this.code = code;
    this.wayOut = wayOut;
  }
}

export type ConfigProblem =
  | 'no-secret'
  | 'weak-secret'
  | 'bad-origin'
  | 'insecure-origin'
  | 'no-mailer'
  | 'bad-attestation-root'
  | 'bad-metadata'
  | 'bad-duration'
  | 'unknown-event-type';

/** A length of time that the host gives. @throws SallyportConfigError where it is none */
export function durationOf(option: string, text: string): Milliseconds {
  const length = parseDuration(text);
  if (length !== undefined) return length;
  throw new SallyportConfigError(
    'bad-duration',
    `${option} is '${text}', which is no length of time.`,
    "Write a whole number and one unit: '90s', '15m', '12h' or '30d'.",
  );
}

/** Misuse is told at start-up. @throws SallyportConfigError */
export function checkConfiguration({ origin, secrets: ring, sendMail }: SallyportOptions, policy: Policy): void {
  const secrets = typeof ring === 'function' ? ring() : ring;
  if (secrets.length === 0) {
    throw new SallyportConfigError(
      'no-secret',
      'There is no secret.',
      'Set `secrets: [process.env.SALLYPORT_SECRET]` to at least 32 random characters.',
    );
  }
  if (secrets.some((secret) => typeof secret !== 'string' || secret.length < SHORTEST_SECRET)) {
    throw new SallyportConfigError(
      'weak-secret',
      `A secret is missing or shorter than ${SHORTEST_SECRET} characters.`,
      'Make one with: node -p "crypto.randomBytes(32).toString(\'base64url\')"',
    );
  }
  if (!URL.canParse(origin) || new URL(origin).origin !== origin.replace(/\/$/, '')) {
    throw new SallyportConfigError(
      'bad-origin',
      `'${origin}' is no origin.`,
      "Write scheme and host, and a port if there is one: 'https://app.example'.",
    );
  }
  const { protocol, hostname } = new URL(origin);
  if (protocol !== 'https:' && hostname !== 'localhost' && !hostname.endsWith('.localhost')) {
    throw new SallyportConfigError(
      'insecure-origin',
      `'${origin}' is not served over https.`,
      'Serve it over https; plain http works on localhost alone.',
    );
  }
  if (sendMail === undefined && policy.emailCodes === 'always') {
    throw new SallyportConfigError(
      'no-mailer',
      'The policy always offers email codes, and there is no mailer.',
      'Give `sendMail`, or leave `emailCodes.offer` out of the policy.',
    );
  }
}
