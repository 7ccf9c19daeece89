/** What analysis gives for programs that are right: sources, properties, names, order of views. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { analyseTexts, outputOf, planOf } from './support.ts'

function programOf(...texts: string[]) {
  const { program, diagnostics } = analyseTexts(...texts)
  expect(diagnostics).toEqual([])
  return program!
}

test('a source has its defaults', () => {
  expect(programOf('CREATE TABLE Users (userId VARCHAR PRIMARY KEY, "Name" TEXT);').sources).toEqual([
    {
      name: 'Users',
      kind: 'table',
      topic: 'Users',
      keyFormat: 'KAFKA',
      valueFormat: 'JSON',
      onError: 'stop',
      columns: [
        { name: 'userId', type: { kind: 'varchar', length: null } },
        { name: 'Name', type: { kind: 'varchar', length: null } },
      ],
      primaryKey: [0],
    },
  ])
})

test('the properties of a source match without regard to case', () => {
  const [source] = programOf(
    `CREATE TABLE t (a INTEGER, b DATE, PRIMARY KEY (B, a))
     WITH (KAFKA_TOPIC = 'Topic', key_format = 'raw', value_format = 'json', on_error = 'Dead_Letter');`,
  ).sources
  expect(source).toMatchObject({
    topic: 'Topic',
    keyFormat: 'RAW',
    onError: 'dead_letter',
    primaryKey: [1, 0],
  })
})

test('a stream has no key', () => {
  const [source] = programOf('CREATE STREAM s (a DECIMAL(5,2));').sources
  expect(source).toMatchObject({ kind: 'stream', primaryKey: [] })
})

test('the same source may be declared in two files', () => {
  const declaration = 'CREATE TABLE t (id VARCHAR PRIMARY KEY);'
  const program = programOf(`${declaration} CREATE TABLE v AS SELECT id FROM t;`, declaration)
  expect(program.sources).toHaveLength(1)
})

test('the properties of a view', () => {
  const [view] = programOf(
    `CREATE TABLE v WITH (endpoint = '/x/:id', json_numbers = 'STRING') AS SELECT id FROM t;
     CREATE TABLE t (id VARCHAR PRIMARY KEY);`,
  ).views
  expect(view).toMatchObject({ name: 'v', jsonNumbers: 'string', endpoint: { text: '/x/:id' } })
})

test('views stand behind the views that they read, otherwise in the order of declaration', () => {
  const program = programOf(
    'CREATE TABLE a AS SELECT id FROM c; CREATE TABLE b AS SELECT id FROM t;',
    'CREATE TABLE c AS SELECT id FROM b; CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE d AS SELECT id FROM t;',
  )
  expect(program.views.map(({ name }) => name)).toEqual(['b', 'c', 'a', 'd'])
})

test('quoted names that differ in case are two columns', () => {
  const text =
    'CREATE TABLE t ("id" VARCHAR PRIMARY KEY, "ID" INTEGER); CREATE TABLE v AS SELECT "ID", id FROM t;'
  expect(programOf(text).views[0]!.plan.columns.map(({ name }) => name)).toEqual(['ID', 'id'])
})

test('__proto__ and constructor are names like others', () => {
  const text =
    'CREATE TABLE __proto__ (constructor VARCHAR PRIMARY KEY, __proto__ INTEGER); CREATE TABLE v AS SELECT * FROM __proto__;'
  expect(programOf(text).views[0]!.plan.columns.map(({ name }) => name)).toEqual(['constructor', '__proto__'])
})

test('columns without an alias have the names that PostgreSQL gives them', () => {
  const names = outputOf(
    'SELECT USERID, UPPER(name), CAST(age AS BIGINT), CASE WHEN active THEN 1 END FROM users',
  ).map(column => column.split(' ')[0])
  expect(names).toEqual(['userId', 'upper', 'age', 'case'])
})

test('a count on the right of a left join is NULL where the join finds nothing', () => {
  const view = `CREATE TABLE v AS SELECT t.tweetId, n FROM tweets t
    LEFT JOIN (users u LEFT JOIN COUNT(clicks BY userId) AS n) ON u.userId = t.userId;`
  expect(planOf(view)).toMatchInlineSnapshot(`
    "project tweetId, n → tweetId VARCHAR, n BIGINT
      left join on userId = userId → tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP, userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, n BIGINT
        scan tweets → tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP
        project userId, name, age, active, COALESCE(n, 0) → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, n BIGINT
          left join on userId = userId → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, userId VARCHAR, n BIGINT
            scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
            project userId, n → userId VARCHAR, n BIGINT
              aggregate by (userId) count(*)[*] → userId VARCHAR, n BIGINT
                scan clicks → userId VARCHAR, url VARCHAR"
  `)
})

test.each([['views'], ['examples/flights'], ['examples/chinook']])(
  'the views in %s have no errors',
  folder => {
    const files = readdirSync(folder).filter(name => name.endsWith('.view'))
    const program = programOf(...files.map(name => readFileSync(`${folder}/${name}`, 'utf8')))
    expect(program.views.length).toBeGreaterThan(0)
  },
)
