/** Fields and units of dates, times and intervals: `extract`, `date_part`, `date_trunc`. In UTC. */
import { checkTimestamp, MICROS_PER_DAY } from '../../types/datetime.ts'
import {
  dateField,
  fieldAsDouble,
  intervalEpochAsDouble,
  intervalField,
  timeField,
  timestampField,
} from '../../types/datetime-fields.ts'
import { truncateInterval, truncateTimestamp } from '../../types/date-trunc.ts'
import type { Interval } from '../../types/interval.ts'
import { unitName } from '../../types/time-units.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar } from './define.ts'

const TRUNC_DOC = 'The start of the hour, day, month, … that the time falls in, in UTC.'
const PART_DOC = 'A field of a date or time, such as `year` or `epoch`, in UTC.'
const EXTRACT_DOC = 'A field of a date or time, such as `year` or `epoch`, in UTC, with its exact fraction.'

export const DATETIME: readonly ScalarSignature[] = [
  ...(['timestamp', 'timestamptz'] as const).map(kind =>
    scalar('date_trunc', ['varchar', kind], kind, {
      evaluate: truncateTimestamp,
      doc: TRUNC_DOC,
      mayFail: true,
      example: ["DATE_TRUNC('month', TIMESTAMP '2013-02-07 10:00:00')", '2013-02-01 00:00:00'],
    }),
  ),
  scalar('date_trunc', ['varchar', 'interval'], 'interval', {
    evaluate: truncateInterval,
    doc: 'The interval without what is smaller than the unit.',
    mayFail: true,
    example: ["DATE_TRUNC('hour', INTERVAL '3 days 02:47:33')", '3 days 02:00:00'],
  }),
  scalar('date_part', ['varchar', 'date'], 'double', {
    evaluate: (field: string, date: number) => {
      const micros = checkTimestamp(BigInt(date) * MICROS_PER_DAY)
      return fieldAsDouble(field, timestampField(field, micros))
    },
    doc: PART_DOC,
    mayFail: true,
    example: ["DATE_PART('year', DATE '2013-02-07')", '2013'],
  }),
  ...(['timestamp', 'timestamptz'] as const).flatMap(kind => [
    scalar('date_part', ['varchar', kind], 'double', {
      evaluate: (field: string, micros: bigint) => fieldAsDouble(field, timestampField(field, micros)),
      doc: PART_DOC,
      mayFail: true,
    }),
    scalar('extract', ['varchar', kind], 'decimal', {
      evaluate: timestampField,
      doc: EXTRACT_DOC,
      mayFail: true,
      example: ["EXTRACT(second FROM TIMESTAMP '2013-02-07 10:00:01.5')", '1.500000'],
    }),
  ]),
  scalar('date_part', ['varchar', 'time'], 'double', {
    evaluate: (field: string, time: number) => fieldAsDouble(field, timeField(field, time)),
    doc: PART_DOC,
    mayFail: true,
  }),
  scalar('date_part', ['varchar', 'interval'], 'double', {
    evaluate: (field: string, interval: Interval) =>
      unitName(field) === 'epoch'
        ? intervalEpochAsDouble(interval)
        : fieldAsDouble(field, intervalField(field, interval)),
    doc: PART_DOC,
    mayFail: true,
  }),
  scalar('extract', ['varchar', 'date'], 'decimal', { evaluate: dateField, doc: EXTRACT_DOC, mayFail: true }),
  scalar('extract', ['varchar', 'time'], 'decimal', { evaluate: timeField, doc: EXTRACT_DOC, mayFail: true }),
  scalar('extract', ['varchar', 'interval'], 'decimal', {
    evaluate: intervalField,
    doc: EXTRACT_DOC,
    mayFail: true,
  }),
]
