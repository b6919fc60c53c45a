import { promise } from '../promise';
import { links } from './simulate-links';

const what = 'no schedule of faults keeps nodes apart that may find each other, or links two of them twice';
await promise(what, links, 30);
