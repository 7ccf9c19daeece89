/** A small bank for fault tests: accounts that move between owners, so that every total is known at every step. */
import type { NewRecord } from '../../src/runtime/ports.ts'
import type { Random } from './random.ts'

export const ACCOUNTS = 200
export const OWNERS = 7

/** Views over the topic `accounts` with state of every kind: groups, ordered values, joins, a group join, a view of a view. */
export const ACCOUNT_VIEWS = `
CREATE TABLE accounts (id VARCHAR PRIMARY KEY, owner VARCHAR, balance BIGINT)
  WITH (kafka_topic = 'accounts', value_format = 'JSON');
CREATE TABLE owners (name VARCHAR PRIMARY KEY, city VARCHAR)
  WITH (kafka_topic = 'owners', value_format = 'JSON');

CREATE TABLE totals AS
SELECT owner, COUNT(*) AS accounts, SUM(balance) AS total, MIN(balance) AS least, MAX(balance) AS most
FROM accounts GROUP BY owner;

CREATE TABLE owner_page AS
SELECT owners.name, city, accountCount, least
FROM owners
LEFT JOIN COUNT(accounts BY owner) AS accountCount
LEFT JOIN MIN(accounts.balance BY owner) AS least;

CREATE TABLE account_page AS
SELECT a.id, a.balance, o.city, t.total
FROM accounts a
LEFT JOIN owners o ON a.owner = o.name
LEFT JOIN totals t ON a.owner = t.owner;

CREATE TABLE everything AS SELECT COUNT(*) AS accounts, SUM(balance) AS total FROM accounts;
`

function record(key: string, value: object | null): NewRecord {
  return { key: Buffer.from(key), value: value === null ? null : Buffer.from(JSON.stringify(value)) }
}

/** One record for each account, owned in turn, each with balance 100, and the owners. */
export function opening(): { accounts: NewRecord[]; owners: NewRecord[] } {
  return {
    accounts: Array.from({ length: ACCOUNTS }, (_, i) =>
      record(`a${i}`, { owner: `o${i % OWNERS}`, balance: 100 }),
    ),
    owners: Array.from({ length: OWNERS }, (_, i) => record(`o${i}`, { city: `city ${i}` })),
  }
}

/** Accounts that change owner, and nothing else: the totals over all owners stay as they are. */
export function moves(random: Random, count: number): NewRecord[] {
  return Array.from({ length: count }, () =>
    record(`a${random.below(ACCOUNTS)}`, { owner: `o${random.below(OWNERS)}`, balance: 100 }),
  )
}

/** Changes of all kinds: balances, owners, closed and reopened accounts, repeated tombstones. */
export function changes(random: Random, count: number): NewRecord[] {
  return Array.from({ length: count }, () => {
    const key = `a${random.below(ACCOUNTS * 2)}`
    if (random.chance(0.2)) return record(key, null)
    const owner = random.chance(0.05) ? null : `o${random.below(OWNERS + 2)}`
    return record(key, { owner, balance: random.below(1000) - 300 })
  })
}
