/** What is refused because of a name in a query. */
import { describe, expect, test } from 'vitest'
import { problemsOf } from './support.ts'

describe('tables', () => {
  test('unknown, near another', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId FROM user;')).toMatchInlineSnapshot(`
      "MV2020 1.view:1:38 «user» there is no table or view \`user\`
        help: did you mean \`users\`?"
    `)
  })

  test('unknown, near none', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT a FROM warehouse;')).toMatchInlineSnapshot(`
      "MV2020 1.view:1:33 «warehouse» there is no table or view \`warehouse\`
        help: declare it with CREATE TABLE warehouse (…) WITH (kafka_topic = '…'), or pass the file that does"
    `)
  })

  test('not in FROM', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT tweets.text FROM users;')).toMatchInlineSnapshot(`
      "MV2020 1.view:1:26 «tweets» \`tweets\` is not in FROM
        help: relations in this query: \`users\`"
    `)
  })

  test('near one in FROM', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userz.name FROM users;')).toMatchInlineSnapshot(`
      "MV2020 1.view:1:26 «userz» \`userz\` is not in FROM
        help: did you mean \`users\`?"
    `)
  })

  test('hidden by an alias', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT users.name FROM users u;')).toMatchInlineSnapshot(`
      "MV2024 1.view:1:26 «users» \`users\` is called \`u\` in this query
        help: write \`u\`: an alias takes the place of the name"
    `)
  })

  test('named twice', () => {
    expect(
      problemsOf('CREATE TABLE v AS SELECT users.name FROM users JOIN users ON users.userId = users.name;'),
    ).toMatchInlineSnapshot(`
      "MV2023 1.view:1:53 «users» two relations are called \`users\` in this query
        1.view:1:42 «users» the first one
        help: give one of them an alias: \`users AS users2\`"
    `)
  })

  test('unknown in an aggregate join', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId, n FROM users LEFT JOIN COUNT(tweet BY userId) AS n;'))
      .toMatchInlineSnapshot(`
      "MV2020 1.view:1:63 «tweet» there is no table or view \`tweet\`
        help: did you mean \`tweets\`?"
    `)
  })
})

describe('columns', () => {
  test('unknown, near another', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId, nmae FROM users;')).toMatchInlineSnapshot(`
      "MV2021 1.view:1:34 «nmae» there is no column \`nmae\`
        help: did you mean \`name\`?"
    `)
  })

  test('unknown, near none', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT users.colour FROM users;')).toMatchInlineSnapshot(`
      "MV2021 1.view:1:26 «users.colour» \`users\` has no column \`colour\`
        help: its columns: \`userId\`, \`name\`, \`age\`, \`active\`"
    `)
  })

  test('unknown, unqualified', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT colour FROM users;')).toMatchInlineSnapshot(`
      "MV2021 1.view:1:26 «colour» there is no column \`colour\`
        help: its columns: \`userId\`, \`name\`, \`age\`, \`active\`"
    `)
  })

  test('of another relation', () => {
    expect(
      problemsOf(
        'CREATE TABLE v AS SELECT users.text FROM users JOIN tweets ON tweets.userId = users.userId;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2021 1.view:1:26 «users.text» \`users\` has no column \`text\`
        help: \`tweets\` has a column \`text\`"
    `)
  })

  test('ambiguous', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId FROM users u JOIN tweets t ON t.userId = u.userId;'))
      .toMatchInlineSnapshot(`
      "MV2022 1.view:1:26 «userId» \`userId\` could be \`u.userId\` or \`t.userId\`
        help: put the name of the relation in front of it"
    `)
  })

  test('ambiguous in ON', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT name FROM users JOIN tweets ON userId = users.userId;'))
      .toMatchInlineSnapshot(`
      "MV2022 1.view:1:57 «userId» \`userId\` could be \`users.userId\` or \`tweets.userId\`
        help: put the name of the relation in front of it"
    `)
  })

  test('quoted in another case', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT "userid" FROM users;')).toMatchInlineSnapshot(`
      "MV2021 1.view:1:26 «"userid"» there is no column \`userid\`
        help: a quoted name is exact: write \`"userId"\`"
    `)
  })

  test('text in double quotes', () => {
    expect(problemsOf(`CREATE TABLE v AS SELECT userId FROM users WHERE name = "O'Neill";`))
      .toMatchInlineSnapshot(`
      "MV2021 1.view:1:57 «"O'Neill"» there is no column \`O'Neill\`
        help: double quotes are for names; text takes single quotes: 'O''Neill'"
    `)
  })

  test('that hide a function of the clock', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId, current_date AS today FROM users;'))
      .toMatchInlineSnapshot(`
      "MV2035 1.view:1:34 «current_date» \`current_date\` depends on the clock, and a maintained view cannot
        help: compare columns of the data with each other, or with a fixed date"
    `)
  })
})

describe('columns of the result', () => {
  test('two of one name', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId, name AS userid FROM users;')).toMatchInlineSnapshot(`
      "MV2026 1.view:1:42 «userid» two columns of the result are called \`userid\`
        1.view:1:26 «userId» the first one
        help: give one of them another name: … AS userid2"
    `)
  })

  test('two of one name from a star', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT * FROM users JOIN tweets ON tweets.userId = users.userId;'))
      .toMatchInlineSnapshot(`
      "MV2026 1.view:1:26 «*» two columns of the result are called \`userId\`: \`users.userId\` and \`tweets.userId\`
        help: list the columns and give one another name: tweets.userId AS userId2"
    `)
  })

  test('many of one name from a star', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT a.*, b.* FROM users a JOIN users b ON a.userId = b.name;'))
      .toMatchInlineSnapshot(`
      "MV2026 1.view:1:31 «b.*» several columns of the result have the same name: \`userId\`, \`name\`, \`age\`, \`active\`
        1.view:1:26 «a.*» the first one
        help: list the columns and give one another name: b.userId AS userId2"
    `)
  })

  test('without a name', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId, age + 1 FROM users;')).toMatchInlineSnapshot(`
      "MV2027 1.view:1:34 «age + 1» this column has no name
        help: give it one: … AS name"
    `)
  })

  test('two functions of one name', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT COUNT(*), COUNT(age) FROM users;')).toMatchInlineSnapshot(`
      "MV2026 1.view:1:36 «COUNT(age)» two columns of the result are called \`count\`
        1.view:1:26 «COUNT(*)» the first one
        help: give one of them another name: … AS count2"
    `)
  })

  test('a star of an unknown relation', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT tweet.* FROM tweets;')).toMatchInlineSnapshot(`
      "MV2020 1.view:1:26 «tweet» \`tweet\` is not in FROM
        help: did you mean \`tweets\`?"
    `)
  })
})
