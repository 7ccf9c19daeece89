/**
 * Law 1 and 2 for the forms of queries: each on random histories of the same tables; after every step the view equals
 * PostgreSQL's answer, and the state does not depend on the cuts into steps. Replay with MATVIEW_SEED; more with
 * MATVIEW_ORACLE_HISTORIES.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { valueOf } from '../support/oracle/expressions.ts'
import { generateHistory } from '../support/oracle/generate-history.ts'
import { readProgram } from '../support/oracle/program.ts'
import { Random, seedOfRun } from '../support/oracle/random.ts'
import { runCase } from '../support/oracle/run-case.ts'
import { type Postgres, startPostgres } from '../support/postgres.ts'
import { NESTED_QUERIES, NESTED_TABLES } from './nested-queries.ts'
import { QUERIES } from './queries.ts'

const HISTORIES = Number(process.env.MATVIEW_ORACLE_HISTORIES ?? 4)

const TABLES = `
CREATE TABLE users (id VARCHAR PRIMARY KEY, name VARCHAR, boss VARCHAR, n INTEGER) WITH (value_format = 'JSON');
CREATE TABLE posts (pid VARCHAR PRIMARY KEY, uid VARCHAR, n INTEGER, m INTEGER) WITH (value_format = 'JSON');
CREATE TABLE tags (pid VARCHAR, tag VARCHAR, n INTEGER, PRIMARY KEY (pid, tag)) WITH (key_format = 'JSON', value_format = 'JSON');
`
const DOMAINS: Readonly<Record<string, string>> = {
  id: 'user',
  did: 'doc',
  boss: 'user',
  uid: 'user',
  pid: 'post',
  tag: 'tag',
}

let postgres: Postgres | null
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres?.stop())

const FORMS = [
  ...Object.entries(QUERIES).map(([form, queries]) => ({ form, queries, tables: TABLES })),
  ...Object.entries(NESTED_QUERIES).map(([form, queries]) => ({ form, queries, tables: NESTED_TABLES })),
]

describe.each(FORMS)('$form', ({ queries, tables }) => {
  test.for(queries)('%s', async (query, context) => {
    if (postgres === null) return context.skip('no PostgreSQL on this machine')
    const statements = query.includes('CREATE TABLE') ? query : `CREATE TABLE v AS ${query}`
    const text = `${tables}\n${statements};`
    const program = readProgram(text)
    const sources = program.sources.map(source => ({
      ...source,
      domains: source.columns.map(({ name }) => DOMAINS[name] ?? null),
    }))
    const seed = seedOfRun()
    for (let history = 0; history < HISTORIES; history++) {
      const steps = generateHistory(new Random(`${seed}/${history}`), sources, {
        steps: 25,
        stepSize: 6,
        ids: 4,
        value: (_, column, random) => {
          if (column.type === 'varchar') return random.pick(['a', 'ab', 'b', '', 'é'])
          return column.type === 'integer' ? String(random.between(0, 3)) : valueOf(column.type, random)
        },
      })
      const failure = await runCase(postgres, { program: text, steps })
      expect(failure && `seed ${seed}/${history}: ${failure.kind}: ${failure.message}`).toBeNull()
    }
  })
})
