import type { EngineStatus, PointRead, ViewInfo, ViewReader } from '../../../src/runtime/ports.ts'

export interface FakeView extends ViewInfo {
  /** Rows by their key texts, joined with a newline, in order. */
  readonly data: Readonly<Record<string, string>>
}

/** A reader over rows in memory. The key `invalid` is invalid, the key `broken` makes the read throw, and so does a row that says so. */
export function fakeReader(views: readonly FakeView[]): ViewReader {
  const dataOf = (name: string) => views.find(view => view.name === name)!.data
  return {
    views: views.map(({ name, columns, key, endpoint }) => ({ name, columns, key, endpoint })),
    get(view, key): PointRead {
      if (key[0] === 'invalid')
        return { kind: 'invalid', column: 'id', reason: '`invalid` is not an INTEGER' }
      if (key[0] === 'broken') throw new Error('the disk is on fire')
      const json = new Map(Object.entries(dataOf(view))).get(key.join('\n'))
      return json === undefined ? { kind: 'absent' } : { kind: 'row', json }
    },
    async *rows(view) {
      for (const row of Object.values(dataOf(view))) {
        await Promise.resolve()
        if (row === 'broken') throw new Error('the disk is on fire')
        yield row
      }
    },
  }
}

export const users: FakeView = {
  name: 'users',
  columns: [
    { name: 'userId', type: 'VARCHAR' },
    { name: 'n', type: 'BIGINT' },
  ],
  key: ['userId'],
  endpoint: '/users/:userId',
  data: {
    '\u{1F600}': '{"userId":"😀","n":123456789012345678901234567890}',
    'a/b%\u0000': '{"userId":"a/b%\\u0000","n":1}',
    '': '{"userId":"","n":2}',
    [`${'x'.repeat(1024)}`]: '{"userId":"long","n":3}',
    [`${'é'.repeat(512)}`]: '{"userId":"wide","n":4}',
  },
}

export const weather: FakeView = {
  name: 'Weather',
  columns: [{ name: 'faa', type: 'VARCHAR' }],
  key: ['faa', 'hour'],
  endpoint: '/weather/:faa/at/:hour',
  data: { 'JFK\n9007199254740993': '{"faa":"JFK","hour":9007199254740993}', '\n1': '{"faa":"","hour":1}' },
}

export const keyless: FakeView = {
  name: 'bag',
  columns: [],
  key: null,
  endpoint: null,
  data: { 0: '{"x":1}', 1: '{"x":1}' },
}

export const ready: EngineStatus = {
  phase: 'ready',
  step: 7,
  records: 12,
  skipped: 1,
  deadLettered: 2,
  failingRows: 0,
  sources: [
    {
      source: 'users',
      topic: 'users',
      skipped: 1,
      deadLettered: 2,
      partitions: [
        { partition: 0, position: 5, end: 9 },
        { partition: 1, position: 7, end: 7 },
      ],
    },
  ],
}
