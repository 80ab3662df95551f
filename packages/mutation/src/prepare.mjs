// Stryker removes neither single statements nor spreads. Written as on the right, both are removed:
//     await commit(change);        { await commit(change); }
//     { ...beside, events }        { ...([beside][0]), events }
import ts from 'typescript';

export function prepare(source) {
  const file = ts.createSourceFile('a.ts', source, ts.ScriptTarget.Latest, true);
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

function isChoice(expression) {
  return ts.isParenthesizedExpression(expression) && ts.isConditionalExpression(expression.expression);
}
