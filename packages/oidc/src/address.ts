export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

export function mayAsk(address: URL, insecureLoopback: boolean): boolean {
  return address.protocol === 'https:' || (address.protocol === 'http:' && insecureLoopback && isLoopback(address));
}
