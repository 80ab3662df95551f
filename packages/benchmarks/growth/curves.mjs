// Both axes are logarithmic: a cost that grows as the number of accounts has slope one.

const COLOURS = ['#1b6ca8', '#b3541e', '#2e7d32', '#6a3d9a', '#a31545'];
const PANEL = { width: 340, height: 300, left: 60, top: 70, gap: 80 };

/** @param {string[]} operations in the order of the legend */
export function curves(measured, operations) {
  const kinds = [...new Set(measured.map(({ kind }) => kind))];
  const counts = [...new Set(measured.map(({ count }) => count))].sort((a, b) => a - b);
  const ratios = measured.flatMap(({ costs }) => operations.map((what) => middle(costs[what])));
  const top = Math.ceil(Math.log10(Math.max(...ratios)));
  const x = (count, panel) =>
    PANEL.left +
    panel * (PANEL.width + PANEL.gap) +
    (Math.log10(count / counts[0]) / Math.log10(counts.at(-1) / counts[0])) * PANEL.width;
  const y = (ratio) => PANEL.top + PANEL.height * (1 - Math.log10(Math.max(ratio, 1)) / top);
  const panels = kinds.map((kind, panel) => {
    const own = measured.filter((each) => each.kind === kind);
    const grid = [
      ...counts.map((count) => `<path d="M${at(x(count, panel))} ${PANEL.top}V${PANEL.top + PANEL.height}"/>`),
      ...powers(top).map(
        (power) => `<path d="M${at(x(counts[0], panel))} ${at(y(power))}H${at(x(counts.at(-1), panel))}"/>`,
      ),
    ];
    const labels = [
      ...counts.map((count) => words(x(count, panel), PANEL.top + PANEL.height + 18, shortly(count))),
      ...powers(top).map((power) => words(x(counts[0], panel) - 8, y(power) + 4, `${shortly(power)}×`, 'end')),
      words(x(counts[0], panel), PANEL.top - 12, kind === 'postgres' ? 'Postgres' : 'MongoDB', 'start'),
    ];
    const lines = operations.map((what, place) => {
      const points = own.map(({ count, costs }) => `${at(x(count, panel))} ${at(y(middle(costs[what])))}`);
      const dots = points.map((point) => `<circle cx="${point.split(' ')[0]}" cy="${point.split(' ')[1]}" r="3"/>`);
      return `<g stroke="${COLOURS[place]}" fill="${COLOURS[place]}"><path fill="none" stroke-width="2" d="M${points.join('L')}"/>${dots.join('')}</g>`;
    });
    return `<g stroke="#ddd">${grid.join('')}</g>\n<g fill="#333">${labels.join('')}</g>\n${lines.join('\n')}`;
  });
  const width = PANEL.left + kinds.length * (PANEL.width + PANEL.gap);
  const legend = operations.map((what, place) => {
    const left = PANEL.left + place * 140;
    const height = PANEL.top + PANEL.height + 44;
    return `<path stroke="${COLOURS[place]}" stroke-width="3" d="M${left} ${height}h18"/>${words(left + 24, height + 4, what, 'start')}`;
  });
  const described = measured.map(
    ({ kind, count, costs }) =>
      `${kind} ${count}: ${operations.map((what) => `${what} ${middle(costs[what]).toPrecision(3)}`).join(', ')}`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${PANEL.top + PANEL.height + 64}" role="img" aria-labelledby="title desc" font-family="system-ui, sans-serif" font-size="12">
<title id="title">Cost of an operation against the number of accounts</title>
<desc id="desc">To the cost of one read by a key, or of one read and one write for a sign-in. ${described.join('; ')}.</desc>
<rect width="100%" height="100%" fill="#fff"/>
${words(PANEL.left, 24, 'Cost to one read by a key (a sign-in: to one read and one write) against the number of accounts', 'start')}
${panels.join('\n')}
${legend.join('\n')}
</svg>
`;
}

function middle(costs) {
  const sorted = costs.map(({ ratio }) => ratio).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const powers = (top) => Array.from({ length: top + 1 }, (_, power) => 10 ** power);
const at = (value) => Math.round(value * 10) / 10;
const shortly = (count) => (count >= 1e6 ? `${count / 1e6} M` : count >= 1e3 ? `${count / 1e3} k` : `${count}`);
const words = (left, height, text, anchor = 'middle') =>
  `<text x="${at(left)}" y="${at(height)}" text-anchor="${anchor}">${text}</text>`;
