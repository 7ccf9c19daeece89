import fc from 'fast-check'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Diagnostics } from '../../../src/diagnostics/diagnostic.ts'
import { format } from '../../../src/language/format.ts'
import { lex } from '../../../src/language/lex.ts'
import { parse } from '../../../src/language/parse.ts'
import { print } from '../../../src/language/printer.ts'
import { scripts } from './ast-arbitrary.ts'
import { withoutSpans } from './support.ts'

const seed = Number(process.env.MATVIEW_SEED ?? Math.floor(Math.random() * 2 ** 31))

function formatted(text: string): string {
  const result = format({ name: 'test.view', text }, new Diagnostics())
  if (result === null) throw new Error(`cannot be formatted:\n${text}`)
  return result
}

const treeOf = (text: string) =>
  withoutSpans(parse({ name: 'test.view', text }, new Diagnostics())?.statements)
const commentsOf = (text: string) =>
  lex({ name: 'test.view', text }, new Diagnostics())
    .comments.map(({ image }) => image.trimEnd())
    .sort()

/** The meaning stays, all comments stay, and a second time nothing changes. */
function expectFormatted(text: string): void {
  const once = formatted(text)
  expect(treeOf(once)).toEqual(treeOf(text))
  expect(commentsOf(once)).toEqual(commentsOf(text))
  expect(formatted(once)).toBe(once)
}

/** All files with views below a folder. */
function programsIn(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return programsIn(path)
    return name.endsWith('.view') ? [path] : []
  })
}
const programs = ['test/golden', 'views', 'examples']
  .flatMap(programsIn)
  .map(path => ({ path, text: readFileSync(path, 'utf8') }))
  .filter(({ text }) => treeOf(text) !== undefined)

describe('format', () => {
  test('comments stay where they belong', () => {
    const text = `-- Who tweets.

/* Sources. */
create table users (id int primary key, -- the key
  -- as shown
  name varchar
  -- nothing more
) with (kafka_topic = 'users'); -- compacted
-- The view.
create table v as -- all of them
-- what is shown
select u.id, /* inline */ u.name, -- the name
  count(*) as n
-- every user
from users u -- u
-- and their tweets
left join tweets t on t.userId = u.id -- by user
where u.id > 0 -- real ones
  -- not the deleted
  and not u.deleted
group by u.id, u.name;
-- The end.
`
    expect(formatted(text)).toBe(`-- Who tweets.

/* Sources. */
CREATE TABLE users (
  id INT PRIMARY KEY, -- the key
  -- as shown
  name VARCHAR
  -- nothing more
) WITH (kafka_topic = 'users'); -- compacted

-- The view.
CREATE TABLE v AS
-- all of them
-- what is shown
SELECT
  u.id,
  /* inline */
  u.name, -- the name
  count(*) AS n
-- every user
FROM users AS u -- u
-- and their tweets
LEFT JOIN tweets AS t ON t.userId = u.id -- by user
WHERE u.id > 0 -- real ones
  -- not the deleted
  AND NOT u.deleted
GROUP BY u.id, u.name;

-- The end.
`)
  })

  test('what is too long is broken', () => {
    const names = Array.from({ length: 9 }, (_, index) => `aRatherLongColumn${index}`)
    const conditions = names.map(name => `${name} > 100`)
    expect(
      formatted(`create view v as select a from (select b from t where ${conditions.join(' and ')}) x`),
    ).toBe(
      `CREATE VIEW v AS
SELECT a
FROM (
  SELECT b
  FROM t
  WHERE ${conditions.join('\n    AND ')}
) AS x;
`,
    )
    expect(formatted(`create view v as select f(${names.join(', ')}) from t`)).toBe(
      `CREATE VIEW v AS
SELECT
  f(
    ${names.join(',\n    ')}
  )
FROM t;
`,
    )
  })

  test('lines stay within 100 columns where they can be broken', () => {
    for (const { path, text } of programs) {
      const long = formatted(text)
        .split('\n')
        .filter(line => line.length > 100 && !line.includes('--') && !/'[^']{40,}'/.test(line))
      expect(long, path).toEqual([])
    }
  })

  test('every program of the test suite', () => {
    expect(programs.length).toBeGreaterThan(100)
    for (const { text } of programs) expectFormatted(text)
  })

  test('comments anywhere', () => {
    const cases = fc.constantFrom(...programs.map(({ text }) => text))
    const comments = fc.constantFrom('-- a\n', '\n-- b\n', '/* c */', '\n/* d\n e */\n', '\n\n-- f\n\n')
    const places = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), comments), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(cases, places, (text, inserted) => expectFormatted(insert(text, inserted))),
      { seed, numRuns: 400 },
    )
  })

  test('random programs', () => {
    fc.assert(
      fc.property(scripts, script => expectFormatted(print(script))),
      { seed, numRuns: 200, endOnFailure: true },
    )
  })

  test('a file with errors is left alone', () => {
    const diagnostics = new Diagnostics()
    expect(format({ name: 'test.view', text: 'CREATE TABLE v AS SELECT' }, diagnostics)).toBeNull()
    expect(diagnostics.list.map(({ code }) => code)).toEqual(['MV1001'])
  })
})

/** Puts comments between tokens; each share says behind which of them. */
function insert(text: string, inserted: readonly (readonly [share: number, comment: string])[]): string {
  return inserted.reduce((before, [share, comment]) => {
    const { tokens } = lex({ name: 'test.view', text: before }, new Diagnostics())
    const token = tokens[Math.min(Math.floor(share * tokens.length), tokens.length - 1)]!
    const offset = token.startOffset + token.image.length
    return `${before.slice(0, offset)} ${comment} ${before.slice(offset)}`
  }, text)
}
