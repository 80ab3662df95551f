import { registerOpenTelemetry } from '@sallyport/test-support/adapters/telemetry';
import { describe, expect, it } from 'vitest';
import { openTelemetry } from './index.ts';

/** The attributes of the span of an operation that answers so. */
async function attributesOf(answer: () => Promise<unknown>): Promise<unknown> {
  const { api, spans } = registerOpenTelemetry();
  const part = openTelemetry(api).operations('part', { act: answer });
  await part.act().catch(() => undefined);
  expect(spans()).toMatchObject([{ name: 'sallyport.part.act' }]);
  return spans()[0]?.attributes;
}

describe('the outcome of an operation', () => {
  it.each(['open', 'continue', 'enroll', 'redirect', 'complete', 'recovered'])(
    'is the status of its flow: %s',
    async (status) => {
      expect(await attributesOf(async () => ({ answer: { status } }))).toMatchObject({ 'sallyport.outcome': status });
    },
  );

  it.each([
    undefined,
    null,
    'a text',
    {},
    { answer: undefined },
    { answer: null },
    { answer: 'a text' },
    { answer: {} },
    { answer: { status: 7 } },
    { answer: { status: 'a text of somebody' } },
  ])('is "done" without a flow: %j', async (answer) => {
    expect(await attributesOf(async () => answer)).toMatchObject({ 'sallyport.outcome': 'done' });
  });

  it('is told of an operation that answers at once, too', () => {
    const { api, spans } = registerOpenTelemetry();
    const part = openTelemetry(api).operations('part', { act: () => ({ answer: { status: 'open' } }) });
    part.act();
    expect(spans()).toMatchObject([{ attributes: { 'sallyport.outcome': 'open' } }]);
  });

  it('is absent if the operation fails: there is the error instead', async () => {
    expect(await attributesOf(() => Promise.reject(new TypeError('no')))).toStrictEqual({
      'sallyport.operation': 'part.act',
      'error.type': 'TypeError',
    });
  });
});
