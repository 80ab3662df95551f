import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast, type Hex } from './colours.ts';
import { DEFAULTS, type Theme, themeSheet, variableOf } from './theme.ts';

/** The variables of a part of a style sheet, by name. */
function variablesIn(css: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...css.matchAll(/(--[a-z-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));
}

/** The variables of the light and of the dark colours. */
function schemesOf(css: string): readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>] {
  const [light = '', dark = ''] = css.split('@media');
  return [variablesIn(light), variablesIn(dark)];
}

const sheetOf = (theme: Theme): string => themeSheet(theme)?.css ?? '';

describe('the theme of the pages', () => {
  it('begins with the colours of the style sheet', () => {
    const written = schemesOf(readFileSync(new URL('../style/tokens.css', import.meta.url), 'utf8'));
    for (const [at, scheme] of (['light', 'dark'] as const).entries())
      for (const [name, colour] of Object.entries(DEFAULTS[scheme]))
        expect([name, written[at]?.[variableOf(name as keyof (typeof DEFAULTS)['light'])]]).toEqual([name, colour]);
  });

  it('is absent without options, and changes nothing if empty', () => {
    expect(themeSheet(undefined)).toBeUndefined();
    const [light, dark] = schemesOf(sheetOf({}));
    expect(light).toMatchObject({ '--accent': '#0f6e50', '--paper': '#f7f6f3' });
    expect(dark).toMatchObject({ '--accent': '#45c295', '--paper': '#131412' });
  });

  it('derives from one accent what stands beside it, on light and on dark pages', () => {
    const [light, dark] = schemesOf(sheetOf({ light: { accent: '#3b3bd6' } }));
    expect(light).toMatchObject({ '--accent': '#3b3bd6', '--on-accent': '#ffffff', '--accent-hover': '#3232b4' });
    expect(dark['--on-accent']).toBe('#000000');
    expect(contrast(dark['--accent'] as Hex, '#1b1c1a')).toBeGreaterThanOrEqual(4.5);
  });

  it('gives every browser the colours of one scheme', () => {
    const css = sheetOf({ scheme: 'light', light: { accent: '#3b3bd6' } });
    expect(css).toContain(':root{color-scheme:light;');
    const [light, dark] = schemesOf(css);
    expect(dark).toEqual(light);
    expect(schemesOf(sheetOf({ scheme: 'dark' }))[0]).toMatchObject({ '--paper': '#131412' });
  });

  it('has the font and the corners', () => {
    expect(sheetOf({ font: '"Source Serif 4", Georgia, serif', radius: 6 })).toContain(
      '--font:"Source Serif 4", Georgia, serif;--radius:6px;--radius-small:4px;',
    );
  });

  it.each<[string, object, RegExp]>([
    ['a misspelt member', { lite: {} }, /^theme: there is no 'lite'; there are light, dark/],
    ['a misspelt colour', { light: { acent: '#000000' } }, /^theme: light: there is no 'acent'/],
    ['a colour by name', { light: { accent: 'navy' } }, /^theme: light\.accent is 'navy': write a colour as #rrggbb/],
    ['a rule in a colour', { dark: { ink: '#fff;}body{display:none' } }, /^theme: dark\.ink is/],
    ['a rule in a font', { font: 'serif;} body {' }, /^theme: font is/],
    ['another scheme', { scheme: 'auto' }, /^theme: scheme is 'auto'/],
    ['a radius that is no number', { radius: '4px' }, /^theme: radius is 4px/],
  ])('X7 refuses %s', (_what, theme, message) => {
    expect(() => themeSheet(Object(theme))).toThrow(TypeError);
    expect(() => themeSheet(Object(theme))).toThrow(message);
  });

  it('refuses text that is hard to read, by the pair and its contrast', () => {
    expect(() => themeSheet({ light: { accent: '#ffd500' } })).toThrow(
      /^theme: light: accent \(#ffd500\) on surface \(#ffffff\) has the contrast 1\.\d+, and needs 4\.5/,
    );
    expect(() => themeSheet({ dark: { inkSoft: '#555555' } })).toThrow(/^theme: dark: inkSoft/);
    expect(() => themeSheet({ scheme: 'light', dark: { inkSoft: '#555555' } })).not.toThrow();
  });

  it('is readable with every accent that it takes', () => {
    const channel = fc.integer({ min: 0, max: 255 }).map((value) => value.toString(16).padStart(2, '0'));
    const colour = fc.tuple(channel, channel, channel).map((channels): Hex => `#${channels.join('')}`);
    let taken = 0;
    fc.assert(
      fc.property(colour, (accent) => {
        let css: string;
        try {
          css = sheetOf({ light: { accent } });
        } catch (error) {
          expect(String(error)).toContain(`accent (${accent})`);
          return;
        }
        taken += 1;
        for (const colours of schemesOf(css)) {
          const of = (name: string): Hex => colours[name] as Hex;
          for (const [text, background] of [
            ['--on-accent', '--accent'],
            ['--on-accent', '--accent-hover'],
            ['--accent', '--surface'],
            ['--accent-ink', '--accent-wash'],
          ] as const)
            expect(contrast(of(text), of(background))).toBeGreaterThanOrEqual(4.5);
        }
      }),
    );
    expect(taken).toBeGreaterThan(10);
  });
});
