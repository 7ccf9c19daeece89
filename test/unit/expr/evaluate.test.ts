import { describe, expect, it } from 'vitest'
import { compile } from '../../../src/expr/evaluate.ts'
import type { Expr } from '../../../src/expr/expr.ts'
import { fold, literalOf } from '../../../src/expr/fold.ts'
import { printExpr } from '../../../src/expr/print-expr.ts'
import { columnsOf, mapColumns, mayFail } from '../../../src/expr/walk.ts'
import type { Row } from '../../../src/types/value.ts'
import {
  and,
  bool,
  call,
  cast,
  coalesce,
  column,
  failing,
  inList,
  int,
  isNull,
  literal,
  not,
  or,
  text,
  when,
} from './build.ts'

const a = column(0, 'integer')
const b = column(1, 'integer')
const p = column(2, 'boolean')
const t = column(3, 'varchar')
const NAMES = ['a', 'b', 'p', 't']
const ROW: Row = [7, 2, true, 'x']

const add = (left: Expr, right: Expr) => call('add(integer,integer)', 'integer', left, right)
const eq = (left: Expr, right: Expr) => call('eq(integer,integer)', 'boolean', left, right)
const fails = call('eq(integer,integer)', 'boolean', failing, a)

describe('compile', () => {
  it.each<[string, Expr, Row[number]]>([
    ['a column', a, 7],
    ['a call', add(a, b), 9],
    ['a strict call', add(a, int(null)), null],
    [
      'three arguments',
      call('replace(varchar,varchar,varchar)', 'varchar', text('axa'), t, text('y')),
      'aya',
    ],
    ['false before an error', and(bool(false), fails), false],
    ['true before an error', or(p, fails), true],
    ['null AND false', and(bool(null), bool(false)), false],
    ['null AND true', and(bool(null), p), null],
    ['null OR true', or(bool(null), p), true],
    ['null OR false', or(bool(null), bool(false)), null],
    ['NOT null', not(bool(null)), null],
    ['NOT true', not(p), false],
    ['IS NULL', isNull(int(null)), true],
    ['CASE', when(p, int(1), failing), 1],
    ['CASE with null', when(bool(null), failing, int(2)), 2],
    ['COALESCE', coalesce(int(null), a, failing), 7],
    ['IN', inList(a, int(1), int(7)), true],
    ['IN without null', inList(a, int(1), int(2)), false],
    ['IN with null', inList(a, int(1), int(null)), null],
    ['IN a set', inList(a, int(1), int(2), int(3), int(7)), true],
    ['IN a set with null', inList(a, int(1), int(2), int(3), int(null)), null],
    ['null IN', inList(int(null), int(1)), null],
    ['a cast', cast(a, 'varchar'), '7'],
  ])('%s', (_, expr, value) => {
    expect(compile(expr)(ROW)).toBe(value)
    expect(compile(fold(expr))(ROW)).toBe(value)
  })

  it('finds equal decimals in a list', () => {
    const decimal = (value: string) => literal('decimal', value)
    expect(compile(inList(decimal('1.00'), ...['5', '2', '3', '1'].map(decimal)))([])).toBe(true)
  })

  it('throws bad data', () => {
    expect(() => compile(failing)(ROW)).toThrow(
      expect.objectContaining({ code: 'MV5103', message: 'division by zero' }),
    )
    expect(() => compile(add(int(2147483647), b))(ROW)).toThrow('INTEGER out of range')
    expect(() => compile(cast(t, 'integer'))(ROW)).toThrow('`x` is not a value of type INTEGER')
  })

  it('never gives a negative zero', () => {
    expect(compile(call('multiply(integer,integer)', 'integer', int(0), int(-5)))([])).toBe(0)
    expect(compile(call('modulo(integer,integer)', 'integer', int(-4), int(2)))([])).toBe(0)
    expect(compile(call('negate(double)', 'double', literal('double', '0')))([])).toBe(0)
    expect(compile(call('ceil(double)', 'double', literal('double', '-0.5')))([])).toBe(0)
  })
})

describe('fold', () => {
  it.each<[string, Expr, string]>([
    ['computes constants', add(a, add(int(1), int(2))), 'a + 3'],
    ['leaves what fails', add(a, failing), 'a + 1 / 0'],
    ['drops what is true', and(p, bool(true)), 'p'],
    ['decides by what is false', and(p, fails, bool(false)), 'FALSE'],
    ['keeps null', or(p, bool(null), bool(false)), 'p OR NULL'],
    ['takes the branch that is certain', when(bool(true), a, failing), 'a'],
    ['drops the branch that is impossible', when(eq(int(1), int(2)), failing, b), 'b'],
    ['ends COALESCE at a constant', coalesce(int(null), a, int(1), b), 'COALESCE(a, 1)'],
    ['unwraps COALESCE', coalesce(int(null), a), 'a'],
  ])('%s', (_, expr, printed) => {
    expect(printExpr(fold(expr), NAMES)).toBe(printed)
  })

  it('makes literals of values', () => {
    expect(literalOf({ kind: 'date' }, 0)).toEqual({
      kind: 'literal',
      type: { kind: 'date' },
      text: '1970-01-01',
    })
    expect(literalOf({ kind: 'date' }, null).text).toBeNull()
  })
})

describe('printExpr', () => {
  const multiply = (left: Expr, right: Expr) => call('multiply(integer,integer)', 'integer', left, right)
  const subtract = (left: Expr, right: Expr) => call('subtract(integer,integer)', 'integer', left, right)

  it.each<[Expr, string]>([
    [multiply(add(a, b), int(-2)), '(a + b) * (-2)'],
    [add(a, multiply(b, int(2))), 'a + b * 2'],
    [subtract(a, subtract(a, b)), 'a - (a - b)'],
    [subtract(subtract(a, b), b), 'a - b - b'],
    [and(or(p, not(p)), eq(a, b)), '(p OR NOT p) AND a = b'],
    [not(and(p, p)), 'NOT (p AND p)'],
    [isNull(eq(a, b)), '(a = b) IS NULL'],
    [inList(t, text("it's"), text(null)), "t IN ('it''s', NULL)"],
    [when(p, cast(a, 'bigint'), literal('bigint', '1')), 'CASE WHEN p THEN CAST(a AS BIGINT) ELSE 1 END'],
    [call('negate(integer)', 'integer', add(a, b)), '-(a + b)'],
    [call('length(varchar)', 'integer', t), 'length(t)'],
    [literal('timestamp', '2013-02-07 10:00:00'), "TIMESTAMP '2013-02-07 10:00:00'"],
    [literal('double', 'NaN'), "DOUBLE 'NaN'"],
  ])('%#', (expr, printed) => {
    expect(printExpr(expr, NAMES)).toBe(printed)
  })
})

describe('walking', () => {
  it('finds and replaces columns', () => {
    const expr = when(isNull(column(5, 'integer')), add(a, b), add(b, int(1)))
    expect(columnsOf(expr)).toEqual([0, 1, 5])
    const moved = mapColumns(expr, ({ index, type }) => ({ kind: 'column', type, index: index + 10 }))
    expect(columnsOf(moved)).toEqual([10, 11, 15])
    expect(columnsOf(mapColumns(expr, () => int(1)))).toEqual([])
  })

  it.each<[Expr, boolean]>([
    [add(a, b), true],
    [eq(a, b), false],
    [and(p, eq(a, b)), false],
    [and(p, fails), true],
    [cast(a, 'bigint'), false],
    [cast(t, 'integer'), true],
    [cast(a, 'varchar'), false],
    [coalesce(a, failing), true],
  ])('knows what may fail: %#', (expr, expected) => {
    expect(mayFail(expr)).toBe(expected)
  })
})
