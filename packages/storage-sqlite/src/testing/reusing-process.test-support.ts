import { sqliteDrivers } from '@sallyport/test-support/sqlite-drivers';
import { reusingProcess } from '@sallyport/test-support/stores/reusing-process';
import { sqliteStore } from '../sqlite-store.ts';

const [, , options = '{}', address = ''] = process.argv;
const [name, file] = address.split(' ');
const database = sqliteDrivers()
  .find((driver) => driver.name === name)
  ?.open(file ?? '');
if (database === undefined) throw new Error(`there is no ${name}`);
void reusingProcess(sqliteStore(database, { synchronous: 'normal' }), JSON.parse(options));
