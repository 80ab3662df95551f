import { reusingProcess } from '@sallyport/test-support/stores/reusing-process';
import { Pool } from 'pg';
import { postgresStore } from '../postgres-store.ts';

const [, , options = '{}', connectionString = ''] = process.argv;
void reusingProcess(postgresStore(new Pool({ connectionString, max: 8 })), JSON.parse(options));
