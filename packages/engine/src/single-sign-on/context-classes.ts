import type { Policy } from '@sallyport/core';

/** The authentication context classes that the policy makes something of, where a provider asserts them: to be asked for. */
export function contextClasses({ document }: Policy, provider: string): readonly string[] {
  const trusted = (document.providers?.[provider]?.trust ?? []).flatMap(({ acr }) => acr ?? []);
  const patterns = Object.values(document.strengths ?? {}).flatMap(({ anyOf }) => anyOf.flat());
  const named = patterns.flatMap((pattern) =>
    pattern.method === 'sso' && (pattern.provider ?? provider) === provider ? (pattern.acr ?? []) : [],
  );
  return [...new Set([...trusted, ...named])];
}
