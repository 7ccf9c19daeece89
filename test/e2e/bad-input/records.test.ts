/** Records that cannot be used, under each policy: stop names them, skip counts them, dead_letter keeps them. */
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { Workspace, type Produced } from '../../support/workspace.ts'

const brokers = inject('kafka')

let workspace: Workspace
afterEach(() => workspace.remove())

const viewsOver = (topic: string, onError: string): string => `
CREATE TABLE items (id VARCHAR PRIMARY KEY, n BIGINT, parts INTEGER)
  WITH (kafka_topic = '${topic}', value_format = 'JSON', on_error = '${onError}');
CREATE TABLE item_page WITH (endpoint = '/items/:id') AS SELECT id, n + 1 AS next, 12 / parts AS share FROM items;
CREATE TABLE total AS SELECT COUNT(*) AS items, SUM(n) AS n FROM items;
`

interface Bad {
  readonly name: string
  readonly record: Produced
  readonly code: string
  /** The key as messages show it. */
  readonly key: string
  readonly reason: string
  /** The record itself is good. */
  readonly inView?: true
}

const BAD: readonly Bad[] = [
  {
    name: 'not JSON',
    record: { key: 'k1', value: 'no JSON' },
    code: 'MV5001',
    key: '`k1`',
    reason: 'the value is not JSON: at character 1: expected a JSON value, found `n`',
  },
  {
    name: 'cut off',
    record: { key: 'k2', value: '{"n":1' },
    code: 'MV5001',
    key: '`k2`',
    reason: 'the value is not JSON: at character 7: expected `,` or `}` after a member, found the end',
  },
  {
    name: 'empty',
    record: { key: 'k3', value: '' },
    code: 'MV5001',
    key: '`k3`',
    reason: 'the value is not JSON: it is empty',
  },
  {
    name: 'an array',
    record: { key: 'k4', value: '[{"n":1}]' },
    code: 'MV5003',
    key: '`k4`',
    reason: 'the value is not a JSON object but an array',
  },
  {
    name: 'the JSON null, which is no tombstone',
    record: { key: 'k5', value: 'null' },
    code: 'MV5003',
    key: '`k5`',
    reason: 'the value is not a JSON object but null',
  },
  {
    name: 'not UTF-8',
    record: { key: 'k6', value: Buffer.from([0x7b, 0xff, 0x7d]) },
    code: 'MV5002',
    key: '`k6`',
    reason: 'the value is not UTF-8 text',
  },
  {
    name: 'a field of another type',
    record: { key: 'k7', value: '{"n":{"a":1}}' },
    code: 'MV5005',
    key: '`k7`',
    reason: 'field `n`: expected BIGINT, found an object',
  },
  {
    name: 'beyond BIGINT',
    record: { key: 'k8', value: '{"n":9223372036854775808}' },
    code: 'MV5102',
    key: '`k8`',
    reason: 'field `n`: `9223372036854775808` is out of range for type BIGINT',
  },
  {
    name: 'a key that is not UTF-8',
    record: { key: Buffer.from([0xff, 0x01]), value: '{"n":1}' },
    code: 'MV5002',
    key: '0xff01',
    reason: 'the key is not UTF-8 text',
  },
  {
    name: 'no key at all',
    record: { key: null, value: '{"n":1}' },
    code: 'MV5007',
    key: 'null',
    reason: 'primary key column `id` is null or absent',
  },
  {
    name: 'a tombstone without a key',
    record: { key: null, value: null },
    code: 'MV5007',
    key: 'null',
    reason: 'a record without key and without value says nothing',
  },
  {
    name: 'division by zero in a view',
    record: { key: 'k9', value: '{"n":1,"parts":0}' },
    code: 'MV5103',
    key: '`k9`',
    reason: 'division by zero, in view `item_page`',
    inView: true,
  },
  {
    name: 'overflow in a view',
    record: { key: 'k10', value: '{"n":9223372036854775807,"parts":1}' },
    code: 'MV5102',
    key: '`k10`',
    reason: 'BIGINT out of range, in view `item_page`',
    inView: true,
  },
]

const GOOD: readonly Produced[] = [
  { key: 'a', value: '{"n":9007199254740993,"parts":5}' },
  { key: 'b', value: '{"n":2,"parts":null}' },
]
const GOOD_ROWS = ['{"id":"a","next":9007199254740994,"share":2}', '{"id":"b","next":3,"share":null}']
const GOOD_TOTAL = ['{"items":2,"n":9007199254740995}']

/** Bad records between good ones. */
const MIXED: readonly Produced[] = [GOOD[0]!, ...BAD.map(({ record }) => record), GOOD[1]!]

describe('stop', () => {
  beforeEach(() => {
    workspace = new Workspace()
  })

  const PASS =
    "let `items` pass it and start again: WITH (on_error = 'skip') counts it, 'dead_letter' keeps it in `items.dlq`"

  function messageOf({ code, key, reason, inView }: Bad, offset: number): string {
    const what = inView === true ? 'an expression fails for the record in' : 'bad record in'
    const place = `topic \`items\` partition 0 offset ${offset} key ${key}`
    const help =
      inView === true
        ? `let the expression answer for such rows, as \`x / NULLIF(y, 0)\` does; or leave the record out of all views: ${PASS}`
        : PASS
    return `error[${code}]: ${what} ${place}: ${reason}; nothing of its step was committed\n = help: ${help}\n`
  }

  test.each(BAD)('$name: says which record and why', async bad => {
    await workspace.produce('items', [GOOD[0]!, bad.record, GOOD[1]!])
    const views = workspace.write('items.view', viewsOver('items', 'stop'))
    expect(await workspace.once(views)).toMatchObject({ code: 1, stdout: '', stderr: messageOf(bad, 1) })
  })

  test('what was committed before stays, nothing of the step is added, and the next start says the same', async () => {
    const bad = BAD[0]!
    const views = workspace.write('items.view', viewsOver('items', 'stop'))
    await workspace.produce('items', GOOD)
    expect((await workspace.once(views)).code).toBe(0)
    await workspace.produce('items', [{ key: 'a', value: null }, bad.record, { key: 'c', value: '{}' }])
    for (let start = 0; start < 2; start++) {
      expect(await workspace.once(views)).toMatchObject({ code: 1, stderr: messageOf(bad, 3) })
      expect(await workspace.rows('item_page')).toEqual(GOOD_ROWS)
      expect(await workspace.rows('total')).toEqual(GOOD_TOTAL)
    }
  })
})

describe.each([
  ['the embedded log', null, true],
  ['Kafka', brokers, brokers !== null],
])('on %s', (_, log, available) => {
  beforeEach(() => {
    workspace = new Workspace(log)
  })

  test.skipIf(!available)('stop, then the same state with the policy changed goes on', async () => {
    const topic = workspace.topic('items')
    await workspace.produce('items', MIXED)
    const stopped = await workspace.once(workspace.write('stop.view', viewsOver(topic, 'stop')))
    expect(stopped.code).toBe(1)
    expect(stopped.stderr).toContain(
      `topic \`${topic}\` partition 0 offset 1 key \`k1\`: the value is not JSON`,
    )
    const passed = await workspace.once(workspace.write('skip.view', viewsOver(topic, 'skip')))
    expect(passed.code).toBe(0)
    expect(await workspace.rows('item_page')).toEqual(GOOD_ROWS)
  })

  test.skipIf(!available)(
    'skip: counted, said at the end, shown by /views, also after a restart',
    async () => {
      const topic = workspace.topic('items')
      const views = workspace.write('items.view', viewsOver(topic, 'skip'))
      await workspace.produce('items', MIXED)
      const { code, stderr } = await workspace.once(views)
      expect(code).toBe(0)
      expect(stderr).toContain(
        'warning: there are bad records, or rows for which an expression fails; GET /views counts them\n',
      )
      expect(stderr).toContain(`\nskipped ${BAD.length} bad records of \`${topic}\`\n`)
      expect(await workspace.rows('item_page')).toEqual(GOOD_ROWS)
      expect(await workspace.rows('total')).toEqual(GOOD_TOTAL)
      const url = await workspace.serve(views).ready()
      const status = (await (await fetch(`${url}/views`)).json()) as { sources: object[] }
      expect(status.sources).toMatchObject([{ topic, skipped: BAD.length, deadLettered: 0 }])
    },
  )

  test.skipIf(!available)(
    'dead_letter: the original bytes and headers, with the reason and the place',
    async () => {
      const topic = workspace.topic('items')
      const views = workspace.write('items.view', viewsOver(topic, 'dead_letter'))
      const marked = MIXED.map((record, n) => ({ ...record, headers: { trace: `t${n}` } }))
      await workspace.produce('items', marked)
      const { code, stderr } = await workspace.once(views)
      expect(code).toBe(0)
      expect(stderr).toContain(`\nput ${BAD.length} bad records of \`${topic}\` into \`${topic}.dlq\`\n`)
      expect(await workspace.rows('item_page')).toEqual(GOOD_ROWS)
      expect(await workspace.rows('total')).toEqual(GOOD_TOTAL)

      const sent = (await workspace.onLog(['consume', topic, '--once'])).stdout
        .split('\n')
        .slice(1, BAD.length + 1)
      const letters = (await workspace.onLog(['consume', `${topic}.dlq`, '--once'])).stdout
        .trimEnd()
        .split('\n')
      expect(letters).toHaveLength(BAD.length)
      for (const [n, line] of letters.entries()) {
        const { key, value, headers } = JSON.parse(line) as Letter
        const original = JSON.parse(sent[n]!) as Letter
        expect([key, value], BAD[n]!.name).toEqual([original.key, original.value])
        expect(headers, BAD[n]!.name).toEqual({
          trace: `t${n + 1}`,
          'matview.error.code': BAD[n]!.code,
          'matview.error.message': BAD[n]!.reason,
          'matview.source': 'items',
          'matview.topic': topic,
          'matview.partition': '0',
          'matview.offset': String(n + 1),
        })
      }
      await workspace.once(views)
      expect(
        (await workspace.onLog(['consume', `${topic}.dlq`, '--once'])).stdout.trimEnd().split('\n'),
      ).toEqual(letters)
    },
  )
})

interface Letter {
  readonly key: unknown
  readonly value: unknown
  readonly headers: Readonly<Record<string, string>>
}

test('a view that fails whatever the data is says so', async () => {
  workspace = new Workspace()
  const views = workspace.write(
    'items.view',
    `CREATE TABLE items (id VARCHAR PRIMARY KEY) WITH (value_format = 'JSON');
     CREATE TABLE broken AS SELECT 1 / COUNT(*) AS n FROM items;`,
  )
  const { code, stdout, stderr } = await workspace.once(views)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(
    /^error\[MV5103\]: a view fails without any input: division by zero, in view `broken`\n( = help: .*\n)?$/,
  )
})

test('a group for which an expression fails is left out for as long as it fails, and counted', async () => {
  workspace = new Workspace()
  const views = workspace.write(
    'items.view',
    `CREATE TABLE items (id VARCHAR PRIMARY KEY, team VARCHAR, n INTEGER)
       WITH (value_format = 'JSON', on_error = 'skip');
     CREATE TABLE shares WITH (endpoint = '/shares/:team') AS SELECT team, 12 / SUM(n) AS share FROM items GROUP BY team;`,
  )
  const item = (key: string, team: string, n: number): Produced => ({
    key,
    value: JSON.stringify({ team, n }),
  })
  const failing = async (): Promise<unknown> => {
    const service = workspace.serve(views)
    const answer = (await (await fetch(`${await service.ready()}/views`)).json()) as Record<string, unknown>
    await service.end('SIGTERM')
    return answer['failingRows']
  }
  await workspace.produce('items', [item('a', 'red', 4), item('b', 'blue', 0), item('c', 'green', 6)])
  expect((await workspace.once(views)).code).toBe(0)
  expect(await workspace.rows('shares')).toEqual(['{"team":"green","share":2}', '{"team":"red","share":3}'])
  expect(await failing()).toBe(1)
  await workspace.produce('items', [item('a', 'blue', 4), item('c', 'green', 0)])
  expect((await workspace.once(views)).code).toBe(0)
  expect(await workspace.rows('shares')).toEqual(['{"team":"blue","share":3}'])
  await workspace.produce('items', [item('c', 'green', 12)])
  expect((await workspace.once(views)).code).toBe(0)
  expect(await workspace.rows('shares')).toEqual(['{"team":"blue","share":3}', '{"team":"green","share":1}'])
  expect(await failing()).toBe(0)
})

test('SUM(BIGINT) goes beyond BIGINT; cast back it fails', async () => {
  workspace = new Workspace()
  const items = "CREATE TABLE items (id VARCHAR PRIMARY KEY, n BIGINT) WITH (value_format = 'JSON');"
  const exact = 'CREATE TABLE exact AS SELECT SUM(n) AS n FROM items;'
  const narrow = 'CREATE TABLE narrow AS SELECT CAST(SUM(n) AS BIGINT) AS n FROM items;'
  const both = workspace.write('both.view', items + exact + narrow)
  const largest = '{"n":9223372036854775807}'
  await workspace.produce('items', [{ key: 'a', value: largest }])
  expect((await workspace.once(both)).code).toBe(0)
  await workspace.produce('items', [{ key: 'b', value: largest }])
  const { code, stderr } = await workspace.once(both)
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /^error\[MV5102\]: .* fails after topic `items` partition 0 offset 1 key `b`: BIGINT out of range, in view `narrow`; nothing of its step was committed\n = help: /,
  )
  expect(await workspace.rows('exact')).toEqual([largest])
  expect((await workspace.once(workspace.write('exact.view', items + exact), '--rebuild')).code).toBe(0)
  expect(await workspace.rows('exact')).toEqual(['{"n":18446744073709551614}'])
})
