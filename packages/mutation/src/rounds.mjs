// A mutant that one round of tests did not notice is shown to the next.

const SURVIVED = ['Survived', 'NoCoverage'];

/**
 * The places of the mutants that no test noticed so far, as Stryker wants to be told of them: `file:line:column-line:column`.
 *
 * @param {{ files: Record<string, { mutants: object[] }> }} found the report of Stryker, by the mutation testing report schema
 * @returns {string[]}
 */
export function survivorsIn(found) {
  const places = Object.entries(found.files).flatMap(([file, { mutants }]) =>
    mutants.filter(({ status }) => SURVIVED.includes(status)).map(({ location }) => `${file}:${range(location)}`),
  );
  return [...new Set(places)];
}

/** The report counts columns from 1; where to mutate is told in columns from 0. */
const range = ({ start, end }) => `${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`;

/** The first report, with what a later round noticed of its survivors. A place holds other mutants too: theirs stays as it was. */
export function withLaterRound(first, later) {
  const files = Object.entries(first.files).map(([file, { source, mutants }]) => {
    const told = new Map((later.files[file]?.mutants ?? []).map((mutant) => [nameOf(mutant), mutant.status]));
    const both = mutants.map((mutant) => {
      const status = SURVIVED.includes(mutant.status) ? told.get(nameOf(mutant)) : undefined;
      // No test of the later round comes to it: an earlier one does.
      return status === undefined || status === 'NoCoverage' || status === 'Ignored' ? mutant : { ...mutant, status };
    });
    return [file, { source, mutants: both }];
  });
  return { ...first, files: Object.fromEntries(files) };
}

const nameOf = ({ location, mutatorName, replacement }) => JSON.stringify([location, mutatorName, replacement]);
