/** Constants that fail on every row are refused; those that need not be evaluated are not. */
import { describe, expect, test } from 'vitest'
import { outputOf, planOf, problemsOf } from './support.ts'

describe('refused', () => {
  test('in SELECT, at the part that fails', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId, age * (2147483647 + 1) AS n FROM users;'))
      .toMatchInlineSnapshot(`
        "MV2038 1.view:1:41 «2147483647 + 1» \`2147483647 + 1\` always fails: INTEGER out of range
          help: no row could ever have a value here: correct the constants, or write NULL"
      `)
  })

  test('in WHERE, and in a cast that is no literal of the type', () => {
    expect(problemsOf(`CREATE TABLE v AS SELECT userId FROM users WHERE age > CAST('x' || '1' AS INTEGER);`))
      .toMatchInlineSnapshot(`
        "MV2038 1.view:1:56 «CAST('x' || '1' AS INTEGER)» \`CAST('x1' AS INTEGER)\` always fails: \`x1\` is not a value of type INTEGER
          help: no row could ever have a value here: correct the constants, or write NULL"
      `)
  })

  test('in ON, HAVING and GROUP BY', () => {
    const view = `CREATE TABLE v AS SELECT t.userId, COUNT(*) AS n FROM tweets AS t
      JOIN users ON users.userId = t.userId || CAST(1 / 0 AS VARCHAR)
      GROUP BY t.userId, 2 % 0 HAVING COUNT(*) > 3 / 0;`
    expect(problemsOf(view)).toMatchInlineSnapshot(`
      "MV2038 1.view:2:53 «1 / 0» \`1 / 0\` always fails: division by zero
        help: no row could ever have a value here: correct the constants, or write NULL
      MV2038 1.view:3:26 «2 % 0» \`2 % 0\` always fails: division by zero
        help: no row could ever have a value here: correct the constants, or write NULL
      MV2038 1.view:3:50 «3 / 0» \`3 / 0\` always fails: division by zero
        help: no row could ever have a value here: correct the constants, or write NULL"
    `)
  })

  test('in an aggregate and in the condition of FILTER', () => {
    const view =
      'CREATE TABLE v AS SELECT SUM(1 / 0) AS a, COUNT(*) FILTER (WHERE 2 / 0 = 1) AS b FROM users;'
    expect(problemsOf(view)).toMatchInlineSnapshot(`
      "MV2038 1.view:1:30 «1 / 0» \`1 / 0\` always fails: division by zero
        help: no row could ever have a value here: correct the constants, or write NULL
      MV2038 1.view:1:66 «2 / 0» \`2 / 0\` always fails: division by zero
        help: no row could ever have a value here: correct the constants, or write NULL"
    `)
  })

  test('in the part of CASE, COALESCE and IN that is evaluated for every row', () => {
    const view = `CREATE TABLE v AS SELECT CASE WHEN 1 / 0 = 1 THEN age END AS a, COALESCE(NULL, 2 / 0, age) AS b,
      3 / 0 IN (age) AS c, CASE WHEN 1 = 1 THEN 4 / 0 ELSE age END AS d FROM users;`
    expect(problemsOf(view)).toMatchInlineSnapshot(`
      "MV2038 1.view:1:36 «1 / 0» \`1 / 0\` always fails: division by zero
        help: no row could ever have a value here: correct the constants, or write NULL
      MV2038 1.view:1:80 «2 / 0» \`2 / 0\` always fails: division by zero
        help: no row could ever have a value here: correct the constants, or write NULL
      MV2038 1.view:2:7 «3 / 0» \`3 / 0\` always fails: division by zero
        help: no row could ever have a value here: correct the constants, or write NULL
      MV2038 1.view:2:49 «4 / 0» \`4 / 0\` always fails: division by zero
        help: no row could ever have a value here: correct the constants, or write NULL"
    `)
  })

  test('in a call', () => {
    expect(problemsOf(`CREATE TABLE v AS SELECT userId, LENGTH(SUBSTRING('abc', 1, -1)) AS n FROM users;`))
      .toMatchInlineSnapshot(`
        "MV2038 1.view:1:41 «SUBSTRING('abc', 1, -1)» \`substring('abc', 1, (-1))\` always fails: substring of negative length
          help: no row could ever have a value here: correct the constants, or write NULL"
      `)
  })
})

describe('accepted', () => {
  test.each([
    'CASE WHEN age > 0 THEN 1 ELSE 1 / 0 END',
    'COALESCE(age, 1 / 0)',
    'age IN (age, 1 / 0)',
    'age > 0 AND 1 / 0 = 1',
    'active OR 1 / 0 = 1',
    'CASE WHEN 1 = 2 THEN 1 / 0 ELSE age END',
  ])('%s', expression => {
    expect(outputOf(`SELECT userId, ${expression} AS x FROM users`)).toHaveLength(2)
  })

  test('what a FILTER may leave out', () => {
    expect(planOf('CREATE TABLE v AS SELECT SUM(1 / 0) FILTER (WHERE age > 100) AS n FROM users;')).toContain(
      '1 / 0',
    )
  })
})
