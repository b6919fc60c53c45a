/**
 * ms of a clock that all processes of this machine share: `process.hrtime` reads CLOCK_MONOTONIC on Linux,
 * mach_absolute_time on macOS and the performance counter on Windows, each one for the whole system.
 */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
