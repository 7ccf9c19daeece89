/** Units of time as PostgreSQL names them. */
import { DataError } from './data-error.ts'

/** PostgreSQL's other names of the units. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    microsecond: 'microseconds usec usecs us microsecon',
    millisecond: 'milliseconds msec msecs ms millisecon',
    second: 'seconds sec secs s',
    minute: 'minutes min mins m',
    hour: 'hours hr hrs h',
    day: 'days d',
    week: 'weeks w',
    month: 'months mon mons',
    quarter: 'qtr',
    year: 'years yr yrs y',
    decade: 'decades dec decs',
    century: 'centuries cent c',
    millennium: 'millennia mil mils',
  }).flatMap(([unit, names]) => [unit, ...names.split(' ')].map(name => [name, unit] as const)),
)

/** The name that a unit or field is known by here; in lower case what is none. */
export function unitName(text: string): string {
  const lower = text.toLowerCase()
  return ALIASES.get(lower) ?? lower
}

export function unknownUnit(unit: string): DataError {
  return new DataError(
    'MV5105',
    `\`${unit.slice(0, 40)}\` is not a unit of time, such as \`day\` or \`month\``,
  )
}

export function unsupportedUnit(unit: string, type: string): DataError {
  return new DataError('MV5105', `\`${unit.slice(0, 40)}\` is not a unit that ${type} has`)
}
