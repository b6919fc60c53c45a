import { createRoot } from 'react-dom/client';
import { App } from './app';
import { keepFocus } from './focus';
import { start } from './live';
import { dropUnmeant } from './unmeant';

dropUnmeant();
keepFocus();
start();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');
createRoot(root).render(<App />);
