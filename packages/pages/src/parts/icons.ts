import { svg } from './element.ts';

const paths = {
  passkey:
    'M9 4.5a4 4 0 1 1 0 8 4 4 0 0 1 0-8M2.5 20c.4-3.6 3-5.5 6.5-5.5 1.3 0 2.4.2 3.4.7M17.5 9a3 3 0 0 1 1.3 5.7v1.2l-1 1 1 1.1-1.3 1.9-1.3-1.4v-3.8A3 3 0 0 1 17.5 9',
  totp: 'M8 2.5h8a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2M9.5 9.5h.01M12 9.5h.01M14.5 9.5h.01M9.5 13h.01M12 13h.01M14.5 13h.01M10.5 18h3',
  mail: 'M4.5 5h15a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-15a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2M3 7l9 6 9-6',
  code: 'M4.5 6h15a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-15a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2M7 10.5v3M10.3 10.5v3M13.7 10.5v3M17 10.5v3',
  password: 'M6.5 10.5h11a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2M8 10.5V8a4 4 0 0 1 8 0v2.5',
  person: 'M12 3.5a4 4 0 1 1 0 8 4 4 0 0 1 0-8M4.5 20.5c.5-4 3.500-6 7.500-6s7 2 7.500 6',
} as const;

export function icon(name: keyof typeof paths): SVGElement {
  return svg(
    'svg',
    { viewBox: '0 0 24 24', width: 24, height: 24, fill: 'none', 'aria-hidden': 'true' },
    svg('path', {
      d: paths[name],
      stroke: 'currentColor',
      'stroke-width': 1.6,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    }),
  );
}
