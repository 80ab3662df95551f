import { readdirSync, readFileSync } from 'node:fs';
import type { Meter } from '@opentelemetry/api';
import { EVENT_TYPES } from '@sallyport/store';
import { registerOpenTelemetry } from '@sallyport/test-support/adapters/telemetry';
import { describe, expect, it } from 'vitest';
import { instruments } from './instruments.ts';

const document = readFileSync(new URL('../../../../../docs/guide/observability.md', import.meta.url), 'utf8');

/** Every instrument, as `name unit kind`. */
function made(): readonly string[] {
  const { api } = registerOpenTelemetry();
  const real = api.metrics.getMeter('any');
  const all: string[] = [];
  const noting = (kind: string, make: 'createHistogram' | 'createCounter' | 'createObservableGauge') => ({
    [make]: (name: string, options: { readonly unit: string }) => {
      all.push(`\`${name}\` | \`${options.unit}\` | ${kind}`);
      return real[make](name, options);
    },
  });
  const meter: Meter = Object.assign(
    Object.create(real),
    noting('histogram', 'createHistogram'),
    noting('counter', 'createCounter'),
    noting('gauge', 'createObservableGauge'),
  );
  instruments(meter, { hashingWaiting: () => 0, flowsOpen: () => 0, noticesWaiting: () => 0 });
  return all;
}

describe('docs/guide/observability.md', () => {
  it('has every metric with its unit and its kind, and no other', () => {
    const told = [...document.matchAll(/^\| (`sallyport\.[\w.]+` \| `[^`]+` \| \w+) \|/gm)].map(([, row]) => row);
    expect(told.toSorted()).toEqual(made().toSorted());
  });

  it('asks Prometheus for metrics that there are', () => {
    const names = made().flatMap((row) => {
      const [, name = '', unit, kind] = /`([^`]+)` \| `([^`]+)` \| (\w+)/.exec(row) ?? [];
      const base = name.replaceAll('.', '_') + (unit === 's' ? '_seconds' : '');
      if (kind === 'histogram') return [`${base}_bucket`, `${base}_count`];
      return kind === 'counter' ? [`${base}_total`] : [base];
    });
    const asked = [...document.matchAll(/(?:sum|max|rate|increase)\((sallyport_\w+)/g)].map(([, name]) => name);
    expect(asked.length).toBeGreaterThan(15);
    for (const name of asked) expect(names).toContain(name);
  });

  it('groups and selects by labels that the metric has', () => {
    const attributes = new Map(
      [...document.matchAll(/^\| `(sallyport\.[\w.]+)` \| `[^`]+` \| \w+ \| (.*) \|$/gm)].map(
        ([, name = '', list = '']) => [
          name.replaceAll('.', '_'),
          [...list.matchAll(/`([\w.]+)`/g)].map(([, attribute = '']) => attribute.replaceAll('.', '_')),
        ],
      ),
    );
    const labelsOf = (metric: string): readonly string[] =>
      attributes.get(metric.replace(/(?:_seconds)?_(?:bucket|count|total)$/, '')) ?? [];
    const queries = [...document.matchAll(/`([^`\n]*\bsallyport_[^`\n]*)`/g)].map(([, query = '']) => query);
    const asked = queries.flatMap((query) => {
      const metrics = [...query.replaceAll(/\bby \([^)]*\)/g, '').matchAll(/\((sallyport_\w+)(?:\{([^}]*)\})?/g)];
      const by = [...query.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', '));
      return metrics.flatMap(([, metric = '', selected = '']) =>
        [
          ...by.filter((label) => label !== 'le'),
          ...[...selected.matchAll(/(\w+)(?==|!=)/g)].map(([label]) => label),
        ].map((label) => ({ query, metric, label })),
      );
    });
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter(({ metric, label }) => !labelsOf(metric).includes(label))).toEqual([]);
  });

  it('has attributes that the code sets', () => {
    const folder = new URL('./', import.meta.url);
    const code = readdirSync(folder)
      .filter((name) => !name.includes('.test.'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .join('\n');
    const rows = [...document.matchAll(/^\| `sallyport\.[\w.]+` \| `[^`]+` \| \w+ \| (.*) \|$/gm)];
    const named = rows.flatMap(([, list = '']) => [...list.matchAll(/`([\w.]+)`/g)].map(([, attribute]) => attribute));
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((attribute) => !code.includes(`'${attribute}'`))).toEqual([]);
  });

  it('names types of events that there are', () => {
    const asked = [...document.matchAll(/sallyport_event_type=~?"([^"]+)"/g)].flatMap(([, types = '']) =>
      types.split('\\|'),
    );
    expect(asked.length).toBeGreaterThan(3);
    for (const type of asked) expect(Object.keys(EVENT_TYPES)).toContain(type);
  });
});

describe('docs/guide/alerts.yml', () => {
  const read = (name: string): string =>
    readFileSync(new URL(`../../../../../docs/guide/${name}`, import.meta.url), 'utf8');
  const rules = [
    ...read('alerts.yml').matchAll(/- alert: "(.+)"\n +expr: (.+)\n( +for: 5m\n)? +labels: \{ severity: (\w+) \}\n/g),
  ].map(([, alert, expression = '', lasting, severity]) => ({
    alert,
    expression,
    lasting: lasting !== undefined,
    severity,
  }));

  it('has a rule for each row that operate.md says to alert on, with the severity of the row', () => {
    const [, watched = ''] = read('operate.md').split('## What to watch, and when to wake somebody');
    const [wake = '', morning = ''] = watched.split('| Look in the morning | at |');
    const rowsOf = (table: string, severity: string) =>
      [...table.matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm)]
        .map(([, alert, at = '']) => ({ alert, severity, lasting: /for 5 minutes|^if people/.test(at) }))
        .filter(({ alert = '' }) => !/^(?:---|Wake somebody|Failed sign-ins .*)$/.test(alert));
    const rows = [...rowsOf(wake, 'wake'), ...rowsOf(morning, 'morning')];
    expect(rows.length).toBeGreaterThan(10);
    expect(rules.map(({ alert, severity, lasting }) => ({ alert, severity, lasting }))).toEqual(rows);
  });

  it('has the queries of observability.md, with thresholds of its own', () => {
    const withoutThreshold = (query: string): string => query.replace(/> [\d.]+$/, '>');
    const queries = [...document.matchAll(/`([^`\n]*\bsallyport_[^`\n]*)`/g)].map(([, query = '']) =>
      withoutThreshold(query.replaceAll('\\|', '|')),
    );
    expect(rules.filter(({ expression }) => !queries.includes(withoutThreshold(expression)))).toEqual([]);
  });
});
