/** What is refused about groups and aggregates. */
import { describe, expect, test } from 'vitest'
import { problemsOf } from './support.ts'

describe('aggregates in the wrong place', () => {
  test('WHERE', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId FROM users WHERE COUNT(*) > 1;'))
      .toMatchInlineSnapshot(`
      "MV2040 1.view:1:50 «COUNT(*)» the aggregate \`COUNT\` cannot stand in WHERE
        help: a condition on groups belongs into HAVING"
    `)
  })

  test('ON', () => {
    expect(
      problemsOf(
        'CREATE TABLE v AS SELECT name FROM users JOIN tweets ON tweets.userId = MAX(users.userId);',
      ),
    ).toMatchInlineSnapshot(`
      "MV2040 1.view:1:73 «MAX(users.userId)» the aggregate \`MAX\` cannot stand in ON
        help: compute it in a view of its own and join that view"
    `)
  })

  test('GROUP BY', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT COUNT(*) AS n FROM users GROUP BY COUNT(*);'))
      .toMatchInlineSnapshot(`
      "MV2040 1.view:1:60 «COUNT(*)» the aggregate \`COUNT\` cannot stand in GROUP BY
        help: compute it in a view of its own and join that view"
    `)
  })

  test('GROUP BY through a name', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT COUNT(*) AS n FROM users GROUP BY n;'))
      .toMatchInlineSnapshot(`
      "MV2040 1.view:1:60 «n» this is an aggregate, and an aggregate cannot stand in GROUP BY
        help: compute it in a view of its own and join that view"
    `)
  })

  test('GROUP BY through a position', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT COUNT(*) AS n FROM users GROUP BY 1;'))
      .toMatchInlineSnapshot(`
      "MV2040 1.view:1:60 «1» this is an aggregate, and an aggregate cannot stand in GROUP BY
        help: compute it in a view of its own and join that view"
    `)
  })

  test('an aggregate', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT SUM(COUNT(*)) AS n FROM users;')).toMatchInlineSnapshot(`
      "MV2041 1.view:1:30 «COUNT(*)» the aggregate \`COUNT\` stands inside another aggregate
        help: compute the inner one in a view of its own"
    `)
  })

  test('FILTER', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT COUNT(*) FILTER (WHERE MAX(age) > 1) AS n FROM users;'))
      .toMatchInlineSnapshot(`
      "MV2040 1.view:1:49 «MAX(age)» the aggregate \`MAX\` cannot stand in FILTER
        help: compute it in a view of its own and join that view"
    `)
  })

  test('WHERE of an aggregate join', () => {
    expect(
      problemsOf(
        'CREATE TABLE v AS SELECT userId, n FROM users LEFT JOIN COUNT(tweets WHERE COUNT(*) > 1 BY userId) AS n;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2040 1.view:1:76 «COUNT(*)» the aggregate \`COUNT\` cannot stand in WHERE
        help: a condition on groups belongs into HAVING"
    `)
  })
})

describe('columns that are not grouped', () => {
  test('beside an aggregate', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT name, COUNT(*) AS n FROM users;')).toMatchInlineSnapshot(`
      "MV2042 1.view:1:26 «name» \`users.name\` is neither in GROUP BY nor in an aggregate
        help: add \`users.name\` to GROUP BY, or take one value of each group, such as MAX(users.name)"
    `)
  })

  test('not in GROUP BY, named once', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT name, age, age + 1 AS next FROM users GROUP BY name;'))
      .toMatchInlineSnapshot(`
      "MV2042 1.view:1:32 «age» \`users.age\` is neither in GROUP BY nor in an aggregate
        help: add \`users.age\` to GROUP BY, or take one value of each group, such as MAX(users.age)"
    `)
  })

  test('in HAVING', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT name FROM users GROUP BY name HAVING age > 1;'))
      .toMatchInlineSnapshot(`
      "MV2042 1.view:1:63 «age» \`users.age\` is neither in GROUP BY nor in an aggregate
        help: add \`users.age\` to GROUP BY, or take one value of each group, such as MAX(users.age)"
    `)
  })

  test('through a star', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT * FROM users GROUP BY name;')).toMatchInlineSnapshot(`
      "MV2042 1.view:1:26 «*» \`users.userId\`, \`users.age\`, \`users.active\` are neither in GROUP BY nor in an aggregate
        help: list the columns that are grouped by"
    `)
  })

  test('of the other table of a grouped key', () => {
    expect(
      problemsOf(
        'CREATE TABLE v AS SELECT users.name, tweets.text FROM users JOIN tweets ON tweets.userId = users.userId GROUP BY users.userId;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2042 1.view:1:38 «tweets.text» \`tweets.text\` is neither in GROUP BY nor in an aggregate
        help: add \`tweets.text\` to GROUP BY, or take one value of each group, such as MAX(tweets.text)"
    `)
  })

  test('with half of a key', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT customerId, amount FROM orders GROUP BY customerId;'))
      .toMatchInlineSnapshot(`
      "MV2042 1.view:1:38 «amount» \`orders.amount\` is neither in GROUP BY nor in an aggregate
        help: add \`orders.amount\` to GROUP BY, or take one value of each group, such as MAX(orders.amount)"
    `)
  })
})

describe('GROUP BY and HAVING', () => {
  test('HAVING without groups', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId FROM users HAVING age > 1;')).toMatchInlineSnapshot(`
      "MV2043 1.view:1:51 «age > 1» HAVING needs GROUP BY or an aggregate
        help: a condition on single rows belongs into WHERE"
    `)
  })

  test('a position that is not there', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT name FROM users GROUP BY 2;')).toMatchInlineSnapshot(`
      "MV2044 1.view:1:51 «2» the select list has no position 2
        help: there is only position 1"
    `)
  })

  test('a position of many', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT name, age FROM users GROUP BY 0;')).toMatchInlineSnapshot(`
      "MV2044 1.view:1:56 «0» the select list has no position 0
        help: there are positions 1 to 2"
    `)
  })

  test('a constant', () => {
    expect(problemsOf(`CREATE TABLE v AS SELECT COUNT(*) AS n FROM users GROUP BY 'name';`))
      .toMatchInlineSnapshot(`
      "MV2044 1.view:1:60 «'name'» GROUP BY does not take a constant
        help: group by a column, an expression of columns or a position in the select list"
    `)
  })

  test('an unknown name', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT COUNT(*) AS n FROM users GROUP BY nam;'))
      .toMatchInlineSnapshot(`
      "MV2021 1.view:1:60 «nam» there is no column \`nam\`
        help: did you mean \`name\`?"
    `)
  })
})
