/** Texts that are refused, with all that is printed for them. */
import { describe, expect, test } from 'vitest'
import { errorsOf, placesOf } from './support.ts'

describe('syntax errors', () => {
  test('a missing comma between columns', () => {
    expect(errorsOf('CREATE TABLE t (\n  id VARCHAR PRIMARY KEY\n  userId VARCHAR\n);'))
      .toMatchInlineSnapshot(`
      "error[MV1001]: expected \`,\` or \`)\` after the column definition, found \`userId\`
       --> test.view:3:3
        |
      3 |   userId VARCHAR
        |   ^^^^^^
        = help: is a comma missing?"
    `)
  })

  test('a comma too many', () => {
    expect(errorsOf('CREATE TABLE t (id INT, );')).toMatchInlineSnapshot(`
      "error[MV1001]: expected the name of a column, found \`)\`
       --> test.view:1:25
        |
      1 | CREATE TABLE t (id INT, );
        |                         ^
        = help: remove the comma before it"
    `)
  })

  test('two commas', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT a,, b FROM t;')).toMatchInlineSnapshot(`
      "error[MV1001]: expected an expression or \`*\`, found \`,\`
       --> test.view:1:28
        |
      1 | CREATE TABLE v AS SELECT a,, b FROM t;
        |                            ^
        = help: remove one of the two commas"
    `)
  })

  test('a comma before FROM', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT a, FROM t;')).toMatchInlineSnapshot(`
      "error[MV1001]: expected an expression or \`*\`, found \`FROM\`
       --> test.view:1:29
        |
      1 | CREATE TABLE v AS SELECT a, FROM t;
        |                             ^^^^
        = help: remove the comma before it"
    `)
  })

  test('a closing parenthesis missing', () => {
    expect(errorsOf("CREATE TABLE t (id INT WITH (kafka_topic = 't');")).toMatchInlineSnapshot(`
      "error[MV1001]: expected \`,\` or \`)\` after the column definition, found \`WITH\`
       --> test.view:1:24
        |
      1 | CREATE TABLE t (id INT WITH (kafka_topic = 't');
        |                        ^^^^
       ::: test.view:1:16
        |
      1 | CREATE TABLE t (id INT WITH (kafka_topic = 't');
        |                - opened here
        = help: is a closing \`)\` missing?"
    `)
  })

  test('a closing parenthesis too many', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT (a + 1)) FROM t;')).toMatchInlineSnapshot(`
      "error[MV1001]: expected \`,\` or \`FROM\` after the select list, found \`)\`
       --> test.view:1:33
        |
      1 | CREATE TABLE v AS SELECT (a + 1)) FROM t;
        |                                 ^
        = help: remove it, or add the \`(\` that it closes"
    `)
  })

  test('an empty column list', () => {
    expect(errorsOf('CREATE TABLE t ();')).toMatchInlineSnapshot(`
      "error[MV1001]: expected the name of a column, found \`)\`
       --> test.view:1:17
        |
      1 | CREATE TABLE t ();
        |                 ^
        = help: name at least one column, as in \`(id VARCHAR PRIMARY KEY)\`"
    `)
  })

  test('an unclosed string', () => {
    expect(
      errorsOf(
        "CREATE TABLE t (id INT) WITH (kafka_topic = 't, value_format = 'JSON');\n\nCREATE TABLE u (id INT) WITH (kafka_topic = 'u');",
      ),
    ).toMatchInlineSnapshot(`
      "error[MV1003]: unclosed string
       --> test.view:1:45
        |
      1 | CREATE TABLE t (id INT) WITH (kafka_topic = 't, value_format = 'JSON');
        |                                             ^
        = help: close it with \`'\`; a quote inside a string is written twice: \`''\`"
    `)
  })

  test('a quote missing, the number of quotes even', () => {
    expect(errorsOf("CREATE TABLE t (id INT) WITH (a = 't, b = 'JSON', c = 'd);")).toMatchInlineSnapshot(`
      "error[MV1001]: expected \`,\` or \`)\` after the property, found \`JSON\`
       --> test.view:1:44
        |
      1 | CREATE TABLE t (id INT) WITH (a = 't, b = 'JSON', c = 'd);
        |                                            ^^^^
       ::: test.view:1:35
        |
      1 | CREATE TABLE t (id INT) WITH (a = 't, b = 'JSON', c = 'd);
        |                                   --------- this string ends right before it
        = help: is a quote missing?"
    `)
  })

  test('an unclosed name', () => {
    expect(errorsOf('CREATE TABLE "t (id INT);')).toMatchInlineSnapshot(`
      "error[MV1003]: unclosed name in double quotes
       --> test.view:1:14
        |
      1 | CREATE TABLE "t (id INT);
        |              ^
        = help: close it with \`"\`; text is written in single quotes: \`'text'\`"
    `)
  })

  test('an unclosed comment', () => {
    expect(errorsOf('CREATE TABLE t (id INT); /* a /* b */\n')).toMatchInlineSnapshot(`
      "error[MV1003]: unclosed comment
       --> test.view:1:26
        |
      1 | CREATE TABLE t (id INT); /* a /* b */
        |                          ^^
        = help: close it with \`*/\`; comments nest, so each \`/*\` inside needs its own"
    `)
  })

  test('an unknown character', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT `a` FROM t;')).toMatchInlineSnapshot(`
      "error[MV1002]: unknown character U+0060, a backquote
       --> test.view:1:26
        |
      1 | CREATE TABLE v AS SELECT \`a\` FROM t;
        |                          ^
        = help: names are quoted with \`"\`, as in \`"order"\`"
    `)
  })

  test('a control character', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT a\u001b[31m FROM t;')).toMatchInlineSnapshot(`
      "error[MV1002]: unknown character U+001B
       --> test.view:1:27
        |
      1 | CREATE TABLE v AS SELECT a�[31m FROM t;
        |                           ^
        = help: remove it, or put it in quotes if it belongs to a name or a text

      error[MV1009]: \`31m\` is neither a number nor a name
       --> test.view:1:29
        |
      1 | CREATE TABLE v AS SELECT a�[31m FROM t;
        |                             ^^^
        = help: a name that starts with a digit is written in quotes: \`"31m"\`"
    `)
  })

  test('an empty file', () => {
    expect(errorsOf('')).toMatchInlineSnapshot(`
      "error[MV1004]: there is no statement in this file
       --> test.view:1:1
        |
      1 |
        | ^
        = help: write \`CREATE TABLE … WITH (…)\` for a topic, \`CREATE TABLE … AS SELECT …\` for a view"
    `)
  })

  test('only a comment', () => {
    expect(errorsOf('-- nothing yet\n')).toMatchInlineSnapshot(`
      "error[MV1004]: there is no statement in this file
       --> test.view:1:1
        |
      1 | -- nothing yet
        | ^
        = help: write \`CREATE TABLE … WITH (…)\` for a topic, \`CREATE TABLE … AS SELECT …\` for a view"
    `)
  })

  test('only semicolons', () => {
    expect(errorsOf(';;')).toMatchInlineSnapshot(`
      "error[MV1004]: there is no statement in this file
       --> test.view:1:1
        |
      1 | ;;
        | ^
        = help: write \`CREATE TABLE … WITH (…)\` for a topic, \`CREATE TABLE … AS SELECT …\` for a view"
    `)
  })

  test('a misspelled TABLE', () => {
    expect(errorsOf('CREATE TABEL t (id INT);')).toMatchInlineSnapshot(`
      "error[MV1001]: expected \`TABLE\` or \`STREAM\` after \`CREATE\`, found \`TABEL\`
       --> test.view:1:8
        |
      1 | CREATE TABEL t (id INT);
        |        ^^^^^
        = help: did you mean \`TABLE\`?"
    `)
  })

  test('a misspelled FROM', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT a FORM t;')).toMatchInlineSnapshot(`
      "error[MV1001]: expected \`,\` or \`FROM\` after the select list, found \`t\`
       --> test.view:1:33
        |
      1 | CREATE TABLE v AS SELECT a FORM t;
        |                                 ^
        = help: did you mean \`FROM\`?"
    `)
  })

  test('a misspelled WHERE', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT a FROM t WHRE a = 1;')).toMatchInlineSnapshot(`
      "error[MV1001]: expected \`JOIN\`, \`ON\`, \`WHERE\`, \`GROUP BY\` or \`;\` after the table, found \`a\`
       --> test.view:1:40
        |
      1 | CREATE TABLE v AS SELECT a FROM t WHRE a = 1;
        |                                        ^
        = help: did you mean \`WHERE\`?"
    `)
  })

  test('a reserved word as a column', () => {
    expect(errorsOf('CREATE TABLE t (id INT, order INT);')).toMatchInlineSnapshot(`
      "error[MV1008]: \`order\` is a reserved word
       --> test.view:1:25
        |
      1 | CREATE TABLE t (id INT, order INT);
        |                         ^^^^^
        = help: write it in quotes, \`"order"\`, or choose another name"
    `)
  })

  test('a reserved word as a table', () => {
    expect(errorsOf('CREATE TABLE group (id INT);')).toMatchInlineSnapshot(`
      "error[MV1008]: \`group\` is a reserved word
       --> test.view:1:14
        |
      1 | CREATE TABLE group (id INT);
        |              ^^^^^
        = help: write it in quotes, \`"group"\`, or choose another name"
    `)
  })

  test('a reserved word in an expression', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT order FROM t;')).toMatchInlineSnapshot(`
      "error[MV1001]: expected an expression or \`*\`, found \`order\`
       --> test.view:1:26
        |
      1 | CREATE TABLE v AS SELECT order FROM t;
        |                          ^^^^^
        = help: to use it as a name, write \`"order"\`"
    `)
  })

  test('a number with letters', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT 2nd FROM t;')).toMatchInlineSnapshot(`
      "error[MV1009]: \`2nd\` is neither a number nor a name
       --> test.view:1:26
        |
      1 | CREATE TABLE v AS SELECT 2nd FROM t;
        |                          ^^^
        = help: a name that starts with a digit is written in quotes: \`"2nd"\`"
    `)
  })

  test('an empty name', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT "" FROM t;')).toMatchInlineSnapshot(`
      "error[MV1009]: a name cannot be empty
       --> test.view:1:26
        |
      1 | CREATE TABLE v AS SELECT "" FROM t;
        |                          ^^
        = help: the empty text is written in single quotes: \`''\`"
    `)
  })

  test('a bare word as property', () => {
    expect(errorsOf('CREATE TABLE t (id INT) WITH (kafka_topic = users);')).toMatchInlineSnapshot(`
      "error[MV1001]: expected the property's value: a text in quotes, a number, \`TRUE\` or \`FALSE\`, found \`users\`
       --> test.view:1:45
        |
      1 | CREATE TABLE t (id INT) WITH (kafka_topic = users);
        |                                             ^^^^^
        = help: write a text in quotes: \`'users'\`"
    `)
  })

  test('a name in quotes as property', () => {
    expect(errorsOf('CREATE TABLE t (id INT) WITH (kafka_topic = "users");')).toMatchInlineSnapshot(`
      "error[MV1001]: expected the property's value: a text in quotes, a number, \`TRUE\` or \`FALSE\`, found \`"users"\`
       --> test.view:1:45
        |
      1 | CREATE TABLE t (id INT) WITH (kafka_topic = "users");
        |                                             ^^^^^^^
        = help: double quotes are for names; write \`'users'\`"
    `)
  })

  test('a type without a name', () => {
    expect(errorsOf('CREATE TABLE t (id);')).toMatchInlineSnapshot(`
      "error[MV1001]: expected a type, found \`)\`
       --> test.view:1:19
        |
      1 | CREATE TABLE t (id);
        |                   ^
        = help: write the type behind the name, as in \`id VARCHAR\`"
    `)
  })

  test('a precision that is no whole number', () => {
    expect(errorsOf('CREATE TABLE t (id DECIMAL(1.5));')).toMatchInlineSnapshot(`
      "error[MV1009]: \`1.5\` is not a length or precision of a type
       --> test.view:1:28
        |
      1 | CREATE TABLE t (id DECIMAL(1.5));
        |                            ^^^
        = help: write a whole number, as in \`DECIMAL(10, 2)\`"
    `)
  })

  test('two primary keys', () => {
    expect(errorsOf('CREATE TABLE t (a INT, PRIMARY KEY (a), b INT, PRIMARY KEY (b));'))
      .toMatchInlineSnapshot(`
      "error[MV1001]: a table has one \`PRIMARY KEY\`, this is the second
       --> test.view:1:48
        |
      1 | CREATE TABLE t (a INT, PRIMARY KEY (a), b INT, PRIMARY KEY (b));
        |                                                ^^^^^^^^^^^^^^^
       ::: test.view:1:24
        |
      1 | CREATE TABLE t (a INT, PRIMARY KEY (a), b INT, PRIMARY KEY (b));
        |                        --------------- the first one
        = help: a key of several columns is written as one: \`PRIMARY KEY (a, b)\`"
    `)
  })

  test('two equals signs', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT a FROM t WHERE a == 1;')).toMatchInlineSnapshot(`
      "error[MV1001]: expected an expression, found \`=\`
       --> test.view:1:44
        |
      1 | CREATE TABLE v AS SELECT a FROM t WHERE a == 1;
        |                                            ^
        = help: equality is written with one \`=\`"
    `)
  })

  test('a chained comparison', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT a FROM t WHERE 1 < a < 3;')).toMatchInlineSnapshot(`
      "error[MV1001]: \`<\` cannot follow \`<\` without parentheses
       --> test.view:1:47
        |
      1 | CREATE TABLE v AS SELECT a FROM t WHERE 1 < a < 3;
        |                                               ^
       ::: test.view:1:43
        |
      1 | CREATE TABLE v AS SELECT a FROM t WHERE 1 < a < 3;
        |                                           - the one before
        = help: compare twice and join with AND, as in \`a < b AND b < c\`, or use parentheses"
    `)
  })

  test('an operator without its right side', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT a + FROM t;')).toMatchInlineSnapshot(`
      "error[MV1001]: expected an expression, found \`FROM\`
       --> test.view:1:30
        |
      1 | CREATE TABLE v AS SELECT a + FROM t;
        |                              ^^^^
        = help: complete what \`+\` begins, or remove it"
    `)
  })

  test('CASE without END', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT CASE WHEN a THEN 1 FROM t;')).toMatchInlineSnapshot(`
      "error[MV1001]: expected \`WHEN\`, \`ELSE\` or \`END\`, found \`FROM\`
       --> test.view:1:45
        |
      1 | CREATE TABLE v AS SELECT CASE WHEN a THEN 1 FROM t;
        |                                             ^^^^
        = help: write \`CASE WHEN condition THEN value ELSE value END\`"
    `)
  })

  test('CAST without AS', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT CAST(a, INT) FROM t;')).toMatchInlineSnapshot(`
      "error[MV1001]: expected \`AS\` and a type, found \`,\`
       --> test.view:1:32
        |
      1 | CREATE TABLE v AS SELECT CAST(a, INT) FROM t;
        |                                ^
        = help: write \`CAST(value AS type)\`"
    `)
  })

  test('BETWEEN without AND', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT a FROM t WHERE a BETWEEN 1, 2;')).toMatchInlineSnapshot(`
      "error[MV1001]: expected \`AND\` and the upper bound of \`BETWEEN\`, found \`,\`
       --> test.view:1:52
        |
      1 | CREATE TABLE v AS SELECT a FROM t WHERE a BETWEEN 1, 2;
        |                                                    ^
        = help: write \`x BETWEEN low AND high\`, \`x IN (a, b)\` or \`x LIKE pattern\`"
    `)
  })

  test.each(['userId SUM(amount)', 'userId LOWER(name) AS n', 'a.b SUM(c)', 'COUNT(*) SUM(c)', 'a users.b'])(
    'a missing comma in SELECT %s',
    list => {
      expect(errorsOf(`CREATE TABLE v AS SELECT ${list} FROM t;`)).toMatch(
        /help: is a comma missing before `(SUM|LOWER|users)`\?$/,
      )
    },
  )

  test('no comma is missing behind AS', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT a AS b(c) FROM t;')).not.toContain('comma missing')
  })

  test('clauses in the wrong order', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT a FROM t GROUP BY a WHERE a > 1;')).toMatchInlineSnapshot(`
      "error[MV1001]: \`WHERE\` must stand before \`GROUP BY\`
       --> test.view:1:46
        |
      1 | CREATE TABLE v AS SELECT a FROM t GROUP BY a WHERE a > 1;
        |                                              ^^^^^
        = help: the order is \`SELECT … FROM … JOIN … ON … WHERE … GROUP BY … HAVING …\`"
    `)
  })

  test('a second WHERE', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT a FROM t WHERE a WHERE b;')).toMatchInlineSnapshot(`
      "error[MV1001]: a second \`WHERE\` in one place
       --> test.view:1:43
        |
      1 | CREATE TABLE v AS SELECT a FROM t WHERE a WHERE b;
        |                                           ^^^^^
        = help: join two conditions with \`AND\`"
    `)
  })

  test('WITH at the end', () => {
    expect(errorsOf("CREATE TABLE v AS SELECT a FROM t WITH (endpoint = '/v');")).toMatchInlineSnapshot(`
      "error[MV1001]: \`WITH (…)\` must stand before \`AS\`
       --> test.view:1:35
        |
      1 | CREATE TABLE v AS SELECT a FROM t WITH (endpoint = '/v');
        |                                   ^^^^
        = help: write \`CREATE TABLE name WITH (…) AS SELECT …\`"
    `)
  })

  test.each(['(a) AS', '(a, b) AS', '(a, b INT) AS', "(a) WITH (endpoint = '/a') AS"])(
    'names without types in front of a query: %s',
    list => {
      expect(errorsOf(`CREATE TABLE v ${list} SELECT a FROM t;`)).toContain(
        'a view takes its columns from its `SELECT`, not from a list',
      )
    },
  )

  test('a source without a type is no view', () => {
    expect(errorsOf('CREATE TABLE v (a); CREATE TABLE w AS SELECT a FROM v;')).toContain('expected a type')
  })

  test('columns and AS', () => {
    expect(errorsOf('CREATE TABLE v (a INT) AS SELECT a FROM t;')).toMatchInlineSnapshot(`
      "error[MV1001]: a view takes its columns from its \`SELECT\`, not from a list
       --> test.view:1:24
        |
      1 | CREATE TABLE v (a INT) AS SELECT a FROM t;
        |                        ^^
        = help: write \`CREATE TABLE name AS SELECT expression AS column, …\`, with the types as casts where needed"
    `)
  })

  test('neither columns nor AS', () => {
    expect(errorsOf("CREATE TABLE t WITH (kafka_topic = 't');")).toMatchInlineSnapshot(`
      "error[MV1001]: expected \`AS\` and a \`SELECT\`, found \`;\`
       --> test.view:1:40
        |
      1 | CREATE TABLE t WITH (kafka_topic = 't');
        |                                        ^
        = help: a topic needs its columns: \`CREATE TABLE name (column type, …) WITH (…)\`"
    `)
  })

  test('a missing semicolon', () => {
    expect(errorsOf('CREATE TABLE a (id INT)\nCREATE TABLE b (id INT);')).toMatchInlineSnapshot(`
      "error[MV1001]: expected \`;\` between two statements
       --> test.view:1:23
        |
      1 | CREATE TABLE a (id INT)
        |                       ^
        = help: add \`;\` after this"
    `)
  })

  test('the end of the file', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT')).toMatchInlineSnapshot(`
      "error[MV1001]: expected an expression or \`*\`, found the end of the file
       --> test.view:1:19
        |
      1 | CREATE TABLE v AS SELECT
        |                   ^^^^^^
        = help: complete what \`SELECT\` begins, or remove it"
    `)
  })

  test('a joined aggregate without BY', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT * FROM u LEFT JOIN COUNT(tweets) AS n;'))
      .toMatchInlineSnapshot(`
      "error[MV1001]: expected \`BY\` and the column to count by, found \`)\`
       --> test.view:1:57
        |
      1 | CREATE TABLE v AS SELECT * FROM u LEFT JOIN COUNT(tweets) AS n;
        |                                                         ^
        = help: say which column connects it, as in \`COUNT(tweets BY userId)\`"
    `)
  })

  test('a joined aggregate by a qualified column', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT * FROM u LEFT JOIN COUNT(t BY t.id) AS n;'))
      .toMatchInlineSnapshot(`
      "error[MV1001]: expected \`,\` or \`)\` after the name of a column, found \`.\`
       --> test.view:1:57
        |
      1 | CREATE TABLE v AS SELECT * FROM u LEFT JOIN COUNT(t BY t.id) AS n;
        |                                                         ^
        = help: write the column without the name of its table"
    `)
  })

  test('an inner joined aggregate', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT * FROM u JOIN COUNT(t BY id) AS n;')).toMatchInlineSnapshot(`
      "error[MV1010]: an aggregate can be joined only with \`LEFT JOIN\`
       --> test.view:1:35
        |
      1 | CREATE TABLE v AS SELECT * FROM u JOIN COUNT(t BY id) AS n;
        |                                   ^^^^^^^^^^^^^^^^^^^^^^^^
        = help: write \`LEFT JOIN\`; to leave rows out, add a condition in \`WHERE\`"
    `)
  })

  test('several errors in one file', () => {
    expect(
      errorsOf(
        'CREATE TABLE a (id INT name TEXT);\nCREATE TABLE b (id INT);\nCREATE TABLE c AS SELECT § FROM b;\nCREATE TABLE d AS SELECT id FROM b WHERE;\n',
      ),
    ).toMatchInlineSnapshot(`
      "error[MV1001]: expected \`,\` or \`)\` after the column definition, found \`name\`
       --> test.view:1:24
        |
      1 | CREATE TABLE a (id INT name TEXT);
        |                        ^^^^
        = help: is a comma missing?

      error[MV1002]: unknown character \`§\`
       --> test.view:3:26
        |
      3 | CREATE TABLE c AS SELECT § FROM b;
        |                          ^
        = help: remove it, or put it in quotes if it belongs to a name or a text

      error[MV1001]: expected an expression, found \`;\`
       --> test.view:4:41
        |
      4 | CREATE TABLE d AS SELECT id FROM b WHERE;
        |                                         ^
        = help: complete what \`WHERE\` begins, or remove it"
    `)
  })
})

describe('what is not supported', () => {
  test('WINDOW', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT a FROM t WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY a'))
      .toMatchInlineSnapshot(`
      "error[MV1010]: \`WINDOW\` is not supported yet
       --> test.view:1:35
        |
      1 | CREATE TABLE v AS SELECT a FROM t WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY a
        |                                   ^^^^^^
        = help: group by a column that holds the period"
    `)
  })

  test('PARTITION BY', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT a FROM t PARTITION BY a')).toMatchInlineSnapshot(`
      "error[MV1010]: \`PARTITION BY\` is not supported yet
       --> test.view:1:35
        |
      1 | CREATE TABLE v AS SELECT a FROM t PARTITION BY a
        |                                   ^^^^^^^^^^^^
        = help: leave it out: rows are brought together by key on their own"
    `)
  })

  test('EMIT FINAL', () => {
    expect(errorsOf('CREATE TABLE v AS SELECT a FROM t EMIT FINAL')).toMatchInlineSnapshot(`
      "error[MV1010]: \`EMIT FINAL\` is not supported yet
       --> test.view:1:40
        |
      1 | CREATE TABLE v AS SELECT a FROM t EMIT FINAL
        |                                        ^^^^^
        = help: leave it out: the view is always up to date"
    `)
  })

  test('the statement INSERT', () => {
    expect(errorsOf('INSERT INTO t VALUES (1)')).toMatchInlineSnapshot(`
      "error[MV1011]: \`INSERT … VALUES\` is not a statement of a view file
       --> test.view:1:1
        |
      1 | INSERT INTO t VALUES (1)
        | ^^^^^^
        = help: rows come from the topic; feed it with \`matview produce TOPIC\`"
    `)
  })

  test('the statement SELECT', () => {
    expect(errorsOf('SELECT * FROM t')).toMatchInlineSnapshot(`
      "error[MV1011]: \`SELECT\` is not a statement of a view file
       --> test.view:1:1
        |
      1 | SELECT * FROM t
        | ^^^^^^
        = help: give it a name: \`CREATE TABLE name AS SELECT …\`"
    `)
  })

  test('the statement DROP', () => {
    expect(errorsOf('DROP TABLE t')).toMatchInlineSnapshot(`
      "error[MV1011]: \`DROP\` is not a statement of a view file
       --> test.view:1:1
        |
      1 | DROP TABLE t
        | ^^^^
        = help: remove the \`CREATE\` statement from the file"
    `)
  })

  test('the statement CREATE MATERIALIZED VIEW', () => {
    expect(errorsOf('CREATE MATERIALIZED VIEW v AS SELECT 1')).toMatchInlineSnapshot(`
      "error[MV1011]: \`CREATE MATERIALIZED VIEW\` is not supported
       --> test.view:1:8
        |
      1 | CREATE MATERIALIZED VIEW v AS SELECT 1
        |        ^^^^^^^^^^^^^^^^^
        = help: write \`CREATE TABLE name AS SELECT …\`: it is kept up to date"
    `)
  })

  test('KEY of a column', () => {
    expect(errorsOf('CREATE STREAM t (id VARCHAR KEY)')).toMatchInlineSnapshot(`
      "error[MV1010]: \`KEY\` of a column is not supported yet
       --> test.view:1:29
        |
      1 | CREATE STREAM t (id VARCHAR KEY)
        |                             ^^^
        = help: write \`PRIMARY KEY\` in a table; the columns of a stream come from the value"
    `)
  })

  test('DEFAULT of a column', () => {
    expect(errorsOf('CREATE TABLE t (id INT DEFAULT 1)')).toMatchInlineSnapshot(`
      "error[MV1010]: \`DEFAULT\` of a column is not supported yet
       --> test.view:1:24
        |
      1 | CREATE TABLE t (id INT DEFAULT 1)
        |                        ^^^^^^^
        = help: use \`COALESCE(column, value)\` in the view"
    `)
  })
})

test('an error in one statement leaves those around it alone', () => {
  const text = 'CREATE TABLE a (id INT; CREATE TABLE b (id INT) CREATE TABLE c (id); CREATE TABLE d (id INT)'
  expect(placesOf(text)).toEqual(['MV1001 ;', 'MV1001 )', 'MV1001 )'])
})
