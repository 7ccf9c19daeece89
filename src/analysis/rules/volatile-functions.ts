/** Functions of the clock and of chance are refused: a maintained view is a function of its input alone. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../diagnostics/source.ts'
import { foldCase } from '../../catalog/name.ts'

const CLOCK = new Set([
  'now',
  'current_date',
  'current_time',
  'current_timestamp',
  'localtime',
  'localtimestamp',
  'clock_timestamp',
  'statement_timestamp',
  'transaction_timestamp',
  'timeofday',
  'unix_timestamp',
  'unix_date',
])
const CHANCE = new Set([
  'random',
  'rand',
  'setseed',
  'gen_random_uuid',
  'uuid',
  'uuid_generate_v4',
  'nextval',
])

/** Whether a name is one of a function that gives another result each time. */
export function isVolatile(name: string): boolean {
  return CLOCK.has(foldCase(name)) || CHANCE.has(foldCase(name))
}

/** Says why such a function cannot be used. */
export function refuseVolatile(name: string, span: Span, diagnostics: Diagnostics): void {
  const cause = CLOCK.has(foldCase(name)) ? 'the clock' : 'chance'
  const help = CLOCK.has(foldCase(name))
    ? 'compare columns of the data with each other, or with a fixed date'
    : 'put the value into the records where they are produced'
  diagnostics.error('MV2035', `\`${name}\` depends on ${cause}, and a maintained view cannot`, span, { help })
}
