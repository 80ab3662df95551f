import type { LockoutCosts, LockoutSetting } from '@sallyport/assurance/lockout-simulation';
import { chanceText, minutesText } from './words.ts';

const [WIDTH, HEIGHT] = [720, 480];
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 20, 56, 64];
/** A root scale, because the good settings have few minutes. */
const MINUTES = [0, 15, 60, 180, 360, 720, 1_440];
const SHARES = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2];

export interface LockoutPicture {
  readonly tried: readonly LockoutSetting[];
  readonly front: readonly LockoutSetting[];
  readonly costs: LockoutCosts;
}

/** 720 × 480. Contains no text of the policy. */
export function lockoutSvg({ tried, front, costs }: LockoutPicture): string {
  const highest = Math.max(0.01, costs.chance, ...tried.map(({ chance }) => chance)) * 1.1;
  const x = (minutes: number): string => rounded(LEFT + (WIDTH - LEFT - RIGHT) * Math.sqrt(minutes / 1_440));
  const y = (chance: number): string => rounded(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (chance / highest));
  const dot = (radius: number, cost: LockoutCosts): string =>
    `<circle cx="${x(cost.lockedMinutes)}" cy="${y(cost.chance)}" r="${radius}"/>`;
  const places = new Map(tried.map((cost) => [`${x(cost.lockedMinutes)} ${y(cost.chance)}`, cost]));
  const step = SHARES.find((share) => highest / share <= 6) ?? 1;
  const shares = Array.from({ length: Math.floor(highest / step) }, (_, place) => step * (place + 1));
  const [ownX, ownY] = [Number(x(costs.lockedMinutes)), Number(y(costs.chance))];
  const anchor = ownX > WIDTH / 2 ? 'end' : 'start';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title desc" font-family="system-ui, sans-serif" font-size="12">
<title id="title">Chance of a guesser in a year against minutes locked out a day</title>
<desc id="desc">${front.length} of ${tried.length} settings are beaten by no other setting. These limits: ${chanceText(costs.chance)}, ${minutesText(costs.lockedMinutes)} a day.</desc>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${LEFT}" y="24" font-size="15" font-weight="600">Limits of guessing: lower and further left is better</text>
<text x="${LEFT}" y="42" fill="#555">Line: the settings that nothing beats. Dots: ${tried.length} compared settings. Square: these limits.</text>
<g stroke="#ddd">
${MINUTES.map((minutes) => `<path d="M${x(minutes)} ${TOP}V${HEIGHT - BOTTOM}"/>`).join('\n')}
${[0, ...shares].map((chance) => `<path d="M${LEFT} ${y(chance)}H${WIDTH - RIGHT}"/>`).join('\n')}
</g>
<g fill="#333" text-anchor="middle">
${MINUTES.map((minutes) => `<text x="${x(minutes)}" y="${HEIGHT - BOTTOM + 18}">${minutes < 60 ? `${minutes} min` : `${minutes / 60} h`}</text>`).join('\n')}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 16}">time a day in which an owner without a known device is locked out</text>
</g>
<g fill="#333" text-anchor="end">
${shares.map((chance) => `<text x="${LEFT - 8}" y="${rounded(Number(y(chance)) + 4)}">${rounded(chance * 100)} %</text>`).join('\n')}
</g>
<text transform="translate(16 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle" fill="#333">chance of a guesser in a year</text>
<g fill="#b8c0cc">
${[...places.values()].map((cost) => dot(2, cost)).join('\n')}
</g>
<path fill="none" stroke="#0b6e4f" stroke-width="2" d="${front.map((cost, place) => `${place === 0 ? 'M' : 'L'}${x(cost.lockedMinutes)} ${y(cost.chance)}`).join('')}"/>
<g fill="#0b6e4f">
${front.map((cost) => dot(4, cost)).join('\n')}
</g>
<rect x="${rounded(ownX - 5)}" y="${rounded(ownY - 5)}" width="10" height="10" fill="#b3261e"/>
<text x="${rounded(ownX + (anchor === 'end' ? -10 : 10))}" y="${rounded(ownY - 8)}" text-anchor="${anchor}" fill="#b3261e">these limits: ${chanceText(costs.chance)}, ${minutesText(costs.lockedMinutes)}</text>
</svg>
`;
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
