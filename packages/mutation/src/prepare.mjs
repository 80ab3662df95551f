// Stryker empties blocks and arrays, and removes neither a single statement nor a spread. Written like this, both are removed too:
//
//     await commit(change);        { await commit(change); }
//     { ...beside, events }        { ...([beside][0]), events }
//
// Nothing else changes, no line moves, and what is meant stays what it was.
import ts from 'typescript';

/**
 * @param {string} source
 * @returns {string}
 */
export function prepare(source) {
  const file = ts.createSourceFile('a.ts', source, ts.ScriptTarget.Latest, true);
  /** @type {{ at: number, text: string }[]} */
  const inserted = [];
  const around = (node, before, after) => {
    inserted.push({ at: node.getStart(), text: before }, { at: node.getEnd(), text: after });
  };
  const visit = (node) => {
    if (ts.isExpressionStatement(node) && ts.isBlock(node.parent) && node.parent.statements.length > 1) {
      around(node, '{ ', ' }');
    }
    if (ts.isSpreadAssignment(node) && !isChoice(node.expression)) around(node.expression, '([', '][0])');
    ts.forEachChild(node, visit);
  };
  visit(file);
  return inserted
    .toSorted((a, b) => b.at - a.at)
    .reduce((text, { at, text: piece }) => text.slice(0, at) + piece + text.slice(at), source);
}

/** `...(wanted ? { … } : {})` is mutated as it is. */
function isChoice(expression) {
  return ts.isParenthesizedExpression(expression) && ts.isConditionalExpression(expression.expression);
}
