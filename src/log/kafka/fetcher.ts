/**
 * Fetches from the leaders of partitions, all leaders at the same time, one request in flight for each. An answer that comes
 * after a call has returned is kept for the next call, so a slow or idle broker does not delay what others have.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { LogError, type FetchedBatch, type FetchOptions, type FetchRequest } from '../../runtime/ports.ts'
import { checkErrorCode, errorCode, PassingError } from './broker-errors.ts'
import type { Cluster } from './cluster.ts'
import { decodePartition } from './partition-decoder.ts'
import { fetchRequest, type FetchedPartition } from './protocol.ts'

/** A broker holds an empty answer back at most this long, so that changed wishes reach it soon. */
const longestWaitMs = 500
/** An answer may be late by this much before a call gives up waiting for it. */
const graceMs = 2000
/** A partition is asked for at least this much at a time: less makes the broker cut batches off. */
const leastPartitionBytes = 64 * 1024
const pauseMs = 100
/** So long may leaders be on the move, with nothing fetched, before that is an error. */
const patienceMs = 10_000

/** A request under way, or answered but not taken yet. */
interface Flight {
  /** Wanted offset by {@link placeOf}. */
  readonly offsets: ReadonlyMap<string, number>
  readonly answer: Promise<void>
  outcome: { readonly partitions: readonly FetchedPartition[] } | { readonly error: unknown } | null
}

export class Fetcher {
  readonly #cluster: Cluster
  /** Tells what an offset that the broker refused is wrong about; returns when it is not. */
  readonly #checkRange: (request: FetchRequest) => Promise<void>
  readonly #flights = new Map<number, Flight>()
  #turn = 0
  #failingSince: number | null = null

  constructor(cluster: Cluster, checkRange: (request: FetchRequest) => Promise<void>) {
    this.#cluster = cluster
    this.#checkRange = checkRange
  }

  /** As `Log.fetch`. */
  async fetch(requests: readonly FetchRequest[], options: FetchOptions): Promise<FetchedBatch[]> {
    const deadline = performance.now() + options.maxWaitMs
    for (;;) {
      const groups = await this.#byLeader(requests)
      const left = Math.max(0, deadline - performance.now())
      for (const [node, group] of groups) {
        if (!this.#flights.has(node))
          this.#start(node, group, left, Math.ceil(options.maxBytes / groups.size))
      }
      await this.#anyAnswer([...groups.keys()], left + graceMs, options.signal)
      const batches = await this.#take(groups)
      if (batches.length > 0 || performance.now() >= deadline || options.signal?.aborted) return batches
      if (this.#failingSince !== null) await sleep(pauseMs)
    }
  }

  /** The requests by the number of the broker that leads their partition; those without a leader now are left out. */
  async #byLeader(requests: readonly FetchRequest[]): Promise<Map<number, FetchRequest[]>> {
    const groups = new Map<number, FetchRequest[]>()
    for (const request of requests) {
      const leader = await this.#leader(request)
      if (leader === null) continue
      const group = groups.get(leader)
      if (group === undefined) groups.set(leader, [request])
      else group.push(request)
    }
    return groups
  }

  async #leader({ topic, partition }: FetchRequest): Promise<number | null> {
    const found = await this.#cluster.patiently([topic], () => this.#cluster.topic(topic))
    checkErrorCode(found.errorCode, `topic \`${topic}\``)
    if (!found.partitions.some(candidate => candidate.partition === partition)) {
      throw new LogError('no-such-topic', `topic \`${topic}\` has no partition ${partition}`)
    }
    try {
      return await this.#cluster.leader(topic, partition)
    } catch (error) {
      this.#passing(error, [topic])
      return null
    }
  }

  #start(node: number, group: readonly FetchRequest[], maxWaitMs: number, maxBytes: number): void {
    const first = this.#turn++ % group.length
    const share = Math.max(Math.ceil(maxBytes / group.length), leastPartitionBytes)
    const partitions = [...group.slice(first), ...group.slice(0, first)].map(request => ({
      ...request,
      maxBytes: share,
    }))
    const request = fetchRequest(partitions, {
      maxWaitMs: Math.min(Math.round(maxWaitMs), longestWaitMs),
      maxBytes,
    })
    const flight: Flight = {
      offsets: new Map(group.map(({ topic, partition, offset }) => [placeOf(topic, partition), offset])),
      outcome: null,
      answer: this.#cluster.send(node, request).then(
        answered => void (flight.outcome = { partitions: answered }),
        (error: unknown) => void (flight.outcome = { error }),
      ),
    }
    this.#flights.set(node, flight)
  }

  /** Waits until one of these brokers has answered. */
  async #anyAnswer(
    nodes: readonly number[],
    milliseconds: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const flights = nodes.flatMap(node => this.#flights.get(node) ?? [])
    if (flights.length === 0 || flights.some(flight => flight.outcome !== null) || signal?.aborted) return
    const stop = new AbortController()
    const signals = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal])
    // The timer is ended early by an answer or by the caller: neither is an error.
    const timer = sleep(milliseconds, undefined, { signal: signals }).catch(() => undefined)
    await Promise.race([timer, ...flights.map(flight => flight.answer)])
    stop.abort()
  }

  /** Takes the answers that are there, as far as they are for offsets that are still wanted. */
  async #take(groups: ReadonlyMap<number, readonly FetchRequest[]>): Promise<FetchedBatch[]> {
    const batches: FetchedBatch[] = []
    let answered = 0
    for (const [node, group] of groups) {
      const flight = this.#flights.get(node)
      if (flight === undefined || flight.outcome === null) continue
      this.#flights.delete(node)
      if ('error' in flight.outcome) {
        this.#passing(flight.outcome.error, topicsOf(group))
        continue
      }
      answered += await this.#takePartitions(flight, flight.outcome.partitions, group, batches)
    }
    if (answered > 0) this.#failingSince = null
    return batches
  }

  /** Adds to `batches` what one broker answered and returns for how many partitions it did. */
  async #takePartitions(
    flight: Flight,
    partitions: readonly FetchedPartition[],
    group: readonly FetchRequest[],
    batches: FetchedBatch[],
  ): Promise<number> {
    let answered = 0
    const wanted = new Map(group.map(request => [placeOf(request.topic, request.partition), request]))
    for (const fetched of partitions) {
      const place = placeOf(fetched.topic, fetched.partition)
      const request = wanted.get(place)
      if (request === undefined || flight.offsets.get(place) !== request.offset) continue
      if (!(await this.#checkAnswer(request, fetched.errorCode))) continue
      answered++
      const batch = decodePartition(fetched, request.offset)
      if (batch.nextOffset > request.offset) batches.push(batch)
    }
    return answered
  }

  /** Whether the broker answered with records; a passing failure is noted, any other thrown. */
  async #checkAnswer(request: FetchRequest, code: number): Promise<boolean> {
    if (code === errorCode.none) return true
    try {
      if (code === errorCode.offsetOutOfRange) {
        await this.#checkRange(request)
        throw new PassingError('the leader has moved')
      }
      // Right after a move the new leader may not know the topic yet: the metadata decide whether it exists.
      if (code === errorCode.unknownTopic) throw new PassingError('the leader has moved')
      checkErrorCode(code, `topic \`${request.topic}\`, partition ${request.partition}`)
    } catch (error) {
      this.#passing(error, [request.topic])
    }
    return false
  }

  /** Notes a passing failure and forgets the leaders; throws what is not, or has been failing for too long. */
  #passing(error: unknown, topics: readonly string[]): void {
    if (!(error instanceof PassingError)) throw error
    const now = performance.now()
    this.#failingSince ??= now
    for (const topic of topics) this.#cluster.forget(topic)
    if (now - this.#failingSince < patienceMs) return
    this.#failingSince = null
    throw new LogError(
      'unreachable',
      `Kafka at ${this.#cluster.address} gives no records: ${error.message}`,
      { cause: error },
    )
  }
}

function placeOf(topic: string, partition: number): string {
  return `${topic}/${partition}`
}

function topicsOf(requests: readonly FetchRequest[]): string[] {
  return [...new Set(requests.map(request => request.topic))]
}
