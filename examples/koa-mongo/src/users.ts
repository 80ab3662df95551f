import { type Db, ObjectId } from 'mongodb';

/** A document of the app's own collection. Sallyport added no member. */
export interface User {
  readonly _id: ObjectId;
  readonly email: string;
  readonly roles: readonly string[];
}

export interface Users {
  add(user: User): Promise<void>;
  find(id: string | undefined): Promise<User | undefined>;
  /** Returns `false` if the user does not exist. */
  setRoles(id: string, roles: readonly string[]): Promise<boolean>;
  /** The user's roles, which Sallyport reads before every grant. If `undefined`, the account has no user and Sallyport grants nothing. */
  rolesOf(id: string | undefined): Promise<readonly string[] | undefined>;
}

export function users(db: Db): Users {
  const collection = db.collection<User>('users');
  const find = async (id: string | undefined): Promise<User | undefined> =>
    ObjectId.isValid(id ?? '') ? ((await collection.findOne({ _id: new ObjectId(id) })) ?? undefined) : undefined;
  return {
    async add(user) {
      await collection.insertOne(user);
    },
    find,
    async setRoles(id, roles) {
      const user = await find(id);
      if (user === undefined) return false;
      await collection.updateOne({ _id: user._id }, { $set: { roles } });
      return true;
    },
    rolesOf: async (id) => (await find(id))?.roles,
  };
}
