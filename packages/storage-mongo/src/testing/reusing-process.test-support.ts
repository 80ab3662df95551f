import { reusingProcess } from '@sallyport/test-support/stores/reusing-process';
import { MongoClient } from 'mongodb';
import { mongoStore } from '../mongo-store.ts';

const [, , options = '{}', address = ''] = process.argv;
const [url = '', name] = address.split(' ');
void reusingProcess(mongoStore(new MongoClient(url).db(name), { ttl: false }), JSON.parse(options));
