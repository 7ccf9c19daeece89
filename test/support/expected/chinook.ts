/** The rows of the views over examples/chinook, computed plainly. */
import { cents, fixed, mean, quotient } from './arithmetic.ts'
import { type ExampleRecord, type Fields, grouped, latest } from './records.ts'
import { byKey, type Row, type Rows } from './rows.ts'

/** An invoice line with all that it points to; only lines for which everything is there. */
interface Line {
  readonly line: Fields
  readonly invoice: Fields
  readonly customer: Fields
  readonly track: Fields
  readonly album: Fields | undefined
  readonly artist: Fields | undefined
  readonly genre: Fields | undefined
}
type Tables = (topic: string) => Fields[]

export function expectedChinook(records: readonly ExampleRecord[]): Map<string, Rows> {
  const tables: Tables = topic => latest(records, topic)
  const all = lines(tables)
  const sales = all.filter(({ artist }) => artist !== undefined).map(sale)
  const saleFields = sales.map(row => Object.fromEntries(row.map(([k, v]) => [k, JSON.parse(v)])) as Fields)
  const entries = playlistEntries(tables)
  const agents = salesAgents(tables, saleFields)
  const artists = tracksSold(tables, saleFields, 'artist', 'artistId', 'albums', 'album')
  return new Map([
    ['sale', byKey(sales, ['invoiceLineId'])],
    ['customer_revenue', byKey(customerRevenue(tables, saleFields), ['customerId'])],
    ['artist_revenue', byKey(artists, ['artistId'])],
    [
      'genre_revenue',
      byKey(tracksSold(tables, saleFields, 'genre', 'genreId', 'tracks', 'track'), ['genreId']),
    ],
    ['artist_share', byKey(artistShares(artists), ['artistId'])],
    ['never_sold', byKey(neverSold(tables), ['trackId'])],
    ['country_revenue', byKey(countryRevenue(saleFields), ['country'])],
    ['country_genre', byKey(countryGenre(all), ['country', 'genre'])],
    ['sales_agent', byKey(agents, ['employeeId'])],
    ['playlist_entry', byKey(entries, ['playlistId', 'trackId'])],
    ['playlist_length', byKey(playlistLength(tables, entries), ['playlistId'])],
  ])
}

function lines(tables: Tables): Line[] {
  const by = (topic: string) => new Map(tables(topic).map(row => [row[`${topic}Id`], row]))
  const [invoices, customers, tracks] = [by('invoice'), by('customer'), by('track')]
  const [albums, artists, genres] = [by('album'), by('artist'), by('genre')]
  return tables('invoice_line').flatMap(line => {
    const invoice = invoices.get(line.invoiceId)
    const customer = customers.get(invoice?.customerId)
    const track = tracks.get(line.trackId)
    if (!invoice || !customer || !track) return []
    const album = albums.get(track.albumId)
    return [
      {
        line,
        invoice,
        customer,
        track,
        album,
        artist: artists.get(album?.artistId),
        genre: genres.get(track.genreId),
      },
    ]
  })
}

function sale({ line, invoice, customer, track, artist }: Line): Row {
  const json = (row: Fields | undefined, column: string) => JSON.stringify(row?.[column] ?? null)
  return [
    ['invoiceLineId', json(line, 'invoiceLineId')],
    ['invoiceDate', json(invoice, 'invoiceDate')],
    ['customerId', json(customer, 'customerId')],
    ['country', json(customer, 'country')],
    ['supportRepId', json(customer, 'supportRepId')],
    ['trackId', json(track, 'trackId')],
    ['track', json(track, 'name')],
    ['genreId', json(track, 'genreId')],
    ['artistId', json(artist, 'artistId')],
    ['artist', json(artist, 'name')],
    ['amount', fixed(cents(line.unitPrice) * BigInt(Number(line.quantity)), 2)],
  ]
}

const of = (row: Fields, ...columns: string[]): Row =>
  columns.map(column => [column, JSON.stringify(row[column] ?? null)] as const)

/** Sum of amounts; `nothing` when there are no sales. */
function revenue(sales: readonly Fields[], nothing: string): string {
  return sales.length === 0
    ? nothing
    : fixed(
        sales.reduce((sum, { amount }) => sum + cents(amount), 0n),
        2,
      )
}

const times = (sales: readonly Fields[]) => sales.map(({ invoiceDate }) => String(invoiceDate)).sort()

function customerRevenue(tables: Tables, sales: readonly Fields[]): Row[] {
  const groups = grouped(sales, 'customerId')
  return tables('customer').map(customer => {
    const own = groups.get(customer.customerId!) ?? []
    return [
      ...of(customer, 'customerId', 'firstName', 'lastName', 'company', 'country'),
      ['sales', String(own.length)],
      ['revenue', revenue(own, '0.00')],
      ['lastSale', JSON.stringify(times(own).at(-1) ?? null)],
    ]
  })
}

/** Artists with their albums, or genres with their tracks. */
function tracksSold(
  tables: Tables,
  sales: readonly Fields[],
  topic: string,
  id: string,
  name: string,
  counted: string,
): Row[] {
  const sold = grouped(sales, id)
  const parts = grouped(tables(counted), id)
  return tables(topic).map(row => {
    const own = sold.get(row[id]!) ?? []
    return [
      ...of(row, id, 'name'),
      [name, String(parts.get(row[id]!)?.length ?? 0)],
      ['sales', String(own.length)],
      ['revenue', revenue(own, '0.00')],
    ]
  })
}

function artistShares(artists: readonly Row[]): Row[] {
  const sold = artists
    .map(row => Object.fromEntries(row) as Record<string, string>)
    .map(({ artistId, name, revenue }) => ({ artistId, name, revenue, cents: cents(revenue) }))
    .filter(artist => artist.cents > 0n)
  const total = sold.reduce((sum, artist) => sum + artist.cents, 0n)
  return sold.map(artist => [
    ['artistId', artist.artistId!],
    ['name', artist.name!],
    ['revenue', artist.revenue!],
    ['share', quotient(100n * artist.cents, total, 3)],
    ['rank', String(1 + sold.filter(other => other.cents > artist.cents).length)],
  ])
}

function neverSold(tables: Tables): Row[] {
  const sold = new Set(tables('invoice_line').map(({ trackId }) => trackId))
  const genres = new Map(tables('genre').map(({ genreId, name }) => [genreId, name]))
  return tables('track')
    .filter(({ trackId }) => !sold.has(trackId))
    .map(track => [
      ...of(track, 'trackId', 'name'),
      ['genre', JSON.stringify(genres.get(track.genreId) ?? null)],
    ])
}

function countryRevenue(sales: readonly Fields[]): Row[] {
  return [...grouped(sales, 'country')].map(([country, own]) => [
    ['country', JSON.stringify(country)],
    ['sales', String(own.length)],
    ['revenue', revenue(own, 'null')],
    ['firstSale', JSON.stringify(times(own)[0])],
    ['lastSale', JSON.stringify(times(own).at(-1))],
  ])
}

function countryGenre(all: readonly Line[]): Row[] {
  const rows = all.flatMap(({ customer, genre, line }) =>
    genre
      ? [{ country: customer.country!, genre: genre.name!, price: line.unitPrice!, quantity: line.quantity! }]
      : [],
  )
  const groups = [...grouped(rows, 'country').values()].flatMap(own => [...grouped(own, 'genre').values()])
  return groups.flatMap(own => {
    const total = own.reduce((sum, { price, quantity }) => sum + cents(price) * BigInt(Number(quantity)), 0n)
    if (total < 200n) return []
    const prices = own.map(({ price }) => cents(price))
    return [
      [
        ...of(own[0]!, 'country', 'genre'),
        ['sales', String(own.length)],
        ['revenue', fixed(total, 2)],
        ['meanPrice', mean(prices, 2, 4)],
      ],
    ]
  })
}

function salesAgents(tables: Tables, sales: readonly Fields[]): Row[] {
  const employees = tables('employee')
  const customers = grouped(tables('customer'), 'supportRepId')
  const sold = grouped(sales, 'supportRepId')
  return employees.map(employee => {
    const boss = employees.find(({ employeeId }) => employeeId === employee.reportsTo)
    const own = sold.get(employee.employeeId!) ?? []
    return [
      ...of(employee, 'employeeId', 'firstName', 'lastName', 'title'),
      ['boss', JSON.stringify(boss?.lastName ?? null)],
      ['customers', String(customers.get(employee.employeeId!)?.length ?? 0)],
      ['sales', String(own.length)],
      ['revenue', revenue(own, 'null')],
    ]
  })
}

function playlistEntries(tables: Tables): Row[] {
  const tracks = new Map(tables('track').map(track => [track.trackId, track]))
  return tables('playlist_track').flatMap(entry => {
    const track = tracks.get(entry.trackId)
    return track ? [[...of(entry, 'playlistId', 'trackId'), ...of(track, 'milliseconds', 'bytes')]] : []
  })
}

function playlistLength(tables: Tables, entries: readonly Row[]): Row[] {
  const own = grouped(
    entries.map(row => Object.fromEntries(row.map(([k, v]) => [k, Number(v)])) as Fields),
    'playlistId',
  )
  return tables('playlist').map(playlist => {
    const tracks = own.get(playlist.playlistId!) ?? []
    const sum = (column: string) => tracks.reduce((total, row) => total + Number(row[column]), 0)
    const orNull = (number: number) => (tracks.length === 0 ? 'null' : String(number))
    return [
      ...of(playlist, 'playlistId', 'name'),
      ['tracks', String(tracks.length)],
      ['milliseconds', orNull(sum('milliseconds'))],
      ['minutes', orNull(Math.floor(sum('milliseconds') / 60000))],
      ['bytes', orNull(sum('bytes'))],
      ['longest', orNull(Math.max(...tracks.map(({ milliseconds }) => Number(milliseconds))))],
    ]
  })
}
