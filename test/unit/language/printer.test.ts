import fc from 'fast-check'
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { print } from '../../../src/language/printer.ts'
import { scripts } from './ast-arbitrary.ts'
import { parseOk, withoutSpans } from './support.ts'

const seed = Number(process.env.MATVIEW_SEED ?? Math.floor(Math.random() * 2 ** 31))

describe('print', () => {
  test('puts one clause on a line and breaks long lists', () => {
    const text = `create table users (userId varchar primary key, "n m" decimal(10,2), primary key (a,b)) with (kafka_topic='users', value_format='JSON');
      create table v with (endpoint='/v') as select u.*, a+b*c as x from users u left join count(tweets where not deleted by userId) as n on u.id
      join (a cross join b) on x is true where a::int>1 and (b or c) group by u.userId having count(*)>1 emit changes`
    expect(print(parseOk(text))).toBe(`CREATE TABLE users (
  userId VARCHAR PRIMARY KEY,
  "n m" DECIMAL(10, 2),
  PRIMARY KEY (a, b)
) WITH (kafka_topic = 'users', value_format = 'JSON');

CREATE TABLE v WITH (endpoint = '/v') AS
SELECT u.*, a + b * c AS x
FROM users AS u
LEFT JOIN count(tweets WHERE NOT deleted BY userId) AS n ON u.id
JOIN (a CROSS JOIN b) ON x IS TRUE
WHERE a::INT > 1 AND (b OR c)
GROUP BY u.userId
HAVING count(*) > 1
EMIT CHANGES;
`)
  })

  test('breaks a select list that is too long', () => {
    const names = Array.from({ length: 12 }, (_, index) => `aLongColumnName${index}`)
    const printed = print(parseOk(`CREATE TABLE v AS SELECT ${names.join(', ')} FROM t`))
    expect(printed).toContain(`SELECT\n  ${names.join(',\n  ')}\nFROM t`)
  })

  test('what is printed is read as the same tree, and printed the same again', () => {
    fc.assert(
      fc.property(scripts, script => {
        const printed = print(script)
        const parsed = parseOk(printed)
        expect(withoutSpans(parsed)).toEqual(withoutSpans(script))
        expect(print(parsed)).toBe(printed)
      }),
      // Trees shrink too slowly to be worth it: the text that is printed shows what is wrong.
      { seed, numRuns: 1000, endOnFailure: true },
    )
  })

  test('the shipped views survive', () => {
    const files = ['views', 'examples/social', 'examples/flights', 'examples/chinook'].flatMap(folder =>
      readdirSync(folder)
        .filter(name => name.endsWith('.view'))
        .map(name => `${folder}/${name}`),
    )
    expect(files.length).toBeGreaterThan(5)
    for (const file of files) {
      const script = parseOk(readFileSync(file, 'utf8'))
      expect(withoutSpans({ ...parseOk(print(script)) })).toEqual(withoutSpans(script))
    }
  })
})
