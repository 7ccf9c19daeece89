/** What is refused about joins. */
import { describe, expect, test } from 'vitest'
import { problemsOf } from './support.ts'

describe('joins', () => {
  test('without a condition', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT name FROM users JOIN tweets;')).toMatchInlineSnapshot(`
      "MV2050 1.view:1:47 «tweets» this JOIN has no condition
        help: say which rows belong together: ON a.key = b.key"
    `)
  })

  test('left, without a condition', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT name FROM users LEFT JOIN tweets;')).toMatchInlineSnapshot(`
      "MV2050 1.view:1:52 «tweets» this LEFT JOIN has no condition
        help: say which rows belong together: ON a.key = b.key"
    `)
  })

  test.each(['RIGHT', 'FULL'])('%s, without a condition', kind => {
    expect(problemsOf(`CREATE TABLE v AS SELECT name FROM users ${kind} JOIN tweets;`)).toContain(
      `this ${kind} JOIN has no condition`,
    )
  })

  test('USING a column that one side does not have', () => {
    expect(
      problemsOf('CREATE TABLE v AS SELECT name FROM users JOIN tweets USING (tweetID);'),
    ).toMatchInlineSnapshot(`"MV2021 1.view:1:61 «tweetID» the left side has no column \`tweetID\`"`)
  })

  test('LATERAL on the side that must not depend on the other', () => {
    expect(
      problemsOf(
        'CREATE TABLE v AS SELECT name FROM users RIGHT JOIN LATERAL (SELECT text FROM tweets) t ON TRUE;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2051 1.view:1:53 «LATERAL (SELECT text FROM tweets) t» RIGHT JOIN LATERAL has no meaning: its rows depend on those on the left
        help: write LEFT JOIN LATERAL or CROSS JOIN LATERAL"
    `)
  })
})

describe('aggregate joins', () => {
  test('without a name', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId FROM users LEFT JOIN COUNT(tweets BY userId);'))
      .toMatchInlineSnapshot(`
      "MV2060 1.view:1:54 «COUNT» this aggregate has no name
        help: give it one behind the parentheses: AS tweetsCount"
    `)
  })

  test('of an unknown column', () => {
    expect(
      problemsOf('CREATE TABLE v AS SELECT userId, n FROM users LEFT JOIN COUNT(tweets BY userID2) AS n;'),
    ).toMatchInlineSnapshot(`
      "MV2021 1.view:1:73 «userID2» \`tweets\` has no column \`userID2\`
        help: did you mean \`userId\`?"
    `)
  })

  test('of an unknown argument', () => {
    expect(
      problemsOf('CREATE TABLE v AS SELECT userId, n FROM users LEFT JOIN SUM(tweets.lieks BY userId) AS n;'),
    ).toMatchInlineSnapshot(`
      "MV2021 1.view:1:68 «lieks» \`tweets\` has no column \`lieks\`
        help: did you mean \`likes\`?"
    `)
  })

  test('of a function that is no aggregate', () => {
    expect(
      problemsOf(
        'CREATE TABLE v AS SELECT userId, n FROM users LEFT JOIN UPPER(tweets.text BY userId) AS n;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2062 1.view:1:57 «UPPER» \`UPPER\` is no aggregate
        help: write COUNT, SUM, AVG, MIN, MAX or another aggregate"
    `)
  })

  test('SUM without a column', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId, n FROM users LEFT JOIN SUM(tweets BY userId) AS n;'))
      .toMatchInlineSnapshot(`
      "MV2062 1.view:1:57 «SUM» \`SUM\` needs a column of \`tweets\`
        help: write SUM(tweets.column BY …)"
    `)
  })

  test('SUM of a text', () => {
    expect(
      problemsOf('CREATE TABLE v AS SELECT userId, n FROM users LEFT JOIN SUM(tweets.text BY userId) AS n;'),
    ).toMatchInlineSnapshot(`
      "MV2032 1.view:1:57 «SUM» \`SUM\` does not take VARCHAR
        help: it takes SUM(SMALLINT) or SUM(INTEGER) or SUM(BIGINT) or SUM(DECIMAL) or SUM(REAL) or SUM(DOUBLE) or SUM(INTERVAL)"
    `)
  })

  test('with more columns than the key', () => {
    expect(
      problemsOf(
        'CREATE TABLE v AS SELECT userId, n FROM users LEFT JOIN COUNT(orders BY customerId, number) AS n;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2061 1.view:1:73 «customerId, number» BY has 2 columns, the key of what precedes has 1 column: \`users.userId\`
        help: add ON orders.customerId = …"
    `)
  })

  test('with fewer columns than the key', () => {
    expect(
      problemsOf('CREATE TABLE v AS SELECT customerId, n FROM orders LEFT JOIN COUNT(users BY age) AS n;'),
    ).toMatchInlineSnapshot(`
      "MV2061 1.view:1:77 «age» BY has 1 column, the key of what precedes has 2 columns: \`orders.customerId\`, \`orders.number\`
        help: add ON users.age = …"
    `)
  })

  test('of another type than the key', () => {
    expect(
      problemsOf(
        'CREATE TABLE v AS SELECT users.userId, n FROM users LEFT JOIN COUNT(orders BY customerId) AS n;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2061 1.view:1:79 «customerId» the BY columns do not fit the key: \`customerId\` is INTEGER and \`users.userId\` is VARCHAR
        help: add ON orders.customerId = …"
    `)
  })

  test('behind what has no key', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT url, n FROM clicks LEFT JOIN COUNT(tweets BY userId) AS n;'))
      .toMatchInlineSnapshot(`
      "MV2061 1.view:1:71 «userId» what precedes this aggregate has no primary key to join on
        help: add ON tweets.userId = …"
    `)
  })

  test('behind a join whose key is two columns', () => {
    expect(
      problemsOf(
        'CREATE TABLE v AS SELECT u.name, n FROM users u JOIN tweets t ON t.userId = u.name LEFT JOIN COUNT(clicks BY userId) AS n;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2061 1.view:1:110 «userId» BY has 1 column, the key of what precedes has 2 columns: \`u.userId\`, \`t.tweetId\`
        help: add ON clicks.userId = …"
    `)
  })

  test('of the relation that precedes, with ON and without an alias', () => {
    expect(
      problemsOf(`CREATE TABLE v AS SELECT orders.number, n FROM orders
        LEFT JOIN COUNT(orders BY customerId) AS n ON orders.customerId = orders.customerId;`),
    ).toMatchInlineSnapshot(`
      "MV2023 1.view:2:25 «orders» in this ON, \`orders\` could be both sides
        1.view:1:48 «orders» the left side
        help: give the left side an alias: FROM orders AS o … ON orders.customerId = o.…"
    `)
  })

  test('with ON that leaves the group open', () => {
    expect(
      problemsOf(
        'CREATE TABLE v AS SELECT users.userId, n FROM users LEFT JOIN COUNT(tweets BY userId) AS n ON users.age > 3;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2061 1.view:1:95 «users.age > 3» ON does not say what \`tweets.userId\` has to be equal to
        help: an aggregate join needs an equality for each BY column: ON tweets.userId = …"
    `)
  })

  test('with ON of a hidden column', () => {
    expect(
      problemsOf(
        'CREATE TABLE v AS SELECT users.userId, n FROM users LEFT JOIN COUNT(tweets BY userId) AS n ON tweets.text = users.userId;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2061 1.view:1:95 «tweets.text» \`tweets.text\` cannot be used in this ON
        help: only the BY columns of \`tweets\` can; a condition on its rows belongs into the parentheses, behind WHERE"
    `)
  })

  test('with a condition that is no BOOLEAN', () => {
    expect(
      problemsOf(
        'CREATE TABLE v AS SELECT users.userId, n FROM users LEFT JOIN COUNT(tweets WHERE likes BY userId) AS n;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2034 1.view:1:82 «likes» WHERE needs a BOOLEAN, and this is BIGINT
        help: compare it with a number, such as \`… <> 0\`"
    `)
  })

  test('with ON of an unknown column', () => {
    expect(
      problemsOf(
        'CREATE TABLE v AS SELECT users.userId, n FROM users LEFT JOIN COUNT(tweets BY userId) AS n ON tweets.usrId = users.userId;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2021 1.view:1:95 «tweets.usrId» \`tweets\` has no column \`usrId\`
        help: did you mean \`userId\`?"
    `)
  })

  test('with a name that is taken', () => {
    expect(
      problemsOf(
        'CREATE TABLE v AS SELECT users.*, n AS name FROM users LEFT JOIN COUNT(tweets BY userId) AS n;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2026 1.view:1:40 «name» two columns of the result are called \`name\`
        1.view:1:26 «users.*» the first one
        help: give one of them another name: … AS name2"
    `)
  })
})
