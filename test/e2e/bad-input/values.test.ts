/** Values at the edge of what JSON and SQL can say, from the record to the response, on both logs. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { Workspace } from '../../support/workspace.ts'

const brokers = inject('kafka')

let workspace: Workspace
afterEach(() => workspace.remove())

const viewsOver = (topic: string): string => `
CREATE TABLE items (id VARCHAR PRIMARY KEY, n BIGINT, d DECIMAL, x DOUBLE, text VARCHAR, "__proto__" VARCHAR)
  WITH (kafka_topic = '${topic}', value_format = 'JSON');
CREATE TABLE item_page WITH (endpoint = '/items/:id') AS SELECT * FROM items;
CREATE TABLE numbers WITH (endpoint = '/numbers/:id', json_numbers = 'string') AS SELECT id, n, d, x FROM items;
CREATE TABLE sums WITH (endpoint = '/sums/:text') AS
  SELECT text, COUNT(*) AS items, SUM(n) AS n, SUM(d) AS d, SUM(x) AS x, MAX(x) AS largest FROM items GROUP BY text;
`

/** Key, value as it is written, and the row as it must come out. */
const CASES: readonly (readonly [key: string, value: string, row: string])[] = [
  [
    'bigint',
    '{"n":9007199254740993}',
    '{"id":"bigint","n":9007199254740993,"d":null,"x":null,"text":null,"__proto__":null}',
  ],
  [
    'least bigint',
    '{"n":"-9223372036854775808"}',
    '{"id":"least bigint","n":-9223372036854775808,"d":null,"x":null,"text":null,"__proto__":null}',
  ],
  [
    'decimal',
    '{"d":123456789012345678901234567890.10}',
    '{"id":"decimal","n":null,"d":123456789012345678901234567890.10,"x":null,"text":null,"__proto__":null}',
  ],
  ['NaN', '{"x":"NaN"}', '{"id":"NaN","n":null,"d":null,"x":"NaN","text":null,"__proto__":null}'],
  [
    'infinity',
    '{"x":"-Infinity"}',
    '{"id":"infinity","n":null,"d":null,"x":"-Infinity","text":null,"__proto__":null}',
  ],
  [
    'minus zero',
    '{"n":-0,"d":-0.0,"x":-0.0}',
    '{"id":"minus zero","n":0,"d":0.0,"x":0,"text":null,"__proto__":null}',
  ],
  [
    'twice the same name',
    '{"n":1,"text":"a","n":2,"text":"b"}',
    '{"id":"twice the same name","n":2,"d":null,"x":null,"text":"b","__proto__":null}',
  ],
  [
    'proto',
    '{"__proto__":"mine","constructor":1,"toString":{"n":3}}',
    '{"id":"proto","n":null,"d":null,"x":null,"text":null,"__proto__":"mine"}',
  ],
  [
    'escapes',
    '{"text":"\\u0000\\ud83d\\ude00\\u2028\\"\\\\"}',
    '{"id":"escapes","n":null,"d":null,"x":null,"text":"\\u0000\u{1f600}\u2028\\"\\\\","__proto__":null}',
  ],
  [
    'other names',
    '{"N":5,"more":[1,{"n":2}]}',
    '{"id":"other names","n":5,"d":null,"x":null,"text":null,"__proto__":null}',
  ],
]

describe.each([
  ['the embedded log', null, true],
  ['Kafka', brokers, brokers !== null],
])('on %s', (_, log, available) => {
  let views: string
  beforeEach(() => {
    workspace = new Workspace(log)
    views = workspace.write('items.view', viewsOver(workspace.topic('items')))
  })

  test.skipIf(!available)('values come out digit for digit', async () => {
    await workspace.produce(
      'items',
      CASES.map(([key, value]) => ({ key, value })),
    )
    const url = await workspace.serve(views).ready()
    for (const [key, , row] of CASES) expect(await body(`${url}/items/${key}`)).toBe(row)
    expect(await body(`${url}/numbers/bigint`)).toBe(
      '{"id":"bigint","n":"9007199254740993","d":null,"x":null}',
    )
    expect(await body(`${url}/numbers/decimal`)).toBe(
      '{"id":"decimal","n":null,"d":"123456789012345678901234567890.10","x":null}',
    )
    expect(await body(`${url}/numbers/NaN`)).toBe('{"id":"NaN","n":null,"d":null,"x":"NaN"}')
  })

  test.skipIf(!available)('a value of one megabyte', async () => {
    const text = 'm'.repeat(1_000_000)
    await workspace.produce('items', [{ key: 'large', value: JSON.stringify({ text }) }])
    const url = await workspace.serve(views).ready()
    const row = `{"id":"large","n":null,"d":null,"x":null,"text":"${text}","__proto__":null}`
    expect((await body(`${url}/items/large`)) === row).toBe(true)
    await workspace.produce('items', [{ key: 'large', value: null }])
    expect(await untilStatus(`${url}/items/large`, 404)).toBe(404)
  })

  test.skipIf(!available)('a NULL group key is a group, which only the list of rows shows', async () => {
    await workspace.produce('items', [
      { key: 'a', value: '{"n":9223372036854775807,"d":0.1}' },
      { key: 'b', value: '{"n":9223372036854775807,"d":0.25,"text":null}' },
      { key: 'c', value: '{"n":1,"text":""}' },
      { key: 'd', value: '{"text":"null"}' },
    ])
    const url = await workspace.serve(views).ready()
    const ofNull = '{"text":null,"items":2,"n":18446744073709551614,"d":0.35,"x":null,"largest":null}'
    const ofEmpty = '{"text":"","items":1,"n":1,"d":null,"x":null,"largest":null}'
    const ofText = '{"text":"null","items":1,"n":null,"d":null,"x":null,"largest":null}'
    expect((await body(`${url}/views/sums/rows`)).trimEnd().split('\n').sort()).toEqual(
      [ofEmpty, ofText, ofNull].sort(),
    )
    expect(await body(`${url}/sums/`)).toBe(ofEmpty)
    expect(await body(`${url}/sums/null`)).toBe(ofText)
    const { stdout } = await workspace.matview(['query', 'sums'])
    expect(stdout.split('\n')).toContain(ofNull)
  })
})

test('NaN counts as one value and as the largest, as in PostgreSQL; taking it away undoes it', async () => {
  workspace = new Workspace()
  const views = workspace.write('items.view', viewsOver('items'))
  await workspace.produce('items', [
    { key: 'a', value: '{"text":"g","x":1.5}' },
    { key: 'b', value: '{"text":"g","x":"NaN"}' },
    { key: 'c', value: '{"text":"g","x":"Infinity"}' },
  ])
  expect((await workspace.once(views)).code).toBe(0)
  expect(await workspace.rows('sums')).toEqual([
    '{"text":"g","items":3,"n":null,"d":null,"x":"NaN","largest":"NaN"}',
  ])
  await workspace.produce('items', [
    { key: 'b', value: null },
    { key: 'c', value: '{"text":"g","x":0.25}' },
  ])
  expect((await workspace.once(views)).code).toBe(0)
  expect(await workspace.rows('sums')).toEqual([
    '{"text":"g","items":2,"n":null,"d":null,"x":1.75,"largest":1.5}',
  ])
})

async function body(url: string): Promise<string> {
  return (await fetch(url)).text()
}

/** Asks until the status is the wanted one, but not forever; returns the last status. */
async function untilStatus(url: string, wanted: number): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    const response = await fetch(url)
    await response.arrayBuffer()
    if (response.status === wanted || attempt === 500) return response.status
    await sleep(20)
  }
}
