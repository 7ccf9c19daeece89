/** Keys that are hard to write in a URL, from the record to the response, on both logs. */
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { Workspace } from '../../support/workspace.ts'

const brokers = inject('kafka')

const KEYS = [
  ['empty', ''],
  ['a slash', 'a/b'],
  ['only slashes', '//'],
  ['a percent sign', '100%'],
  ['what looks percent-encoded', '%2F'],
  ['a zero byte', 'nul\0l'],
  ['an emoji', '\u{1f600}'],
  ['what belongs to URLs', ' ?#&+;=@:'],
  ['quotes and a backslash', '"\'`\\'],
  ['1,024 bytes', 'x'.repeat(1024)],
  ['1,024 bytes, each percent-encoded', '\u{1f600}'.repeat(256)],
  ['a column name that is none', '__proto__'],
  ['dots', '..a'],
] as const

let workspace: Workspace
afterEach(() => workspace.remove())

describe.each([
  ['the embedded log', null, true],
  ['Kafka', brokers, brokers !== null],
])('on %s', (_, log, available) => {
  beforeEach(() => {
    workspace = new Workspace(log)
  })

  test.skipIf(!available)('each key is read through its URL, and with `matview query`', async () => {
    const views = workspace.write(
      'items.view',
      `CREATE TABLE items (id VARCHAR PRIMARY KEY, n INTEGER)
         WITH (kafka_topic = '${workspace.topic('items')}', value_format = 'JSON');
       CREATE TABLE item_page WITH (endpoint = '/items/:id') AS SELECT * FROM items;
       CREATE TABLE pairs WITH (endpoint = '/items/:id/of/:other') AS
         SELECT a.id, b.id AS other, a.n FROM items a JOIN items b ON a.n = b.n;`,
    )
    const records = KEYS.map(([, key], n) => ({ key, value: JSON.stringify({ n }) }))
    const { stderr } = await workspace.produce('items', records)
    expect(stderr).toBe(`appended ${KEYS.length} records to \`${workspace.topic('items')}\`\n`)
    const url = await workspace.serve(views).ready()
    for (const [n, [name, key]] of KEYS.entries()) {
      const segment = encodeURIComponent(key)
      expect(await get(`${url}/items/${segment}`), name).toEqual([200, JSON.stringify({ id: key, n })])
      const pair = JSON.stringify({ id: key, other: key, n })
      expect(await get(`${url}/items/${segment}/of/${segment}`), name).toEqual([200, pair])
    }
    for (const key of ['', '100%', '\u{1f600}', 'a/b']) {
      const { code, stdout } = await workspace.matview(['query', 'item_page', key])
      expect([code, JSON.parse(stdout)]).toEqual([0, { id: key, n: KEYS.findIndex(([, k]) => k === key) }])
    }
    expect(await get(`${url}/items/nobody`)).toEqual([404, expect.stringContaining('"code":"row-not-found"')])
    expect(await get(`${url}/items/100%`)).toEqual([400, expect.stringContaining('written `%25`')])
  })
})

test('keys of numbers: text that is no number is a 400 that names the column', async () => {
  workspace = new Workspace()
  const views = workspace.write(
    'counters.view',
    `CREATE TABLE counters (id BIGINT PRIMARY KEY, n INTEGER) WITH (key_format = 'JSON', value_format = 'JSON');
     CREATE TABLE counter WITH (endpoint = '/counters/:id') AS SELECT * FROM counters;`,
  )
  await workspace.produce('counters', [
    { key: '9007199254740993', value: '{"n":1}' },
    { key: '-9223372036854775808', value: '{"n":2}' },
  ])
  const url = await workspace.serve(views).ready()
  expect(await get(`${url}/counters/9007199254740993`)).toEqual([200, '{"id":9007199254740993,"n":1}'])
  expect(await get(`${url}/counters/9007199254740992`)).toEqual([404, expect.anything()])
  expect(await get(`${url}/counters/-9223372036854775808`)).toEqual([
    200,
    '{"id":-9223372036854775808,"n":2}',
  ])
  const [status, body] = await get(`${url}/counters/9223372036854775808`)
  expect(status).toBe(400)
  expect(JSON.parse(body)).toMatchObject({
    code: 'invalid-key',
    column: 'id',
    detail: '`id` of `counter`: `9223372036854775808` is out of range for type BIGINT',
  })
})

test('a long key of letters of several bytes is one row in every run', async () => {
  workspace = new Workspace()
  const views = workspace.write(
    'items.view',
    `CREATE TABLE items (id VARCHAR PRIMARY KEY, n INTEGER) WITH (value_format = 'JSON');
     CREATE TABLE total AS SELECT COUNT(*) AS items, SUM(n) AS n FROM items;`,
  )
  for (const n of [1, 2, 3]) {
    const keys = ['é', '€', '\u{1f600}'].map(letter => letter.repeat(100))
    await workspace.produce(
      'items',
      keys.map(key => ({ key, value: JSON.stringify({ n }) })),
    )
    expect((await workspace.once(views)).code).toBe(0)
    expect(await workspace.rows('total')).toEqual([`{"items":3,"n":${3 * n}}`])
  }
})

test('keys of every type are read in each of their forms', async () => {
  workspace = new Workspace()
  const source = (type: string): string => `${type.replace(/\W.*/, '').toLowerCase()}s`
  const TYPES: readonly (readonly [type: string, key: string, forms: readonly string[], shown: string])[] = [
    ['DATE', '"2013-02-07"', ['2013-02-07'], '"2013-02-07"'],
    [
      'TIMESTAMPTZ',
      '"2013-02-07T10:00:00+02:00"',
      ['2013-02-07T08:00:00Z', '2013-02-07T09:00:00%2B01:00'],
      '"2013-02-07T08:00:00Z"',
    ],
    ['DOUBLE', '"NaN"', ['NaN', 'nan'], '"NaN"'],
    ['DECIMAL(10, 2)', '1.005', ['1.01', '1.010'], '1.01'],
    ['BOOLEAN', 'true', ['true', 'TRUE'], 'true'],
    ['INTEGER', '-7', ['-7', '-07'], '-7'],
  ]
  const views = TYPES.map(
    ([type]) => `
      CREATE TABLE ${source(type)} (k ${type} PRIMARY KEY) WITH (key_format = 'JSON', value_format = 'JSON');
      CREATE TABLE ${source(type)}_page WITH (endpoint = '/${source(type)}/:k') AS SELECT * FROM ${source(type)};`,
  )
  for (const [type, key] of TYPES) await workspace.produce(source(type), [{ key, value: '{}' }])
  const url = await workspace.serve(workspace.write('keys.view', views.join(''))).ready()
  for (const [type, , forms, shown] of TYPES) {
    for (const form of forms)
      expect(await get(`${url}/${source(type)}/${form}`), type).toEqual([200, `{"k":${shown}}`])
    const [status, body] = await get(`${url}/${source(type)}/what`)
    expect([type, status, JSON.parse(body)]).toMatchObject([type, 400, { code: 'invalid-key', column: 'k' }])
  }
})

async function get(url: string): Promise<[status: number, body: string]> {
  const response = await fetch(url)
  return [response.status, await response.text()]
}
