/** The logical plan of each construct. */
import { describe, expect, test } from 'vitest'
import { planOf } from '../analysis/support.ts'

describe('queries', () => {
  test('project and rename', () => {
    expect(planOf('CREATE TABLE v AS SELECT userid, NAME AS title FROM users;')).toMatchInlineSnapshot(`
      "project userId, name → userId VARCHAR, title VARCHAR
        scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN"
    `)
  })

  test('star', () => {
    expect(planOf('CREATE TABLE v AS SELECT *, age + 1 AS next FROM users;')).toMatchInlineSnapshot(`
      "project userId, name, age, active, age + 1 → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, next INTEGER
        scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN"
    `)
  })

  test('WHERE', () => {
    expect(planOf(`CREATE TABLE v AS SELECT userId FROM users WHERE active AND age >= 18 AND name <> 'x';`))
      .toMatchInlineSnapshot(`
      "project userId → userId VARCHAR
        filter active AND age >= 18 AND name <> 'x' → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
          scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN"
    `)
  })

  test('a stream', () => {
    expect(planOf('CREATE TABLE v AS SELECT url, COUNT(*) AS n FROM clicks GROUP BY url;'))
      .toMatchInlineSnapshot(`
      "project url, count → url VARCHAR, n BIGINT
        aggregate by (url) count(*)[*] → url VARCHAR, count BIGINT
          scan clicks → userId VARCHAR, url VARCHAR"
    `)
  })

  test('a view over a view', () => {
    expect(
      planOf(
        'CREATE TABLE v AS SELECT * FROM u; CREATE TABLE u AS SELECT userId AS id FROM users; CREATE TABLE w AS SELECT v.id FROM v JOIN u ON u.id = v.id;',
      ),
    ).toMatchInlineSnapshot(`
      "project id → id VARCHAR
        inner join on id = id → id VARCHAR, id VARCHAR
          view v → id VARCHAR
          view u → id VARCHAR"
    `)
  })

  test('EMIT CHANGES', () => {
    expect(planOf('CREATE TABLE v AS SELECT userId FROM users EMIT CHANGES;')).toMatchInlineSnapshot(`
      "project userId → userId VARCHAR
        scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN"
    `)
  })
})

describe('joins', () => {
  test('inner', () => {
    expect(
      planOf('CREATE TABLE v AS SELECT u.name, t.text FROM users u JOIN tweets t ON t.userId = u.userId;'),
    ).toMatchInlineSnapshot(`
      "project name, text → name VARCHAR, text VARCHAR
        inner join on userId = userId → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP
          scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
          scan tweets → tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP"
    `)
  })

  test('left, with an implicit cast', () => {
    expect(
      planOf(
        'CREATE TABLE v AS SELECT u.name, o.amount FROM users u LEFT JOIN orders o ON o.weight = u.age;',
      ),
    ).toMatchInlineSnapshot(`
      "project name, amount → name VARCHAR, amount DECIMAL(10,2)
        left join on weight = CAST(age AS DOUBLE) → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, customerId INTEGER, number INTEGER, amount DECIMAL(10,2), day DATE, weight DOUBLE
          scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
          scan orders → customerId INTEGER, number INTEGER, amount DECIMAL(10,2), day DATE, weight DOUBLE"
    `)
  })

  test('with itself', () => {
    expect(
      planOf(
        'CREATE TABLE v AS SELECT a.name, b.name AS other FROM users a JOIN users b ON a.age = b.age AND a.userId <> b.userId;',
      ),
    ).toMatchInlineSnapshot(`
      "project name, name → name VARCHAR, other VARCHAR
        inner join on age = age AND userId <> userId → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
          scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
          scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN"
    `)
  })
})

describe('groups', () => {
  test('by a column', () => {
    expect(
      planOf(
        'CREATE TABLE v AS SELECT name, COUNT(*) AS n, SUM(age) AS total FROM users GROUP BY name HAVING COUNT(*) > 1 AND name IS NOT NULL;',
      ),
    ).toMatchInlineSnapshot(`
      "project name, count, sum → name VARCHAR, n BIGINT, total BIGINT
        filter count > CAST(1 AS BIGINT) AND name IS NOT NULL → name VARCHAR, count BIGINT, sum BIGINT
          aggregate by (name) count(*)[*], sum(integer)[age] → name VARCHAR, count BIGINT, sum BIGINT
            scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN"
    `)
  })

  test('by an expression', () => {
    expect(
      planOf(
        `CREATE TABLE v AS SELECT UPPER(name) AS n, UPPER(name) || '!' AS m FROM users GROUP BY UPPER(name);`,
      ),
    ).toMatchInlineSnapshot(`
      "project group, group || '!' → n VARCHAR, m VARCHAR
        aggregate by (upper(name))  → group VARCHAR
          scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN"
    `)
  })

  test('by a position', () => {
    expect(planOf('CREATE TABLE v AS SELECT age + 1 AS next, COUNT(*) AS n FROM users GROUP BY 1;'))
      .toMatchInlineSnapshot(`
      "project next, count → next INTEGER, n BIGINT
        aggregate by (age + 1) count(*)[*] → next INTEGER, count BIGINT
          scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN"
    `)
  })

  test('by an output name', () => {
    expect(planOf('CREATE TABLE v AS SELECT age + 1 AS next, COUNT(*) AS n FROM users GROUP BY next;'))
      .toMatchInlineSnapshot(`
      "project next, count → next INTEGER, n BIGINT
        aggregate by (age + 1) count(*)[*] → next INTEGER, count BIGINT
          scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN"
    `)
  })

  test('by a column that an output name hides not', () => {
    expect(
      planOf(
        'CREATE TABLE v AS SELECT UPPER(name) AS userId, name AS x FROM users GROUP BY userId, name, 1;',
      ),
    ).toMatchInlineSnapshot(`
      "project userId, name → userId VARCHAR, x VARCHAR
        aggregate by (userId, name, upper(name))  → userId VARCHAR, name VARCHAR, userId VARCHAR
          scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN"
    `)
  })

  test('none: one row', () => {
    expect(planOf('CREATE TABLE v AS SELECT COUNT(*) AS n, MIN(age) + MAX(age) AS s FROM users;'))
      .toMatchInlineSnapshot(`
      "project count, min + max → n BIGINT, s INTEGER
        aggregate by () count(*)[*], min(integer)[age], max(integer)[age] → count BIGINT, min INTEGER, max INTEGER
          scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN"
    `)
  })

  test('equal calls are one', () => {
    expect(planOf('CREATE TABLE v AS SELECT SUM(age) AS a, SUM(users.age) + 1 AS b FROM users;'))
      .toMatchInlineSnapshot(`
      "project sum, sum + CAST(1 AS BIGINT) → a BIGINT, b BIGINT
        aggregate by () sum(integer)[age] → sum BIGINT
          scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN"
    `)
  })

  test('FILTER', () => {
    expect(
      planOf(
        'CREATE TABLE v AS SELECT COUNT(*) FILTER (WHERE active) AS n, SUM(age) FILTER (WHERE active) AS s FROM users;',
      ),
    ).toMatchInlineSnapshot(`
      "project count, sum → n BIGINT, s BIGINT
        aggregate by () count(any)[CASE WHEN active THEN TRUE ELSE NULL END], sum(integer)[CASE WHEN active THEN age ELSE NULL END] → count BIGINT, sum BIGINT
          scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN"
    `)
  })

  test('by a primary key, with the columns that follow', () => {
    expect(
      planOf(
        'CREATE TABLE v AS SELECT u.name, COUNT(t.tweetId) AS n FROM users u LEFT JOIN tweets t ON t.userId = u.userId GROUP BY u.userId;',
      ),
    ).toMatchInlineSnapshot(`
      "project name, count → name VARCHAR, n BIGINT
        aggregate by (userId, name) count(any)[tweetId] → userId VARCHAR, name VARCHAR, count BIGINT
          left join on userId = userId → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP
            scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
            scan tweets → tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP"
    `)
  })

  test('by a composite primary key', () => {
    expect(planOf('CREATE TABLE v AS SELECT amount, COUNT(*) AS n FROM orders GROUP BY number, customerId;'))
      .toMatchInlineSnapshot(`
      "project amount, count → amount DECIMAL(10,2), n BIGINT
        aggregate by (number, customerId, amount) count(*)[*] → number INTEGER, customerId INTEGER, amount DECIMAL(10,2), count BIGINT
          scan orders → customerId INTEGER, number INTEGER, amount DECIMAL(10,2), day DATE, weight DOUBLE"
    `)
  })

  test('by the result of an aggregate join', () => {
    expect(
      planOf(
        'CREATE TABLE v AS SELECT n, COUNT(*) AS users FROM users LEFT JOIN COUNT(tweets BY userId) AS n GROUP BY n;',
      ),
    ).toMatchInlineSnapshot(`
      "project n, count → n BIGINT, users BIGINT
        aggregate by (COALESCE(n, 0)) count(*)[*] → n BIGINT, count BIGINT
          left join on userId = userId → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, userId VARCHAR, n BIGINT
            scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
            project userId, n → userId VARCHAR, n BIGINT
              aggregate by (userId) count(*)[*] → userId VARCHAR, n BIGINT
                scan tweets → tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP"
    `)
  })
})

describe('aggregate joins', () => {
  test('COUNT', () => {
    expect(planOf('CREATE TABLE v AS SELECT users.*, n FROM users LEFT JOIN COUNT(tweets BY userId) AS n;'))
      .toMatchInlineSnapshot(`
        "project userId, name, age, active, COALESCE(n, 0) → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, n BIGINT
          left join on userId = userId → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, userId VARCHAR, n BIGINT
            scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
            project userId, n → userId VARCHAR, n BIGINT
              aggregate by (userId) count(*)[*] → userId VARCHAR, n BIGINT
                scan tweets → tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP"
      `)
  })

  test('SUM with WHERE', () => {
    expect(
      planOf(
        'CREATE TABLE v AS SELECT userId, s FROM users LEFT JOIN SUM(tweets.likes WHERE likes > 0 BY userId) AS s;',
      ),
    ).toMatchInlineSnapshot(`
      "project userId, s → userId VARCHAR, s DECIMAL
        left join on userId = userId → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, userId VARCHAR, s DECIMAL
          scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
          project userId, s → userId VARCHAR, s DECIMAL
            aggregate by (userId) sum(bigint)[likes] → userId VARCHAR, s DECIMAL
              filter likes > CAST(0 AS BIGINT) → tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP
                scan tweets → tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP"
    `)
  })

  test('COUNT of a column', () => {
    expect(
      planOf('CREATE TABLE v AS SELECT userId, n FROM users LEFT JOIN COUNT(tweets.text BY userId) AS n;'),
    ).toMatchInlineSnapshot(`
      "project userId, COALESCE(n, 0) → userId VARCHAR, n BIGINT
        left join on userId = userId → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, userId VARCHAR, n BIGINT
          scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
          project userId, n → userId VARCHAR, n BIGINT
            aggregate by (userId) count(any)[text] → userId VARCHAR, n BIGINT
              scan tweets → tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP"
    `)
  })

  test('with ON', () => {
    expect(
      planOf(
        'CREATE TABLE v AS SELECT users.userId, n FROM users LEFT JOIN COUNT(tweets BY userId) AS n ON tweets.userId = users.name;',
      ),
    ).toMatchInlineSnapshot(`
      "project userId, COALESCE(n, 0) → userId VARCHAR, n BIGINT
        left join on userId = name → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, userId VARCHAR, n BIGINT
          scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
          project userId, n → userId VARCHAR, n BIGINT
            aggregate by (userId) count(*)[*] → userId VARCHAR, n BIGINT
              scan tweets → tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP"
    `)
  })

  test('on a composite key', () => {
    expect(
      planOf(
        'CREATE TABLE v AS SELECT o.number, n FROM orders o LEFT JOIN COUNT(orders BY customerId, number) AS n;',
      ),
    ).toMatchInlineSnapshot(`
      "project number, COALESCE(n, 0) → number INTEGER, n BIGINT
        left join on customerId = customerId AND number = number → customerId INTEGER, number INTEGER, amount DECIMAL(10,2), day DATE, weight DOUBLE, customerId INTEGER, number INTEGER, n BIGINT
          scan orders → customerId INTEGER, number INTEGER, amount DECIMAL(10,2), day DATE, weight DOUBLE
          project customerId, number, n → customerId INTEGER, number INTEGER, n BIGINT
            aggregate by (customerId, number) count(*)[*] → customerId INTEGER, number INTEGER, n BIGINT
              scan orders → customerId INTEGER, number INTEGER, amount DECIMAL(10,2), day DATE, weight DOUBLE"
    `)
  })

  test('two in a row, used in expressions', () => {
    expect(
      planOf(
        'CREATE TABLE v AS SELECT userId, a + b AS both FROM users LEFT JOIN COUNT(tweets BY userId) AS a LEFT JOIN COUNT(clicks BY userId) AS b WHERE a > 0;',
      ),
    ).toMatchInlineSnapshot(`
      "project userId, COALESCE(a, 0) + COALESCE(b, 0) → userId VARCHAR, both BIGINT
        filter COALESCE(a, 0) > CAST(0 AS BIGINT) → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, userId VARCHAR, a BIGINT, userId VARCHAR, b BIGINT
          left join on userId = userId → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, userId VARCHAR, a BIGINT, userId VARCHAR, b BIGINT
            left join on userId = userId → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, userId VARCHAR, a BIGINT
              scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
              project userId, a → userId VARCHAR, a BIGINT
                aggregate by (userId) count(*)[*] → userId VARCHAR, a BIGINT
                  scan tweets → tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP
            project userId, b → userId VARCHAR, b BIGINT
              aggregate by (userId) count(*)[*] → userId VARCHAR, b BIGINT
                scan clicks → userId VARCHAR, url VARCHAR"
    `)
  })

  test('star shows the result and hides the BY columns', () => {
    expect(planOf('CREATE TABLE v AS SELECT * FROM users LEFT JOIN COUNT(tweets BY userId) AS n;'))
      .toMatchInlineSnapshot(`
        "project userId, name, age, active, COALESCE(n, 0) → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, n BIGINT
          left join on userId = userId → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, userId VARCHAR, n BIGINT
            scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
            project userId, n → userId VARCHAR, n BIGINT
              aggregate by (userId) count(*)[*] → userId VARCHAR, n BIGINT
                scan tweets → tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP"
      `)
  })

  test('behind a join to a primary key: the key of the left', () => {
    expect(
      planOf(
        'CREATE TABLE v AS SELECT t.tweetId, n FROM tweets t JOIN users u ON u.userId = t.userId LEFT JOIN COUNT(clicks BY url) AS n;',
      ),
    ).toMatchInlineSnapshot(`
      "project tweetId, COALESCE(n, 0) → tweetId VARCHAR, n BIGINT
        left join on tweetId = url → tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP, userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN, url VARCHAR, n BIGINT
          inner join on userId = userId → tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP, userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
            scan tweets → tweetId VARCHAR, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP
            scan users → userId VARCHAR, name VARCHAR, age INTEGER, active BOOLEAN
          project url, n → url VARCHAR, n BIGINT
            aggregate by (url) count(*)[*] → url VARCHAR, n BIGINT
              scan clicks → userId VARCHAR, url VARCHAR"
    `)
  })

  test('behind a view with groups', () => {
    expect(
      planOf(
        'CREATE TABLE v AS SELECT name, n FROM g LEFT JOIN COUNT(clicks BY url) AS n; CREATE TABLE g AS SELECT name, COUNT(*) AS c FROM users GROUP BY name; CREATE TABLE w AS SELECT * FROM v;',
      ),
    ).toMatchInlineSnapshot(`
      "project name, n → name VARCHAR, n BIGINT
        view v → name VARCHAR, n BIGINT"
    `)
  })
})
