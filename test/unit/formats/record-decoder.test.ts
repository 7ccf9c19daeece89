import { describe, expect, test } from 'vitest'
import { recordDecoder } from '../../../src/formats/record-decoder.ts'
import type { KeyFormat, SourcePlan } from '../../../src/topology/plan.ts'
import { DataError } from '../../../src/types/data-error.ts'
import { Decimal } from '../../../src/types/decimal.ts'
import { Interval } from '../../../src/types/interval.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import { MapValue } from '../../../src/types/map-value.ts'
import type { Row } from '../../../src/types/value.ts'

const VARCHAR: SqlType = { kind: 'varchar', length: null }
const BIGINT: SqlType = { kind: 'bigint' }

function source(
  columns: Record<string, SqlType>,
  primaryKey: number[],
  keyFormat: KeyFormat = 'KAFKA',
): SourcePlan {
  return {
    name: 's',
    kind: primaryKey.length > 0 ? 'table' : 'stream',
    topic: 't',
    keyFormat,
    valueFormat: 'JSON',
    onError: 'stop',
    columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
    primaryKey,
  }
}

function decode(plan: SourcePlan, key: string | Uint8Array | null, value: string | Uint8Array): Row {
  const used = plan.columns.map((_, i) => i)
  const bytes = (data: string | Uint8Array): Uint8Array =>
    typeof data === 'string' ? Buffer.from(data) : data
  return recordDecoder(plan, used).row(key === null ? null : bytes(key), bytes(value))
}

function failure(run: () => unknown): [code: string, message: string] {
  try {
    run()
  } catch (error) {
    if (error instanceof DataError) return [error.code, error.message]
    throw error
  }
  throw new Error('nothing was thrown')
}

/** One column `x` of this type in a keyless stream. */
const column = (type: SqlType, json: string): unknown =>
  decode(source({ x: type }, []), null, `{"x":${json}}`)[0]
const columnFailure = (type: SqlType, json: string): [string, string] => failure(() => column(type, json))

describe('values', () => {
  test('numbers keep every digit', () => {
    expect(column(BIGINT, '9007199254740993')).toBe(9007199254740993n)
    expect(column(BIGINT, '"-9223372036854775808"')).toBe(-(2n ** 63n))
    expect(column(BIGINT, '1e3')).toBe(1000n)
    const decimal = column(
      { kind: 'decimal', precision: null, scale: null },
      '123456789012345678901234567890.10',
    )
    expect(String(decimal)).toBe('123456789012345678901234567890.10')
    expect(column({ kind: 'decimal', precision: 10, scale: 2 }, '0.995')).toEqual(new Decimal(100n, 2))
    expect(column({ kind: 'double' }, '0.1')).toBe(0.1)
    expect(column({ kind: 'double' }, '"NaN"')).toBeNaN()
  })

  test('the other types', () => {
    expect(column({ kind: 'smallint' }, '"-32768"')).toBe(-32768)
    expect(column({ kind: 'real' }, '0.1')).toBe(Math.fround(0.1))
    expect(column({ kind: 'char', length: 3 }, '"ab"')).toBe('ab ')
    expect(column({ kind: 'bytes' }, '"AQL/"')).toBe('\x01\x02\xff')
    expect(column({ kind: 'uuid' }, '"123E4567E89B12D3A456426614174000"')).toBe(
      '123e4567-e89b-12d3-a456-426614174000',
    )
    expect(column({ kind: 'time' }, '"10:00:00.5"')).toBe(36_000_500_000)
    expect(column({ kind: 'time' }, '36000500')).toBe(36_000_500_000)
    expect(column({ kind: 'interval' }, '"P1Y2MT3H"')).toEqual(new Interval(14, 0, 10_800_000_000n))
    expect(columnFailure({ kind: 'smallint' }, '32768')[0]).toBe('MV5102')
    expect(columnFailure({ kind: 'time' }, '86400001')).toEqual(['MV5102', 'field `x`: time out of range'])
    expect(columnFailure({ kind: 'bytes' }, '"AQ-_"')).toEqual([
      'MV5005',
      'field `x`: expected BYTES as base64, found the text `AQ-_`',
    ])
  })

  test('parts of values', () => {
    const numbers: SqlType = { kind: 'array', element: { kind: 'bigint' } }
    expect(column(numbers, '[1, null, "9007199254740993"]')).toEqual([1n, null, 9007199254740993n])
    expect(column({ kind: 'array', element: numbers }, '[[],null,[2]]')).toEqual([[], null, [2n]])
    expect(column({ kind: 'map', value: BIGINT }, '{"b":1,"a":null,"b":2}')).toEqual(
      MapValue.of([
        ['a', null],
        ['b', 2n],
      ]),
    )
    const address: SqlType = {
      kind: 'struct',
      fields: [
        { name: 'zip', type: VARCHAR },
        { name: 'numbers', type: numbers },
      ],
    }
    expect(column(address, '{"ZIP":"1","zip":"2","Zip":"3","NUMBERS":[4],"other":{}}')).toEqual(['2', [4n]])
    expect(column({ kind: 'array', element: address }, '[{"zip":"1"},{}]')).toEqual([
      ['1', null],
      [null, null],
    ])
    expect(column({ kind: 'json' }, '{"b":[1.10],"a":9007199254740993}')).toBe(
      '{"a": 9007199254740993, "b": [1.10]}',
    )
    expect(column({ kind: 'json' }, 'null')).toBeNull()
  })

  test('what does not fit within a value is said', () => {
    const numbers: SqlType = { kind: 'array', element: { kind: 'integer' } }
    expect(columnFailure(numbers, '{}')).toEqual([
      'MV5005',
      'field `x`: expected ARRAY<INTEGER>, found an object',
    ])
    expect(columnFailure(numbers, '[1,true]')).toEqual([
      'MV5005',
      'field `x`: element 2: expected INTEGER, found the boolean true',
    ])
    expect(columnFailure({ kind: 'map', value: numbers }, '{"a":[1.5]}')).toEqual([
      'MV5005',
      'field `x`: key `a`: element 1: expected a whole number, found 1.5',
    ])
    const struct: SqlType = { kind: 'struct', fields: [{ name: 'y', type: BIGINT }] }
    expect(columnFailure(struct, '{"Y":[]}')).toEqual([
      'MV5005',
      'field `x`: field `y`: expected BIGINT, found an array',
    ])
    expect(columnFailure({ kind: 'json' }, '1e999999')[0]).toBe('MV5102')
  })

  test('what does not fit is said', () => {
    expect(columnFailure(BIGINT, '9223372036854775808')).toEqual([
      'MV5102',
      expect.stringContaining('field `x`'),
    ])
    expect(columnFailure(BIGINT, '1.5')).toEqual(['MV5005', 'field `x`: expected a whole number, found 1.5'])
    expect(columnFailure(VARCHAR, '12')).toEqual([
      'MV5005',
      'field `x`: expected VARCHAR, found the number 12',
    ])
    expect(columnFailure(VARCHAR, '{"a":1}')).toEqual([
      'MV5005',
      'field `x`: expected VARCHAR, found an object',
    ])
    expect(columnFailure({ kind: 'boolean' }, '"yes"')).toEqual([
      'MV5005',
      'field `x`: expected BOOLEAN, found the text "yes"',
    ])
    expect(columnFailure(VARCHAR, '"\\ud800"')).toEqual([
      'MV5005',
      'field `x`: the text holds half of a surrogate pair, which is not Unicode',
    ])
    expect(columnFailure({ kind: 'date' }, '"2013-02-30"')[0]).toMatch(/^MV51/)
  })

  test('times come as text or as numbers since 1970', () => {
    expect(column({ kind: 'timestamptz' }, '"2013-02-07T10:00:00Z"')).toBe(1360231200000000n)
    expect(column({ kind: 'timestamptz' }, '1360231200000')).toBe(1360231200000000n)
    expect(column({ kind: 'date' }, '"1970-01-02"')).toBe(1)
    expect(column({ kind: 'date' }, '2')).toBe(2)
  })

  test('names match exactly, or else without regard to case; the last of equal names wins', () => {
    const plan = source({ userId: VARCHAR, ['__proto__']: VARCHAR }, [])
    expect(decode(plan, null, '{"USERID":"a"}')).toEqual(['a', null])
    expect(decode(plan, null, '{"userId":"a","USERID":"b"}')).toEqual(['a', null])
    expect(decode(plan, null, '{"USERID":"b","userId":"a","userId":"c"}')).toEqual(['c', null])
    expect(decode(plan, null, '{"__proto__":"p","constructor":1}')).toEqual([null, 'p'])
  })

  test('a value that is no JSON object', () => {
    const plan = source({ x: VARCHAR }, [])
    expect(failure(() => decode(plan, null, ''))).toEqual(['MV5001', 'the value is not JSON: it is empty'])
    expect(failure(() => decode(plan, null, '{"x":"a"'))).toEqual([
      'MV5001',
      'the value is not JSON: at character 9: expected `,` or `}` after a member, found the end',
    ])
    expect(failure(() => decode(plan, null, '[1]'))).toEqual([
      'MV5003',
      'the value is not a JSON object but an array',
    ])
    expect(failure(() => decode(plan, null, Buffer.from([0x7b, 0xff, 0x7d])))[0]).toBe('MV5002')
  })
})

describe('keys', () => {
  const users = { userId: VARCHAR, name: VARCHAR }

  test('the record key carries the primary key; without one the value does', () => {
    expect(decode(source(users, [0]), 'u1', '{"userId":"other","name":"n"}')).toEqual(['u1', 'n'])
    expect(decode(source(users, [0]), null, '{"userId":"u2","name":"n"}')).toEqual(['u2', 'n'])
    expect(decode(source(users, [0]), '', '{"name":"n"}')).toEqual(['', 'n'])
    expect(decode(source(users, [0], 'RAW'), 'u1', '{"userId":"u3","name":"n"}')).toEqual(['u3', 'n'])
  })

  test('JSON keys: a bare value for one column, an object for several', () => {
    expect(decode(source({ id: BIGINT, name: VARCHAR }, [0], 'JSON'), '12', '{"name":"n"}')).toEqual([
      12n,
      'n',
    ])
    expect(
      decode(source({ id: BIGINT, name: VARCHAR }, [0, 1], 'JSON'), '{"name":"n","id":1}', '{}'),
    ).toEqual([1n, 'n'])
  })

  test('Java primitives', () => {
    const key = Buffer.alloc(8)
    key.writeBigInt64BE(-5n)
    expect(decode(source({ id: BIGINT }, [0]), key, '{}')).toEqual([-5n])
    const keyed = (type: SqlType, bytes: readonly number[]) =>
      decode(source({ id: type }, [0]), Uint8Array.from(bytes), '{}')[0]
    expect(keyed({ kind: 'smallint' }, [0xff, 0xfe])).toBe(-2)
    expect(keyed({ kind: 'real' }, [0x3f, 0xc0, 0, 0])).toBe(1.5)
    expect(keyed({ kind: 'bytes' }, [0, 0xff])).toBe('\0\xff')
    expect(keyed({ kind: 'char', length: 3 }, [0x61])).toBe('a  ')
    expect(failure(() => decode(source({ id: BIGINT }, [0]), '12', '{}'))).toEqual([
      'MV5006',
      "the key has 2 bytes, but BIGINT in the KAFKA format has 8 (for keys written as text declare key_format = 'JSON')",
    ])
  })

  test('a primary key that is null or absent', () => {
    expect(failure(() => decode(source(users, [0], 'RAW'), 'k', '{"name":"n"}'))).toEqual([
      'MV5007',
      'primary key column `userId` is null or absent',
    ])
  })
})
