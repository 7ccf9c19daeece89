import { describe, expect, test } from 'vitest'
import { expressionOf, grouped, placesOf } from './support.ts'

describe('precedence', () => {
  test.each([
    ['a OR b AND c', '(a OR (b AND c))'],
    ['a AND b OR c', '((a AND b) OR c)'],
    ['NOT a AND b', '((NOT a) AND b)'],
    ['NOT a = b', '(NOT (a = b))'],
    ['NOT NOT a', '(NOT (NOT a))'],
    ['NOT a IS NULL', '(NOT (a is null))'],
    ['a = b IS NULL', '((a = b) is null)'],
    ['a IS NULL = b', '((a is null) = b)'],
    ['a IS NULL IS NOT NULL', '((a is null) is not null)'],
    ['a IS DISTINCT FROM b = c', '(a distinct (b = c))'],
    ['a IS NOT DISTINCT FROM b AND c', '((a same b) AND c)'],
    ['a IS TRUE OR b IS NOT FALSE', '((a same TRUE) OR (b distinct FALSE))'],
    ['a = b LIKE c', '(a = (b like c))'],
    ['a LIKE b || c', '(a like (b || c))'],
    ['a || b LIKE c', '((a || b) like c)'],
    ['a BETWEEN b AND c AND d', '((a between b .. c) AND d)'],
    ['a BETWEEN b + 1 AND c * 2 OR d', '((a between (b + 1) .. (c * 2)) OR d)'],
    ['a NOT BETWEEN -1 AND -b', '(a between (- 1) .. (- b))'],
    ['a < b BETWEEN c AND d', '(a < (b between c .. d))'],
    ['a IN (1, 2) = b', '((a in [1 2]) = b)'],
    ['a IN (1) IN (2)', '((a in [1]) in [2])'],
    ['a NOT IN (b OR c, d)', '(a in [(b OR c) d])'],
    ['a + b || c', '((a + b) || c)'],
    ['a || b + c', '(a || (b + c))'],
    ['a || b || c', '((a || b) || c)'],
    ['a - b - c', '((a - b) - c)'],
    ['a - b * c', '(a - (b * c))'],
    ['a * b % c / d', '(((a * b) % c) / d)'],
    ['-a * b', '((- a) * b)'],
    ['a - -b', '(a - (- b))'],
    ['- + a', '(- (+ a))'],
    ['-a::int', '(- (a :: INT))'],
    ['a::int::text', '((a :: INT) :: TEXT)'],
    ['(a + b)::text || c', '(((a + b) :: TEXT) || c)'],
    ['(a OR b) AND c', '((a OR b) AND c)'],
    ['a - (b - c)', '(a - (b - c))'],
    ['a = NOT b = c', '(a = (NOT (b = c)))'],
    ['a != b AND c <> d', '((a <> b) AND (c <> d))'],
  ])('%s', (text, expected) => {
    expect(grouped(expressionOf(text))).toBe(expected)
  })

  test.each([
    ['a < b < c', 'MV1001 <'],
    ['a = b <> c', 'MV1001 <>'],
    ['a LIKE b LIKE c', 'MV1001 LIKE'],
    ['a BETWEEN 1 AND 2 BETWEEN 3 AND 4', 'MV1001 BETWEEN'],
    ['a LIKE b IN (c)', 'MV1001 IN'],
    ['a IS DISTINCT FROM b IS NULL', 'MV1001 IS'],
  ])('%s is an error, as in PostgreSQL', (text, expected) => {
    expect(placesOf(`CREATE TABLE v AS SELECT ${text} FROM t`)).toEqual([expected])
  })
})
