/** ksqlDB's distance on the earth, taken as a sphere. */
import { DataError } from '../../types/data-error.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar, type ValueKind } from './define.ts'

/** Mean radius of the earth. */
const RADIUS = { km: 6371, mi: 3959 } as const

const KILOMETRES = ['km', 'kilometer', 'kilometers', 'kilometre', 'kilometres']
const MILES = ['mi', 'mile', 'miles']

const COORDINATES: readonly ValueKind[] = ['double', 'double', 'double', 'double']

export const GEO: readonly ScalarSignature[] = [
  scalar('geo_distance', COORDINATES, 'double', {
    evaluate: (lat1: number, lon1: number, lat2: number, lon2: number) =>
      distance(lat1, lon1, lat2, lon2, RADIUS.km),
    doc: 'The distance in kilometres between two points, each by latitude and longitude in degrees.',
    mayFail: true,
    example: ['ROUND(GEO_DISTANCE(52.52, 13.405, 48.137, 11.576))', '504'],
  }),
  scalar('geo_distance', [...COORDINATES, 'varchar'], 'double', {
    evaluate: (lat1: number, lon1: number, lat2: number, lon2: number, unit: string) =>
      distance(lat1, lon1, lat2, lon2, radiusIn(unit)),
    doc: "The same in a unit, `'KM'` or `'MILES'`.",
    mayFail: true,
    example: ["ROUND(GEO_DISTANCE(52.52, 13.405, 48.137, 11.576, 'MILES'))", '313'],
  }),
]

function radiusIn(unit: string): number {
  const name = unit.toLowerCase()
  if (KILOMETRES.includes(name)) return RADIUS.km
  if (MILES.includes(name)) return RADIUS.mi
  throw new DataError('MV5105', `\`${unit.slice(0, 40)}\` is no unit of distance: write 'KM' or 'MILES'`)
}

/** The haversine formula. */
function distance(lat1: number, lon1: number, lat2: number, lon2: number, radius: number): number {
  for (const latitude of [lat1, lat2]) checkRange(latitude, 90, 'latitude')
  for (const longitude of [lon1, lon2]) checkRange(longitude, 180, 'longitude')
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const height = Math.sin(radians(lat2 - lat1) / 2) ** 2
  const width = Math.sin(radians(lon2 - lon1) / 2) ** 2
  const h = height + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * width
  return 2 * radius * Math.asin(Math.min(Math.sqrt(h), 1))
}

function checkRange(value: number, limit: number, name: string): void {
  if (Math.abs(value) <= limit) return
  throw new DataError('MV5105', `${value} is no ${name}: it is between -${limit} and ${limit}`)
}
