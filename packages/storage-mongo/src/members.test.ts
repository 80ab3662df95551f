import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { areSeveral, isAlone, membersOf } from './members.ts';

describe('what is heard of a replica set’s members', () => {
  it('one that names itself and no other is alone', () => {
    const hello = { setName: 'rs', hosts: ['a:1'] };
    expect(isAlone(hello)).toBe(true);
    expect(isAlone({ ...hello, hosts: ['a:1', 'b:1'] })).toBe(false);
    expect(isAlone({ ...hello, passives: ['b:1'] })).toBe(false);
    expect(isAlone({ ...hello, arbiters: ['b:1'] })).toBe(false);
    expect(isAlone({ hosts: ['a:1'] })).toBe(false);
    expect(isAlone({ msg: 'isdbgrid' })).toBe(false);
  });

  it('they are several as soon as one of them names another', () => {
    const one = { hosts: ['a:1'], passives: [], arbiters: [] };
    expect(areSeveral([['a:1', one]])).toBe(false);
    expect(areSeveral([['a:1', { ...one, hosts: ['a:1', 'b:1'] }]])).toBe(true);
    expect(areSeveral([['a:1', { ...one, arbiters: ['b:1'] }]])).toBe(true);
    expect(areSeveral([['a:1', { ...one, passives: ['b:1'] }]])).toBe(true);
  });

  it('a client is listened to once, however many stores are on it, and nothing is taken for granted', () => {
    const client = new MongoClient('mongodb://a:1/?replicaSet=rs');
    expect(membersOf(client)).toEqual({ alone: false });
    expect(membersOf(client)).toBe(membersOf(client));
    expect(client.listenerCount('topologyDescriptionChanged')).toBe(1);
  });
});
