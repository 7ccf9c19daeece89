/** The rows of `user_information` over examples/social, computed plainly. */
import { type ExampleRecord, type Fields, grouped, latest } from './records.ts'
import { byKey, type Row, type Rows } from './rows.ts'

const PROFILE = [
  'userId',
  'username',
  'name',
  'description',
  'location',
  'webPageUrl',
  'joinedDate',
  'profileImageUrl',
  'backgroundImageUrl',
]
/** Column, topic that is counted, column that names the user. */
const COUNTS = [
  ['tweetCount', 'tweets', 'userId'],
  ['followingCount', 'follows', 'followerId'],
  ['followerCount', 'follows', 'followeeId'],
  ['likeCount', 'likes', 'userId'],
  ['listCount', 'lists', 'userId'],
  ['momentCount', 'moments', 'userId'],
] as const

export function expectedSocial(records: readonly ExampleRecord[]): Map<string, Rows> {
  const counts = COUNTS.map(([name, topic, by]) => ({ name, groups: grouped(latest(records, topic), by) }))
  const row = (user: Fields): Row => [
    ...PROFILE.map(column => [column, JSON.stringify(user[column] ?? null)] as const),
    ...counts.map(({ name, groups }) => [name, String(groups.get(user.userId!)?.length ?? 0)] as const),
  ]
  return new Map([['user_information', byKey(latest(records, 'users').map(row), ['userId'])]])
}
