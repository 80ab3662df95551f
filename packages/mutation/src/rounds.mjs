// Selects the mutants that one round of tests did not notice for the next round, and merges the results of both rounds.

const SURVIVED = ['Survived', 'NoCoverage'];

/**
 * The places of the mutants that no test has noticed so far, in the form of Stryker's `mutate` option: `file:line:column-line:column`.
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

/** The report counts columns from 1, and Stryker's `mutate` option counts columns from 0. */
const range = ({ start, end }) => `${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`;

/** The first report, with the later round's results for the survivors. Other mutants at the same places keep their first result. */
export function withLaterRound(first, later) {
  const files = Object.entries(first.files).map(([file, { source, mutants }]) => {
    const told = new Map((later.files[file]?.mutants ?? []).map((mutant) => [nameOf(mutant), mutant.status]));
    const both = mutants.map((mutant) => {
      const status = SURVIVED.includes(mutant.status) ? told.get(nameOf(mutant)) : undefined;
      // If no test of the later round reaches the mutant, the earlier result stays.
      return status === undefined || status === 'NoCoverage' || status === 'Ignored' ? mutant : { ...mutant, status };
    });
    return [file, { source, mutants: both }];
  });
  return { ...first, files: Object.fromEntries(files) };
}

const nameOf = ({ location, mutatorName, replacement }) => JSON.stringify([location, mutatorName, replacement]);
