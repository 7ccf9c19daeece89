/** PostgreSQL's functions between dates and texts in template patterns: TO_CHAR, TO_DATE, TO_TIMESTAMP. */
import { readTimestamp } from '../../types/date-template-reading.ts'
import { writeInterval, writeTimestamp } from '../../types/date-template-writing.ts'
import { checkTimestamp, MICROS_PER_DAY, splitTimestamp } from '../../types/datetime.ts'
import { Interval } from '../../types/interval.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar } from './define.ts'

const WRITTEN = "in a template of PostgreSQL's, such as `YYYY-MM-DD HH24:MI:SS`."

export const TEMPLATES: readonly ScalarSignature[] = [
  scalar('to_char', ['timestamp', 'varchar'], 'varchar', {
    evaluate: (micros: bigint, template: string) => writeTimestamp(micros, template, ''),
    doc: `The time ${WRITTEN}`,
    example: [
      "TO_CHAR(TIMESTAMP '2013-02-07 10:05:00', 'FMDay, DD Mon YYYY HH12:MI am')",
      'Thursday, 07 Feb 2013 10:05 am',
    ],
  }),
  scalar('to_char', ['timestamptz', 'varchar'], 'varchar', {
    evaluate: (micros: bigint, template: string) => writeTimestamp(micros, template, 'UTC'),
    doc: `The time in UTC ${WRITTEN}`,
  }),
  scalar('to_char', ['date', 'varchar'], 'varchar', {
    evaluate: (date: number, template: string) =>
      writeTimestamp(checkTimestamp(BigInt(date) * MICROS_PER_DAY), template, 'UTC'),
    doc: `The date ${WRITTEN}`,
    mayFail: true,
    example: ["TO_CHAR(DATE '2013-02-07', 'YYYY-\"Q\"Q')", '2013-Q1'],
  }),
  scalar('to_char', ['time', 'varchar'], 'varchar', {
    evaluate: (time: number, template: string) => writeInterval(Interval.of(0, 0, BigInt(time)), template),
    doc: `The time of day ${WRITTEN}`,
    mayFail: true,
  }),
  scalar('to_char', ['interval', 'varchar'], 'varchar', {
    evaluate: writeInterval,
    doc: `The span of time ${WRITTEN}`,
    mayFail: true,
    example: ["TO_CHAR(INTERVAL '26:05:00', 'HH24:MI')", '26:05'],
  }),
  scalar('to_date', ['varchar', 'varchar'], 'date', {
    evaluate: (text: string, template: string) => splitTimestamp(readTimestamp(text, template)).days,
    doc: `The date of a text ${WRITTEN}`,
    mayFail: true,
    example: ["TO_DATE('05 Dec 2000', 'DD Mon YYYY')", '2000-12-05'],
  }),
  scalar('to_timestamp', ['varchar', 'varchar'], 'timestamptz', {
    evaluate: readTimestamp,
    doc: `The time of a text ${WRITTEN}`,
    mayFail: true,
    example: ["TO_TIMESTAMP('05 Dec 2000 13:05', 'DD Mon YYYY HH24:MI')", '2000-12-05 13:05:00+00'],
  }),
]
