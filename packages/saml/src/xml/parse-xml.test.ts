import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { checkedNamespaces, parseMessage } from './parse-xml.ts';

describe('the bounds of a message', () => {
  it('X7 counts the beginnings of tags before the parser looks at the message', () => {
    const signs = (count: number): string => `<r>${'<'.repeat(count)}</r>`;
    expect(() => parseMessage(signs(10_997))).toThrow('the XML is not well-formed');
    expect(() => parseMessage(signs(10_998))).toThrow('the message has too many elements');
  });

  it('X7 counts quotation marks before the parser looks at the message', () => {
    const signs = (count: number): string => `<r>${'"'.repeat(count)}</x>`;
    expect(() => parseMessage(signs(13_999))).toThrow('the XML is not well-formed');
    expect(() => parseMessage(signs(14_000))).toThrow('the message has too many attributes');
  });
});

describe('the names of an element', () => {
  const elementWith = (name: string): Element => {
    const { documentElement } = new DOMParser().parseFromString('<r/>', 'text/xml');
    documentElement.setAttribute(name, 'x');
    return documentElement;
  };

  it.each(['a', 'a:b', 'é', '_', 'a-1.b'])('X7 takes %s', (name) => {
    expect(checkedNamespaces(elementWith(name))).toEqual([]);
  });

  it.each(['a b', '1a', '-a', 'a|b', ''])('X7 refuses %j, which no attribute is called', (name) => {
    expect(() => checkedNamespaces(elementWith(name))).toThrow('the XML is not well-formed');
  });
});
