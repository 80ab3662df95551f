import { expect, it } from 'vitest';
import { jsonText } from './json-text.ts';

it('X41 JSON has no control character that a terminal executes, and says the same', () => {
  const value = { 'a\u009B31m': ['\u007F', '\u0080', '\u009F', '\u00A0', '\u001B', 'é'] };
  const text = jsonText(value);
  expect(text).toBe(String.raw`{"a\u009b31m":["\u007f","\u0080","\u009f","${'\u00A0'}","\u001b","é"]}`);
  expect(JSON.parse(text)).toEqual(value);
  expect(jsonText({ a: 1 }, 2)).toBe('{\n  "a": 1\n}');
});
