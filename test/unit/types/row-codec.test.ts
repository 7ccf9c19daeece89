import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal } from '../../../src/types/decimal.ts'
import { rowCodec } from '../../../src/types/row-codec.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import { sameValues } from '../../../src/types/value.ts'
import { seed, typedRows } from './values.ts'

const VARCHAR: SqlType = { kind: 'varchar', length: null }

describe('rowCodec', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(typedRows, ({ types, left }) => {
        const codec = rowCodec(types)
        expect(codec.decode(codec.encode(left))).toEqual(left)
      }),
      { seed, numRuns: 5000 },
    )
  })

  it('gives two rows the same text exactly if all values are the same', () => {
    fc.assert(
      fc.property(typedRows, ({ types, left, right }) => {
        const { encode } = rowCodec(types)
        expect(encode(left) === encode(right)).toBe(sameValues(left, right))
      }),
      { seed, numRuns: 5000 },
    )
  })

  it('tells nulls, empty texts and scales apart', () => {
    const { encode, decode } = rowCodec([VARCHAR, VARCHAR])
    expect(encode(['', null])).toBe('\0\x01')
    expect(encode([null, ''])).toBe('\x01\0')
    expect(encode(['\0', '\x01'])).toBe('\x01a\0\x01b')
    expect(decode('\x01a\0\x01b')).toEqual(['\0', '\x01'])
    const decimals = rowCodec([{ kind: 'decimal', precision: null, scale: null }])
    expect(decimals.encode([new Decimal(100n, 2)])).toBe('1.00')
  })

  it('tells parts apart', () => {
    const { encode, decode } = rowCodec([{ kind: 'array', element: VARCHAR }])
    const rows = [[null], [[]], [['']], [[null]], [['a', 'b']], [['a\0b']], [['\x01']]]
    const texts = rows.map(encode)
    expect(new Set(texts).size).toBe(rows.length)
    expect(texts.map(decode)).toEqual(rows)
    expect(encode([['a', null]])).toBe('a\x01a\x01b\x01a')
  })

  it('knows the row without columns', () => {
    expect(rowCodec([]).encode([])).toBe('')
    expect(rowCodec([]).decode('')).toEqual([])
    expect(rowCodec([VARCHAR]).decode('')).toEqual([''])
  })
})
