const SURVIVED = ['Survived', 'NoCoverage'];

export function survivorsIn(found) {
  const places = Object.entries(found.files).flatMap(([file, { mutants }]) =>
    mutants.filter(({ status }) => SURVIVED.includes(status)).map(({ location }) => `${file}:${range(location)}`),
  );
  return [...new Set(places)];
}

/** The report counts columns from 1, and `mutate` from 0. */
const range = ({ start, end }) => `${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`;

export function withLaterRound(first, later) {
  const files = Object.entries(first.files).map(([file, { source, mutants }]) => {
    const told = new Map((later.files[file]?.mutants ?? []).map((mutant) => [nameOf(mutant), mutant.status]));
    const both = mutants.map((mutant) => {
      const status = SURVIVED.includes(mutant.status) ? told.get(nameOf(mutant)) : undefined;
      return status === undefined || status === 'NoCoverage' || status === 'Ignored' ? mutant : { ...mutant, status };
    });
    return [file, { source, mutants: both }];
  });
  return { ...first, files: Object.fromEntries(files) };
}

const nameOf = ({ location, mutatorName, replacement }) => JSON.stringify([location, mutatorName, replacement]);
