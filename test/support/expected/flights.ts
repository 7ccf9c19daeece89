/** The rows of the views over examples/flights, computed plainly. */
import { mean, quotient } from './arithmetic.ts'
import { type ExampleRecord, type Fields, grouped, latest } from './records.ts'
import { byKey, type Row, type Rows } from './rows.ts'

export function expectedFlights(records: readonly ExampleRecord[]): Map<string, Rows> {
  const flights = latest(records, 'flights')
  const totals = [...grouped(flights, 'carrier').values()].map(carrierTotals)
  const airlines = new Map(latest(records, 'airlines').map(airline => [airline.carrier, airline.name]))
  return new Map([
    ['airport', byKey(airports(latest(records, 'airports'), flights), ['faa'])],
    ['carrier_totals', byKey(totals, ['carrier'])],
    [
      'carrier',
      byKey(
        totals.map(total => carrier(total, airlines)),
        ['carrier'],
      ),
    ],
    ['plane_day', byKey(planeDays(flights), ['tailnum', 'flightDate'])],
    ['flight_weather', byKey(flightWeather(records, flights), ['flightId'])],
    ['punctuality', byKey(punctuality(totals, airlines), ['carrier'])],
    ['worst_delays', byKey(worstDelays(flights), ['origin', 'place'])],
    ['one_way', byKey(oneWay(latest(records, 'airports'), flights), ['faa'])],
    ['next_flight', byKey(nextFlights(flights), ['flightId'])],
  ])
}

function airports(rows: readonly Fields[], flights: readonly Fields[]): Row[] {
  const outbound = grouped(flights, 'origin')
  const inbound = grouped(flights, 'dest')
  return rows.map(({ faa, name }) => {
    const leaving = outbound.get(faa!) ?? []
    const coming = inbound.get(faa!) ?? []
    const departed = count(leaving, 'departed')
    return [
      ['faa', JSON.stringify(faa)],
      ['name', JSON.stringify(name)],
      ['scheduled', count(leaving, 'scheduled')],
      ['departed', departed],
      ['arrived', count(leaving, 'arrived')],
      ['cancelled', count(leaving, 'cancelled')],
      ['inTheAir', departed],
      ['inTheAirInbound', count(coming, 'departed')],
      ['meanDepartureDelay', mean(integers(leaving, 'departureDelay'), 0, 1)],
      ['worstDepartureDelay', extreme(leaving, 'departureDelay', 'max')],
      ['meanArrivalDelay', mean(integers(coming, 'arrivalDelay'), 0, 1)],
      ['worstArrivalDelay', extreme(coming, 'arrivalDelay', 'max')],
    ]
  })
}

function carrierTotals(flights: readonly Fields[]): Row {
  const late = flights.filter(({ arrivalDelay }) => arrivalDelay !== null && Number(arrivalDelay) > 15).length
  return [
    ['carrier', JSON.stringify(flights[0]!.carrier)],
    ['flights', String(flights.length)],
    ['cancelled', count(flights, 'cancelled')],
    ['arrived', String(flights.filter(({ arrivedAt }) => arrivedAt !== null).length)],
    ['meanDelay', mean(integers(flights, 'arrivalDelay'), 0, 1)],
    ['late', String(late)],
  ]
}

function carrier(totals: Row, airlines: ReadonlyMap<unknown, unknown>): Row {
  const total = Object.fromEntries(totals) as Record<string, string>
  const name = airlines.get(JSON.parse(total.carrier!)) ?? null
  const rest = ['flights', 'cancelled', 'arrived', 'late', 'meanDelay'].map(
    column => [column, total[column]!] as const,
  )
  return [['carrier', total.carrier!], ['name', JSON.stringify(name)], ...rest]
}

function punctuality(totals: readonly Row[], airlines: ReadonlyMap<unknown, unknown>): Row[] {
  const carriers = totals
    .map(row => Object.fromEntries(row) as Record<string, string>)
    .filter(({ arrived }) => arrived !== '0')
    .map(({ carrier, arrived, late }) => ({
      carrier: JSON.parse(carrier!) as string,
      punctual: quotient(100n * (BigInt(arrived!) - BigInt(late!)), BigInt(arrived!), 2),
    }))
    .sort((a, b) => Number(b.punctual) - Number(a.punctual) || (a.carrier < b.carrier ? -1 : 1))
  return carriers.map(({ carrier, punctual }, place) => [
    ['carrier', JSON.stringify(carrier)],
    ['name', JSON.stringify(airlines.get(carrier) ?? null)],
    ['rank', String(1 + carriers.filter(other => Number(other.punctual) > Number(punctual)).length)],
    ['punctual', punctual],
    ['before', JSON.stringify(carriers[place - 1]?.carrier ?? null)],
  ])
}

function worstDelays(flights: readonly Fields[]): Row[] {
  const delayed = flights.filter(({ departureDelay }) => departureDelay !== null)
  return [...grouped(delayed, 'origin').values()].flatMap(own =>
    own
      .sort((a, b) => Number(b.departureDelay) - Number(a.departureDelay) || compareIds(a, b))
      .slice(0, 5)
      .map((flight, place): Row => {
        const of = (column: string) => [column, JSON.stringify(flight[column])] as const
        return [of('origin'), ['place', String(place + 1)], of('flightId'), of('dest'), of('departureDelay')]
      }),
  )
}

function compareIds(a: Fields, b: Fields): number {
  return String(a.flightId) < String(b.flightId) ? -1 : 1
}

function oneWay(airports: readonly Fields[], flights: readonly Fields[]): Row[] {
  const left = new Set(flights.filter(({ departedAt }) => departedAt !== null).map(({ origin }) => origin))
  const arrived = grouped(
    flights.filter(({ status }) => status === 'arrived'),
    'dest',
  )
  return airports
    .filter(({ faa }) => arrived.has(faa!) && !left.has(faa))
    .map(({ faa, name }) => [
      ['faa', JSON.stringify(faa)],
      ['name', JSON.stringify(name)],
      ['arrivals', String(arrived.get(faa!)!.length)],
    ])
}

function nextFlights(flights: readonly Fields[]): Row[] {
  return [...grouped(flights, 'tailnum').values()].flatMap(own => {
    const inOrder = own.sort((a, b) =>
      a.scheduledDeparture === b.scheduledDeparture
        ? compareIds(a, b)
        : String(a.scheduledDeparture) < String(b.scheduledDeparture)
          ? -1
          : 1,
    )
    return inOrder.map((flight, at): Row => {
      const next = inOrder[at + 1]
      const between =
        next === undefined
          ? null
          : (Date.parse(String(next.scheduledDeparture)) - Date.parse(String(flight.scheduledArrival))) /
            60_000
      const of = (column: string) => [column, JSON.stringify(flight[column] ?? null)] as const
      return [
        of('flightId'),
        of('tailnum'),
        of('dest'),
        ['nextFlight', JSON.stringify(next?.flightId ?? null)],
        ['nextDest', JSON.stringify(next?.dest ?? null)],
        ['minutesBetween', JSON.stringify(between)],
      ]
    })
  })
}

function planeDays(flights: readonly Fields[]): Row[] {
  const planes = [...grouped(flights, 'tailnum').values()]
  const days = planes.flatMap(ofPlane => [...grouped(ofPlane, 'flightDate').values()])
  const flown = days.filter(day => day.some(({ departedAt }) => departedAt !== null))
  return flown.map(day => [
    ['tailnum', JSON.stringify(day[0]!.tailnum)],
    ['flightDate', JSON.stringify(day[0]!.flightDate)],
    ['flights', String(day.length)],
    ['cancelled', count(day, 'cancelled')],
    [
      'distance',
      sum(
        day.filter(({ departedAt }) => departedAt !== null),
        'distance',
      ),
    ],
    ['airTime', sum(day, 'airTime')],
    ['firstDeparture', extreme(day, 'departedAt', 'min')],
    ['lastArrival', extreme(day, 'arrivedAt', 'max')],
  ])
}

function flightWeather(records: readonly ExampleRecord[], flights: readonly Fields[]): Row[] {
  const weather = new Map(latest(records, 'weather').map(row => [`${row.origin} ${row.hour}`, row]))
  const planes = new Map(latest(records, 'planes').map(row => [row.tailnum, row]))
  const nothing: Fields = {}
  return flights.map(flight => {
    const hour = `${String(flight.scheduledDeparture).slice(0, 14)}00:00Z`
    const of = (row: Fields, columns: readonly string[]) =>
      columns.map(column => [column, JSON.stringify(row[column] ?? null)] as const)
    return [
      ...of(flight, ['flightId', 'origin', 'dest', 'status', 'scheduledDeparture', 'departureDelay']),
      ...of(planes.get(flight.tailnum ?? '') ?? nothing, ['manufacturer', 'model', 'seats']),
      ...of(weather.get(`${flight.origin} ${hour}`) ?? nothing, [
        'temp',
        'windSpeed',
        'windGust',
        'precipitation',
        'visibility',
      ]),
    ]
  })
}

function count(flights: readonly Fields[], status: string): string {
  return String(flights.filter(flight => flight.status === status).length)
}

function integers(rows: readonly Fields[], column: string): bigint[] {
  return rows.flatMap(row => (row[column] === null ? [] : [BigInt(Number(row[column]))]))
}

function sum(rows: readonly Fields[], column: string): string {
  const values = integers(rows, column)
  return values.length === 0 ? 'null' : values.reduce((a, b) => a + b, 0n).toString()
}

/** Of numbers, or of times in one text form, which order as texts. */
function extreme(rows: readonly Fields[], column: string, which: 'min' | 'max'): string {
  const values = rows.flatMap(row => (row[column] === null ? [] : [row[column]!]))
  const better = (a: Fields[string], b: Fields[string]) => (which === 'min' ? a! < b! : a! > b!)
  const best = values.reduce((a, b) => (a === null || better(b, a) ? b : a), null as Fields[string])
  return JSON.stringify(best)
}
