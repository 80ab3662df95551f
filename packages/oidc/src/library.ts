/** openid-client, loaded when it is first used. */
export function openidClient(): Promise<typeof import('openid-client')> {
  return import('openid-client');
}
