import { createHash } from 'node:crypto';
import { contrast, type Hex, mixed, readable } from './colours.ts';
import { refuseOthers } from './members.ts';

/** The colours of the pages. Every colour is `#rrggbb`. */
export interface ThemeColours {
  /** Buttons, links, marks of what is chosen. The other colours with `accent` in their name follow from this colour, if absent. */
  readonly accent?: Hex | undefined;
  /** A button under the pointer. */
  readonly accentHover?: Hex | undefined;
  /** The text on a button. */
  readonly onAccent?: Hex | undefined;
  /** The background of what is chosen, and of good news. */
  readonly accentWash?: Hex | undefined;
  /** The text on `accentWash`. */
  readonly accentInk?: Hex | undefined;
  /** The background of the page. */
  readonly paper?: Hex | undefined;
  /** The background of cards, fields and dialogs. */
  readonly surface?: Hex | undefined;
  /** The background of parts that stand back, such as the head of a table. */
  readonly sunken?: Hex | undefined;
  /** Lines between parts. */
  readonly line?: Hex | undefined;
  /** The edge of a quiet button. */
  readonly lineMid?: Hex | undefined;
  /** The edge of a field. */
  readonly lineStrong?: Hex | undefined;
  /** Text. */
  readonly ink?: Hex | undefined;
  /** Explanations and labels. */
  readonly inkSoft?: Hex | undefined;
  /** Errors, and acts that cannot be undone. */
  readonly danger?: Hex | undefined;
  /** The background of an error. */
  readonly dangerWash?: Hex | undefined;
  /** Warnings. */
  readonly warn?: Hex | undefined;
  /** The background of a warning. */
  readonly warnWash?: Hex | undefined;
}

/** The look of all pages of a host. Absent members keep the default. */
export interface Theme {
  /** The colours for browsers that prefer a light page. */
  readonly light?: ThemeColours | undefined;
  /** The colours for browsers that prefer a dark page. Without an `accent` here, the light `accent` is made light enough. */
  readonly dark?: ThemeColours | undefined;
  /** `light` or `dark`: every browser gets these colours. Default: as the browser prefers. */
  readonly scheme?: 'light' | 'dark' | undefined;
  /** A list of font families as in CSS. A font of your own comes with one of the site's `styleSheets`. */
  readonly font?: string | undefined;
  /** The radius of cards in pixels, 0 to 32. Buttons and fields have two thirds. */
  readonly radius?: number | undefined;
}

type Colours = Readonly<Record<keyof ThemeColours, Hex>>;

export const DEFAULTS: Readonly<Record<'light' | 'dark', Colours>> = {
  light: {
    ...{ paper: '#f7f6f3', surface: '#ffffff', sunken: '#f1efea', line: '#e2dfd8', lineMid: '#cdc9bf' },
    ...{ lineStrong: '#8c877c', ink: '#1c1b19', inkSoft: '#5e5a52', accent: '#0f6e50', accentHover: '#0b5940' },
    ...{ onAccent: '#ffffff', accentWash: '#e5f2ec', accentInk: '#0b5c43', danger: '#b3261e' },
    ...{ dangerWash: '#fcecea', warn: '#8a5300', warnWash: '#fdf3e0' },
  },
  dark: {
    ...{ paper: '#131412', surface: '#1b1c1a', sunken: '#232522', line: '#31332f', lineMid: '#4a4d47' },
    ...{ lineStrong: '#7e8279', ink: '#eeede8', inkSoft: '#a9aaa1', accent: '#45c295', accentHover: '#63d1a9' },
    ...{ onAccent: '#06150f', accentWash: '#173126', accentInk: '#6cd6b0', danger: '#ff8b80' },
    ...{ dangerWash: '#3a1d1a', warn: '#f0b65c', warnWash: '#33270f' },
  },
};

/** With the least contrast of each (WCAG 2.2, 1.4.3 and 1.4.11). */
const PAIRS: readonly (readonly [keyof Colours, readonly (keyof Colours)[], number])[] = [
  ['ink', ['paper', 'surface', 'sunken'], 4.5],
  ['inkSoft', ['paper', 'surface', 'sunken'], 4.5],
  ['accent', ['surface', 'paper'], 4.5],
  ['onAccent', ['accent', 'accentHover'], 4.5],
  ['accentInk', ['accentWash', 'surface'], 4.5],
  ['danger', ['surface', 'dangerWash'], 4.5],
  ['warn', ['surface', 'warnWash'], 4.5],
  ['lineStrong', ['surface'], 3],
];

const NAMES = Object.keys(DEFAULTS.light) as (keyof Colours)[];
const MEMBERS = Object.keys({
  ...{ light: true, dark: true, scheme: true, font: true, radius: true },
} satisfies Record<keyof Theme, true>);

export interface ThemeSheet {
  readonly path: string;
  readonly css: string;
}

/** @throws TypeError for a malformed theme, and for text that would be hard to read on its background */
export function themeSheet(theme: Theme | undefined): ThemeSheet | undefined {
  if (theme === undefined) return undefined;
  check(theme);
  const light = { ...DEFAULTS.light, ...coloursOf('light', theme.light ?? {}) };
  const dark = { ...DEFAULTS.dark, ...coloursOf('dark', { ...lightened(theme), ...theme.dark }) };
  const { scheme } = theme;
  if (scheme !== 'dark') refuseUnreadable('light', light);
  if (scheme !== 'light') refuseUnreadable('dark', dark);
  const [byDay, byNight] = [scheme ?? 'light', scheme ?? 'dark'] as const;
  const variables = { light: variablesOf('light', light), dark: variablesOf('dark', dark) };
  const css = [
    `:root{color-scheme:${scheme ?? 'light dark'};${variables[byDay]}${shapeOf(theme)}}`,
    `@media (prefers-color-scheme:dark){:root{${variables[byNight]}}}`,
    `@media (forced-colors:active){:root{${FORCED}}}`,
  ].join('\n');
  const digest = createHash('sha256').update(css).digest('hex').slice(0, 8).toUpperCase();
  return { path: `/assets/theme-${digest}.css`, css };
}

function check(theme: Theme): void {
  refuseOthers('theme', theme, MEMBERS);
  const { scheme, font, radius, light = {}, dark = {} } = theme;
  if (scheme !== undefined && scheme !== 'light' && scheme !== 'dark')
    throw new TypeError(`theme: scheme is '${scheme}': write 'light' or 'dark'`);
  if (font !== undefined && !/^[\w\s,'"-]{1,300}$/.test(font))
    throw new TypeError(`theme: font is '${font}': write font families, separated by commas`);
  if (radius !== undefined && !(Number.isFinite(radius) && radius >= 0 && radius <= 32))
    throw new TypeError(`theme: radius is ${radius}: write a number of pixels from 0 to 32`);
  for (const [name, colours] of Object.entries({ light, dark })) {
    refuseOthers(`theme: ${name}`, colours, NAMES);
    for (const [colour, value] of Object.entries(colours))
      if (value !== undefined && !/^#[0-9a-f]{6}$/i.test(value))
        throw new TypeError(`theme: ${name}.${colour} is '${value}': write a colour as #rrggbb`);
  }
}

function coloursOf(scheme: 'light' | 'dark', given: ThemeColours): Partial<Colours> {
  const own: Partial<Colours> = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const { accent } = own;
  if (accent === undefined) return own;
  const all = { ...DEFAULTS[scheme], ...own };
  const [strong, onLight] = scheme === 'light' ? (['#000000', '#ffffff'] as const) : (['#ffffff', '#000000'] as const);
  const accentHover = own.accentHover ?? mixed(accent, strong, 0.16);
  const onAccent = [onLight, strong].toSorted((a, b) => contrast(b, accent) - contrast(a, accent))[0] ?? onLight;
  const accentWash = own.accentWash ?? mixed(all.surface, accent, scheme === 'light' ? 0.1 : 0.18);
  const accentInk = readable(accent, strong, [accentWash, all.surface], 5.5);
  return { accentHover, onAccent, accentWash, accentInk, ...own };
}

function lightened({ light, dark }: Theme): ThemeColours {
  const { surface, paper } = { ...DEFAULTS.dark, ...dark };
  return light?.accent === undefined ? {} : { accent: readable(light.accent, '#ffffff', [surface, paper], 5.5) };
}

function refuseUnreadable(scheme: 'light' | 'dark', colours: Colours): void {
  for (const [text, backgrounds, least] of PAIRS)
    for (const background of backgrounds) {
      const ratio = contrast(colours[text], colours[background]);
      if (ratio >= least) continue;
      const both = `${text} (${colours[text]}) on ${background} (${colours[background]})`;
      throw new TypeError(
        `theme: ${scheme}: ${both} has the contrast ${ratio.toFixed(2)}, and needs ${least} (WCAG 2.2, 1.4.3 and 1.4.11)`,
      );
    }
}

/** In forced colours the browser chooses the backgrounds. */
const FORCED = NAMES.map((name) => {
  const isText = /^(accent|accentHover|accentInk|danger|ink|inkSoft|warn)$/.test(name) || name.startsWith('line');
  return `${variableOf(name)}:${isText ? 'canvastext' : 'canvas'};`;
}).join('');

function variablesOf(scheme: 'light' | 'dark', colours: Colours): string {
  const own = NAMES.map((name) => `${variableOf(name)}:${colours[name]};`);
  return [
    ...own,
    ...Object.entries(chartsOf(scheme, colours)).map(([name, value]) => `--chart-${name}:${value};`),
  ].join('');
}

/** Amber is amber in every theme: it has no text, and a form of its own. */
function chartsOf(scheme: 'light' | 'dark', { accent, danger, lineStrong, surface, ink }: Colours) {
  return {
    good: accent,
    calm: mixed(accent, surface, 0.3),
    warn: scheme === 'light' ? '#c9820a' : '#e0a33f',
    bad: danger,
    rest: lineStrong,
    track: mixed(surface, ink, 0.09),
  };
}

export function variableOf(name: keyof ThemeColours): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function shapeOf({ font, radius }: Theme): string {
  return [
    ...(font === undefined ? [] : [`--font:${font};`]),
    ...(radius === undefined ? [] : [`--radius:${radius}px;--radius-small:${Math.round((radius * 2) / 3)}px;`]),
  ].join('');
}
