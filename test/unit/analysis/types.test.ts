/** What is refused because of a type. */
import { describe, expect, test } from 'vitest'
import { problemsOf } from './support.ts'

describe('operators', () => {
  test('a text that is no number', () => {
    expect(problemsOf(`CREATE TABLE v AS SELECT 'a' + 1 AS x FROM users;`)).toMatchInlineSnapshot(`
      "MV2033 1.view:1:26 «'a'» \`'a'\` is not a value of type INTEGER
        help: write one as digits, such as 5"
    `)
  })

  test('a text column and a number', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT name + 1 AS x FROM users;')).toMatchInlineSnapshot(`
      "MV2030 1.view:1:31 «+» \`+\` does not take VARCHAR and INTEGER
        help: cast one side: CAST(… AS INTEGER)"
    `)
  })

  test.each(['=', '<>'])('a text column %s a number: the cast that cannot fail', operator => {
    expect(problemsOf(`CREATE TABLE v AS SELECT userId FROM users WHERE age ${operator} name;`)).toContain(
      `\`${operator}\` does not take INTEGER and VARCHAR\n  help: cast the INTEGER: CAST(… AS VARCHAR)`,
    )
  })

  test('two texts', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT name + userId AS x FROM users;')).toMatchInlineSnapshot(`
      "MV2030 1.view:1:31 «+» \`+\` does not take VARCHAR and VARCHAR
        help: texts are joined with \`||\`"
    `)
  })

  test('a number and a boolean', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId FROM users WHERE age = active;'))
      .toMatchInlineSnapshot(`
      "MV2030 1.view:1:54 «=» \`=\` does not take INTEGER and BOOLEAN
        help: cast one side: CAST(… AS BOOLEAN)"
    `)
  })

  test('a date that is none', () => {
    expect(problemsOf(`CREATE TABLE v AS SELECT number FROM orders WHERE day > '2013-02-30';`))
      .toMatchInlineSnapshot(`
      "MV2033 1.view:1:57 «'2013-02-30'» \`'2013-02-30'\` is not a value of type DATE
        help: write one as DATE '2013-02-07'"
    `)
  })

  test('a date and a number', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT number FROM orders WHERE day > 5;')).toMatchInlineSnapshot(
      `"MV2030 1.view:1:55 «>» \`>\` does not take DATE and INTEGER"`,
    )
  })

  test('the sign of a text', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT -name AS x FROM users;')).toMatchInlineSnapshot(
      `"MV2030 1.view:1:26 «-name» \`-\` does not take VARCHAR"`,
    )
  })

  test('BETWEEN', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId FROM users WHERE name BETWEEN 1 AND age;'))
      .toMatchInlineSnapshot(`
      "MV2030 1.view:1:50 «name BETWEEN 1 AND age» \`BETWEEN\` does not take VARCHAR and INTEGER
        help: cast one side: CAST(… AS INTEGER)"
    `)
  })

  test('LIKE of a number', () => {
    expect(problemsOf(`CREATE TABLE v AS SELECT userId FROM users WHERE age LIKE '1%';`))
      .toMatchInlineSnapshot(`
      "MV2030 1.view:1:50 «age LIKE '1%'» \`LIKE\` does not take INTEGER and VARCHAR
        help: cast one side: CAST(… AS VARCHAR)"
    `)
  })

  test('IS DISTINCT FROM', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId FROM users WHERE age IS DISTINCT FROM name;'))
      .toMatchInlineSnapshot(`
      "MV2037 1.view:1:50 «age IS DISTINCT FROM name» IS DISTINCT FROM cannot bring INTEGER and VARCHAR to one type
        help: cast them to one type, such as CAST(… AS VARCHAR)"
    `)
  })
})

describe('conditions', () => {
  test('WHERE', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId FROM users WHERE age;')).toMatchInlineSnapshot(`
      "MV2034 1.view:1:50 «age» WHERE needs a BOOLEAN, and this is INTEGER
        help: compare it with a number, such as \`… <> 0\`"
    `)
  })

  test('ON', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT name FROM users JOIN tweets ON tweets.userId;'))
      .toMatchInlineSnapshot(`
      "MV2034 1.view:1:57 «tweets.userId» ON needs a BOOLEAN, and this is VARCHAR
        help: say which columns are equal: ON a.key = b.key"
    `)
  })

  test('HAVING', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT name FROM users GROUP BY name HAVING COUNT(*);'))
      .toMatchInlineSnapshot(`
      "MV2034 1.view:1:63 «COUNT(*)» HAVING needs a BOOLEAN, and this is BIGINT
        help: compare it with a number, such as \`… <> 0\`"
    `)
  })

  test('AND', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId FROM users WHERE active AND age;'))
      .toMatchInlineSnapshot(`
      "MV2034 1.view:1:61 «age» AND needs a BOOLEAN, and this is INTEGER
        help: compare it with a number, such as \`… <> 0\`"
    `)
  })

  test('NOT', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId FROM users WHERE NOT name;')).toMatchInlineSnapshot(`
      "MV2034 1.view:1:54 «name» NOT needs a BOOLEAN, and this is VARCHAR
        help: compare it with something, or write \`… IS NOT NULL\`"
    `)
  })

  test('WHEN', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT CASE WHEN age THEN 1 END AS x FROM users;'))
      .toMatchInlineSnapshot(`
      "MV2034 1.view:1:36 «age» WHEN needs a BOOLEAN, and this is INTEGER
        help: compare it with a number, such as \`… <> 0\`"
    `)
  })

  test('a text that is no BOOLEAN', () => {
    expect(problemsOf(`CREATE TABLE v AS SELECT userId FROM users WHERE 'perhaps';`)).toMatchInlineSnapshot(`
      "MV2033 1.view:1:50 «'perhaps'» \`'perhaps'\` is not a value of type BOOLEAN
        help: write one as TRUE or FALSE"
    `)
  })
})

describe('alternatives', () => {
  test('CASE', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT CASE WHEN active THEN age ELSE name END AS x FROM users;'))
      .toMatchInlineSnapshot(`
      "MV2037 1.view:1:26 «CASE WHEN active THEN age ELSE name END» CASE cannot bring INTEGER and VARCHAR to one type
        help: cast them to one type, such as CAST(… AS VARCHAR)"
    `)
  })

  test('COALESCE', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT COALESCE(age, name) AS x FROM users;'))
      .toMatchInlineSnapshot(`
      "MV2037 1.view:1:26 «COALESCE(age, name)» COALESCE cannot bring INTEGER and VARCHAR to one type
        help: cast them to one type, such as CAST(… AS VARCHAR)"
    `)
  })

  test('COALESCE with a literal', () => {
    expect(problemsOf(`CREATE TABLE v AS SELECT COALESCE(age, 'none') AS x FROM users;`))
      .toMatchInlineSnapshot(`
      "MV2033 1.view:1:40 «'none'» \`'none'\` is not a value of type INTEGER
        help: write one as digits, such as 5"
    `)
  })

  test('IN', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId FROM users WHERE age IN (1, name);'))
      .toMatchInlineSnapshot(`
      "MV2037 1.view:1:50 «age IN (1, name)» IN cannot bring INTEGER and VARCHAR to one type
        help: cast them to one type, such as CAST(… AS VARCHAR)"
    `)
  })

  test('simple CASE', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT CASE age WHEN name THEN 1 END AS x FROM users;'))
      .toMatchInlineSnapshot(`
        "MV2030 1.view:1:40 «name» \`=\` does not take INTEGER and VARCHAR
          help: cast the INTEGER: CAST(… AS VARCHAR)"
      `)
  })
})

describe('casts', () => {
  test('that do not exist', () => {
    expect(
      problemsOf('CREATE TABLE v AS SELECT CAST(active AS DATE) AS x FROM users;'),
    ).toMatchInlineSnapshot(
      `
      "MV2036 1.view:1:26 «CAST(active AS DATE)» there is no cast from BOOLEAN to DATE
        help: BOOLEAN can be cast to VARCHAR, CHAR, INTEGER"
    `,
    )
  })

  test('to an unknown type', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT CAST(age AS STRNG) AS x FROM users;')).toMatchInlineSnapshot(`
      "MV2003 1.view:1:38 «STRNG» there is no type \`STRNG\`
        help: did you mean \`STRING\`?"
    `)
  })

  test('of a text that is no value', () => {
    expect(problemsOf(`CREATE TABLE v AS SELECT CAST('1.5' AS INTEGER) AS x FROM users;`))
      .toMatchInlineSnapshot(`
      "MV2033 1.view:1:31 «'1.5'» \`'1.5'\` is not a value of type INTEGER
        help: write one as digits, such as 5"
    `)
  })
})

describe('functions', () => {
  test('unknown, near another', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT UPER(name) AS x FROM users;')).toMatchInlineSnapshot(`
      "MV2031 1.view:1:26 «UPER» there is no function \`UPER\`
        help: did you mean \`UPPER\`?"
    `)
  })

  test('unknown, near none', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT FROBNICATE(name) AS x FROM users;')).toMatchInlineSnapshot(
      `"MV2031 1.view:1:26 «FROBNICATE» there is no function \`FROBNICATE\`"`,
    )
  })

  test('with too many arguments', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT UPPER(name, name) AS x FROM users;')).toMatchInlineSnapshot(`
      "MV2032 1.view:1:26 «UPPER(name, name)» \`UPPER\` does not take VARCHAR, VARCHAR
        help: it takes UPPER(VARCHAR)"
    `)
  })

  test('with an argument of another type', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT ABS(name) AS x FROM users;')).toMatchInlineSnapshot(`
      "MV2032 1.view:1:26 «ABS(name)» \`ABS\` does not take VARCHAR
        help: it takes ABS(SMALLINT) or ABS(REAL) or ABS(INTEGER) or ABS(BIGINT) or ABS(DECIMAL) or ABS(DOUBLE)"
    `)
  })

  test('NULLIF with one argument', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT NULLIF(name) AS x FROM users;')).toMatchInlineSnapshot(`
      "MV2032 1.view:1:26 «NULLIF(name)» \`NULLIF\` does not take VARCHAR
        help: it takes NULLIF(value, value)"
    `)
  })

  test('with DISTINCT', () => {
    expect(
      problemsOf('CREATE TABLE v AS SELECT UPPER(DISTINCT name) AS x FROM users;'),
    ).toMatchInlineSnapshot(
      `"MV2045 1.view:1:26 «UPPER(DISTINCT name)» \`UPPER\` does not take DISTINCT: it is no aggregate"`,
    )
  })

  test('with FILTER', () => {
    expect(
      problemsOf('CREATE TABLE v AS SELECT UPPER(name) FILTER (WHERE active) AS x FROM users;'),
    ).toMatchInlineSnapshot(
      `"MV2045 1.view:1:26 «UPPER(name) FILTER (WHERE active)» \`UPPER\` does not take FILTER: it is no aggregate"`,
    )
  })

  test('of the clock', () => {
    expect(
      problemsOf(`CREATE TABLE v AS SELECT userId FROM users WHERE NOW() > TIMESTAMP '2013-01-01 00:00:00';`),
    ).toMatchInlineSnapshot(`
      "MV2035 1.view:1:50 «NOW» \`NOW\` depends on the clock, and a maintained view cannot
        help: compare columns of the data with each other, or with a fixed date"
    `)
  })

  test('of chance', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT userId, random() AS x FROM users;')).toMatchInlineSnapshot(`
      "MV2035 1.view:1:34 «random» \`random\` depends on chance, and a maintained view cannot
        help: put the value into the records where they are produced"
    `)
  })
})

describe('aggregates', () => {
  test('of a type that they do not take', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT SUM(name) AS x FROM users;')).toMatchInlineSnapshot(`
      "MV2032 1.view:1:26 «SUM» \`SUM\` does not take VARCHAR
        help: it takes SUM(SMALLINT) or SUM(INTEGER) or SUM(BIGINT) or SUM(DECIMAL) or SUM(REAL) or SUM(DOUBLE) or SUM(INTERVAL)"
    `)
  })

  test('of all rows', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT SUM(*) AS x FROM users;')).toMatchInlineSnapshot(`
      "MV2032 1.view:1:26 «SUM(*)» \`SUM\` does not take *
        help: it takes SUM(SMALLINT) or SUM(INTEGER) or SUM(BIGINT) or SUM(DECIMAL) or SUM(REAL) or SUM(DOUBLE) or SUM(INTERVAL)"
    `)
  })

  test('of two arguments', () => {
    expect(problemsOf('CREATE TABLE v AS SELECT MAX(age, age) AS x FROM users;')).toMatchInlineSnapshot(`
      "MV2032 1.view:1:26 «MAX» \`MAX\` does not take INTEGER, INTEGER
        help: it takes MAX(BOOLEAN) or MAX(SMALLINT) or MAX(INTEGER) or MAX(BIGINT) or MAX(REAL) or MAX(DOUBLE) or MAX(DECIMAL) or MAX(VARCHAR) or MAX(CHAR) or MAX(BYTES) or MAX(UUID) or MAX(DATE) or MAX(TIME) or MAX(TIMESTAMP) or MAX(TIMESTAMPTZ) or MAX(INTERVAL) or MAX(JSON) or MAX(ARRAY<T>) or MAX(MAP<VARCHAR, T>) or MAX(STRUCT)"
    `)
  })
})
