import { expect, it } from 'vitest';
import { prepare } from './prepare.mjs';

it('puts statements that stand beside others into blocks, and spreads into arrays', () => {
  const source = ['async function f() {', '  await a();', '  return { ...b, ...(c ? { d } : {}), e };', '}'].join('\n');
  expect(prepare(source)).toBe(
    ['async function f() {', '  { await a(); }', '  return { ...([b][0]), ...(c ? { d } : {}), e };', '}'].join('\n'),
  );
});

it('nests', () => {
  expect(prepare('{ a({ ...{ ...b } }); c(); }')).toBe('{ { a({ ...([{ ...([b][0]) }][0]) }); } { c(); } }');
});

it('leaves alone what stands by itself', () => {
  const source = 'if (a) { b(); }\nconst c = () => { d(); };\ne();\n';
  expect(prepare(source)).toBe(source);
});
