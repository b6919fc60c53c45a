import { promise } from './promise';
import { data } from './simulate';

await promise('no schedule of faults makes healed nodes differ or loses a write', data, 500);
