/** What is wrong with queries inside queries, and what is said about it. */
import { describe, expect, test } from 'vitest'
import { problemsOf } from './support.ts'

const view = (query: string): string => problemsOf(`CREATE TABLE v AS ${query};`)

describe('set operations', () => {
  test('of different widths', () => {
    expect(view('SELECT userId FROM users UNION SELECT tweetId, userId FROM tweets')).toMatchInlineSnapshot(`
      "MV2080 1.view:1:50 «SELECT tweetId, userId FROM tweets» the sides of UNION have 1 and 2 columns
        help: give both the same columns, in the same order"
    `)
  })
  test('of types that do not meet', () => {
    expect(view('SELECT userId FROM users UNION SELECT 1')).toMatchInlineSnapshot(`
      "MV2037 1.view:1:19 «SELECT userId FROM users UNION SELECT 1» UNION cannot bring VARCHAR and INTEGER to one type
        help: cast them to one type, such as CAST(… AS VARCHAR)"
    `)
  })
  test('ordered by what is no column of the result', () => {
    expect(
      view('SELECT userId FROM users UNION SELECT userId FROM tweets ORDER BY name LIMIT 1'),
    ).toMatchInlineSnapshot(`"MV2082 1.view:1:85 «name» the result has no column \`name\`"`)
  })
})

describe('cuts', () => {
  test('LIMIT that is no number', () => {
    expect(view("SELECT userId FROM users LIMIT 'many'")).toMatchInlineSnapshot(`
      "MV2081 1.view:1:50 «'many'» LIMIT takes a number of rows
        help: write a whole number from 0 on: LIMIT 10"
    `)
  })
  test('a negative OFFSET', () => {
    expect(view('SELECT userId FROM users OFFSET -1')).toMatchInlineSnapshot(`
      "MV2081 1.view:1:51 «-1» OFFSET takes a number of rows
        help: write a whole number from 0 on: OFFSET 10"
    `)
  })
  test('an unknown column in ORDER BY', () => {
    expect(view('SELECT userId FROM users ORDER BY nam LIMIT 1')).toMatchInlineSnapshot(`
      "MV2021 1.view:1:53 «nam» there is no column \`nam\`
        help: did you mean \`name\`?"
    `)
  })
  test('a position that is not there', () => {
    expect(view('SELECT userId FROM users ORDER BY 2 LIMIT 1')).toMatchInlineSnapshot(`
      "MV2082 1.view:1:53 «2» the select list has no position 2
        help: order by a column, or by a position from 1 to 1"
    `)
  })
  test('DISTINCT ordered by something else', () => {
    expect(view('SELECT DISTINCT userId FROM users ORDER BY name LIMIT 1')).toMatchInlineSnapshot(`
      "MV2082 1.view:1:62 «name» with DISTINCT, ORDER BY takes columns of the result only
        help: add the expression to the select list"
    `)
  })
  test('DISTINCT ON ordered by something else first', () => {
    expect(view('SELECT DISTINCT ON (userId) userId, name FROM users ORDER BY name')).toMatchInlineSnapshot(`
      "MV2082 1.view:1:80 «name» ORDER BY does not begin with the expressions of DISTINCT ON
        help: order by them first: the first row of each is kept"
    `)
  })
})

describe('subqueries', () => {
  test('of two columns where one value is wanted', () => {
    expect(view('SELECT userId, (SELECT tweetId, text FROM tweets) AS t FROM users')).toMatchInlineSnapshot(`
      "MV2080 1.view:1:34 «(SELECT tweetId, text FROM tweets)» a subquery that stands for a value gives one column, and this one 2
        help: select the one column that is meant"
    `)
  })
  test('IN with another number of columns', () => {
    expect(view('SELECT userId FROM users WHERE userId IN (SELECT tweetId, userId FROM tweets)'))
      .toMatchInlineSnapshot(`
      "MV2080 1.view:1:50 «userId IN (SELECT tweetId, userId FROM tweets)» the subquery gives 2 columns for 1 on the left of IN
        help: select as many columns as stand on the left"
    `)
  })
  test('IN with another type', () => {
    expect(view('SELECT userId FROM users WHERE 1 IN (SELECT tweetId FROM tweets)')).toMatchInlineSnapshot(`
      "MV2030 1.view:1:50 «1 IN (SELECT tweetId FROM tweets)» \`=\` does not take INTEGER and VARCHAR
        help: cast the INTEGER: CAST(… AS VARCHAR)"
    `)
  })
  test('a column that is nowhere', () => {
    expect(view('SELECT userId FROM users u WHERE EXISTS (SELECT 1 FROM tweets t WHERE t.userId = u.usrId)'))
      .toMatchInlineSnapshot(`
        "MV2021 1.view:1:100 «u.usrId» \`u\` has no column \`usrId\`
          help: did you mean \`userId\`?"
      `)
  })
  test('a column of the row around that is not grouped', () => {
    expect(
      view(
        'SELECT (SELECT COUNT(*) FROM tweets t WHERE t.userId = u.userId) AS c, COUNT(*) AS k FROM users u GROUP BY u.name',
      ),
    ).toMatchInlineSnapshot(`
      "MV2042 1.view:1:74 «u.userId» \`u.userId\` is neither in GROUP BY nor in an aggregate
        help: add \`u.userId\` to GROUP BY, or take one value of each group, such as MAX(u.userId)"
    `)
  })
  test('of both sides in the ON of an outer join', () => {
    expect(
      view(
        'SELECT u.userId FROM users u LEFT JOIN tweets t ON t.userId = (SELECT MAX(x.userId) FROM users x WHERE x.name = t.text OR x.name = u.name)',
      ),
    ).toMatchInlineSnapshot(`
      "MV2010 1.view:1:70 «t.userId = (SELECT MAX(x.userId) FROM users x WHERE x.name = t.text OR x.name = u.name)» a subquery in the ON of an outer join cannot read both sides
        help: join the table of the subquery to one of the sides, in a query in FROM"
    `)
  })
  test('rows compared with ALL by order', () => {
    expect(view('SELECT userId FROM users WHERE (userId, name) > ALL (SELECT userId, text FROM tweets)'))
      .toMatchInlineSnapshot(`
        "MV2010 1.view:1:50 «(userId, name) > ALL (SELECT userId, text FROM tweets)» > ALL is not supported here
          help: write EXISTS with the comparison in the WHERE of the subquery"
      `)
  })
})

describe('names', () => {
  test('more names than columns', () => {
    expect(view('SELECT a FROM (SELECT userId FROM users) x (a, b)')).toMatchInlineSnapshot(`
      "MV2080 1.view:1:66 «b» \`x\` has one column, but 2 names
        help: leave out the names that are too many
      MV2021 1.view:1:26 «a» there is no column \`a\`
        help: its columns: \`userId\`"
    `)
  })
  test('a common table that is misspelled', () => {
    expect(view('WITH totals AS (SELECT userId FROM users) SELECT userId FROM total')).toMatchInlineSnapshot(`
      "MV2020 1.view:1:80 «total» there is no table or view \`total\`
        help: did you mean \`totals\`?"
    `)
  })
  test('rows of VALUES that differ', () => {
    expect(view('VALUES (1, 2), (3)')).toMatchInlineSnapshot(`
      "MV2080 1.view:1:35 «3» the rows of VALUES have different numbers of columns
        help: the first row has 2"
    `)
  })
})
