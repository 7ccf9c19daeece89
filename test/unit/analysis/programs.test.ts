/** What is refused between the statements of a program. */
import { describe, expect, test } from 'vitest'
import { analyseTexts, problems } from './support.ts'

describe('names', () => {
  test('two views', () => {
    expect(
      problems(
        'CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE v AS SELECT id FROM t;',
        'CREATE TABLE V AS SELECT id FROM t;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2001 2.view:1:14 «V» two views are called \`V\`
        1.view:1:55 «v» the first one
        help: give one of them another name"
    `)
  })

  test('a source and a view', () => {
    expect(problems('CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE T AS SELECT id FROM t;'))
      .toMatchInlineSnapshot(`
      "MV2001 1.view:1:55 «T» \`T\` is a source already, it cannot be a view too
        1.view:1:14 «t» the first one
        help: give one of them another name"
    `)
  })

  test('a view and the source that it reads, whichever comes first', () => {
    const view = 'CREATE TABLE Users AS SELECT userId FROM users;'
    const source = 'CREATE TABLE users (userId VARCHAR PRIMARY KEY);'
    const reader = 'CREATE TABLE w AS SELECT userId FROM users;'
    expect(problems(source, view, reader)).toMatchInlineSnapshot(`
      "MV2001 2.view:1:14 «Users» \`Users\` is a source already, it cannot be a view too
        1.view:1:14 «users» the first one
        help: give one of them another name"
    `)
    expect(problems(view, source, reader)).toMatchInlineSnapshot(`
      "MV2001 2.view:1:14 «users» \`users\` is a view already, it cannot be a source too
        1.view:1:14 «Users» the first one
        help: give one of them another name"
    `)
  })

  test('a source declared in two ways', () => {
    expect(
      problems(
        'CREATE TABLE t (id VARCHAR PRIMARY KEY);',
        `CREATE TABLE t (id VARCHAR PRIMARY KEY) WITH (kafka_topic = 'u');`,
      ),
    ).toMatchInlineSnapshot(`
      "MV2001 2.view:1:14 «t» the source \`t\` is declared in two ways
        1.view:1:14 «t» the other way
        help: declare it once, or the same way in each file"
    `)
  })
})

describe('cycles', () => {
  test('a view that reads itself', () => {
    expect(problems('CREATE TABLE v AS SELECT * FROM v;')).toMatchInlineSnapshot(`
      "MV2025 1.view:1:33 «v» the view \`v\` reads itself
        help: a view can only read sources and views that do not depend on it"
    `)
  })

  test('of two views', () => {
    expect(problems('CREATE TABLE a AS SELECT * FROM b;', 'CREATE TABLE b AS SELECT * FROM a;'))
      .toMatchInlineSnapshot(`
      "MV2025 1.view:1:33 «b» these views read each other: \`a\` → \`b\` → \`a\`
        2.view:1:33 «a» \`b\` reads \`a\`
        help: a view can only read sources and views that do not depend on it"
    `)
  })

  test('of three, with one that only looks on', () => {
    expect(
      problems(
        'CREATE TABLE a AS SELECT x FROM b; CREATE TABLE b AS SELECT x FROM c; CREATE TABLE c AS SELECT x FROM a; CREATE TABLE d AS SELECT y FROM a;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2025 1.view:1:33 «b» these views read each other: \`a\` → \`b\` → \`c\` → \`a\`
        1.view:1:68 «c» \`b\` reads \`c\`
        1.view:1:103 «a» \`c\` reads \`a\`
        help: a view can only read sources and views that do not depend on it"
    `)
  })

  test('through an aggregate join', () => {
    expect(
      problems(
        'CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE a AS SELECT id, n FROM t LEFT JOIN COUNT(a BY id) AS n;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2025 1.view:1:96 «a» the view \`a\` reads itself
        help: a view can only read sources and views that do not depend on it"
    `)
  })
})

describe('one root cause is one error', () => {
  test('an unknown table', () => {
    expect(problems('CREATE TABLE v AS SELECT a, t.b, c + 1 AS d FROM t WHERE e > 1 GROUP BY f;'))
      .toMatchInlineSnapshot(`
      "MV2020 1.view:1:50 «t» there is no table or view \`t\`
        help: declare it with CREATE TABLE t (…) WITH (kafka_topic = '…'), or pass the file that does"
    `)
  })

  test('a view with an error, and who reads it', () => {
    expect(
      problems(
        'CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE a AS SELECT idd AS x, id FROM t; CREATE TABLE b AS SELECT x, x + 1 AS y FROM a;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2021 1.view:1:67 «idd» there is no column \`idd\`
        help: did you mean \`id\`?"
    `)
  })

  test('an unknown operand of CASE', () => {
    const text = 'CREATE TABLE t (id VARCHAR PRIMARY KEY); '
    const view = `CREATE TABLE v AS SELECT CASE ix WHEN '1' THEN 1 WHEN '2' THEN 2 END AS x FROM t;`
    expect(problems(text + view)).toMatchInlineSnapshot(`
      "MV2021 1.view:1:72 «ix» there is no column \`ix\`
        help: did you mean \`id\`?"
    `)
  })

  test('a column of an unknown type', () => {
    expect(
      problems(
        'CREATE TABLE t (id VARCHAR PRIMARY KEY, n NUMBR); CREATE TABLE v AS SELECT n + 1 AS m FROM t;',
      ),
    ).toMatchInlineSnapshot(`
      "MV2003 1.view:1:43 «NUMBR» there is no type \`NUMBR\`
        help: these can be used: BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL(p,s), CHAR(n), VARCHAR, BYTES, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP WITH TIME ZONE, INTERVAL, JSON, ARRAY<t>, MAP<VARCHAR, t> and STRUCT<name t, …>"
    `)
  })
})

describe('endpoints', () => {
  test('without a slash', () => {
    expect(
      problems(
        `CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE v WITH (endpoint = 't/:id') AS SELECT id FROM t;`,
      ),
    ).toMatchInlineSnapshot(`
      "MV2070 1.view:1:74 «'t/:id'» the route \`t/:id\` does not start with \`/\`
        help: write a path such as \`/users/:userId\`, where \`:userId\` is a column of the view"
    `)
  })

  test('with an empty segment', () => {
    expect(
      problems(
        `CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE v WITH (endpoint = '/t//:id') AS SELECT id FROM t;`,
      ),
    ).toMatchInlineSnapshot(`
      "MV2070 1.view:1:74 «'/t//:id'» the route \`/t//:id\` has an empty segment
        help: write a path such as \`/users/:userId\`, where \`:userId\` is a column of the view"
    `)
  })

  test('with a strange segment', () => {
    expect(
      problems(
        `CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE v WITH (endpoint = '/t/{id}') AS SELECT id FROM t;`,
      ),
    ).toMatchInlineSnapshot(`
      "MV2070 1.view:1:74 «'/t/{id}'» the route \`/t/{id}\` has the segment \`{id}\`, which is neither plain text nor \`:column\`
        help: write a path such as \`/users/:userId\`, where \`:userId\` is a column of the view"
    `)
  })

  test('with a column twice', () => {
    expect(
      problems(
        `CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE v WITH (endpoint = '/t/:id/:ID') AS SELECT id FROM t;`,
      ),
    ).toMatchInlineSnapshot(`
      "MV2070 1.view:1:74 «'/t/:id/:ID'» the route \`/t/:id/:ID\` has the column \`id\` twice
        help: write a path such as \`/users/:userId\`, where \`:userId\` is a column of the view"
    `)
  })

  test('that collide', () => {
    expect(
      problems(
        `CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE v WITH (endpoint = '/users/:id') AS SELECT id FROM t;`,
        `CREATE TABLE w WITH (endpoint = '/users/:name') AS SELECT id AS name FROM t;`,
      ),
    ).toMatchInlineSnapshot(`
      "MV2071 2.view:1:33 «'/users/:name'» the routes \`/users/:id\` and \`/users/:name\` collide
        1.view:1:74 «'/users/:id'» the first one
        help: give one of them another path"
    `)
  })

  test('that are the same', () => {
    expect(
      problems(
        `CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE v WITH (endpoint = '/a/:id') AS SELECT id FROM t; CREATE TABLE w WITH (endpoint = '/a/:id') AS SELECT id FROM t;`,
      ),
    ).toMatchInlineSnapshot(`
      "MV2071 1.view:1:137 «'/a/:id'» two views have the route \`/a/:id\`
        1.view:1:74 «'/a/:id'» the first one
        help: give one of them another path"
    `)
  })

  test('of the server', () => {
    expect(
      problems(
        `CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE v WITH (endpoint = '/views/:id') AS SELECT id FROM t;`,
      ),
    ).toMatchInlineSnapshot(`
      "MV2072 1.view:1:74 «'/views/:id'» \`/views\` is a path of the server itself
        help: these are taken: \`/views\`, \`/livez\`, \`/readyz\`, \`/metrics\`, \`/openapi.json\`, \`/docs\`, \`/query\`"
    `)
  })

  test('of the server, by default', () => {
    expect(problems('CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE metrics AS SELECT id FROM t;'))
      .toMatchInlineSnapshot(`
      "MV2072 1.view:1:55 «metrics» \`/metrics\` is a path of the server itself
        help: give the view another name, or a route: WITH (endpoint = '/…')"
    `)
  })
})

describe('properties of a view', () => {
  test('kafka_topic', () => {
    expect(
      problems(
        `CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE v WITH (kafka_topic = 'v') AS SELECT id FROM t;`,
      ),
    ).toMatchInlineSnapshot(`
      "MV2010 1.view:1:63 «kafka_topic = 'v'» \`kafka_topic\` is not supported here yet
        help: a view is read over its endpoint; it cannot be written to a topic yet"
    `)
  })

  test('unknown', () => {
    expect(
      problems(
        `CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE v WITH (endpont = '/v/:id') AS SELECT id FROM t;`,
      ),
    ).toMatchInlineSnapshot(`
      "MV2007 1.view:1:63 «endpont» there is no property \`endpont\` here
        help: did you mean \`endpoint\`?"
    `)
  })

  test('json_numbers', () => {
    expect(
      problems(
        `CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE v WITH (json_numbers = 'text') AS SELECT id FROM t;`,
      ),
    ).toMatchInlineSnapshot(`
      "MV2008 1.view:1:78 «'text'» \`json_numbers\` cannot be \`text\`
        help: it can be 'number' or 'string'"
    `)
  })

  test('on_error', () => {
    expect(
      problems(
        `CREATE TABLE t (id VARCHAR PRIMARY KEY); CREATE TABLE v WITH (on_error = 'skip') AS SELECT id FROM t;`,
      ),
    ).toMatchInlineSnapshot(`
      "MV2007 1.view:1:63 «on_error» there is no property \`on_error\` here
        help: set \`on_error\` on the sources that the view reads"
    `)
  })
})

describe('streams', () => {
  test.each([
    'SELECT COUNT(*) AS n FROM s',
    'SELECT DISTINCT a FROM s',
    'SELECT a FROM s UNION SELECT a FROM s',
    'SELECT a, ROW_NUMBER() OVER () AS n FROM s',
    'SELECT a FROM s WHERE a IN (SELECT a FROM t)',
    'SELECT a FROM t',
    'SELECT a FROM s LIMIT 1',
    'SELECT s.a FROM s JOIN t ON t.a = s.a',
    'SELECT a FROM v',
  ])('that %s could not be', query => {
    const tables =
      'CREATE STREAM s (a VARCHAR); CREATE TABLE t (a VARCHAR PRIMARY KEY); CREATE TABLE v AS SELECT a FROM s;'
    expect(problems(`${tables} CREATE STREAM w AS ${query};`)).toContain('MV2010')
  })
  test('of streams, row by row', () => {
    const text = `CREATE STREAM s (a VARCHAR);
      CREATE STREAM v AS SELECT UPPER(a) AS a FROM (SELECT a FROM s WHERE a > 'b') x UNION ALL SELECT a FROM w;
      CREATE STREAM w AS SELECT a FROM s;`
    expect(analyseTexts(text).diagnostics).toEqual([])
  })
})
