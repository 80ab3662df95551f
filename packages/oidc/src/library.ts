export function openidClient(): Promise<typeof import('openid-client')> {
  return import('openid-client');
}
