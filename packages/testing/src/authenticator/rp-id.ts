import { isIP } from 'node:net';
import { AuthenticatorError } from './authenticator-error.ts';

/**
 * The RP ID of a ceremony, checked against the page's origin as a client does (WebAuthn L3 §5.1.3, §5.1.4.1): the page is a secure context,
 * and the RP ID is the host or a domain above the host. There is no public suffix list: a bare top-level domain is refused, `co.uk` is not.
 * Related origin requests (§5.11) are not supported.
 *
 * @param requested - The RP ID of the options. Default: the host.
 * @throws AuthenticatorError `origin-insecure` or `rp-id-mismatch` (`SecurityError`).
 */
export function resolveRpId(requested: string | undefined, origin: string): string {
  const host = secureHost(origin);
  const rpId = requested ?? host;
  if (rpId !== host && !(rpId.includes('.') && host.endsWith(`.${rpId}`))) {
    throw new AuthenticatorError('rp-id-mismatch', `A page of ${origin} may not use the RP ID "${rpId}"`);
  }
  return rpId;
}

function secureHost(origin: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined || url.origin !== origin) {
    throw new AuthenticatorError('origin-insecure', `Not an origin, such as https://example.com: "${origin}"`);
  }
  const { protocol, hostname } = url;
  const local = hostname === 'localhost' || hostname.endsWith('.localhost');
  if (protocol !== 'https:' && !(protocol === 'http:' && local)) {
    throw new AuthenticatorError('origin-insecure', `WebAuthn needs https, or localhost: "${origin}"`);
  }
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) {
    throw new AuthenticatorError('origin-insecure', `WebAuthn needs a domain, not an IP address: "${origin}"`);
  }
  return hostname;
}
