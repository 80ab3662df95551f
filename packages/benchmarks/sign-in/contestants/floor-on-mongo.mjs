import { MongoClient } from 'mongodb';

const MINUTE = 60_000;
const endsIn = (minutes) => new Date(Date.now() + minutes * MINUTE);
const live = (token) => ({ $match: { _id: token, expiresAt: { $gt: new Date() } } });

/** Writes wait for a majority, as in Sallyport. */
export async function onMongo(url) {
  const client = await new MongoClient(url, { monitorCommands: true, writeConcern: { w: 'majority' } }).connect();
  const db = client.db();
  const [accounts, flows, sessions] = ['floor_account', 'floor_flow', 'floor_session'].map((name) =>
    db.collection(name),
  );
  await accounts.createIndex({ email: 1 }, { unique: true });
  await sessions.createIndex({ accountId: 1 });
  return {
    client,
    accountOf: (email) => accounts.findOne({ email }),
    openFlow: ({ token, ...flow }) => flows.insertOne({ _id: token, ...flow, expiresAt: endsIn(30) }),
    async accountInFlow(token) {
      const look = { from: 'floor_account', localField: 'accountId', foreignField: '_id', as: 'account' };
      const [found] = await flows.aggregate([live(token), { $lookup: look }]).toArray();
      const [account] = found?.account ?? [];
      return account && { id: account._id, doc: account.doc };
    },
    async openSession(flow, { token, ...session }) {
      // The session's write follows in the oplog, and its wait covers both writes.
      const { deletedCount } = await flows.deleteOne({ _id: flow }, { writeConcern: { w: 1 } });
      if (deletedCount === 0) return undefined;
      return sessions.insertOne({ _id: token, ...session, expiresAt: endsIn(43_200) });
    },
    async userOf(token) {
      const look = { from: 'floor_account', localField: 'accountId', foreignField: '_id', as: 'account' };
      const [found] = await sessions.aggregate([live(token), { $lookup: look }]).toArray();
      const [account] = found?.account ?? [];
      return account && { id: account._id, email: account.email };
    },
    async seed(count, doc) {
      const people = Array.from({ length: count }, (_, place) => ({
        _id: `u${place + 1}`,
        id: `u${place + 1}`,
        email: `user${place + 1}@example.test`,
        doc,
      }));
      await accounts.insertMany(people);
    },
  };
}
