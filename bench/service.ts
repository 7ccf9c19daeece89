/** A served view as a child process, and what it costs as Linux counts it under /proc. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Linux counts CPU time in hundredths of a second on every platform that Node runs on. */
const ticksPerSecond = 100

export class ServiceProcess {
  /** `performance.now()` at its start. */
  readonly startedAt: number
  readonly #child: ChildProcess
  readonly #log: string
  readonly #killWithUs = (): void => void this.#child.kill('SIGKILL')

  /** Starts a command; what it prints is appended to the file `log`. */
  constructor(command: readonly string[], log: string) {
    mkdirSync(dirname(log), { recursive: true })
    const output = openSync(log, 'a')
    this.#log = log
    this.startedAt = performance.now()
    this.#child = spawn(command[0]!, command.slice(1), { stdio: ['ignore', output, output] })
    closeSync(output)
    process.on('exit', this.#killWithUs)
  }

  get pid(): number {
    return this.#child.pid!
  }

  /** Throws when the process has ended by itself. */
  check(): void {
    const { exitCode, signalCode } = this.#child
    if (exitCode !== null || signalCode !== null) {
      throw new Error(`the service ended (${exitCode ?? signalCode}); its output is in ${this.#log}`)
    }
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    process.off('exit', this.#killWithUs)
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exited = once(this.#child, 'exit')
    this.#child.kill(signal)
    await exited
  }
}

/** User and system CPU seconds of a process and all its threads so far. */
export function cpuSeconds(pid: number): number {
  return sumOfTicks(statFields(pid).slice(11, 13))
}

/** The same of a process and all that it started, whether it still runs or has ended. */
export function treeCpuSeconds(pid: number): number {
  try {
    const own = sumOfTicks(statFields(pid).slice(11, 15))
    return childrenOf(pid).reduce((sum, child) => sum + treeCpuSeconds(child), own)
  } catch (error) {
    if (isGone(error)) return 0
    throw error
  }
}

/** CPU seconds during which the processors of this machine were not idle so far. */
export function machineCpuSeconds(): number {
  const [user, nice, system, , , irq, softirq, steal] = readFileSync('/proc/stat', 'utf8')
    .split('\n')[0]!
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return (user! + nice! + system! + irq! + softirq! + steal!) / ticksPerSecond
}

/** The most memory that a process has held so far, in MB. */
export function peakRssMb(pid: number): number {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]
  return Math.round(Number(kilobytes) / 1000)
}

/** The size of all files in a folder, in MB. A file may go while they are summed up. */
export function folderMb(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  const sizes = files.map(({ parentPath, name }) => {
    return statSync(join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0
  })
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1e6)
}

function sumOfTicks(ticks: readonly string[]): number {
  return ticks.reduce((sum, count) => sum + Number(count), 0) / ticksPerSecond
}

function childrenOf(pid: number): number[] {
  const threads = readdirSync(`/proc/${pid}/task`)
  return threads.flatMap(thread => {
    const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
    return children.split(' ').filter(Boolean).map(Number)
  })
}

/** A process may end between two looks at it. */
function isGone(error: unknown): boolean {
  return ['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')
}

/** The fields of /proc/PID/stat that follow the command's name, which may itself hold spaces. */
function statFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

export interface CpuUse {
  /** CPU seconds of the service. */
  readonly cpuS: number
  /** The same for each second that passed. */
  readonly cores: number
  /** Cores kept busy by what is no part of the benchmark. */
  readonly otherCores: number
}

/** Meters from now on; the result says what was used until it is called. */
export function meterCpu(pid: number): () => CpuUse {
  const now = () => ({
    at: performance.now(),
    service: cpuSeconds(pid),
    ours: treeCpuSeconds(process.pid),
    machine: machineCpuSeconds(),
  })
  const from = now()
  return () => {
    const to = now()
    const wallS = (to.at - from.at) / 1000
    const others = to.machine - from.machine - (to.ours - from.ours)
    return {
      cpuS: round(to.service - from.service),
      cores: round((to.service - from.service) / wallS),
      otherCores: round(Math.max(0, others / wallS)),
    }
  }
}

export function round(value: number): number {
  return Math.round(value * 100) / 100
}
