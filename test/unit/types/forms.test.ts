import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal } from '../../../src/types/decimal.ts'
import { fieldAsDouble, timestampField } from '../../../src/types/datetime-fields.ts'
import { truncateTimestamp } from '../../../src/types/date-trunc.ts'
import { Interval } from '../../../src/types/interval.ts'
import { jsonWriter } from '../../../src/types/json-form.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import { cutText, storeValue } from '../../../src/types/store-value.ts'
import { canonicalJsonText } from '../../../src/types/json-tree.ts'
import { MapValue } from '../../../src/types/map-value.ts'
import { formatValue, parseValue } from '../../../src/types/text-form.ts'
import { printType, TYPE_NAMES, typeFromName } from '../../../src/types/type-name.ts'
import type { Value } from '../../../src/types/value.ts'
import { seed, typedValue } from './values.ts'

const DECIMAL: SqlType = { kind: 'decimal', precision: null, scale: null }
const TIMESTAMP: SqlType = { kind: 'timestamp' }
const TEXT: SqlType = { kind: 'varchar', length: null }
const TEXTS: SqlType = { kind: 'array', element: TEXT }
const INTEGER_MAP: SqlType = { kind: 'map', value: { kind: 'integer' } }
const STRUCT: SqlType = {
  kind: 'struct',
  fields: [
    { name: 'id', type: { kind: 'integer' } },
    { name: 'a b', type: TEXT },
    { name: 'tags', type: TEXTS },
  ],
}

describe('parseValue and formatValue', () => {
  it.each<[SqlType, string, string]>([
    [{ kind: 'boolean' }, ' Yes ', 'true'],
    [{ kind: 'integer' }, '-2147483648', '-2147483648'],
    [{ kind: 'bigint' }, '+9223372036854775807', '9223372036854775807'],
    [{ kind: 'double' }, '1e15', '1e+15'],
    [{ kind: 'double' }, '-0', '0'],
    [{ kind: 'double' }, '4611686016279904256', '4.6116860162799043e+18'],
    [DECIMAL, '-1.50e1', '-15.0'],
    [{ kind: 'decimal', precision: 4, scale: 1 }, '999.94', '999.9'],
    [{ kind: 'varchar', length: 2 }, 'ab  ', 'ab'],
    [{ kind: 'smallint' }, '-32768', '-32768'],
    [{ kind: 'real' }, '0.30000001192092896', '0.3'],
    [{ kind: 'char', length: 3 }, 'é', 'é  '],
    [{ kind: 'bytes' }, '\\xAB 0c', '\\xab0c'],
    [{ kind: 'bytes' }, 'a\\\\\\001é', '\\x615c01c3a9'],
    [{ kind: 'uuid' }, '{123E4567e89b12d3A456426614174000}', '123e4567-e89b-12d3-a456-426614174000'],
    [{ kind: 'time' }, '1:02 pm', '13:02:00'],
    [{ kind: 'time' }, '2013-02-07 23:59:59.9999999+02', '24:00:00'],
    [{ kind: 'interval' }, '1 day ago', '-1 days'],
    [{ kind: 'date' }, '2012-2-29', '2012-02-29'],
    [TIMESTAMP, '2013-02-07T10:00:00.1234565Z', '2013-02-07 10:00:00.123456'],
    [{ kind: 'timestamptz' }, '2013-02-07 10:00+05:45', '2013-02-07 04:15:00+00'],
    [{ kind: 'json' }, '{"bb":1.10,"a":[ ],"a":{"x":1e2}}', '{"a": {"x": 100}, "bb": 1.10}'],
    [{ kind: 'json' }, ' 9007199254740993 ', '9007199254740993'],
    [{ kind: 'json' }, '"\\u00e9\\/\\u0007\\n"', '"é/\\u0007\\n"'],
    [TEXTS, ' { a , "b c","",NULL,"null", d\\"e } ', '{a,"b c","",NULL,"null","d\\"e"}'],
    [TEXTS, '{}', '{}'],
    [{ kind: 'array', element: TEXTS }, '{{a},{},NULL,{"{}",b}}', '{{a},{},NULL,{"{}",b}}'],
    [{ kind: 'array', element: { kind: 'boolean' } }, '{true,f}', '{t,f}'],
    [{ kind: 'array', element: { kind: 'json' } }, '{"{\\"a\\":1}",1.0}', '{"{\\"a\\": 1}",1.0}'],
    [INTEGER_MAP, '{b => 2, "a=>" => null}', '{"a=>"=>NULL,b=>2}'],
    [INTEGER_MAP, '{}', '{}'],
    [STRUCT, '(1,"a ""b"", c","{x,""y z""}")', '(1,"a ""b"", c","{x,""y z""}")'],
    [STRUCT, '(,"",)', '(,"",)'],
  ])('%j: %s is %s', (type, text, printed) => {
    expect(formatValue(type, parseValue(type, text)!)).toBe(printed)
  })

  it.each<[SqlType, string, string]>([
    [{ kind: 'integer' }, 'abc', '`abc` is not a value of type INTEGER'],
    [{ kind: 'integer' }, '2147483648', '`2147483648` is out of range for type INTEGER'],
    [{ kind: 'bigint' }, '1'.repeat(50), `\`${'1'.repeat(40)}…\` is out of range for type BIGINT`],
    [{ kind: 'boolean' }, '😀'.repeat(41), `\`${'😀'.repeat(40)}…\` is not a value of type BOOLEAN`],
    [DECIMAL, 'NaN', '`NaN` is not a value of type DECIMAL'],
    [DECIMAL, '1e131072', 'DECIMAL holds at most 131072 digits before and 16383 after the decimal point'],
    [{ kind: 'decimal', precision: 4, scale: 1 }, '999.95', 'number does not fit DECIMAL(4,1)'],
    [{ kind: 'varchar', length: 2 }, 'abc', 'text is longer than VARCHAR(2) takes'],
    [{ kind: 'date' }, '2013-02-30', '`2013-02-30` is out of range for type DATE'],
    [TIMESTAMP, 'yesterday', '`yesterday` is not a value of type TIMESTAMP'],
    [{ kind: 'double' }, '1e400', '`1e400` is out of range for type DOUBLE'],
    [{ kind: 'real' }, '1e39', '`1e39` is out of range for type REAL'],
    [{ kind: 'smallint' }, '32768', '`32768` is out of range for type SMALLINT'],
    [{ kind: 'char', length: 2 }, 'abc', 'text is longer than CHAR(2) takes'],
    [{ kind: 'bytes' }, '\\xabc', '`\\xabc` is not a value of type BYTES'],
    [{ kind: 'uuid' }, '123', '`123` is not a value of type UUID'],
    [{ kind: 'time' }, '24:00:01', '`24:00:01` is out of range for type TIME'],
    [{ kind: 'interval' }, 'soon', '`soon` is not a value of type INTERVAL'],
    [{ kind: 'json' }, '{"a":}', 'the text is not JSON: expected a JSON value, found `}` at character 6'],
    [{ kind: 'json' }, '"\\ud800"', 'the text holds half of a surrogate pair, which is not Unicode'],
    [TEXTS, '{a,}', '`{a,}` is not a value of type ARRAY<VARCHAR>'],
    [TEXTS, '{a', '`{a` is not a value of type ARRAY<VARCHAR>'],
    [TEXTS, '{a} b', '`{a} b` is not a value of type ARRAY<VARCHAR>'],
    [{ kind: 'array', element: { kind: 'integer' } }, '{1,x}', '`x` is not a value of type INTEGER'],
    [INTEGER_MAP, '{NULL=>1}', '`{NULL=>1}` is not a value of type MAP<VARCHAR, INTEGER>'],
    [
      STRUCT,
      '(1,2)',
      '`(1,2)` is not a value of type STRUCT<id INTEGER, "a b" VARCHAR, tags ARRAY<VARCHAR>>',
    ],
  ])('%j refuses %s', (type, text, message) => {
    expect(() => parseValue(type, text)).toThrow(expect.objectContaining({ name: 'DataError', message }))
  })
})

it('every value reads back from its text', () => {
  fc.assert(
    fc.property(typedValue, ({ type, value }) => {
      // A value that equals another one is the same number of another scale or sign of zero.
      expect(parseValue(type, formatValue(type, value))).toEqual(value)
    }),
    { seed, numRuns: 5000 },
  )
})

describe('JSON', () => {
  it('has one text for equal objects', () => {
    const texts = ['{"b":1,"aa":2,"":3}', '{"aa" : 2, "" : 3 , "b" : 1}', '{"b":0,"b":1,"":3,"aa":2}']
    expect(new Set(texts.map(canonicalJsonText))).toEqual(new Set(['{"": 3, "b": 1, "aa": 2}']))
  })

  it('orders keys by their bytes in UTF-8', () => {
    expect(canonicalJsonText('{"é":1,"zz":2,"a":3,"ab":4}')).toBe('{"a": 3, "ab": 4, "zz": 2, "é": 1}')
  })
})

describe('storeValue', () => {
  it('rounds halves away from zero and keeps the scale of the column', () => {
    const type: SqlType = { kind: 'decimal', precision: 6, scale: 2 }
    const stored = (text: string) => String(storeValue(type, Decimal.parse(text)))
    expect(['1', '0.005', '-0.005', '9999.994'].map(stored)).toEqual(['1.00', '0.01', '-0.01', '9999.99'])
  })

  it('counts code points', () => {
    expect(storeValue({ kind: 'varchar', length: 2 }, '😀é')).toBe('😀é')
    expect(() => storeValue({ kind: 'varchar', length: 2 }, '😀éx')).toThrow('longer than VARCHAR(2)')
    expect(cutText('a😀b', 2)).toBe('a😀')
    expect(storeValue({ kind: 'varchar', length: 2 }, null)).toBeNull()
  })
})

describe('date fields', () => {
  const micros = parseValue(TIMESTAMP, '2001-12-30 12:34:56.789') as bigint

  it.each([
    ['year', 2001],
    ['quarter', 4],
    ['week', 52],
    ['isodow', 7],
    ['dow', 0],
    ['doy', 364],
    ['hours', 12],
    ['second', 56.789],
    ['century', 21],
    ['EPOCH', 1009715696.789],
  ])('%s', (field, value) => {
    expect(fieldAsDouble(field, timestampField(field, micros))).toBe(value)
  })

  it.each([
    ['second', '2001-12-30 12:34:56'],
    ['day', '2001-12-30 00:00:00'],
    ['week', '2001-12-24 00:00:00'],
    ['quarter', '2001-10-01 00:00:00'],
    ['century', '2001-01-01 00:00:00'],
  ])('truncates to the %s', (unit, start) => {
    expect(formatValue(TIMESTAMP, truncateTimestamp(unit, micros))).toBe(start)
  })

  it('names an unknown unit', () => {
    expect(() => truncateTimestamp('fortnight', 0n)).toThrow('`fortnight` is not a unit of time')
    expect(() => truncateTimestamp('week', parseValue(TIMESTAMP, '0001-01-01') as bigint)).not.toThrow()
  })
})

describe('jsonWriter', () => {
  const column = (name: string, type: SqlType) => ({ name, type })
  const cases: [SqlType, Value, string][] = [
    [{ kind: 'boolean' }, true, 'true'],
    [{ kind: 'integer' }, -5, '-5'],
    [{ kind: 'bigint' }, 9007199254740993n, '9007199254740993'],
    [DECIMAL, new Decimal(-1250n, 2), '-12.50'],
    [{ kind: 'double' }, 0.1, '0.1'],
    [{ kind: 'double' }, NaN, '"NaN"'],
    [{ kind: 'double' }, -Infinity, '"-Infinity"'],
    [{ kind: 'varchar', length: null }, 'a"\n😀\u2028', '"a\\"\\n😀\u2028"'],
    [{ kind: 'date' }, 0, '"1970-01-01"'],
    [TIMESTAMP, 1_500_000n, '"1970-01-01T00:00:01.5"'],
    [{ kind: 'timestamptz' }, -1n, '"1969-12-31T23:59:59.999999Z"'],
    [{ kind: 'varchar', length: null }, null, 'null'],
    [{ kind: 'smallint' }, 5, '5'],
    [{ kind: 'real' }, Math.fround(0.1), '0.1'],
    [{ kind: 'real' }, NaN, '"NaN"'],
    [{ kind: 'char', length: 3 }, 'a  ', '"a  "'],
    [{ kind: 'bytes' }, '\x01\x02\xff', '"AQL/"'],
    [{ kind: 'uuid' }, '123e4567-e89b-12d3-a456-426614174000', '"123e4567-e89b-12d3-a456-426614174000"'],
    [{ kind: 'time' }, 36_000_500_000, '"10:00:00.5"'],
    [{ kind: 'interval' }, new Interval(14, -3, 500_000n), '"P1Y2M-3DT0.5S"'],
    [{ kind: 'json' }, '{"a": 1.10}', '{"a": 1.10}'],
    [TEXTS, ['a"', null], '["a\\"",null]'],
    [
      INTEGER_MAP,
      MapValue.of([
        ['__proto__', 1],
        ['a', null],
      ]),
      '{"__proto__":1,"a":null}',
    ],
    [STRUCT, [1, 'x', []], '{"id":1,"a b":"x","tags":[]}'],
  ]

  it.each(cases)('%j %s', (type, value, json) => {
    expect(jsonWriter([column('a', type)], 'number')([value])).toBe(`{"a":${json}}`)
  })

  it('keeps names as they are, and the digits of numbers as strings when asked', () => {
    const columns = [
      column('__proto__', { kind: 'bigint' }),
      column('a"b', DECIMAL),
      column('c', { kind: 'integer' }),
    ]
    const row = [1n, new Decimal(10n, 1), 2]
    expect(jsonWriter(columns, 'number')(row)).toBe('{"__proto__":1,"a\\"b":1.0,"c":2}')
    expect(jsonWriter(columns, 'string')(row)).toBe('{"__proto__":"1","a\\"b":"1.0","c":2}')
    expect(jsonWriter([], 'number')([])).toBe('{}')
  })
})

describe('type names', () => {
  it.each<[string, number[], string]>([
    ['TEXT', [], 'VARCHAR'],
    ['CHARACTER VARYING', [20], 'VARCHAR(20)'],
    ['DEC', [5], 'DECIMAL(5,0)'],
    ['NUMERIC', [10, 2], 'DECIMAL(10,2)'],
    ['DOUBLE PRECISION', [], 'DOUBLE'],
    ['TIMESTAMP WITH TIME ZONE', [], 'TIMESTAMPTZ'],
    ['CHAR', [], 'CHAR(1)'],
    ['CHARACTER', [5], 'CHAR(5)'],
    ['INT2', [], 'SMALLINT'],
    ['BYTEA', [], 'BYTES'],
  ])('%s %j is %s', (name, parameters, printed) => {
    const named = typeFromName(name, parameters)
    expect(named?.kind === 'type' && printType(named.type)).toBe(printed)
  })

  it.each<[string, number[], string]>([
    ['DECIMAL', [0], 'the precision of DECIMAL must be between 1 and 1000'],
    ['DECIMAL', [5, 6], 'the scale of DECIMAL must be between 0 and its precision 5'],
    ['DECIMAL', [5, 2, 1], 'DECIMAL takes a precision and a scale'],
    ['VARCHAR', [0], 'VARCHAR takes one length between 1 and 10485760'],
    ['TEXT', [5], 'TEXT takes no parameter'],
    ['INT', [5], 'INT takes no parameter'],
  ])('%s %j is refused', (name, parameters, message) => {
    expect(typeFromName(name, parameters)).toEqual({ kind: 'bad_parameters', message })
  })

  it('knows what it does not have yet', () => {
    expect(typeFromName('TIMETZ', [])).toEqual({ kind: 'unsupported' })
    expect(typeFromName('VARCHR', [])).toBeNull()
    for (const name of TYPE_NAMES) {
      const kind = ['ARRAY', 'MAP', 'STRUCT'].includes(name) ? 'without_parts' : 'type'
      expect(typeFromName(name, [])?.kind, name).toBe(kind)
    }
  })
})
