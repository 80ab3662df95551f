import type { Policy } from '@sallyport/core';
import { SallyportConfigError } from './api/configuration-error.ts';
import type { SallyportOptions } from './options.ts';
import { SHORTEST_SECRET } from './secrets/key-ring.ts';

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
