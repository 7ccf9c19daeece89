import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareValues } from '../../../src/types/compare.ts'
import { Decimal } from '../../../src/types/decimal.ts'
import { decodeKey, encodeKey, prefixRange } from '../../../src/types/ordered-key.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import type { Value } from '../../../src/types/value.ts'
import { seed, typedRows } from './values.ts'

const VARCHAR: SqlType = { kind: 'varchar', length: null }
const DECIMAL: SqlType = { kind: 'decimal', precision: null, scale: null }

function compareRows(types: readonly SqlType[], left: readonly Value[], right: readonly Value[]): number {
  for (const [i, type] of types.entries()) {
    const [a, b] = [left[i]!, right[i]!]
    const order =
      a === null || b === null ? Number(a === null) - Number(b === null) : compareValues(type)(a, b)
    if (order !== 0) return Math.sign(order)
  }
  return 0
}

const byteOrder = (a: string, b: string) => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)))

describe('ordered keys', () => {
  it('order as the values do, in UTF-8 bytes', () => {
    fc.assert(
      fc.property(typedRows, ({ types, left, right }) => {
        const encode = encodeKey(types)
        expect(byteOrder(encode(left), encode(right))).toBe(compareRows(types, left, right))
      }),
      { seed, numRuns: 5000 },
    )
  })

  it('read back as equal values, also when something follows', () => {
    fc.assert(
      fc.property(typedRows, ({ types, left }) => {
        const key = encodeKey(types)(left)
        expect(compareRows(types, decodeKey(types)(`xy${key}0~`, 2), left)).toBe(0)
        expect(encodeKey(types)(decodeKey(types)(key))).toBe(key)
      }),
      { seed, numRuns: 2000 },
    )
  })

  it('start with the key of their first columns, and none is a prefix of another', () => {
    fc.assert(
      fc.property(typedRows, ({ types, left, right }) => {
        const [a, b] = [encodeKey(types)(left), encodeKey(types)(right)]
        expect(a.startsWith(encodeKey(types.slice(0, 1))(left))).toBe(true)
        if (a !== b) expect(a.startsWith(b) || b.startsWith(a)).toBe(false)
      }),
      { seed, numRuns: 2000 },
    )
  })

  it('are equal for values that SQL holds equal', () => {
    const decimal = encodeKey([DECIMAL])
    expect(decimal([Decimal.parse('1.00')!])).toBe(decimal([Decimal.parse('1')!]))
    expect(decimal([Decimal.parse('0.00')!])).toBe(decimal([Decimal.parse('0')!]))
    const double = encodeKey([{ kind: 'double' }])
    expect(double([-0])).toBe(double([0]))
    expect(decodeKey([{ kind: 'double' }])(double([NaN]))).toEqual([NaN])
  })

  it('have these forms', () => {
    expect(encodeKey([VARCHAR, { kind: 'bigint' }])(['a\0b\x01', -120n])).toBe('va\x01\x01b\x01\x02\0X879')
    expect(encodeKey([VARCHAR, { kind: 'boolean' }])([null, true])).toBe('~1')
    expect(encodeKey([DECIMAL])([Decimal.parse('-12.50')!])).toBe('-Z7874~')
  })
})

describe('prefixRange', () => {
  const within = (prefix: string, key: string) => {
    const { gte, lt } = prefixRange(prefix)
    return byteOrder(gte, key) <= 0 && byteOrder(key, lt) < 0
  }

  it('holds exactly the texts that start with the prefix', () => {
    const texts = [
      'a',
      'a\0',
      'a\uffff',
      'a\u{10ffff}',
      'a\u{10ffff}b',
      'b',
      'a\ud7ff',
      'a\ue000',
      '\u{10ffff}',
      'a😀',
      'a\ud7ffz',
    ]
    for (const prefix of texts.filter(text => text !== '\u{10ffff}')) {
      for (const text of texts)
        expect(within(prefix, text), JSON.stringify([prefix, text])).toBe(text.startsWith(prefix))
    }
  })

  it('has no end behind the last code point', () => {
    expect(() => prefixRange('\u{10ffff}')).toThrow('no text is above the prefix')
  })
})
