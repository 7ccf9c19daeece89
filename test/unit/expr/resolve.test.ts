import { describe, expect, it } from 'vitest'
import { AGGREGATES } from '../../../src/expr/aggregates.ts'
import { castFunction } from '../../../src/expr/cast.ts'
import {
  type Argument,
  assignmentCast,
  commonType,
  explicitCast,
  implicitCast,
  typed,
  VALUE_KINDS,
} from '../../../src/expr/coercion.ts'
import { typeOfKind } from '../../../src/expr/functions/define.ts'
import { resolveAggregate, resolveScalar } from '../../../src/expr/resolve.ts'
import { SCALAR_FUNCTION_NAMES, SCALARS, scalarById } from '../../../src/expr/signatures.ts'
import type { ScalarKind, SqlType } from '../../../src/types/sql-type.ts'
import { printType } from '../../../src/types/type-name.ts'

const unknown: Argument = { type: { kind: 'varchar', length: null }, untyped: true, text: 'x' }
const of = (kind: ScalarKind | 'null') => typed(typeOfKind(kind))
const KINDS = [...VALUE_KINDS, 'null' as const]

describe('resolveScalar', () => {
  it.each<[string, Argument[], string]>([
    ['add', [of('integer'), of('bigint')], 'add(bigint,bigint) BIGINT -'],
    ['add', [of('integer'), of('decimal')], 'add(decimal,decimal) DECIMAL -'],
    ['add', [of('decimal'), of('double')], 'add(double,double) DOUBLE -'],
    ['add', [of('integer'), unknown], 'add(integer,integer) -INTEGER'],
    ['add', [of('null'), of('bigint')], 'add(bigint,bigint) BIGINT -'],
    ['eq', [of('varchar'), unknown], 'eq(varchar,varchar) --'],
    ['gt', [of('timestamp'), unknown], 'gt(timestamp,timestamp) -TIMESTAMP'],
    ['lt', [of('date'), of('timestamptz')], 'lt(timestamptz,timestamptz) TIMESTAMPTZ -'],
    ['eq', [unknown, unknown], 'eq(varchar,varchar) --'],
    ['round', [of('integer')], 'round(double) DOUBLE'],
    ['round', [of('integer'), of('integer')], 'round(decimal,integer) DECIMAL -'],
    ['append', [of('integer'), of('varchar')], 'append(varchar,varchar) VARCHAR -'],
    ['date_trunc', [unknown, of('date')], 'date_trunc(varchar,timestamptz) -TIMESTAMPTZ'],
  ])('%s %#', (name, args, expected) => {
    const { signature, casts } = resolveScalar(name, args)!
    const shown = casts.map(type => (type === null ? '-' : printType(type))).join(' ')
    expect(`${signature.id} ${shown}`.replaceAll(' ', '')).toBe(expected.replaceAll(' ', ''))
  })

  it.each<[string, Argument[]]>([
    ['add', [of('varchar'), of('integer')]],
    ['add', [of('boolean'), of('boolean')]],
    ['modulo', [of('double'), of('double')]],
    ['round', [of('double'), of('integer')]],
    ['eq', [of('varchar'), of('integer')]],
    ['append', [of('integer'), of('integer')]],
    ['length', []],
    ['nonsense', [of('integer')]],
  ])('finds none for %s %#', (name, args) => {
    expect(resolveScalar(name, args)).toBeNull()
  })
})

describe('resolveAggregate', () => {
  it.each<[string, Argument[], string]>([
    ['count', [], 'count(*) BIGINT'],
    ['count', [of('boolean')], 'count(any) BIGINT'],
    ['sum', [of('integer')], 'sum(integer) BIGINT'],
    ['sum', [of('bigint')], 'sum(bigint) DECIMAL'],
    ['avg', [of('integer')], 'avg(integer) DECIMAL'],
    ['avg', [of('double')], 'avg(double) DOUBLE'],
    ['min', [typed({ kind: 'varchar', length: 5 })], 'min(varchar) VARCHAR(5)'],
    ['max', [unknown], 'max(varchar) VARCHAR'],
    ['bool_and', [unknown], 'bool_and(boolean) BOOLEAN'],
    ['stddev', [of('smallint')], 'stddev(smallint) DECIMAL'],
    ['stddev', [unknown], 'stddev(double) DOUBLE'],
    ['corr', [of('integer'), of('decimal')], 'corr(double,double) DOUBLE'],
  ])('%s %#', (name, args, expected) => {
    const { signature, type } = resolveAggregate(name, args)!
    expect(`${signature.id} ${printType(type)}`).toBe(expected)
  })

  it('finds none where PostgreSQL has none', () => {
    expect(resolveAggregate('sum', [of('varchar')])).toBeNull()
    expect(resolveAggregate('sum', [])).toBeNull()
    expect(resolveAggregate('corr', [of('integer')])).toBeNull()
    expect(resolveAggregate('avg', [unknown])).toBeNull()
  })
})

describe('commonType', () => {
  const decimal = (precision: number, scale: number): Argument => typed({ kind: 'decimal', precision, scale })

  it.each<[Argument[], string | null]>([
    [[of('integer'), of('bigint')], 'BIGINT'],
    [[of('bigint'), of('double'), of('decimal')], 'DOUBLE'],
    [[of('date'), of('timestamp')], 'TIMESTAMP'],
    [[decimal(5, 2), decimal(5, 2)], 'DECIMAL(5,2)'],
    [[decimal(5, 2), of('null')], 'DECIMAL(5,2)'],
    [[decimal(5, 2), decimal(6, 2)], 'DECIMAL'],
    [[decimal(5, 2), unknown], 'DECIMAL'],
    [[unknown, of('integer')], 'INTEGER'],
    [[unknown, of('null')], 'VARCHAR'],
    [[of('varchar'), of('integer')], null],
    [[of('boolean'), of('integer')], null],
  ])('%#', (args, expected) => {
    const type = commonType(args)
    expect(type && printType(type)).toBe(expected)
  })
})

describe('casts', () => {
  it('are functions exactly where a cast exists', () => {
    for (const from of KINDS.map(typeOfKind)) {
      for (const to of KINDS.filter(kind => kind !== 'null').map(typeOfKind)) {
        const name = `${from.kind} to ${to.kind}`
        expect(castFunction(from, to) !== null, name).toBe(explicitCast(from, to))
        if (implicitCast(from, to)) expect(assignmentCast(from, to), name).toBe(true)
        if (assignmentCast(from, to)) expect(explicitCast(from, to), name).toBe(true)
      }
    }
  })

  it.each<[ScalarKind, SqlType, unknown, unknown]>([
    ['double', { kind: 'integer' }, 2.5, 2],
    ['double', { kind: 'bigint' }, 3.5, 4n],
    ['varchar', { kind: 'varchar', length: 2 }, 'a😀b', 'a😀'],
    ['boolean', { kind: 'varchar', length: null }, true, 'true'],
    ['timestamp', { kind: 'date' }, -1n, -1],
    ['integer', { kind: 'boolean' }, 0, false],
  ])('%s to %j', (from, to, value, expected) => {
    expect(castFunction(typeOfKind(from), to)!(value as never)).toBe(expected)
  })

  it('refuse what is out of range', () => {
    expect(() => castFunction(typeOfKind('double'), { kind: 'bigint' })!(2 ** 63)).toThrow(
      'BIGINT out of range',
    )
    expect(() => castFunction(typeOfKind('double'), { kind: 'integer' })!(NaN)).toThrow(
      'INTEGER out of range',
    )
    expect(() => castFunction(typeOfKind('bigint'), { kind: 'integer' })!(2n ** 31n)).toThrow(
      'INTEGER out of range',
    )
    expect(() => castFunction(typeOfKind('double'), typeOfKind('decimal'))!(Infinity)).toThrow(
      '`Infinity` cannot be converted to DECIMAL',
    )
  })
})

describe('the tables', () => {
  it('have unique ids that say name and parameters', () => {
    const ids = [...SCALARS, ...AGGREGATES].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const signature of SCALARS) {
      expect(signature.id).toBe(
        `${signature.name}(${signature.parameters.join(',')}${signature.variadic ? '...' : ''})`,
      )
      expect(scalarById(signature.id)).toBe(signature)
      expect(signature.doc).toMatch(/^\S.*\.$/)
    }
  })

  it('keep operators from being called as functions', () => {
    expect(SCALAR_FUNCTION_NAMES).toContain('abs')
    for (const name of ['add', 'eq', 'append', 'like', 'negate'])
      expect(SCALAR_FUNCTION_NAMES).not.toContain(name)
  })
})
