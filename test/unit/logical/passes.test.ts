import { expect, test } from 'vitest'
import type { Expr } from '../../../src/expr/expr.ts'
import { pruneColumns } from '../../../src/logical/passes/column-pruning.ts'
import { foldConstants } from '../../../src/logical/passes/constant-folding.ts'
import { mergeProjections } from '../../../src/logical/passes/merge-projections.ts'
import { pushDownPredicates } from '../../../src/logical/passes/predicate-push-down.ts'
import { recogniseTopN } from '../../../src/logical/passes/top-n-recognition.ts'
import type { LogicalNode } from '../../../src/logical/plan.ts'
import { printLogical } from '../../../src/logical/print.ts'
import {
  aggregate,
  and,
  BIGINT,
  BOOLEAN,
  call,
  col,
  divide,
  eq,
  filter,
  integer,
  INTEGER,
  join,
  logicalView,
  lt,
  program,
  project,
  scan,
  table,
  text,
  truth,
  windows,
} from '../../support/logical-builder.ts'

const users = scan(table('users', 'userId name city age:integer', 'userId'))
const tweets = scan(table('tweets', 'tweetId author score:integer likes:integer', 'tweetId'))

function lines(node: LogicalNode): string[] {
  return printLogical(node).trimEnd().split('\n')
}

const USERS = 'scan users(userId, name, city, age)'
const TWEETS = 'scan tweets(tweetId, author, score, likes)'
const berlin = eq(col(users, 'city'), text('Berlin'))
const byAuthor = (kind: 'inner' | 'left'): ReturnType<typeof join> =>
  join(kind, users, tweets, (l, r) => eq(l('userId'), r('author')))

test('constants are folded, conditions that are always true disappear', () => {
  const one = filter(users, eq(integer(1), integer(1)))
  expect(lines(foldConstants(one))).toEqual([USERS])
  const some = filter(
    users,
    and(truth(true), lt(col(users, 'age'), call('add', INTEGER, integer(3), integer(4)))),
  )
  expect(lines(foldConstants(some))).toEqual(['filter age < 7', `  ${USERS}`])
})

test('a constant that fails stays', () => {
  const node = project(users, { n: divide(integer(1), integer(0)) })
  expect(lines(foldConstants(node))).toEqual(['project 1 / 0 AS n', `  ${USERS}`])
})

test('projections are merged, and those that change nothing disappear', () => {
  const inner = project(users, { id: 'userId', next: call('add', INTEGER, col(users, 'age'), integer(1)) })
  const outer = project(inner, { id: 'id', then: call('add', INTEGER, col(inner, 'next'), integer(1)) })
  expect(lines(mergeProjections(outer))).toEqual(['project userId AS id, age + 1 + 1 AS then', `  ${USERS}`])
  expect(mergeProjections(project(users, { a: 0, b: 1, c: 2, d: 3 }))).toEqual({
    ...users,
    columns: users.columns.map((column, index) => ({ ...column, name: 'abcd'[index] })),
  })
})

test('an expression that two others read is not computed twice', () => {
  const inner = project(users, { next: call('add', INTEGER, col(users, 'age'), integer(1)) })
  const twice = project(inner, { a: 'next', b: call('multiply', INTEGER, col(inner, 'next'), integer(2)) })
  expect(mergeProjections(twice)).toEqual(twice)
})

test('conditions go through projections and to the sides of an inner join', () => {
  const joined = byAuthor('inner')
  const projected = project(joined, { city: 'city', score: 'score', likes: 'likes', age: 'age' })
  const node = filter(
    projected,
    and(
      eq(col(projected, 'city'), text('Berlin')),
      lt(col(projected, 'score'), integer(5)),
      lt(col(projected, 'likes'), col(projected, 'age')),
    ),
  )
  expect(lines(pushDownPredicates(node))).toEqual([
    'project city, score, likes, age',
    '  inner join on userId = author AND likes < age',
    "    filter city = 'Berlin'",
    `      ${USERS}`,
    '    filter score < 5',
    `      ${TWEETS}`,
  ])
})

test('WHERE on the left of a left join goes down, on the right it stays; ON of the right goes down', () => {
  const joined = join('left', users, tweets, (l, r) =>
    and(eq(l('userId'), r('author')), lt(r('score'), integer(5))),
  )
  const node = filter(
    joined,
    and(eq(col(joined, 'city'), text('Berlin')), lt(col(joined, 'likes'), integer(3))),
  )
  expect(lines(pushDownPredicates(node))).toEqual([
    'filter likes < 3',
    '  left join on userId = author',
    "    filter city = 'Berlin'",
    `      ${USERS}`,
    '    filter score < 5',
    `      ${TWEETS}`,
  ])
})

test('ON of the left side of a left join stays: it does not remove rows', () => {
  const joined = join('left', users, tweets, (l, r) =>
    and(eq(l('userId'), r('author')), lt(l('age'), integer(5))),
  )
  expect(pushDownPredicates(joined)).toEqual(joined)
})

test('what may fail stays above the join and runs after what cannot', () => {
  const joined = byAuthor('inner')
  const failing = lt(integer(1), divide(col(joined, 'score'), col(joined, 'likes')))
  const safe = lt(col(joined, 'likes'), integer(3))
  expect(lines(pushDownPredicates(filter(joined, and(failing, safe))))).toEqual([
    'filter 1 < score / likes',
    '  inner join on userId = author',
    `    ${USERS}`,
    '    filter likes < 3',
    `      ${TWEETS}`,
  ])
  const divided = lt(integer(1), divide(col(tweets, 'score'), col(tweets, 'likes')))
  const single = filter(tweets, and(divided, lt(col(tweets, 'likes'), integer(3))))
  expect(lines(pushDownPredicates(single))).toEqual([
    'filter 1 < score / likes',
    '  filter likes < 3',
    `    ${TWEETS}`,
  ])
})

test('HAVING on group columns filters before grouping, on calls after it', () => {
  const grouped = aggregate(tweets, ['author'], { n: ['count(*)'] })
  const node = filter(
    grouped,
    and(eq(col(grouped, 'author'), text('a')), lt(col(grouped, 'n'), col(grouped, 'n'))),
  )
  expect(lines(pushDownPredicates(node))).toEqual([
    'filter n < n',
    '  aggregate count(*), by author',
    "    filter author = 'a'",
    `      ${TWEETS}`,
  ])
})

test('a condition on an aggregate without groups stays above: its row is always there', () => {
  const node = filter(aggregate(tweets, [], { n: ['count(*)'] }), truth(false))
  expect(pushDownPredicates(node)).toEqual(node)
})

test('ROW_NUMBER up to a number is a cut below the window, and a window that nothing reads disappears', () => {
  const order = [{ column: 2, descending: true, nullsFirst: true }]
  const numbered = windows(tweets, [1], order, ['row_number'])
  const two: Expr = { kind: 'literal', type: BIGINT, text: '2' }
  const bound = call('le', BOOLEAN, col(numbered, 'row_number'), two)
  const node = filter(numbered, and(bound, lt(col(numbered, 'likes'), integer(3))))
  const cut = recogniseTopN(node)
  expect(lines(cut)).toEqual([
    'filter likes < 3',
    '  window row_number',
    '    top 2 after 0 order by score DESC for each author',
    `      ${TWEETS}`,
  ])
  const pruned = pruneColumns(program([], logicalView('v', project(cut, { author: 'author' }))))
  expect(lines(pruned.views[0]!.plan).filter(line => line.includes('window'))).toEqual([])
  for (const [fn, other] of [
    ['row_number', call('gt', BOOLEAN, col(numbered, 'row_number'), two)],
    ['percent_rank', call('le', BOOLEAN, col(numbered, 'row_number'), two)],
  ] as const) {
    const whole = filter(windows(tweets, [1], order, ['row_number', fn]), other)
    expect(recogniseTopN(whole)).toEqual(whole)
  }
})

test('sources keep what some view reads, and joins what is read above', () => {
  const joined = join('inner', byAuthor('inner'), users, (l, r) => eq(l('tweetId'), r('userId')))
  const first = logicalView('first', project(joined, { name: 'name', tweet: 'tweetId' }))
  const second = logicalView('second', project(filter(users, berlin), { userId: 'userId' }))
  const pruned = pruneColumns(program([], first, second))
  expect(pruned.views.flatMap(({ plan }) => lines(plan))).toEqual([
    'project name, tweetId AS tweet',
    '  inner join on tweetId = userId',
    '    project name, tweetId',
    '      inner join on userId = author',
    '        scan users(userId, name, city)',
    '        scan tweets(tweetId, author)',
    '    scan users(userId, name, city)',
    'project userId',
    "  filter city = 'Berlin'",
    '    scan users(userId, name, city)',
  ])
})

test('a side whose key is computed is cut, calls that nothing reads disappear', () => {
  const lower = (of: Expr): Expr => call('lower', of.type, of)
  const joined = join('inner', users, tweets, (l, r) => eq(lower(l('name')), r('author')))
  const grouped = aggregate(joined, ['tweetId'], { n: ['count(*)'], best: ['max(integer)', 'age'] })
  const city = logicalView('city', project(users, { userId: 'userId', city: 'city' }))
  const pruned = pruneColumns(program([], logicalView('v', project(grouped, { n: 'n' })), city))
  expect(lines(pruned.views[0]!.plan)).toEqual([
    'project n',
    '  aggregate count(*), by tweetId',
    '    inner join on lower(name) = author',
    '      project name',
    '        scan users(userId, name, city)',
    '      scan tweets(tweetId, author)',
  ])
})
