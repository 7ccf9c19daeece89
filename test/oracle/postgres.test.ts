/** The oracle itself: a server starts, answers with its own text, and is gone afterwards. */
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startPostgres } from '../support/postgres.ts'

test('values come back as the text of the server', async context => {
  const postgres = await startPostgres()
  if (postgres === null) return context.skip('no PostgreSQL on this machine')
  try {
    expect(
      await postgres.query(`SELECT 1.50::numeric, 9007199254740993::bigint, 0.1::float8, true, $1::text`, [
        'ü',
      ]),
    ).toEqual([['1.50', '9007199254740993', '0.1', 't', 'ü']])
    expect(
      await postgres.queries(`SELECT '2013-02-07T10:00:00.5Z'::timestamptz; SELECT NULL; SELECT 1/3.0`),
    ).toEqual([[['2013-02-07 10:00:00.5+00']], [[null]], [['0.33333333333333333333']]])
    const [[collation, zone, encoding] = []] = await postgres.query(
      `SELECT datcollate, current_setting('TimeZone'), current_setting('server_encoding') FROM pg_database LIMIT 1`,
    )
    expect([collation, zone, encoding]).toEqual(['C', 'UTC', 'UTF8'])
    const [[data] = []] = await postgres.query(`SHOW data_directory`)
    await postgres.stop()
    expect(existsSync(data!)).toBe(false)
  } finally {
    await postgres.stop()
  }
})
