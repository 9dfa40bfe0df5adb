import '../../../src-renderer/engine/validation.ts';
import '../../../src-renderer/styles/tokens.css';
import '../../../src-renderer/styles/base.css';
import '../../../src-renderer/styles/controls.css';
import { mount } from 'svelte';
import App from '../../../src-renderer/App.svelte';
import { FakeEngine } from '../fake/fakeEngine.ts';

// The bench on a fake engine: for looking at the screen, never part of the product.
// ?task=xor|iris|divider|allostery|large|random
const engine = new FakeEngine(new URL(location.href).searchParams.get('task') ?? 'xor');
Object.assign(window, { engine });

mount(App, { target: document.getElementById('app')!, props: { connector: engine.connector } });
setInterval(() => engine.tick(Math.ceil(engine.run.experiment.plannedSteps / 600)), 16);
