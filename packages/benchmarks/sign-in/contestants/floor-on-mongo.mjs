import { MongoClient } from 'mongodb';

/** A read and a write a request, and one read for a session; written by a majority, as Sallyport writes. */
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
    openFlow: ({ token, ...flow }) => flows.insertOne({ _id: token, ...flow }),
    async accountInFlow(token) {
      const look = { from: 'floor_account', localField: 'accountId', foreignField: '_id', as: 'account' };
      const [found] = await flows.aggregate([{ $match: { _id: token } }, { $lookup: look }]).toArray();
      const [account] = found?.account ?? [];
      return account && { id: account._id, doc: account.doc };
    },
    // One write: that the flow is not consumed with it is the floor's affair.
    openSession: (_flow, { token, ...session }) => sessions.insertOne({ _id: token, ...session }),
    async userOf(token) {
      const look = { from: 'floor_account', localField: 'accountId', foreignField: '_id', as: 'account' };
      const [found] = await sessions.aggregate([{ $match: { _id: token } }, { $lookup: look }]).toArray();
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
