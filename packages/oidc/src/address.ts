/** `localhost`, `[::1]` or 127.0.0.0/8. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Plain http only to this machine and only if the host allows it. */
export function mayAsk(address: URL, insecureLoopback: boolean): boolean {
  return address.protocol === 'https:' || (address.protocol === 'http:' && insecureLoopback && isLoopback(address));
}
