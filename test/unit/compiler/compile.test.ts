import { expect, test } from 'vitest'
import { compile, explainPasses } from '../../../src/compiler/compile.ts'

const users = 'CREATE TABLE users (userId VARCHAR PRIMARY KEY, age INTEGER);'

test('several files are one program, in any order', () => {
  const { plan, diagnostics } = compile([
    { name: 'b.view', text: 'CREATE TABLE b AS SELECT userId FROM a;' },
    { name: 'a.view', text: 'CREATE TABLE a AS SELECT userId FROM users;' },
    { name: 'users.view', text: users },
  ])
  expect(diagnostics).toEqual([])
  expect(plan?.views.map(({ name }) => name)).toEqual(['a', 'b'])
})

test('diagnostics come in the order of the files and of the text', () => {
  const { plan, diagnostics } = compile([
    {
      name: 'c.view',
      text: 'CREATE TABLE c AS SELECT userId FROM b;\nCREATE TABLE d AS SELECT x FROM users;',
    },
    {
      name: 'a.view',
      text: `CREATE TABLE a AS SELECT y FROM users;\nCREATE TABLE a2 AS SELECT z FROM users;${users}`,
    },
  ])
  expect(plan).toBeNull()
  const places = diagnostics.map(
    ({ span }) => `${span?.source.name} ${span?.source.text.slice(span.start, span.end)}`,
  )
  expect(places).toEqual(['c.view b', 'c.view x', 'a.view y', 'a.view z'])
})

test('the same texts give the same plan, equal to the last byte', () => {
  const files = [
    { name: 'a.view', text: `${users} CREATE TABLE a AS SELECT userId, age + 1 AS n FROM users;` },
  ]
  expect(JSON.stringify(compile(files))).toBe(JSON.stringify(compile(files)))
})

test('the logical plan is shown as it is written and after each pass that changes it', () => {
  const text = `${users} CREATE TABLE a AS SELECT userId FROM users WHERE 1 = 1 AND age > 3;`
  expect(
    explainPasses([{ name: 'a.view', text: `${text} CREATE TABLE b AS SELECT userId FROM a;` }]).text,
  ).toBe(
    [
      'view a',
      '  project userId',
      '    filter 1 = 1 AND age > 3',
      '      scan users(userId, age)',
      'after constant folding',
      '  project userId',
      '    filter age > 3',
      '      scan users(userId, age)',
      '',
      'view b',
      '  project userId',
      '    view a',
      'after merging of projections',
      '  view a',
      '',
    ].join('\n'),
  )
  const { text: none, diagnostics } = explainPasses([{ name: 'a.view', text: 'CREATE' }])
  expect(none).toBeNull()
  expect(diagnostics.map(({ code }) => code)).toEqual(['MV1001'])
})
