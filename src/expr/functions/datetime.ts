/** Functions of dates and times, in UTC. */
import { checkTimestamp, MICROS_PER_DAY } from '../../types/datetime.ts'
import { timestampPart, truncateTimestamp } from '../../types/datetime-fields.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar } from './define.ts'

const TRUNC_DOC = 'The start of the hour, day, month, … that the time falls in, in UTC.'
const PART_DOC = 'A field of a date or time, such as `year` or `epoch`, in UTC.'

export const DATETIME: readonly ScalarSignature[] = [
  scalar('date_trunc', ['varchar', 'timestamp'], 'timestamp', {
    evaluate: truncateTimestamp,
    doc: TRUNC_DOC,
    mayFail: true,
  }),
  scalar('date_trunc', ['varchar', 'timestamptz'], 'timestamptz', {
    evaluate: truncateTimestamp,
    doc: TRUNC_DOC,
    mayFail: true,
  }),
  scalar('date_part', ['varchar', 'date'], 'double', {
    evaluate: (field: string, date: number) =>
      timestampPart(field, checkTimestamp(BigInt(date) * MICROS_PER_DAY)),
    doc: PART_DOC,
    mayFail: true,
  }),
  scalar('date_part', ['varchar', 'timestamp'], 'double', {
    evaluate: timestampPart,
    doc: PART_DOC,
    mayFail: true,
  }),
  scalar('date_part', ['varchar', 'timestamptz'], 'double', {
    evaluate: timestampPart,
    doc: PART_DOC,
    mayFail: true,
  }),
]
