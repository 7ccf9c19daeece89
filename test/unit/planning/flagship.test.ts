import { expect, test } from 'vitest'
import { Diagnostics } from '../../../src/diagnostics/diagnostic.ts'
import { optimise } from '../../../src/logical/passes/optimise.ts'
import type { LogicalNode } from '../../../src/logical/plan.ts'
import { planProgram } from '../../../src/planning/plan-program.ts'
import { must } from '../../../src/util/assert.ts'
import {
  aggregate,
  BIGINT,
  coalesce,
  col,
  eq,
  join,
  logicalView,
  program,
  project,
  scan,
  table,
} from '../../support/logical-builder.ts'
import type { Expr } from '../../../src/expr/expr.ts'
import type { SourcePlan } from '../../../src/topology/plan.ts'

const users = table('users', 'userId username name', 'userId')
const tweets = table('tweets', 'tweetId userId text', 'tweetId')
const follows = table('follows', 'followId followerId followeeId', 'followId')
const likes = table('likes', 'likeId userId', 'likeId')

const zero: Expr = { kind: 'literal', type: BIGINT, text: '0' }

/** What `left LEFT JOIN COUNT(source BY column) AS name` means. */
function countBy(left: LogicalNode, source: SourcePlan, column: string, name: string): LogicalNode {
  const counted = aggregate(scan(source), [column], { [name]: ['count(*)'] })
  const joined = join('left', left, counted, (l, r) => eq(r(column), l('userId')))
  const outputs = Object.fromEntries(left.columns.map(({ name: kept }, index) => [kept, col(joined, index)]))
  return project(joined, { ...outputs, [name]: coalesce(col(joined, left.columns.length + 1), zero) })
}

test('the flagship is sources, one group-join, one projection, one view', () => {
  let plan: LogicalNode = scan(users)
  plan = countBy(plan, tweets, 'userId', 'tweetCount')
  plan = countBy(plan, follows, 'followerId', 'followingCount')
  plan = countBy(plan, follows, 'followeeId', 'followerCount')
  plan = countBy(plan, likes, 'userId', 'likeCount')
  const diagnostics = new Diagnostics()
  const sources = [users, tweets, follows, likes]
  const planned = must(
    planProgram(
      optimise(program(sources, logicalView('user_information', plan, '/users/:userid'))),
      diagnostics,
    ),
    'plan',
  )
  expect(diagnostics.list).toEqual([])
  expect(planned.nodes.map(({ kind }) => kind)).toEqual([
    'source',
    'source',
    'source',
    'source',
    'group_join',
    'project',
  ])
  const [usersNode, tweetsNode, followsNode, likesNode, joined] = planned.nodes
  expect(tweetsNode).toMatchObject({ source: 'tweets', used: [0, 1] })
  const count = [{ fn: 'count(*)', args: [], type: BIGINT }]
  expect(joined).toMatchObject({
    left: usersNode!.id,
    leftKey: [0],
    branches: [
      { input: tweetsNode!.id, groupBy: [1], calls: count },
      { input: followsNode!.id, groupBy: [1], calls: count },
      { input: followsNode!.id, groupBy: [2], calls: count },
      { input: likesNode!.id, groupBy: [1], calls: count },
    ],
    key: [0],
  })
  expect(planned.nodes.at(-1)).toMatchObject({
    exprs: [
      ...[0, 1, 2].map(index => col(users, index)),
      ...[3, 4, 5, 6].map(index => coalesce({ kind: 'column', type: BIGINT, index }, zero)),
    ],
  })
  expect(planned.views).toMatchObject([{ name: 'user_information', key: [0], endpoint: '/users/:userid' }])
})
