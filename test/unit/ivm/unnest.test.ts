import { describe, expect, it } from 'vitest'
import { Delta } from '../../../src/ivm/delta.ts'
import { unnest, Unnest } from '../../../src/ivm/operators/unnest.ts'
import type { Row } from '../../../src/types/value.ts'

const of = (ordinality: boolean, outer: boolean) => ({ kept: [0], arrays: [1, 2], ordinality, outer })

describe('unnest', () => {
  it('goes through arrays in step', () => {
    expect(unnest(of(true, false), ['a', [1, 2], ['x']])).toEqual([
      ['a', 1, 'x', 1n],
      ['a', 2, null, 2n],
    ])
    expect(unnest(of(false, false), ['a', null, ['x', null]])).toEqual([
      ['a', null, 'x'],
      ['a', null, null],
    ])
  })

  it('gives nothing, or one row of NULLs, where there are no elements', () => {
    const rows: Row[] = [
      ['a', [], null],
      ['b', null, null],
    ]
    expect(rows.flatMap(row => unnest(of(true, false), row))).toEqual([])
    expect(rows.flatMap(row => unnest(of(true, true), row))).toEqual([
      ['a', null, null, null],
      ['b', null, null, null],
    ])
  })

  it('gives each element the weight of its row', () => {
    const operator = new Unnest({
      ...of(false, false),
      kind: 'unnest',
      id: 'unnest_1',
      fingerprint: '1',
      input: 'source_1',
      columns: [],
      key: null,
    })
    const delta = new Delta()
    delta.add(['a', [1, 1], []], 2)
    delta.add(['a', [1], []], -1)
    const { rows, weights } = operator.apply([delta])
    expect(rows).toEqual([
      ['a', 1, null],
      ['a', 1, null],
      ['a', 1, null],
    ])
    expect(weights).toEqual([2, 2, -1])
  })
})
