import { describe, expect, test } from 'vitest'
import { MAX_DEPTH, MAX_NESTING } from '../../../src/language/nesting.ts'
import { print } from '../../../src/language/printer.ts'
import { parseOk, placesOf } from './support.ts'

const view = (expression: string) => `CREATE TABLE v AS SELECT ${expression} AS x FROM t`
const nested = (open: string, close: string, times: number) =>
  view(open.repeat(times) + 'a' + close.repeat(times))

describe('nesting', () => {
  test.each([
    ['(', ')'],
    ['NOT ', ''],
    ['- ', ''],
    ['f(', ')'],
    ['CASE WHEN ', ' THEN 1 END'],
    ['a IN (', ')'],
    ['CAST(', ' AS INT)'],
    ['(SELECT ', ')'],
    ['EXISTS (SELECT 1 FROM t WHERE ', ')'],
    ['(SELECT 1 FROM t JOIN u ON ', ')'],
    ['SUM(a) OVER (ORDER BY ', ')'],
    ['a[', ']'],
    ['x => ', ''],
  ])('%s is read up to the limit and refused above it', (open, close) => {
    parseOk(nested(open, close, MAX_NESTING))
    expect(placesOf(nested(open, close, MAX_NESTING + 1))).toHaveLength(1)
    expect(placesOf(nested(open, close, 10_000))[0]).toMatch(/^MV1007 /)
  })

  test('10,000 open parentheses', () => {
    expect(placesOf(view('('.repeat(10_000)))).toEqual(['MV1007 ('])
  })

  test('parentheses around joins', () => {
    expect(placesOf(`CREATE TABLE v AS SELECT * FROM ${'('.repeat(10_000)}a${')'.repeat(10_000)}`)).toEqual([
      'MV1007 (',
    ])
  })

  test.each([
    ['derived tables', 'SELECT * FROM (', ') x', 'SELECT 1'],
    ['queries in parentheses', 'SELECT 1 UNION (', ')', 'SELECT 1'],
    ['common tables', 'WITH x AS (', ') SELECT 1', 'SELECT 1'],
  ])('%s', (_, open, close, inner) => {
    const query = (times: number) => `CREATE TABLE v AS ${open.repeat(times)}${inner}${close.repeat(times)}`
    print(parseOk(query(MAX_NESTING)))
    expect(placesOf(query(MAX_NESTING + 1))).toHaveLength(1)
    expect(placesOf(query(10_000))[0]).toMatch(/^MV1007 /)
  })

  test('types in types', () => {
    const type = (times: number) => `CREATE TABLE t (a ${'ARRAY<'.repeat(times)}INT${'>'.repeat(times)})`
    print(parseOk(type(MAX_NESTING - 1)))
    expect(placesOf(type(10_000))).toEqual(['MV1007 <'])
  })

  test('lambdas that have ended do not count', () => {
    parseOk(view(`f(${Array.from({ length: 1000 }, () => 'x => f(y => y)').join(', ')})`))
  })

  test('a chain of set operations', () => {
    const chain = (length: number) =>
      `CREATE TABLE v AS ${Array.from({ length }, () => 'SELECT 1').join(' UNION ALL ')}`
    print(parseOk(chain(MAX_DEPTH - 10)))
    expect(placesOf(chain(10_000))).toEqual(['MV1007 v'])
  })

  test('a chain of operators', () => {
    const chain = (length: number) => view(Array.from({ length }, () => 'a').join(' OR '))
    print(parseOk(chain(MAX_DEPTH - 10)))
    expect(placesOf(chain(MAX_DEPTH + 10))).toEqual(['MV1007 v'])
    expect(placesOf(chain(100_000))).toEqual(['MV1007 v'])
  })

  test('a chain of casts or joins', () => {
    expect(placesOf(view(`a${'::int'.repeat(10_000)}`))).toEqual(['MV1007 v'])
    expect(placesOf(`CREATE TABLE v AS SELECT * FROM t${' JOIN t'.repeat(10_000)}`)).toEqual(['MV1007 v'])
  })

  test('a long list is not deep', () => {
    parseOk(view(`a IN (${Array.from({ length: 20_000 }, (_, index) => index).join(', ')})`))
  })
})

describe('a file of one megabyte', () => {
  test('of statements', () => {
    const statement =
      "CREATE TABLE t (id VARCHAR PRIMARY KEY, name VARCHAR) WITH (kafka_topic = 'it''s', value_format = 'JSON');\n"
    const times = Math.ceil(1_000_000 / statement.length)
    expect(parseOk(statement.repeat(times)).statements).toHaveLength(times)
  })

  test('of one string, one comment, one name', () => {
    const long = 'x'.repeat(1_000_000)
    parseOk(view(`'${long}'`))
    parseOk(`/* ${long} */ ${view('a')}`)
    parseOk(view(`"${long}"`))
    parseOk(view(`'${"''".repeat(500_000)}'`))
  })
})

test('thousands of errors are reported up to the limit', () => {
  expect(placesOf('CREATE TABLE t (id);\n'.repeat(5_000))).toHaveLength(100)
  expect(placesOf('x §;\n'.repeat(20_000))).toHaveLength(100)
  expect(placesOf('§'.repeat(100_000))).toEqual(['MV1002 §'])
})
