import { trimmed } from './white-space.ts';

const MOST_OTHERS = 4;
const FLOW = /^(?:__(?:Host|Secure)-)?sallyport-flow(?:\.|$)/;

/** The tokens of flows by a former `cookieDomain`, or of another app. */
export function otherFlows(header: string | undefined, own: string | undefined): readonly string[] {
  if (header === undefined) return [];
  return header
    .split(';')
    .map((pair) => [pair.slice(0, Math.max(0, pair.indexOf('='))), pair.slice(pair.indexOf('=') + 1)].map(trimmed))
    .filter(([name = '']) => FLOW.test(name))
    .flatMap(([, token = '']) => (token === '' || token === own ? [] : [token]))
    .slice(0, MOST_OTHERS);
}
