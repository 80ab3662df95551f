/** Whether an address is one of this very machine. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Whether a provider may be asked there: by https, or by plain http on this machine where the host wants it. */
export function mayAsk(address: URL, insecureLoopback: boolean): boolean {
  return address.protocol === 'https:' || (address.protocol === 'http:' && insecureLoopback && isLoopback(address));
}
