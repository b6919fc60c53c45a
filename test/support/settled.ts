import type { CourseNode } from './course-node';
import { until } from './until';

/** Waits until a course node was asked for its keys twice by each that is linked to it, and nothing else in between. */
export async function settled(course: CourseNode, linked: number): Promise<void> {
  await until(
    'the messages to settle',
    async () => {
      const [before, polls] = [course.callsOf('get', 'set', 'peers', 'auth'), course.callsOf('keys')];
      await until('two more polls by each', () => course.callsOf('keys') >= polls + 2 * linked);
      return course.callsOf('get', 'set', 'peers', 'auth') === before;
    },
    30_000,
  );
}
