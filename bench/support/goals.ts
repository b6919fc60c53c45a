import { medianRatio } from './table';

/** `goal: joining at most 1.00 x Yjs: seen 0.93, met` */
export function goal(what: string, bound: 'at least' | 'at most', limit: string, seen: number, met: boolean): void {
  console.log(`goal: ${what} ${bound} ${limit}: seen ${seen.toFixed(2)}, ${met ? 'met' : 'not met'}`);
}

/** A goal in times another kind's figures of the same rounds. */
export function ratioGoal(
  what: string,
  bound: 'at least' | 'at most',
  times: number,
  of: { readonly name: string; readonly seen: readonly number[]; readonly base: readonly number[] },
): void {
  const seen = medianRatio(of.seen, of.base);
  goal(what, bound, `${times.toFixed(2)} x ${of.name}`, seen, bound === 'at least' ? seen >= times : seen <= times);
}
